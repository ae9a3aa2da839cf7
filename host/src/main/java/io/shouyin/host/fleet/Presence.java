package io.shouyin.host.fleet;

import io.shouyin.kernel.TerminalId;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// When each terminal was heard last, and when it last traded: kept in memory and written together, so that it costs a sale nothing.
@Component
public class Presence {

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final Map<TerminalId, Heard> heard = new ConcurrentHashMap<>();

    /// @param traded null if it was no transaction
    private record Heard(Instant at, Instant traded) {

        private Heard with(Heard later) {
            return later.traded == null ? new Heard(later.at, traded) : later;
        }
    }

    Presence(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void heard(TerminalId terminal) {
        heard.merge(terminal, new Heard(clock.instant(), null), Heard::with);
    }

    /// Heard with a card's transaction.
    public void traded(TerminalId terminal) {
        Instant now = clock.instant();
        heard.merge(terminal, new Heard(now, now), Heard::with);
    }

    @Scheduled(fixedDelayString = "PT2S")
    void write() {
        Map<TerminalId, Heard> batch = new HashMap<>();
        heard.forEach((terminal, at) -> {
            if (heard.remove(terminal, at)) {
                batch.put(terminal, at);
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                INSERT INTO fleet.presence AS known (terminal_id, last_seen_at, last_transaction_at)
                SELECT terminal_id, ?, ? FROM fleet.terminal WHERE terminal_id = ? AND state <> 'RETIRED'
                ON CONFLICT ON CONSTRAINT presence_one_each DO UPDATE
                SET last_seen_at = excluded.last_seen_at, last_transaction_at = coalesce(excluded.last_transaction_at, known.last_transaction_at)""",
                batch.entrySet(), 500, (statement, entry) -> {
                    statement.setObject(1, entry.getValue().at().atOffset(ZoneOffset.UTC));
                    statement.setObject(2, entry.getValue().traded() == null ? null : entry.getValue().traded().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
                    statement.setString(3, entry.getKey().value());
                });
    }
}
