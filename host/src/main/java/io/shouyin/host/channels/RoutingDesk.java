package io.shouyin.host.channels;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.channels.RoutingRuleSets.RuleSet;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Where routing is changed: the whole list, as its next version. It decides whose books money goes through, so nobody does it
/// alone ([RoutingProposals]).
@Component
class RoutingDesk {

    /// As proposals and the audit log name it.
    static final String OBJECT = "routing:PLATFORM";

    private final RoutingRuleSets sets;
    private final Routing routing;
    private final CardNetworks networks;
    private final Merchants merchants;
    private final AuditLog audit;
    private final InstantSource clock;

    RoutingDesk(RoutingRuleSets sets, Routing routing, CardNetworks networks, Merchants merchants, AuditLog audit, InstantSource clock) {
        this.sets = sets;
        this.routing = routing;
        this.networks = networks;
        this.merchants = merchants;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param basedOn the version that was looked at; 0 if there was none
    record Wanted(int basedOn, List<RoutingRule> rules) {}

    /// Whether the list can be at all.
    @Transactional(readOnly = true)
    void judge(Wanted wanted) {
        List<RoutingRule> rules = wanted.rules();
        RoutingRefusal.ROUTING_NAME_TWICE.when(rules.stream().map(RoutingRule::name).distinct().count() < rules.size());
        RoutingRefusal.ROUTING_RULE_NEVER_REACHED.when(rules.stream().limit(Math.max(0, rules.size() - 1)).anyMatch(rule -> rule.when().holdAlways()));
        RoutingRefusal.ROUTING_CHANNEL_UNKNOWN.when(!rules.stream().allMatch(rule -> networks.names().containsAll(rule.channels())));
        RoutingRefusal.ROUTING_MERCHANT_UNKNOWN.when(!rules.stream().flatMap(rule -> rule.when().merchants().stream()).distinct()
                .allMatch(number -> merchants.find(new MerchantId(number)).isPresent()));
        RoutingRefusal.ROUTING_CHANGED_MEANWHILE.when(sets.latest().map(RuleSet::version).orElse(0) != wanted.basedOn());
    }

    List<RoutingRule> inForce() {
        return sets.inForce();
    }

    /// Newest first.
    List<RuleSet> versions() {
        return sets.versions();
    }

    /// @param trail who took part, beside who put it down
    @Transactional
    void replace(Wanted wanted, String by, String trail) {
        judge(wanted);
        List<RoutingRule> before = sets.inForce();
        int version = wanted.basedOn() + 1;
        RoutingRefusal.ROUTING_CHANGED_MEANWHILE.when(!sets.add(new RuleSet(version, wanted.rules(), by, clock.instant().truncatedTo(ChronoUnit.MICROS))));
        audit.append(AuditEntry.done("routing.replace", OBJECT).because("version " + version + ", " + trail)
                .before(Map.of("rules", RoutingRuleSets.json(before))).after(Map.of("rules", RoutingRuleSets.json(wanted.rules()))));
        routing.forget();
    }
}
