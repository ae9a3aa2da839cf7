package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.acquiring.DayFigures.Day;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@HostTest
class OverviewTest {

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private DayFigures figures;
    @Autowired
    private BusinessCalendar calendar;
    private Duration later = Duration.ZERO;

    @Test
    void day_countsEveryOutcomeAsWhatItIs_andTellsTheNetworksShareOfTheTime() {
        Instant now = clock.instant();
        TestTransactions rows = new TestTransactions(jdbc);
        rows.add(TransactionState.APPROVED, 1_000, now, Duration.ofMillis(50), Duration.ofMillis(40));
        rows.add(TransactionState.DECLINED, 2_000, now, Duration.ofMillis(50), Duration.ofMillis(40));
        rows.add(TransactionState.IN_DOUBT, 4_000, now, Duration.ofMillis(900), null);
        rows.add(TransactionState.REVERSING, 8_000, now, Duration.ofMillis(50), Duration.ofMillis(40));
        rows.add(TransactionState.REVERSED, 16_000, now, Duration.ofMillis(900), null);
        rows.add(TransactionState.REVERSED, 32_000, now, Duration.ofMillis(50), Duration.ofMillis(40));
        rows.add(TransactionState.UNKNOWN_ORIGINAL, 64_000, now, Duration.ZERO, null);

        JsonNode overview = staff.loggedIn(Role.OPERATIONS).get("/api/v1/overview").expect(200).body();
        JsonNode today = overview.path("today");
        assertThat(today.path("count").asLong()).isEqualTo(6);
        assertCounts(today);
        assertThat(today.path("amountFen").asLong()).as("what is approved and stays so").isEqualTo(1_000);
        assertThat(today.path("p99Millis").asDouble()).isBetween(850.0, 900.0);
        assertThat(today.path("channelP99Millis").asDouble()).isEqualTo(40.0);
        assertCounts(overview.path("minutes").path(59));
        JsonNode yesterday = overview.path("yesterday");
        assertThat(yesterday.path("reversed").asLong()).isZero();
        assertThat(yesterday.path("channelP99Millis").isNull()).as("nothing was asked").isTrue();
    }

    /// The consoles ask every second: what is older than ten minutes is kept for one.
    @Test
    void look_again_seesWhatIsNewAtOnce_andALateReversalWithinAMinute() {
        Instant now = Instant.parse("2031-05-05T04:00:00Z");               // noon, and no other test's day
        DayBoard board = new DayBoard(figures, calendar, () -> now.plus(later));
        TestTransactions rows = new TestTransactions(jdbc);
        rows.add(3, TransactionState.APPROVED, 77_001, now.minus(Duration.ofMinutes(30)), Duration.ofMillis(50), Duration.ofMillis(40));
        assertThat(board.look().today().approved()).isEqualTo(3);

        rows.add(TransactionState.APPROVED, 77_002, now, Duration.ofMillis(50), Duration.ofMillis(40));
        jdbc.sql("UPDATE acquiring.transaction SET state = 'REVERSED' WHERE amount_minor = 77001").update();
        assertThat(board.look().today()).extracting(Day::approved, Day::amountFen).containsExactly(4L, 3 * 77_001L + 77_002L);

        later = Duration.ofMinutes(2);
        assertThat(board.look().today()).extracting(Day::approved, Day::reversed, Day::amountFen).containsExactly(1L, 3L, 77_002L);
        assertThat(board.look().minutes()).filteredOn(minute -> minute.reversed() > 0).singleElement().extracting(DayBoard.Minute::reversed).isEqualTo(3L);
    }

    private static void assertCounts(JsonNode counts) {
        assertThat(counts.path("approved").asLong()).isEqualTo(1);
        assertThat(counts.path("declined").asLong()).isEqualTo(1);
        assertThat(counts.path("inDoubt").asLong()).isEqualTo(2);
        assertThat(counts.path("reversed").asLong()).isEqualTo(2);
    }
}
