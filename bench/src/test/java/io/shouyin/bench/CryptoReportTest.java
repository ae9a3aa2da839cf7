package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.bench.CryptoReport.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CryptoReportTest {

    private static final Machine MACHINE = new Machine("a processor", 2, 4096, "Linux", "JVM", "ext4", 1_000, 0.1);

    private static Line line(CryptoOperation operation, double perSecond, double beside) {
        return new Line(operation, 0, 1, perSecond, OptionalDouble.of(beside));
    }

    @Test
    void isMet_needsEveryAim() {
        assertThat(line(CryptoOperation.PIN_TRANSLATION, 400_000, 800_000).isMet()).isTrue();
        assertThat(line(CryptoOperation.PIN_TRANSLATION, 399_999, 400_000).isMet()).isFalse();
        assertThat(line(CryptoOperation.PIN_TRANSLATION, 400_000, 900_000).isMet()).isFalse();
        assertThat(line(CryptoOperation.VAULT_MAC, 70, 100).isMet()).isTrue();
        assertThat(line(CryptoOperation.VAULT_MAC, 69, 100).isMet()).isFalse();
    }

    @Test
    void report_tellsMetMissedAndPlainNumbers() {
        CryptoReport report = new CryptoReport(MACHINE, List.of(line(CryptoOperation.PIN_TRANSLATION, 1_000_000, 800_000),
                new Line(CryptoOperation.AES_DUKPT, 16, 2, 300_000, OptionalDouble.of(150_000)),
                new Line(CryptoOperation.SM2_SIGN, 0, 1, 1_500, OptionalDouble.empty())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("| PIN 转加密 TDES→TDES PIN translation | 1 | 1,000,000 | 800,000 | 1.25 | ≥ 400,000/s ≥ 0.5 | 达到 met |")
                .contains("16 bit | 2 | 300,000 | 150,000 | 2.00 | ≥ 400,000/s | 未达到 missed |")
                .contains("| SM2 签名 SM2 signed | 1 | 1,500 |  |  |  |  |");
        JsonNode json = JsonMapper.shared().readTree(report.json());
        assertThat(json.at("/lines/0/met").asBoolean()).isTrue();
        assertThat(json.at("/lines/1/counterBits").asInt()).isEqualTo(16);
        assertThat(json.at("/lines/1/ratio").asDouble()).isEqualTo(2);
        assertThat(json.at("/lines/2").has("met")).isFalse();
    }

    /// The list is what the annotation processor leaves in the jar.
    @ParameterizedTest
    @EnumSource
    void benchmarksOfAnOperation_areInTheList(CryptoOperation operation) throws IOException {
        try (var list = CryptoOperation.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains(method(operation.benchmark()));
            operation.beside().ifPresent(beside -> assertThat(text).contains(method(beside)));
        }
    }

    private static String method(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1) + " ";
    }
}
