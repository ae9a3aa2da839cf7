package io.shouyin.host.monitoring;

import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rules, alerts and silences in the database. Each change is one statement that any number of hosts may run at the same time.
@Repository
class RuleStore {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    RuleStore(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    // rules

    List<Rule> rules() {
        return jdbc.sql("SELECT * FROM monitoring.rule ORDER BY name").query(RuleStore::rule).list();
    }

    Optional<Rule> rule(UUID ruleId) {
        return jdbc.sql("SELECT * FROM monitoring.rule WHERE rule_id = ?").param(ruleId).query(RuleStore::rule).optional();
    }

    /// @return nothing if there is one of that name
    Optional<Rule> add(Rule rule) {
        return jdbc.sql("""
                INSERT INTO monitoring.rule (name, kind, severity, enabled, threshold, minutes, transactions_min, response_code, hour_from, hour_to)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT rule_name_once DO NOTHING RETURNING *""").params(values(rule)).query(RuleStore::rule).optional();
    }

    /// @return nothing if somebody else has changed it since
    /// @throws DuplicateKeyException if another has that name
    Optional<Rule> change(Rule rule) {
        List<Object> values = new ArrayList<>(values(rule));
        values.add(rule.ruleId());
        values.add(rule.version());
        return jdbc.sql("""
                UPDATE monitoring.rule SET name = ?, kind = ?, severity = ?, enabled = ?, threshold = ?, minutes = ?, transactions_min = ?, response_code = ?, hour_from = ?, hour_to = ?,
                       version = version + 1
                WHERE rule_id = ? AND version = ? RETURNING *""").params(values).query(RuleStore::rule).optional();
    }

    boolean remove(UUID ruleId) {
        return jdbc.sql("DELETE FROM monitoring.rule WHERE rule_id = ?").param(ruleId).update() == 1;
    }

    private static List<Object> values(Rule rule) {
        return Arrays.asList(rule.name(), rule.kind().name(), rule.severity().name(), rule.enabled(), rule.threshold(), rule.minutes(), rule.transactionsMin(), rule.responseCode(),
                rule.hourFrom(), rule.hourTo());
    }

    private static Rule rule(ResultSet row, int number) throws SQLException {
        return new Rule(row.getObject("rule_id", UUID.class), row.getString("name"), RuleKind.valueOf(row.getString("kind")), Rule.Severity.valueOf(row.getString("severity")),
                row.getBoolean("enabled"), row.getObject("threshold", Integer.class), row.getObject("minutes", Integer.class), row.getObject("transactions_min", Integer.class),
                row.getString("response_code"), row.getObject("hour_from", LocalTime.class), row.getObject("hour_to", LocalTime.class), row.getInt("version"));
    }

    // alerts

    /// Fires, or says that it still does.
    ///
    /// @return the alert if it is new
    Optional<FiredAlert> raise(Rule rule, String subject, Long measured) {
        record Raised(FiredAlert alert, boolean fresh) {}
        OffsetDateTime now = now();
        Raised raised = jdbc.sql("""
                INSERT INTO monitoring.alert (rule_id, rule_name, kind, severity, subject, measured, fired_at, true_at) VALUES (?, ?, ?, ?, ?, ?::bigint, ?, ?)
                ON CONFLICT (rule_id, subject) WHERE resolved_at IS NULL
                DO UPDATE SET measured = excluded.measured, true_at = greatest(alert.true_at, excluded.true_at), severity = excluded.severity, rule_name = excluded.rule_name
                RETURNING *, xmax = 0 AS fresh""")
                .params(Arrays.asList(rule.ruleId(), rule.name(), rule.kind().name(), rule.severity().name(), subject, measured, now, now))
                .query((row, number) -> new Raised(alert(row, number), row.getBoolean("fresh"))).single();
        return raised.fresh() ? Optional.of(raised.alert()) : Optional.empty();
    }

    /// Ends what was not true since then, and what no rule watches any more.
    List<FiredAlert> resolve(Instant notTrueSince) {
        return jdbc.sql("""
                UPDATE monitoring.alert SET resolved_at = greatest(fired_at, ?)
                WHERE resolved_at IS NULL AND (true_at <= ? OR NOT EXISTS (SELECT FROM monitoring.rule WHERE rule.rule_id = alert.rule_id AND enabled AND rule.kind = alert.kind))
                RETURNING *""").params(now(), utc(notTrueSince)).query(RuleStore::alert).list();
    }

    /// Those that fire, that nobody has silenced, and that nobody was told of: now somebody is.
    List<FiredAlert> toTell() {
        return jdbc.sql("""
                UPDATE monitoring.alert SET told_at = :now
                WHERE resolved_at IS NULL AND told_at IS NULL
                  AND NOT EXISTS (SELECT FROM monitoring.silence WHERE silence.rule_id = alert.rule_id AND ended_at IS NULL AND until > :now)
                RETURNING *""").param("now", now()).query(RuleStore::alert).list();
    }

    List<FiredAlert> firing() {
        return jdbc.sql("SELECT * FROM monitoring.alert WHERE resolved_at IS NULL ORDER BY fired_at DESC").query(RuleStore::alert).list();
    }

    long firingCount() {
        return jdbc.sql("SELECT count(*) FROM monitoring.alert WHERE resolved_at IS NULL").query(Long.class).single();
    }

    /// Those that fire first, then the newest.
    ///
    /// @param state `FIRING`, `RESOLVED` or empty
    Page<FiredAlert> alerts(String state, PageQuery page) {
        String found = " FROM monitoring.alert WHERE (? = '' OR (resolved_at IS NULL) = (? = 'FIRING'))";
        List<FiredAlert> items = jdbc.sql("SELECT *" + found + " ORDER BY resolved_at IS NOT NULL, fired_at DESC, alert_id LIMIT ? OFFSET ?")
                .params(state, state, page.size(), page.offset()).query(RuleStore::alert).list();
        return Page.of(items, jdbc.sql("SELECT count(*)" + found).params(state, state).query(Long.class).single(), page);
    }

    int forgetAlerts(Instant before) {
        return jdbc.sql("DELETE FROM monitoring.alert WHERE resolved_at < ?").param(utc(before)).update();
    }

    private static FiredAlert alert(ResultSet row, int number) throws SQLException {
        return new FiredAlert(row.getObject("alert_id", UUID.class), row.getObject("rule_id", UUID.class), row.getString("rule_name"), RuleKind.valueOf(row.getString("kind")),
                Rule.Severity.valueOf(row.getString("severity")), row.getString("subject"), row.getObject("measured", Long.class), instant(row, "fired_at"), instant(row, "true_at"),
                instant(row, "resolved_at"), instant(row, "told_at"));
    }

    // silences

    record Silence(UUID ruleId, Instant until, String reason, String setBy, Instant setAt) {}

    /// Those that hold, one a rule at most.
    List<Silence> silences() {
        return jdbc.sql("SELECT DISTINCT ON (rule_id) * FROM monitoring.silence WHERE ended_at IS NULL AND until > ? ORDER BY rule_id, until DESC").param(now())
                .query((row, _) -> new Silence(row.getObject("rule_id", UUID.class), instant(row, "until"), row.getString("reason"), row.getString("set_by"), instant(row, "set_at"))).list();
    }

    /// In the place of one that holds.
    Silence silence(UUID ruleId, Instant until, String reason, String by) {
        endSilence(ruleId);
        Instant now = clock.instant();
        jdbc.sql("INSERT INTO monitoring.silence (rule_id, until, reason, set_by, set_at) VALUES (?, ?, ?, ?, ?)").params(ruleId, utc(until), reason, by, utc(now)).update();
        return new Silence(ruleId, until, reason, by, now);
    }

    boolean endSilence(UUID ruleId) {
        OffsetDateTime now = now();
        return jdbc.sql("UPDATE monitoring.silence SET ended_at = ? WHERE rule_id = ? AND ended_at IS NULL AND until > ?").params(now, ruleId, now).update() > 0;
    }

    // channels

    void noteChannel(String host, String channel, boolean up) {
        OffsetDateTime now = now();
        jdbc.sql("""
                INSERT INTO monitoring.channel_seen (host, channel, up, since, seen_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT channel_seen_once
                DO UPDATE SET up = excluded.up, since = CASE WHEN channel_seen.up = excluded.up THEN channel_seen.since ELSE excluded.since END, seen_at = excluded.seen_at""")
                .params(host, channel, up, now, now).update();
    }

    /// @param since of the host that has been without it longest
    record DownChannel(String channel, Instant since) {}

    /// Channels that a host which is alive has been without since then or longer.
    List<DownChannel> downSince(Instant since, Instant aliveSince) {
        return jdbc.sql("SELECT channel, min(since) AS since FROM monitoring.channel_seen WHERE NOT up AND since <= ? AND seen_at > ? GROUP BY channel ORDER BY channel")
                .params(utc(since), utc(aliveSince)).query((row, _) -> new DownChannel(row.getString("channel"), instant(row, "since"))).list();
    }

    void forgetHosts(Instant notSeenSince) {
        jdbc.sql("DELETE FROM monitoring.channel_seen WHERE seen_at < ?").param(utc(notSeenSince)).update();
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
