package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuMeterTest {

    @Test
    void parse_nameWithBracketsAndSpaces_findsTheNumbersBehindIt() {
        String line = "4711 (a (b) c) S 12 4711 4711 0 -1 4194304 1 2 3 4 150 50 30 20 20 0 1 0 100 1000 10";
        assertThat(CpuMeter.Stat.parse(line)).isEqualTo(new CpuMeter.Stat(12, 200, 50));
    }

    @Test
    void perRequest_twoReadings_areDividedAndMissingOnesLeftOut() {
        assertThat(CpuMeter.perRequest(Map.of("host", 1_000.0, "gone", 5.0), Map.of("host", 1_500.0, "new", 9.0), 250))
                .containsExactly(Map.entry("host", 2.0));
        assertThat(CpuMeter.perRequest(Map.of("host", 1.0), Map.of("host", 2.0), 0)).isEmpty();
    }

    @Test
    void read_processThatIsGone_isNotThere() {
        assertThat(new CpuMeter(Map.of("gone", Long.MAX_VALUE)).read()).isEmpty();
    }
}
