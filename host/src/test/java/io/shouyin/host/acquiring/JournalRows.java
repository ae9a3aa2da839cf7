package io.shouyin.host.acquiring;

import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rows of the journal for tests of other modules that look at what goes on.
public final class JournalRows {

    private JournalRows() {}

    /// Other tests sum up days.
    public static void remove(JdbcClient jdbc) {
        jdbc.sql("DELETE FROM acquiring.transaction WHERE amount_minor = 91919191").update();
    }

    /// Each took 50 ms, 40 of them in the channel.
    public static void add(JdbcClient jdbc, int count, String state, String code, Instant receivedAt) {
        new TestTransactions(jdbc).add(count, TransactionState.valueOf(state), 91_919_191, receivedAt, Duration.ofMillis(50), Duration.ofMillis(40));
        jdbc.sql("UPDATE acquiring.transaction SET response_code = ? WHERE amount_minor = 91919191 AND received_at = ? AND state = ? AND response_code = '00'")
                .params(code, Journal.utc(receivedAt), state).update();
    }
}
