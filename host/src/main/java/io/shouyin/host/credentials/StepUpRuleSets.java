package io.shouyin.host.credentials;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The table of rules: a list a scope and version, never changed. In force is the highest version whose day has come.
@Repository
class StepUpRuleSets {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final TypeReference<List<StepUpRule>> RULES = new TypeReference<>() {};
    private static final String COLUMNS = "scope, scope_id, version, effective_from, rules, set_by, set_at";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    StepUpRuleSets(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record RuleSet(Scope scope, int version, Instant effectiveFrom, List<StepUpRule> rules, String setBy, Instant setAt) {}

    Map<Scope, List<StepUpRule>> inForce() {
        return jdbc.sql("SELECT DISTINCT ON (scope, scope_id) " + COLUMNS + " FROM credentials.step_up_rule_set WHERE effective_from <= ?"
                        + " ORDER BY scope, scope_id, version DESC")
                .param(utc(clock.instant())).query(StepUpRuleSets::ruleSet).list().stream()
                .collect(Collectors.toMap(RuleSet::scope, RuleSet::rules));
    }

    /// How many rules a scope has, or will have: the most of the list in force and those to come.
    Map<Scope, Integer> countsMax() {
        return jdbc.sql("""
                SELECT scope, scope_id, max(jsonb_array_length(rules)) AS rules FROM credentials.step_up_rule_set AS listed
                WHERE version >= (SELECT coalesce(max(version), 0) FROM credentials.step_up_rule_set
                                  WHERE scope = listed.scope AND scope_id = listed.scope_id AND effective_from <= ?)
                GROUP BY scope, scope_id""")
                .param(utc(clock.instant())).query((row, number) -> Map.entry(scope(row), row.getInt("rules"))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Newest first, what is still to come included.
    List<RuleSet> versions(Scope scope) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credentials.step_up_rule_set WHERE scope = ? AND scope_id = ? ORDER BY version DESC")
                .params(scope.level().name(), scope.id()).query(StepUpRuleSets::ruleSet).list();
    }

    /// @return false if somebody else has added this version meanwhile
    boolean add(RuleSet set) {
        return jdbc.sql("""
                INSERT INTO credentials.step_up_rule_set (scope, scope_id, version, effective_from, rules, set_by, set_at)
                VALUES (?, ?, ?, ?, ?::jsonb, ?, ?) ON CONFLICT ON CONSTRAINT step_up_version_once DO NOTHING""")
                .params(set.scope().level().name(), set.scope().id(), set.version(), utc(set.effectiveFrom()), json(set),
                        set.setBy(), utc(set.setAt()))
                .update() == 1;
    }

    static String json(RuleSet set) {
        return JSON.writeValueAsString(set.rules());
    }

    /// @param before the rules of the scope, for whoever approves
    private record Content(StepUpRuleDesk.Wanted wanted, List<StepUpRule> before) {}

    /// What a proposal says.
    static String content(StepUpRuleDesk.Wanted wanted, StepUpRuleDesk.Judged judged) {
        return JSON.writeValueAsString(new Content(wanted, judged.latest().map(RuleSet::rules).orElse(List.of())));
    }

    static StepUpRuleDesk.Wanted wanted(String content) {
        return JSON.readValue(content, Content.class).wanted();
    }

    private static RuleSet ruleSet(ResultSet row, int number) throws SQLException {
        return new RuleSet(scope(row), row.getInt("version"),
                row.getObject("effective_from", OffsetDateTime.class).toInstant(), JSON.readValue(row.getString("rules"), RULES),
                row.getString("set_by"), row.getObject("set_at", OffsetDateTime.class).toInstant());
    }

    private static Scope scope(ResultSet row) throws SQLException {
        return new Scope(Scope.Level.valueOf(row.getString("scope")), row.getString("scope_id"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
