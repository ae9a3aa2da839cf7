package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
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

    private static void assertCounts(JsonNode counts) {
        assertThat(counts.path("approved").asLong()).isEqualTo(1);
        assertThat(counts.path("declined").asLong()).isEqualTo(1);
        assertThat(counts.path("inDoubt").asLong()).isEqualTo(2);
        assertThat(counts.path("reversed").asLong()).isEqualTo(2);
    }
}
