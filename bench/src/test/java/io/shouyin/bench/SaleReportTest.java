package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shouyin.bench.Latencies.Percentiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SaleReportTest {

    private static final Machine MACHINE = new Machine("a processor", 2, 4096, "Linux", "JVM", "ext4", 1_000, 0.1);
    private static final SaleBench.Plan PLAN = new SaleBench.Plan(64, Duration.ofSeconds(1), Duration.ofSeconds(2), OptionalDouble.empty(), 16, 0);

    private static Phase phase(String name, OptionalDouble offered, double perSecond, Map<String, Long> answers) {
        return new Phase(name, offered, perSecond, 2, new Percentiles(100, 1_500, 9_000, 12_000, 15_000), answers, Map.of("host", 0.5), 80);
    }

    private static Phase phase(String name, double perSecond) {
        return phase(name, OptionalDouble.empty(), perSecond, Map.of("00", 100L));
    }

    private static SaleReport report(Phase... phases) {
        return new SaleReport(MACHINE, PLAN, true, List.of(phases), Optional.empty());
    }

    private static String printed(SaleReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ratio_isTheClosedLoopByTheMeanOfBothBaselines() {
        SaleReport report = report(phase("baseline-before", 1_900), phase("closed", 1_000), phase("baseline-after", 2_100));
        assertThat(report.baselinePerSecond()).hasValue(2_000);
        assertThat(report.ratio()).hasValue(0.5);
        assertThat(report.drift().orElseThrow()).isEqualTo(0.1, within(1e-9));
        assertThat(printed(report)).contains("ratio 0.500").contains("differ by 10 %").doesNotContain("not a quiet machine");
    }

    @Test
    void print_baselinesFarApart_warns() {
        assertThat(printed(report(phase("baseline-before", 1_000), phase("closed", 500), phase("baseline-after", 2_000))))
                .contains("not a quiet machine");
    }

    @Test
    void ratio_withoutBaseline_isAbsent() {
        SaleReport report = report(phase("closed", 1_000));
        assertThat(report.ratio()).isEmpty();
        assertThat(printed(report)).doesNotContain("ratio");
    }

    @Test
    void keptUp_openLoopThatFinishedLess_isTold() {
        SaleReport slow = report(phase("closed", 1_000), phase("open", OptionalDouble.of(700), 600, Map.of("00", 1L)));
        assertThat(slow.keptUp()).isFalse();
        assertThat(printed(slow)).contains("did not keep up");
        assertThat(report(phase("open", OptionalDouble.of(700), 699, Map.of("00", 1L))).keptUp()).isTrue();
    }

    @Test
    void isClean_anyOtherAnswer_isNot() {
        assertThat(report(phase("closed", 1_000)).isClean()).isTrue();
        assertThat(report(phase("closed", OptionalDouble.empty(), 1_000, Map.of("00", 99L, "61", 1L))).isClean()).isFalse();
    }

    @Test
    void json_hasEveryPhaseAndTheRatio() {
        JsonNode json = JsonMapper.shared().readTree(report(phase("baseline-before", 2_000), phase("closed", 800),
                phase("open", OptionalDouble.of(560), 560, Map.of("00", 100L)), phase("baseline-after", 2_000)).json());
        assertThat(json.at("/ratio").asDouble()).isEqualTo(0.4);
        assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
        assertThat(json.at("/phases/1/latencyMicros/p99").asInt()).isEqualTo(9_000);
        assertThat(json.at("/phases/1/cpuMillis/host").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/phases/2/offeredPerSecond").asDouble()).isEqualTo(560);
        assertThat(json.at("/phases/2/generatorLagP99Micros").asInt()).isEqualTo(80);
        assertThat(json.at("/clean").asBoolean()).isTrue();
    }
}
