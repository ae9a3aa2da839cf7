package io.shouyin.host.acquiring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// When each answer left for its terminal: noted in memory, written together. It completes the story; no promise
/// rests on it.
@Component
public class Replies {

    private static final int BATCH_ROWS = 1_000;

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final ConcurrentLinkedQueue<Reply> left = new ConcurrentLinkedQueue<>();

    Replies(JdbcTemplate jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    private record Reply(TransactionKey key, Instant at) {}

    public void left(TransactionKey key, Instant at) {
        left.add(new Reply(key, at));
    }

    @Scheduled(fixedDelayString = "PT1S")
    void write() {
        List<Reply> batch = new ArrayList<>();
        for (Reply reply = left.poll(); reply != null; reply = left.poll()) {
            batch.add(reply);
        }
        jdbc.batchUpdate("""
                UPDATE acquiring.transaction SET replied_at = coalesce(replied_at, ?)
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?""",
                batch, BATCH_ROWS, (statement, reply) -> {
                    statement.setObject(1, Journal.utc(reply.at()));
                    statement.setString(2, reply.key().merchant().value());
                    statement.setString(3, reply.key().terminal().value());
                    statement.setInt(4, reply.key().batch().value());
                    statement.setInt(5, reply.key().trace().value());
                });
        batch.forEach(reply -> events.publishEvent(new TransactionChanged(reply.key())));       // who watches sees the last step
    }
}
