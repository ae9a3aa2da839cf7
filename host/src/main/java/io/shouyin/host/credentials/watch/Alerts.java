package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.host.web.LiveEvents;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of alerts. Raising is one statement that any number of hosts may run at the same time: the first makes the alert, the others
/// find it, and only the first tells of it.
@Repository
class Alerts {

    /// What [#raise] reads from: `subject, merchant_id, terminal_id, operator_number, times, since, last_at`.
    record Finding(AlertKind kind, String sql, Map<String, ?> params) {}

    private final JdbcClient jdbc;
    private final LiveEvents live;
    private final InstantSource clock;

    Alerts(JdbcClient jdbc, LiveEvents live, InstantSource clock) {
        this.jdbc = jdbc;
        this.live = live;
        this.clock = clock;
    }

    /// Raises what was found, or brings the open alert up to date. Who closed an alert hears of what comes after that.
    ///
    /// @return the alerts that are new
    List<Alert> raise(Finding finding) {
        Map<String, Object> params = new HashMap<>(finding.params());
        params.put("kind", finding.kind().name());
        params.put("now", utc(clock.instant()));
        List<Changed> changed = jdbc.sql("""
                INSERT INTO credentials.alert (kind, subject, merchant_id, terminal_id, operator_number, times, since, last_at, state, changed_at)
                SELECT :kind, found.subject, found.merchant_id, found.terminal_id, found.operator_number, found.times, found.since, found.last_at, 'NEW', :now
                FROM (%s) found
                WHERE NOT EXISTS (SELECT FROM credentials.alert closed WHERE closed.kind = :kind AND closed.subject = found.subject
                                    AND closed.state = 'CLOSED' AND closed.changed_at >= found.last_at)
                ON CONFLICT (kind, subject) WHERE state <> 'CLOSED' DO UPDATE
                SET times = greatest(alert.times, excluded.times), last_at = excluded.last_at
                WHERE alert.last_at < excluded.last_at OR alert.times < excluded.times
                RETURNING *, xmax = 0 AS fresh""".formatted(finding.sql()))
                .params(params).query((row, number) -> new Changed(alert(row, number), row.getBoolean("fresh"))).list();
        changed.forEach(one -> live.publish("credential-alert", one.alert()));
        return changed.stream().filter(Changed::fresh).map(Changed::alert).toList();
    }

    private record Changed(Alert alert, boolean fresh) {}

    Optional<Alert> find(UUID alertId) {
        return jdbc.sql("SELECT * FROM credentials.alert WHERE alert_id = ?").param(alertId).query(Alerts::alert).optional();
    }

    /// @return nothing if somebody else has closed it
    Optional<Alert> move(UUID alertId, Alert.State state, String by) {
        Optional<Alert> moved = jdbc.sql("""
                UPDATE credentials.alert SET state = ?, changed_at = ?, changed_by = ? WHERE alert_id = ? AND state <> 'CLOSED' RETURNING *""")
                .params(state.name(), utc(clock.instant()), by, alertId).query(Alerts::alert).optional();
        moved.ifPresent(alert -> live.publish("credential-alert", alert));
        return moved;
    }

    /// Open ones first, newest first.
    ///
    /// @param like for `ILIKE`
    Page<Alert> list(String like, String kind, String state, PageQuery page) {
        String found = " FROM credentials.alert WHERE subject ILIKE :like AND (:kind = '' OR kind = :kind)"
                + " AND (:state = '' OR state = :state OR :state = 'OPEN' AND state <> 'CLOSED')";
        Map<String, ?> params = Map.of("like", like, "kind", kind, "state", state, "offset", page.offset(), "size", page.size());
        List<Alert> items = jdbc.sql("SELECT *" + found + " ORDER BY state = 'CLOSED', last_at DESC, alert_id OFFSET :offset LIMIT :size").params(params)
                .query(Alerts::alert).list();
        return Page.of(items, jdbc.sql("SELECT count(*)" + found).params(params).query(Long.class).single(), page);
    }

    Map<Alert.State, Integer> counts() {
        return jdbc.sql("SELECT state, count(*) n FROM credentials.alert GROUP BY state")
                .query((row, _) -> Map.entry(Alert.State.valueOf(row.getString("state")), row.getInt("n"))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// @return how many went
    int forgetClosed(Instant before) {
        return jdbc.sql("DELETE FROM credentials.alert WHERE state = 'CLOSED' AND changed_at < ?").param(utc(before)).update();
    }

    private static Alert alert(ResultSet row, int number) throws SQLException {
        return new Alert(row.getObject("alert_id", UUID.class), AlertKind.valueOf(row.getString("kind")), row.getString("subject"),
                row.getString("merchant_id"), row.getString("terminal_id"), row.getString("operator_number"), row.getInt("times"), instant(row, "since"),
                instant(row, "last_at"), Alert.State.valueOf(row.getString("state")), instant(row, "changed_at"), row.getString("changed_by"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
