package io.shouyin.host.fleet.updates;

import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of actions, and what was told of them.
@Repository
class UpdateActions {

    static final int STATUSES_MAX = 1000;

    /// Of an action `a` and its rollout `r`, if it has one.
    static final String COLUMNS = """
            a.action_id, a.release_id, a.type, a.forced_at, a.state, a.status, a.retrieved_at, a.begun_at, r.window_from, r.window_minutes
            """;
    private static final String SELECT = "SELECT " + COLUMNS + ", a.terminal_id FROM fleet.update_action a LEFT JOIN fleet.rollout r ON r.rollout_id = a.rollout_id ";

    private final JdbcClient jdbc;

    UpdateActions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<UpdateAction> find(TerminalId terminal, long id) {
        return jdbc.sql(SELECT + "WHERE a.action_id = ? AND a.terminal_id = ?").params(id, terminal.value())
                .query((row, _) -> action(terminal, row)).optional();
    }

    /// Holds the row, so that feedback of one action is taken one after the other.
    Optional<UpdateAction> lock(TerminalId terminal, long id) {
        return jdbc.sql(SELECT + "WHERE a.action_id = ? AND a.terminal_id = ? FOR UPDATE OF a").params(id, terminal.value())
                .query((row, _) -> action(terminal, row)).optional();
    }

    List<UpdateAction> lockWaiting(TerminalId terminal) {
        return jdbc.sql(SELECT + "WHERE a.terminal_id = ? AND a.ended_at IS NULL AND a.state = 'WAIT_FOR_CONFIRMATION' ORDER BY a.action_id FOR UPDATE OF a")
                .param(terminal.value()).query((row, _) -> action(terminal, row)).list();
    }

    /// @param status what it begins with; a group that has not begun is `SCHEDULED`
    long add(TerminalId terminal, long release, UpdateAction.Type type, Optional<Instant> forcedAt, int weight, UpdateAction.State state, Instant at) {
        return jdbc.sql("""
                INSERT INTO fleet.update_action (terminal_id, release_id, type, forced_at, weight, state, status, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING action_id""")
                .params(terminal.value(), release, type.name(), forcedAt.map(UpdateTargets::utc).orElse(null), weight, state.name(), state.name(), UpdateTargets.utc(at))
                .query(Long.class).single();
    }

    void retrieved(UpdateAction action, Instant at) {
        jdbc.sql("UPDATE fleet.update_action SET retrieved_at = ?, status = 'RETRIEVED' WHERE action_id = ? AND retrieved_at IS NULL AND ended_at IS NULL")
                .params(UpdateTargets.utc(at), action.id()).update();
    }

    /// @param messages cleaned
    /// @param reportedAt the terminal's time
    record Told(UpdateStatus status, Optional<Integer> code, List<String> messages, Optional<Instant> reportedAt) {

        static Told of(UpdateStatus status, String message) {
            return new Told(status, Optional.empty(), List.of(message), Optional.empty());
        }
    }

    /// Adds what was told, and moves the action on.
    ///
    /// @param byTerminal counts as one of a thousand, after which a terminal can only tell the end
    /// @return false if that is too many
    boolean tell(UpdateAction action, UpdateAction.State state, Told told, boolean byTerminal, Instant at) {
        int rows = jdbc.sql("""
                UPDATE fleet.update_action SET state = :state, status = :status, status_count = status_count + 1,
                  ended_at = CASE WHEN :ends THEN :at::timestamptz END, begun_at = CASE WHEN :byTerminal AND state <> 'WAIT_FOR_CONFIRMATION' THEN coalesce(begun_at, :at::timestamptz) ELSE begun_at END
                WHERE action_id = :action AND (:ends OR NOT :byTerminal OR status_count < :statusesMax)""")
                .param("state", state.name()).param("status", told.status().name()).param("ends", state.isEnd()).param("at", UpdateTargets.utc(at))
                .param("byTerminal", byTerminal).param("action", action.id()).param("statusesMax", STATUSES_MAX).update();
        if (rows == 1) {
            jdbc.sql("INSERT INTO fleet.update_status (action_id, at, reported_at, status, code, messages) VALUES (?, ?, ?, ?, ?, ?)")
                    .params(action.id(), UpdateTargets.utc(at), told.reportedAt().map(UpdateTargets::utc).orElse(null), told.status().name(),
                            told.code().orElse(null), told.messages().toArray(String[]::new)).update();
        }
        return rows == 1;
    }

    /// Messages of an action, newest first.
    List<String> history(long action, int messagesMax) {
        return jdbc.sql("""
                SELECT m.message FROM fleet.update_status s, unnest(s.messages) WITH ORDINALITY AS m (message, place)
                WHERE s.action_id = ? ORDER BY s.status_id DESC, m.place DESC LIMIT ?""").params(action, messagesMax).query(String.class).list();
    }

    static UpdateAction action(TerminalId terminal, ResultSet row) throws SQLException {
        LocalTime from = row.getObject("window_from", LocalTime.class);
        return new UpdateAction(row.getLong("action_id"), terminal, row.getLong("release_id"), UpdateAction.Type.valueOf(row.getString("type")),
                instant(row, "forced_at"), UpdateAction.State.valueOf(row.getString("state")), UpdateStatus.valueOf(row.getString("status")),
                row.getObject("retrieved_at") != null, row.getObject("begun_at") != null,
                from == null ? Optional.empty() : Optional.of(new MaintenanceWindow(from, row.getInt("window_minutes"))));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
