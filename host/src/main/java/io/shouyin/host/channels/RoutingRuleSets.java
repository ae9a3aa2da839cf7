package io.shouyin.host.channels;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The table of routing rules: a list a version, never changed. In force is the highest one.
@Repository
class RoutingRuleSets {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final TypeReference<List<RoutingRule>> RULES = new TypeReference<>() {};
    private static final int LISTED_MAX = 50;

    private final JdbcClient jdbc;

    RoutingRuleSets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record RuleSet(int version, List<RoutingRule> rules, String setBy, Instant setAt) {}

    List<RoutingRule> inForce() {
        return latest().map(RuleSet::rules).orElse(List.of());
    }

    Optional<RuleSet> latest() {
        return jdbc.sql("SELECT version, rules, set_by, set_at FROM channels.routing_rule_set ORDER BY version DESC LIMIT 1")
                .query(RoutingRuleSets::ruleSet).optional();
    }

    /// Newest first.
    List<RuleSet> versions() {
        return jdbc.sql("SELECT version, rules, set_by, set_at FROM channels.routing_rule_set ORDER BY version DESC LIMIT ?").param(LISTED_MAX)
                .query(RoutingRuleSets::ruleSet).list();
    }

    /// @return false if somebody else has added this version meanwhile
    boolean add(RuleSet set) {
        return jdbc.sql("""
                INSERT INTO channels.routing_rule_set (version, rules, set_by, set_at) VALUES (?, ?::jsonb, ?, ?)
                ON CONFLICT ON CONSTRAINT routing_version_once DO NOTHING""")
                .params(set.version(), json(set.rules()), set.setBy(), set.setAt().atOffset(ZoneOffset.UTC)).update() == 1;
    }

    static String json(List<RoutingRule> rules) {
        return JSON.writeValueAsString(rules);
    }

    /// What a proposal says.
    ///
    /// @param before the rules in force, for whoever approves
    private record Content(RoutingDesk.Wanted wanted, List<RoutingRule> before) {}

    static String content(RoutingDesk.Wanted wanted, List<RoutingRule> before) {
        return JSON.writeValueAsString(new Content(wanted, before));
    }

    static RoutingDesk.Wanted wanted(String content) {
        return JSON.readValue(content, Content.class).wanted();
    }

    private static RuleSet ruleSet(ResultSet row, int number) throws SQLException {
        return new RuleSet(row.getInt("version"), JSON.readValue(row.getString("rules"), RULES), row.getString("set_by"),
                row.getObject("set_at", OffsetDateTime.class).toInstant());
    }
}
