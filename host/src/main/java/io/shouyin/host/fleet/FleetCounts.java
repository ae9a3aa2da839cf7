package io.shouyin.host.fleet;

import io.shouyin.host.credentials.TerminalPasswords;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// How many terminals there are, and how they stand.
@Component
public class FleetCounts {

    private final JdbcClient jdbc;
    private final TerminalPasswords passwords;

    FleetCounts(JdbcClient jdbc, TerminalPasswords passwords) {
        this.jdbc = jdbc;
        this.passwords = passwords;
    }

    /// @param locked terminals whose transaction password is locked
    public record Counts(long total, long activated, long signedIn, long locked) {}

    /// Terminals that are signed in, and neither message nor heartbeat has come since.
    public long silentSince(Instant since) {
        return jdbc.sql("""
                SELECT count(*) FROM fleet.sign_in s JOIN fleet.terminal t ON t.terminal_id = s.terminal_id LEFT JOIN fleet.presence p ON p.terminal_id = s.terminal_id
                  LEFT JOIN fleet.heartbeat h ON h.terminal_id = s.terminal_id
                WHERE t.state = 'ACTIVATED' AND coalesce(greatest(p.last_seen_at, h.received_at) < ?, true)""").param(since.atOffset(ZoneOffset.UTC)).query(Long.class).single();
    }

    public Counts count() {
        return jdbc.sql("""
                SELECT count(*) AS total, count(*) FILTER (WHERE t.state = 'ACTIVATED') AS activated, count(s.terminal_id) AS signed_in
                FROM fleet.terminal t LEFT JOIN fleet.sign_in s ON s.terminal_id = t.terminal_id
                WHERE t.state <> 'RETIRED'""")
                .query((row, number) -> new Counts(row.getLong("total"), row.getLong("activated"), row.getLong("signed_in"),
                        passwords.lockedTransactionPasswords())).single();
    }
}
