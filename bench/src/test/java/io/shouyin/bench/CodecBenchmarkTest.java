package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.DecodeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CodecBenchmarkTest {

    @Test
    void benchmarks_eachRunOnce_doWhatTheyAreNamedAfter() throws DecodeException {
        CodecBenchmark benchmark = new CodecBenchmark();
        benchmark.prepare();
        assertThat(benchmark.decodeTerminal().message().text(41)).isEqualTo("00000001");
        assertThat(benchmark.decodeNetwork().message().text(37)).isEqualTo("609100000123");
        assertThat(benchmark.encodeTerminal()).isNotEmpty();
        assertThat(benchmark.encodeNetwork()).startsWith("0200".getBytes(StandardCharsets.US_ASCII));
        assertThat(benchmark.macKey8()).hasSize(8).isNotEqualTo(benchmark.macKey16());
        assertThat(benchmark.macKey16()).isEqualTo(benchmark.macKey16FromBytes());
    }

    /// Without this list JMH finds nothing: it is what the annotation processor leaves in the jar.
    @Test
    void benchmarkList_afterCompiling_namesThem() throws IOException {
        try (var list = CodecBenchmark.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8)).contains("CodecBenchmark").contains("decodeNetwork");
        }
    }
}
