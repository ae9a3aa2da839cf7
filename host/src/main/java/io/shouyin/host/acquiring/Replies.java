package io.shouyin.host.acquiring;

import io.shouyin.kernel.MerchantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// When each answer left for its terminal: noted in memory, written together. It completes the story; no promise
/// rests on it.
@Component
public class Replies {

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
        Map<MerchantId, List<Reply>> byMerchant = new LinkedHashMap<>();
        for (Reply reply = left.poll(); reply != null; reply = left.poll()) {
            byMerchant.computeIfAbsent(reply.key().merchant(), _ -> new ArrayList<>()).add(reply);
        }
        byMerchant.forEach((merchant, replies) -> {
            write(merchant, replies);
            replies.forEach(reply -> events.publishEvent(new TransactionChanged(reply.key())));     // who watches sees the last step
        });
    }

    /// One statement for all rows of a merchant, locked as everybody locks them: what follows another before that other.
    private void write(MerchantId merchant, List<Reply> replies) {
        jdbc.update("""
                UPDATE acquiring.transaction t SET replied_at = r.replied_at
                FROM (SELECT terminal_id, batch_number, trace_number, r.replied_at
                      FROM acquiring.transaction o JOIN unnest(?, ?, ?, ?) AS r (terminal_id, batch_number, trace_number, replied_at)
                        USING (terminal_id, batch_number, trace_number)
                      WHERE o.merchant_id = ? AND o.replied_at IS NULL
                      ORDER BY o.received_at DESC FOR UPDATE OF o) r
                WHERE t.merchant_id = ? AND t.terminal_id = r.terminal_id AND t.batch_number = r.batch_number
                  AND t.trace_number = r.trace_number""", statement -> {
            Connection connection = statement.getConnection();
            statement.setArray(1, column(connection, "text", replies, reply -> reply.key().terminal().value()));
            statement.setArray(2, column(connection, "int4", replies, reply -> reply.key().batch().value()));
            statement.setArray(3, column(connection, "int4", replies, reply -> reply.key().trace().value()));
            statement.setArray(4, column(connection, "timestamptz", replies, reply -> Journal.utc(reply.at())));
            statement.setString(5, merchant.value());
            statement.setString(6, merchant.value());
        });
    }

    private static Array column(Connection connection, String type, List<Reply> replies, Function<Reply, Object> value) throws SQLException {
        return connection.createArrayOf(type, replies.stream().map(value).toArray());
    }
}
