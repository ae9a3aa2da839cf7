package io.shouyin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrivalScheduleTest {

    @Test
    void dueNanos_fourASecondOnTwoLanes_lanesTakeTurns() {
        ArrivalSchedule schedule = new ArrivalSchedule(4, 2);
        assertThat(List.of(schedule.dueNanos(0, 0), schedule.dueNanos(1, 0), schedule.dueNanos(0, 1), schedule.dueNanos(1, 1)))
                .containsExactly(0L, 250_000_000L, 500_000_000L, 750_000_000L);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # rate, lanes, seconds, arrivals
            4,      2,     1,       4
            10,     3,     2,       20
            0.5,    1,     3,       2
            1,      8,     3,       3
            333.3,  64,    20,      6666
            """)
    void rounds_allLanesTogether_areTheArrivals(double rate, int lanes, int seconds, long arrivals) {
        ArrivalSchedule schedule = new ArrivalSchedule(rate, lanes);
        Duration length = Duration.ofSeconds(seconds);
        long dealt = 0;
        for (int lane = 0; lane < lanes; lane++) {
            long rounds = schedule.rounds(lane, length);
            dealt += rounds;
            if (rounds > 0) {
                assertThat(schedule.dueNanos(lane, rounds - 1)).isLessThan(length.toNanos());
            }
            assertThat(schedule.dueNanos(lane, rounds)).isGreaterThanOrEqualTo(length.toNanos());
        }
        assertThat(dealt).isEqualTo(arrivals).isEqualTo(schedule.arrivals(length));
    }

    @Test
    void dueNanos_afterAnHourAtAnOddRate_hasNotDrifted() {
        ArrivalSchedule schedule = new ArrivalSchedule(333.3, 7);
        long round = Math.round(333.3 * 3600 / 7);
        assertThat(schedule.dueNanos(0, round)).isCloseTo(Math.round(round * 7 / 333.3 * 1e9), org.assertj.core.data.Offset.offset(1L));
    }

    @Test
    void dueNanos_neighbours_areEvenlyApart() {
        ArrivalSchedule schedule = new ArrivalSchedule(700, 64);
        List<Long> due = new ArrayList<>();
        for (long round = 0; round < 5; round++) {
            for (int lane = 0; lane < 64; lane++) {
                due.add(schedule.dueNanos(lane, round));
            }
        }
        for (int i = 1; i < due.size(); i++) {
            assertThat(due.get(i) - due.get(i - 1)).isBetween(1_428_570L, 1_428_573L);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "NaN, 1", "Infinity, 1", "1, 0"})
    void schedule_nonsense_refused(double rate, int lanes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ArrivalSchedule(rate, lanes));
    }
}
