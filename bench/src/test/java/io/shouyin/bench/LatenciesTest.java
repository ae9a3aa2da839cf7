package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.bench.Latencies.Percentiles;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void percentiles_oneToAThousandMillis_areWithinThreeDigits() {
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.record(Duration.ofMillis(millis).toNanos());
        }
        Percentiles found = latencies.percentiles();
        assertThat(found.count()).isEqualTo(1_000);
        assertThat(found.p50()).isBetween(499_000L, 501_000L);
        assertThat(found.p99()).isBetween(989_000L, 991_000L);
        assertThat(found.p999()).isBetween(998_000L, 1_000_000L);
        assertThat(found.max()).isBetween(1_000_000L, 1_001_000L);
    }

    @Test
    void percentiles_oneStallAmongMany_showsInTheTailOnly() {
        for (int i = 0; i < 9_980; i++) {
            latencies.record(Duration.ofMillis(2).toNanos());
        }
        for (int i = 0; i < 20; i++) {
            latencies.record(Duration.ofMillis(500).toNanos());
        }
        Percentiles found = latencies.percentiles();
        assertThat(found.p50()).isBetween(1_999L, 2_001L);
        assertThat(found.p99()).isBetween(1_999L, 2_001L);
        assertThat(found.p999()).isBetween(499_000L, 501_000L);
    }

    @Test
    void record_outsideOfTheRange_isKeptAtItsEdge() {
        latencies.record(-5);
        latencies.record(Duration.ofHours(1).toNanos());
        assertThat(latencies.percentiles().count()).isEqualTo(2);
        assertThat(latencies.percentiles().max()).isBetween(299_000_000L, 301_000_000L);
    }

    @Test
    void percentiles_ofNothing_areZero() {
        assertThat(latencies.percentiles()).isEqualTo(new Percentiles(0, 0, 0, 0, 0));
    }
}
