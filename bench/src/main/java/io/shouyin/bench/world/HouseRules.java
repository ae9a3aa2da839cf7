package io.shouyin.bench.world;

import org.springframework.jdbc.core.simple.JdbcClient;

/// Rules of a provider as the world and the soak want them: no password up to a floor, so that chips may approve without a line; what gives back needs the
/// supervisor, the card of a card user its password; credit cards go over the channel `second`, and each channel stands in for the other.
public final class HouseRules {

    private static final String STEP_UP = """
            [{"name": "sale", "when": {"kinds": ["SALE", "OFFLINE_SALE"], "amountFromFen": %d}, "require": {"anyOf": [{"allOf": ["TXN_PASSWORD"]}]}},
             {"name": "back", "when": {"kinds": ["VOID", "REFUND", "PRE_AUTH_VOID"]}, "require": {"anyOf": [{"allOf": ["SUPERVISOR_PASSWORD"]}]}},
             {"name": "registered-card", "when": {"cards": ["REGISTERED"]}, "require": {"anyOf": [{"allOf": ["CARD_PASSWORD"]}]}}]""";
    private static final String ROUTING = """
            [{"name": "credit", "when": {"cardKinds": ["CREDIT"]}, "channels": ["second", "main"]},
             {"name": "others", "when": {}, "channels": ["main", "second"]}]""";

    private HouseRules() {}

    /// In force from now on, before any terminal has asked for them.
    ///
    /// @param floorFen above it a sale needs the transaction password
    public static void set(JdbcClient jdbc, long floorFen) {
        jdbc.sql("""
                INSERT INTO credentials.step_up_rule_set (scope, scope_id, version, effective_from, rules, set_by, set_at)
                SELECT 'PLATFORM', '', max(version) + 1, max(effective_from), ?::jsonb, 'bench', max(set_at) FROM credentials.step_up_rule_set WHERE scope = 'PLATFORM'""")
                .param(STEP_UP.formatted(floorFen + 1)).update();
        jdbc.sql("INSERT INTO channels.routing_rule_set (version, rules, set_by, set_at) VALUES (1, ?::jsonb, 'bench', now())").param(ROUTING).update();
    }
}
