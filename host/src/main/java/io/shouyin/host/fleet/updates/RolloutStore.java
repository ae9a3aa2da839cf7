package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.updates.Rollout.Group;
import io.shouyin.host.fleet.updates.Rollout.GroupState;
import io.shouyin.host.fleet.updates.Rollout.State;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// The rows of rollouts and their groups.
@Repository
class RolloutStore {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    RolloutStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long add(Rollout.Wanted wanted, String by, Instant at) {
        long id = jdbc.sql("""
                INSERT INTO fleet.rollout (name, release_id, type, forced_at, weight, confirmation, filter, success_percent, error_percent, window_from, window_minutes, state,
                  created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, 'WAITING_FOR_APPROVAL', ?, ?) RETURNING rollout_id""")
                .params(wanted.name(), wanted.releaseId(), wanted.type().name(), wanted.forcedAt().map(UpdateTargets::utc).orElse(null), wanted.weight(), wanted.confirmation(),
                        JSON.writeValueAsString(wanted.filter()), wanted.successPercent(), wanted.errorPercent(), wanted.window().map(MaintenanceWindow::from).orElse(null),
                        wanted.window().map(MaintenanceWindow::minutes).orElse(null), by, UpdateTargets.utc(at)).query(Long.class).single();
        for (int i = 0; i < wanted.groups().size(); i++) {
            jdbc.sql("INSERT INTO fleet.rollout_group (rollout_id, position, percent, state) VALUES (?, ?, ?, 'SCHEDULED')").params(id, i + 1, wanted.groups().get(i)).update();
        }
        return id;
    }

    Optional<Rollout> find(long id) {
        return jdbc.sql("SELECT * FROM fleet.rollout WHERE rollout_id = ?").param(id).query(RolloutStore::rollout).optional();
    }

    /// Holds the row, so that people and hosts change a rollout one after the other.
    Optional<Rollout> lock(long id) {
        return jdbc.sql("SELECT * FROM fleet.rollout WHERE rollout_id = ? FOR UPDATE").param(id).query(RolloutStore::rollout).optional();
    }

    /// As [#lock], unless another host has it in hand.
    Optional<Rollout> lockIfFree(long id) {
        return jdbc.sql("SELECT * FROM fleet.rollout WHERE rollout_id = ? FOR UPDATE SKIP LOCKED").param(id).query(RolloutStore::rollout).optional();
    }

    List<Long> inState(State state) {
        return jdbc.sql("SELECT rollout_id FROM fleet.rollout WHERE state = ? ORDER BY rollout_id").param(state.name()).query(Long.class).list();
    }

