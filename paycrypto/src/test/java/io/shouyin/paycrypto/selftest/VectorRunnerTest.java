package io.shouyin.paycrypto.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Every known answer, through the runner that `./shouyin vault selftest` uses.
class VectorRunnerTest {

    private static final Path VECTORS = Path.of("src/test/resources/vectors");

    @Test
    void run_everyVectorFile_passesButTheNote() throws Exception {
        VectorRunner.Report report = VectorRunner.run(VECTORS);
        assertThat(report.lines()).as(report.closingLine()).allMatch(line -> line.startsWith("skipped"));
        assertThat(report.closingLine()).isEqualTo("470 passed, 0 failed, 1 skipped");
    }
}
