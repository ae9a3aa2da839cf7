package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.TerminalState;
import io.shouyin.host.platform.Together;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// The rows of terminals as the update service knows them. A poll is one read, shared by all that come at the same time, and writes nothing.
@Repository
class UpdateTargets {

    static final int ATTRIBUTES_MAX = 100;

    private final JdbcClient jdbc;
    private final Together<String, Optional<UpdateTarget>> together = new Together<>(this::read, (terminal, _) -> read(List.of(terminal)).getFirst());

    UpdateTargets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param terminal as the address names it, which may be anything
    Optional<UpdateTarget> find(String terminal) {
        return together.ask(terminal);
    }

    private List<Optional<UpdateTarget>> read(List<String> terminals) {
        Map<String, UpdateTarget> found = jdbc.sql("""
                SELECT t.terminal_id, t.state AS terminal_state, u.token_hash, coalesce(u.wants_attributes, true) AS wants_attributes,
                       u.auto_confirm, u.auto_confirm_by, u.auto_confirm_remark, u.auto_confirm_at, u.installed_action_id, a.*
                FROM fleet.terminal t LEFT JOIN fleet.update_target u ON u.terminal_id = t.terminal_id
                LEFT JOIN LATERAL (
                  SELECT\s""" + UpdateActions.COLUMNS + """
                  FROM fleet.update_action a LEFT JOIN fleet.rollout r ON r.rollout_id = a.rollout_id
                  WHERE a.terminal_id = t.terminal_id AND a.ended_at IS NULL AND a.state <> 'SCHEDULED'
                  ORDER BY a.weight DESC, a.action_id LIMIT 1) a ON true
                WHERE t.terminal_id = ANY (?)""")
                .param(terminals.toArray(String[]::new)).query(UpdateTargets::target).list().stream()
                .collect(Collectors.toMap(target -> target.terminal().value(), target -> target));
        return terminals.stream().map(terminal -> Optional.ofNullable(found.get(terminal))).toList();
    }

    private static UpdateTarget target(ResultSet row, int number) throws SQLException {
        AutoConfirm autoConfirm = row.getBoolean("auto_confirm")
                ? new AutoConfirm(true, Optional.ofNullable(row.getString("auto_confirm_by")), Optional.ofNullable(row.getString("auto_confirm_remark")),
                        UpdateActions.instant(row, "auto_confirm_at"))
                : AutoConfirm.OFF;
        long installed = row.getLong("installed_action_id");
        Optional<Long> installedAction = row.wasNull() ? Optional.empty() : Optional.of(installed);
        TerminalId terminal = new TerminalId(row.getString("terminal_id"));
        return new UpdateTarget(terminal, TerminalState.valueOf(row.getString("terminal_state")),
                Optional.ofNullable(row.getBytes("token_hash")), row.getBoolean("wants_attributes"), autoConfirm, installedAction,
                row.getObject("action_id") == null ? Optional.empty() : Optional.of(UpdateActions.action(terminal, row)));
    }

    void setToken(TerminalId terminal, byte[] hash, Instant at) {
        jdbc.sql("""
                INSERT INTO fleet.update_target (terminal_id, token_hash, token_issued_at) VALUES (?, ?, ?)
                ON CONFLICT ON CONSTRAINT update_target_one_each DO UPDATE SET token_hash = excluded.token_hash, token_issued_at = excluded.token_issued_at""")
                .params(terminal.value(), hash, utc(at)).update();
    }

    /// How attributes come: beside those that are there, in their place, or to be removed.
    enum Mode {
        MERGE,
        REPLACE,
        REMOVE
    }

