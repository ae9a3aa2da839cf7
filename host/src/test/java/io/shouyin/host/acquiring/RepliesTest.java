package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestClock;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@HostTest
class RepliesTest {

    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private JdbcTemplate template;
    @Autowired
    private TransactionTemplate transactions;
    @Autowired
    private TestClock clock;

    @Test
    void marking_besideSomebodyWhoLocksAFollowUpAndThenItsOriginal_isNoDeadlock() throws Exception {
        Instant earlier = clock.instant().minus(Duration.ofDays(3)).minusMillis(4_321_987);       // when nobody else's rows are of
        TestTransactions rows = new TestTransactions(jdbc);
        rows.add(TransactionState.APPROVED, 1, earlier, Duration.ZERO, Duration.ZERO);
        rows.add(TransactionState.APPROVED, 1, earlier.plusSeconds(1), Duration.ZERO, Duration.ZERO);
        TransactionKey original = at(earlier);
        TransactionKey followUp = at(earlier.plusSeconds(1));
        Replies replies = new Replies(template, event -> {});
        replies.left(original, clock.instant());
        replies.left(followUp, clock.instant());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> marking = transactions.execute(_ -> {
                lock(followUp);
                Future<?> beside = threads.submit(replies::write);
                until("it waits for the row", () -> jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted").query(Integer.class).single() > 0);
                lock(original);
                return beside;
            });
            marking.get();
        }
        assertThat(jdbc.sql("SELECT count(*) FROM acquiring.transaction WHERE received_at IN (?, ?) AND replied_at IS NOT NULL")
                .params(Journal.utc(earlier), Journal.utc(earlier.plusSeconds(1))).query(Integer.class).single()).isEqualTo(2);
    }

    private TransactionKey at(Instant receivedAt) {
        int trace = jdbc.sql("SELECT trace_number FROM acquiring.transaction WHERE received_at = ?").param(Journal.utc(receivedAt)).query(Integer.class).single();
        return new TransactionKey(Corridor.MERCHANT, new TerminalId("90000001"), new BatchNumber(1), new TraceNumber(trace));
    }

    private void lock(TransactionKey key) {
        jdbc.sql("SELECT 1 FROM acquiring.transaction WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? FOR UPDATE")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value()).query(Integer.class).single();
    }
}
