package io.shouyin.host.fleet.orders;

import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The terminals from which the host takes no new transactions. The gateway reads the rows with each session, so one holds from its commit on, on every host.
@Repository
class TerminalLocks {

    private final JdbcClient jdbc;

    TerminalLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Locked(Instant since, String reason, String by) {}

    Optional<Locked> find(TerminalId terminal) {
        return jdbc.sql("SELECT since, reason, by FROM fleet.terminal_lock WHERE terminal_id = ?").param(terminal.value())
                .query((row, _) -> new Locked(row.getObject("since", OffsetDateTime.class).toInstant(), row.getString("reason"), row.getString("by"))).optional();
    }

    /// The first lock holds on, with its time and reason.
    ///
    /// @return whether it was not locked
    boolean lock(TerminalId terminal, Instant now, String reason, String by) {
        return jdbc.sql("INSERT INTO fleet.terminal_lock (terminal_id, since, reason, by) VALUES (?, ?, ?, ?) ON CONFLICT ON CONSTRAINT terminal_lock_one_each DO NOTHING")
                .params(terminal.value(), now.atOffset(ZoneOffset.UTC), reason, by).update() == 1;
    }

    /// @return whether it was locked
    boolean unlock(TerminalId terminal) {
        return jdbc.sql("DELETE FROM fleet.terminal_lock WHERE terminal_id = ?").param(terminal.value()).update() == 1;
    }
}
