package io.shouyin.terminal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.terminal.device.FileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalLogTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path folder;

    private static List<String> texts(TerminalLog log) {
        return log.lines(0, Instant.EPOCH, Instant.MAX).stream().map(TerminalLog.Line::text).toList();
    }

    @Test
    void lines_areThereAfterAPowerCut_scrubbed_andTheNumbersGoOn() throws IOException {
        String id;
        try (var storage = FileStorage.open(folder)) {
            TerminalLog log = TerminalLog.open(storage, InstantSource.fixed(NOW));
            log.info("host", "sold to 4532 0151 1283 0366\n;4532015112830366=30122010000012345?");
            log.warn("order", "pin=1234");
            log.write();
            log.info("host", "never written");
            id = log.id();
        }
        assertThat(Files.readString(folder.resolve("log-00.txt"))).doesNotContain("4532").doesNotContain("1234");
        try (var storage = FileStorage.open(folder)) {
            TerminalLog log = TerminalLog.open(storage, InstantSource.fixed(NOW));
            assertThat(log.id()).isEqualTo(id);
            assertThat(texts(log)).containsExactly("sold to [card ...0366] [track]", "pin=[secret]");
            log.info("host", "after");
            assertThat(log.lines(2, Instant.EPOCH, Instant.MAX)).extracting(TerminalLog.Line::number).containsExactly(3L);
            assertThat(log.lines(0, NOW.plusSeconds(1), Instant.MAX)).isEmpty();
        }
    }

    @Test
    void log_isARing_thatNeverGrowsBeyondItsFiles_andSurvivesABrokenOne() throws IOException {
        try (var storage = FileStorage.open(folder)) {
            TerminalLog log = TerminalLog.open(storage, InstantSource.fixed(NOW));
            for (int i = 1; i <= 6_000; i++) {
                log.info("host", "签到 ".repeat(30) + i);
                if (i % 20 == 0) {
                    log.write();
                }
            }
            log.write();
            List<TerminalLog.Line> lines = log.lines(0, Instant.EPOCH, Instant.MAX);
            assertThat(lines.getLast().number()).isEqualTo(6_000);
            assertThat(lines.getFirst().number()).isEqualTo(6_001 - lines.size()).isGreaterThan(1);
        }
        try (var files = Files.list(folder)) {
            long bytes = files.filter(file -> file.getFileName().toString().startsWith("log-")).mapToLong(file -> file.toFile().length()).sum();
            assertThat(bytes).isLessThan((TerminalLog.SEGMENTS + 1) * 2L * TerminalLog.SEGMENT_BYTES_MAX).isGreaterThan(100_000);
        }
        Files.write(folder.resolve("log-03.txt"), "rubbish".getBytes(StandardCharsets.UTF_8));
        try (var storage = FileStorage.open(folder)) {
            assertThat(TerminalLog.open(storage, InstantSource.fixed(NOW)).lines(0, Instant.EPOCH, Instant.MAX).getLast().number()).isEqualTo(6_000);
        }
    }

    @Test
    void log_thatIsCleared_isAnotherOne() {
        try (var storage = FileStorage.open(folder)) {
            TerminalLog log = TerminalLog.open(storage, InstantSource.fixed(NOW));
            log.info("host", "before");
            log.write();
            String id = log.id();
            log.clear();
            assertThat(texts(log)).isEmpty();
            assertThat(log.id()).isNotEqualTo(id);
            assertThat(texts(TerminalLog.open(storage, InstantSource.fixed(NOW)))).isEmpty();
        }
    }

    @Test
    void log_thatNobodyWrites_staysSmall() {
        try (var storage = FileStorage.open(folder)) {
            TerminalLog log = TerminalLog.open(storage, InstantSource.fixed(NOW));
            for (int i = 0; i < 5_000; i++) {
                log.info("host", "x".repeat(100));
            }
            assertThat(log.lines(0, Instant.EPOCH, Instant.MAX).size()).isLessThan(600);
        }
    }
}