    Page<Rollout> list(PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.rollout").query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.rollout ORDER BY rollout_id DESC LIMIT ? OFFSET ?").params(page.size(), page.offset()).query(RolloutStore::rollout).list(), total, page);
    }

    void setState(long id, State state, Instant at) {
        jdbc.sql("""
                UPDATE fleet.rollout SET state = :state, started_at = CASE WHEN :state = 'RUNNING' THEN coalesce(started_at, :at) ELSE started_at END,
                  ended_at = CASE WHEN :state IN ('STOPPED', 'FINISHED', 'APPROVAL_DENIED') THEN :at END WHERE rollout_id = :id""")
                .param("state", state.name()).param("at", UpdateTargets.utc(at)).param("id", id).update();
    }

    void approve(long id, String by) {
        jdbc.sql("UPDATE fleet.rollout SET state = 'READY', approved_by = ? WHERE rollout_id = ?").params(by, id).update();
    }

    void setGroup(long rollout, int position, GroupState state) {
        jdbc.sql("UPDATE fleet.rollout_group SET state = ? WHERE rollout_id = ? AND position = ?").params(state.name(), rollout, position).update();
    }

    List<Group> groups(long rollout) {
        return jdbc.sql("""
                SELECT g.position, g.percent, g.state, count(a.state) AS total, count(*) FILTER (WHERE a.state = 'SCHEDULED') AS scheduled,
                  count(*) FILTER (WHERE a.state IN ('WAIT_FOR_CONFIRMATION', 'RUNNING', 'CANCELING')) AS open, count(*) FILTER (WHERE a.state = 'FINISHED') AS finished,
                  count(*) FILTER (WHERE a.state = 'ERROR') AS failed, count(*) FILTER (WHERE a.state = 'CANCELED') AS canceled
                FROM fleet.rollout_group g LEFT JOIN (
                  SELECT DISTINCT ON (terminal_id) group_position, state FROM fleet.update_action WHERE rollout_id = ? ORDER BY terminal_id, action_id DESC) a
                  ON a.group_position = g.position
                WHERE g.rollout_id = ? GROUP BY g.position, g.percent, g.state ORDER BY g.position""").params(rollout, rollout)
                .query((row, _) -> new Group(row.getInt("position"), row.getInt("percent"), GroupState.valueOf(row.getString("state")), row.getInt("total"), row.getInt("scheduled"),
                        row.getInt("open"), row.getInt("finished"), row.getInt("failed"), row.getInt("canceled"))).list();
    }

    private static final String MATCHING = """
            FROM fleet.terminal t LEFT JOIN fleet.update_target u ON u.terminal_id = t.terminal_id LEFT JOIN fleet.release i ON i.release_id = u.installed_release_id
            LEFT JOIN fleet.heartbeat h ON h.terminal_id = t.terminal_id JOIN fleet.release r ON r.release_id = :release
            WHERE t.state <> 'RETIRED' AND replace(t.model, ' ', '-') = ANY (r.hardware)
              AND (cardinality(:models::text[]) = 0 OR t.model = ANY (:models::text[]))
              AND (cardinality(:merchants::text[]) = 0 OR t.merchant_id = ANY (:merchants::text[]))
              AND (cardinality(:versions::text[]) = 0 OR coalesce(h.software_version, u.installed_version) = ANY (:versions::text[]))
              AND (cardinality(:states::text[]) = 0 OR t.state = ANY (:states::text[]))
              AND (cardinality(:terminals::text[]) = 0 OR t.terminal_id = ANY (:terminals::text[]))
              AND (cardinality(:tags::text[]) = 0 OR EXISTS (SELECT FROM fleet.terminal_tag g WHERE g.terminal_id = t.terminal_id AND g.tag = ANY (:tags::text[])))
              AND (i.product IS DISTINCT FROM r.product OR i.number < r.number)
              AND NOT EXISTS (SELECT FROM fleet.update_action a WHERE a.terminal_id = t.terminal_id AND a.release_id = r.release_id AND a.ended_at IS NULL)
            """;

    /// Terminals that the filter names, whose model the release is for (a release writes it with hyphens for spaces), which have nothing as new and are not under way to it; in an order that is by chance but the same each time.
    List<String> matching(long release, RolloutFilter filter) {
        return matching("SELECT t.terminal_id " + MATCHING + "ORDER BY md5(t.terminal_id || :release), t.terminal_id", release, filter).query(String.class).list();
    }

    long countMatching(long release, RolloutFilter filter) {
        return matching("SELECT count(*) " + MATCHING, release, filter).query(Long.class).single();
    }

    private JdbcClient.StatementSpec matching(String sql, long release, RolloutFilter filter) {
        return jdbc.sql(sql).param("release", release).param("models", filter.models().toArray(String[]::new)).param("merchants", filter.merchants().toArray(String[]::new))
                .param("versions", filter.versions().toArray(String[]::new)).param("states", filter.states().stream().map(Enum::name).toArray(String[]::new))
                .param("terminals", filter.terminals().toArray(String[]::new)).param("tags", filter.tags().toArray(String[]::new));
    }

    /// One scheduled action for each of these terminals.
    void schedule(Rollout rollout, int group, List<String> terminals, Instant at) {
        jdbc.sql("""
                INSERT INTO fleet.update_action (terminal_id, release_id, rollout_id, group_position, type, forced_at, weight, state, status, created_at)
                SELECT unnest(:terminals::text[]), :release, :rollout, :group, :type, :forcedAt::timestamptz, :weight, 'SCHEDULED', 'SCHEDULED', :at
                ON CONFLICT DO NOTHING""")
                .param("terminals", terminals.toArray(String[]::new)).param("release", rollout.releaseId()).param("rollout", rollout.rolloutId()).param("group", group)
                .param("type", rollout.type().name()).param("forcedAt", rollout.forcedAt().map(UpdateTargets::utc).orElse(null)).param("weight", rollout.weight())
                .param("at", UpdateTargets.utc(at)).update();
    }

    /// Lets the terminals of a group see what is scheduled for them.
    void begin(Rollout rollout, int group) {
        jdbc.sql("""
                UPDATE fleet.update_action a SET state = n.state, status = n.state FROM (
                  SELECT s.action_id, CASE WHEN :confirmation AND NOT coalesce(u.auto_confirm, false) THEN 'WAIT_FOR_CONFIRMATION' ELSE 'RUNNING' END AS state
                  FROM fleet.update_action s LEFT JOIN fleet.update_target u ON u.terminal_id = s.terminal_id
                  WHERE s.rollout_id = :rollout AND s.group_position = :group AND s.state = 'SCHEDULED') n
                WHERE a.action_id = n.action_id AND a.state = 'SCHEDULED'""")
                .param("confirmation", rollout.confirmation()).param("rollout", rollout.rolloutId()).param("group", group).update();
    }

    /// Takes back what is open: at once what no terminal has asked for yet, the rest when its terminal agrees.
    void takeBack(long rollout, Instant at) {
        jdbc.sql("""
                UPDATE fleet.update_action SET state = 'CANCELED', status = 'CANCELED', ended_at = ?
                WHERE rollout_id = ? AND ended_at IS NULL AND (state = 'SCHEDULED' OR retrieved_at IS NULL AND begun_at IS NULL)""")
                .params(UpdateTargets.utc(at), rollout).update();
        jdbc.sql("UPDATE fleet.update_action SET state = 'CANCELING', status = 'CANCELING' WHERE rollout_id = ? AND ended_at IS NULL AND state <> 'CANCELING'").param(rollout).update();
    }

    /// Schedules again, in their groups, the terminals whose last action failed.
    ///
    /// @return the groups that have some
    List<Integer> scheduleFailed(Rollout rollout, Instant at) {
        return jdbc.sql("""
                INSERT INTO fleet.update_action (terminal_id, release_id, rollout_id, group_position, type, forced_at, weight, state, status, created_at)
                SELECT l.terminal_id, l.release_id, l.rollout_id, l.group_position, l.type, l.forced_at, l.weight, 'SCHEDULED', 'SCHEDULED', ?
                FROM (SELECT DISTINCT ON (terminal_id) * FROM fleet.update_action WHERE rollout_id = ? ORDER BY terminal_id, action_id DESC) l WHERE l.state = 'ERROR'
                ON CONFLICT DO NOTHING RETURNING group_position""").params(UpdateTargets.utc(at), rollout.rolloutId())
                .query(Integer.class).list().stream().distinct().sorted().toList();
    }

    private static Rollout rollout(ResultSet row, int number) throws SQLException {
        LocalTime from = row.getObject("window_from", LocalTime.class);
        return new Rollout(row.getLong("rollout_id"), row.getString("name"), row.getLong("release_id"), UpdateAction.Type.valueOf(row.getString("type")),
                UpdateActions.instant(row, "forced_at"), row.getInt("weight"), row.getBoolean("confirmation"), JSON.readValue(row.getString("filter"), RolloutFilter.class),
                row.getInt("success_percent"), row.getInt("error_percent"), from == null ? Optional.empty() : Optional.of(new MaintenanceWindow(from, row.getInt("window_minutes"))),
                State.valueOf(row.getString("state")), row.getString("created_by"), UpdateActions.instant(row, "created_at").orElseThrow(),
                Optional.ofNullable(row.getString("approved_by")), UpdateActions.instant(row, "started_at"), UpdateActions.instant(row, "ended_at"));
    }
}
