package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When somebody is told that a password ends.
class ReminderStepsTest {

    @Test
    void daysLeft_goesByTheCalendarOfChina() {
        Instant beforeMidnight = Instant.parse("2026-03-01T15:59:00Z");
        assertThat(ReminderSteps.daysLeft(beforeMidnight, beforeMidnight.plusSeconds(120))).isEqualTo(1);
        assertThat(ReminderSteps.daysLeft(beforeMidnight, beforeMidnight.plusSeconds(59))).isZero();
        assertThat(ReminderSteps.daysLeft(beforeMidnight, beforeMidnight.minus(Duration.ofDays(2)))).isEqualTo(-2);
    }

    @ParameterizedTest
    @CsvSource({"15,", "14,14", "8,14", "7,7", "2,7", "1,1", "-1,"})
    void step_isTheLatestWhoseDayHasCome(int daysLeft, Integer step) {
        Instant noon = Instant.parse("2026-03-01T04:00:00Z");
        assertThat(ReminderSteps.reached(noon, noon.plus(Duration.ofDays(daysLeft))).orElse(null)).isEqualTo(step);
    }

    @Test
    void step_ofTheLastDay_isOverWithThePassword() {
        Instant noon = Instant.parse("2026-03-01T04:00:00Z");
        assertThat(ReminderSteps.reached(noon, noon.plusSeconds(1))).contains(1);
        assertThat(ReminderSteps.reached(noon, noon)).isEmpty();
    }
}