    /// @return false if there would be too many
    @Transactional
    public boolean setAttributes(TerminalId terminal, Mode mode, Map<String, String> attributes) {
        jdbc.sql("""
                INSERT INTO fleet.update_target (terminal_id, wants_attributes) VALUES (?, false)
                ON CONFLICT ON CONSTRAINT update_target_one_each DO UPDATE SET wants_attributes = false""").param(terminal.value()).update();
        Map<String, String> before = attributes(terminal);
        String[] names = attributes.keySet().toArray(String[]::new);
        switch (mode) {
            case MERGE -> {
                if (before.size() + attributes.keySet().stream().filter(name -> !before.containsKey(name)).count() > ATTRIBUTES_MAX) {
                    return false;
                }
            }
            case REPLACE -> {
                if (before.equals(attributes)) {
                    return true;                                              // as after every start of a client
                }
                jdbc.sql("DELETE FROM fleet.update_attribute WHERE terminal_id = ? AND name <> ALL (?)").params(terminal.value(), names).update();
            }
            case REMOVE -> {
                jdbc.sql("DELETE FROM fleet.update_attribute WHERE terminal_id = ? AND name = ANY (?)").params(terminal.value(), names).update();
                return true;
            }
        }
        attributes.forEach((name, value) -> jdbc.sql("""
                INSERT INTO fleet.update_attribute (terminal_id, name, value) VALUES (?, ?, ?)
                ON CONFLICT ON CONSTRAINT update_attribute_once DO UPDATE SET value = excluded.value WHERE update_attribute.value <> excluded.value""")
                .params(terminal.value(), name, value).update());
        return true;
    }

    Map<String, String> attributes(TerminalId terminal) {
        return jdbc.sql("SELECT name, value FROM fleet.update_attribute WHERE terminal_id = ?").param(terminal.value())
                .query((row, _) -> Map.entry(row.getString("name"), row.getString("value"))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// @return false if it was on already
    boolean confirmAutomatically(TerminalId terminal, Optional<String> initiator, Optional<String> remark, Instant at) {
        return jdbc.sql("""
                INSERT INTO fleet.update_target AS u (terminal_id, auto_confirm, auto_confirm_by, auto_confirm_remark, auto_confirm_at) VALUES (?, true, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT update_target_one_each DO UPDATE SET auto_confirm = true, auto_confirm_by = excluded.auto_confirm_by,
                  auto_confirm_remark = excluded.auto_confirm_remark, auto_confirm_at = excluded.auto_confirm_at WHERE NOT u.auto_confirm""")
                .params(terminal.value(), initiator.orElse(null), remark.orElse(null), utc(at)).update() == 1;
    }

    /// @return false if it was off already
    boolean confirmNoLonger(TerminalId terminal) {
        return jdbc.sql("""
                UPDATE fleet.update_target SET auto_confirm = false, auto_confirm_by = NULL, auto_confirm_remark = NULL, auto_confirm_at = NULL
                WHERE terminal_id = ? AND auto_confirm""").param(terminal.value()).update() == 1;
    }

    /// What the terminal says that it runs.
    ///
    /// @return whether it said so for the first time
    @Transactional
    public boolean runs(TerminalId terminal, String name, String version, Instant at) {
        boolean known = jdbc.sql("SELECT installed_name IS NOT NULL FROM fleet.update_target WHERE terminal_id = ?").param(terminal.value())
                .query(Boolean.class).optional().orElse(false);
        jdbc.sql("""
                INSERT INTO fleet.update_target (terminal_id, installed_name, installed_version, installed_at) VALUES (?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT update_target_one_each DO UPDATE SET installed_name = excluded.installed_name,
                  installed_version = excluded.installed_version, installed_at = excluded.installed_at""")
                .params(terminal.value(), name, version, utc(at)).update();
        return !known;
    }

    /// An action has put this release in place.
    void installed(UpdateAction action, Instant at) {
        jdbc.sql("""
                INSERT INTO fleet.update_target (terminal_id, installed_action_id, installed_release_id, installed_name, installed_version, installed_at)
                SELECT ?, ?, release_id, product, version, ? FROM fleet.release WHERE release_id = ?
                ON CONFLICT ON CONSTRAINT update_target_one_each DO UPDATE SET installed_action_id = excluded.installed_action_id,
                  installed_release_id = excluded.installed_release_id, installed_name = excluded.installed_name,
                  installed_version = excluded.installed_version, installed_at = excluded.installed_at, wants_attributes = true""")
                .params(action.terminal().value(), action.id(), utc(at), action.release()).update();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
