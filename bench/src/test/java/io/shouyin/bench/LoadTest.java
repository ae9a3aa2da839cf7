package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final CpuMeter NO_CPU = new CpuMeter(Map.of());

    /// Answers after a while; the request of a given number takes longer.
    private static final class FakeLane implements Load.Lane {

        private final Duration usual;
        private final int slowNumber;
        private final Duration slow;
        private final AtomicInteger requests = new AtomicInteger();
        private int opened;
        private int closed;

        FakeLane(Duration usual, int slowNumber, Duration slow) {
            this.usual = usual;
            this.slowNumber = slowNumber;
            this.slow = slow;
        }

        static FakeLane quick() {
            return new FakeLane(Duration.ofMillis(1), -1, Duration.ZERO);
        }

        @Override
        public void open() {
            opened++;
        }

        @Override
        public String request() {
            long until = System.nanoTime() + (requests.getAndIncrement() == slowNumber ? slow : usual).toNanos();
            for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return "00";
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void open_oneStall_isSeenByEveryRequestThatWasDueMeanwhile() {
        FakeLane lane = new FakeLane(Duration.ofMillis(1), 20, Duration.ofMillis(500));
        Phase phase = new Load(List.of(lane), Duration.ofSeconds(2), NO_CPU).open("open", 100, Duration.ZERO);
        assertThat(phase.answers()).containsExactly(Map.entry("00", 200L));
        // 50 of 200 requests were due during the stall and waited 250 ms on average: the 90th percentile must tell, though one request was slow
        assertThat(phase.latency().p99()).isGreaterThan(400_000);
        assertThat(phase.latency().max()).isGreaterThanOrEqualTo(500_000);
    }

    @Test
    void open_warmup_isNotCounted() {
        FakeLane lane = FakeLane.quick();
        Phase phase = new Load(List.of(lane), Duration.ofSeconds(1), NO_CPU).open("open", 40, Duration.ofMillis(500));
        assertThat(lane.requests.get()).isEqualTo(60);
        assertThat(phase.latency().count()).isEqualTo(40);
        assertThat(phase.offeredPerSecond()).hasValue(40);
    }

    @Test
    void open_rateAboveWhatLanesCan_isNotClaimed() {
        FakeLane lane = new FakeLane(Duration.ofMillis(50), -1, Duration.ZERO);
        Phase phase = new Load(List.of(lane), Duration.ofSeconds(1), NO_CPU).open("open", 40, Duration.ZERO);
        assertThat(phase.perSecond()).isLessThan(21);
        assertThat(phase.latency().max()).isGreaterThan(500_000);
    }

    @Test
    void closed_severalLanes_worksSideBySide() {
        List<FakeLane> lanes = IntStream.range(0, 5).mapToObj(_ -> new FakeLane(Duration.ofMillis(50), -1, Duration.ZERO)).toList();
        Phase phase = new Load(lanes, Duration.ofSeconds(1), NO_CPU).closed("closed", Duration.ofMillis(200));
        assertThat(phase.perSecond()).isBetween(20.0, 100.0);
        assertThat(phase.latency().p50()).isGreaterThanOrEqualTo(50_000);
        assertThat(phase.isClean()).isTrue();
        assertThat(lanes).allSatisfy(lane -> {
            assertThat(lane.opened).isOne();
            assertThat(lane.closed).isOne();
        });
    }

    @Test
    void closed_laneThatBreaks_isCountedAndNotClean() {
        Load.Lane broken = new Load.Lane() {
            @Override
            public void open() {
                throw new IllegalStateException("no line");
            }

            @Override
            public String request() {
                return "00";
            }

            @Override
            public void close() {}
        };
        Phase phase = new Load(List.of(FakeLane.quick(), broken), Duration.ofMillis(200), NO_CPU).closed("closed", Duration.ZERO);
        assertThat(phase.answers()).containsEntry("fault", 1L).containsKey("00");
        assertThat(phase.isClean()).isFalse();
    }
}
