package io.shouyin.host.fleet;

import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// When each terminal was heard last: kept in memory and written together, so that it costs a sale nothing.
@Component
public class Presence {

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final Map<TerminalId, Instant> heard = new ConcurrentHashMap<>();

    Presence(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void heard(TerminalId terminal) {
        heard.put(terminal, clock.instant());
    }

    @Scheduled(fixedDelayString = "PT2S")
    void write() {
        Map<TerminalId, Instant> batch = new HashMap<>();
        heard.forEach((terminal, at) -> {
            if (heard.remove(terminal, at)) {
                batch.put(terminal, at);
            }
        });
        if (batch.isEmpty()) {
            return;
        }
        jdbc.batchUpdate("""
                INSERT INTO fleet.presence (terminal_id, last_seen_at) SELECT terminal_id, ? FROM fleet.terminal WHERE terminal_id = ? AND state <> 'RETIRED'
                ON CONFLICT ON CONSTRAINT presence_one_each DO UPDATE SET last_seen_at = excluded.last_seen_at""",
                batch.entrySet(), 500, (statement, entry) -> {
                    statement.setObject(1, entry.getValue().atOffset(ZoneOffset.UTC));
                    statement.setString(2, entry.getKey().value());
                });
    }
}
