package io.shouyin.host.credentials;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.credentials.StepUpRuleSets.RuleSet;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Where step-up rules are changed: a whole list a scope, as its next version, from a moment on.
///
/// All scopes hold together, so that no lower one can loosen what a higher one asks. A rule that would add nothing is refused, since
/// whoever wrote it meant something else. One person makes rules tighter; what takes anything away needs another one ([StepUpRuleProposals]).
@Component
class StepUpRuleDesk {

    /// What terminals keep and judge.
    static final int RULES_TOGETHER_MAX = 100;

    private final StepUpRuleSets sets;
    private final StepUpRules rules;
    private final Secrets secrets;
    private final Merchants merchants;
    private final AuditLog audit;
    private final InstantSource clock;

    StepUpRuleDesk(StepUpRuleSets sets, StepUpRules rules, Secrets secrets, Merchants merchants, AuditLog audit, InstantSource clock) {
        this.sets = sets;
        this.rules = rules;
        this.secrets = secrets;
        this.merchants = merchants;
        this.audit = audit;
        this.clock = clock;
    }

    /// @param basedOn the version that was looked at; 0 if there was none
    /// @param effectiveFrom empty: at once
    record Wanted(Scope scope, int basedOn, Optional<Instant> effectiveFrom, List<StepUpRule> rules) {}

    /// What would be put down.
    ///
    /// @param loosens whether something that is asked now, or will be by the version before, is asked no more
    record Judged(RuleSet next, Optional<RuleSet> latest, boolean loosens) {}

    /// Whether the list can be at all, and whether it takes anything away.
    ///
    /// @param by who wants it
    @Transactional(readOnly = true)
    Judged judge(Wanted wanted, String by) {
        List<Scope> above = above(wanted.scope());
        SecretRefusal.RULE_NAME_TWICE.when(wanted.rules().stream().map(StepUpRule::name).distinct().count() < wanted.rules().size());
        Map<Scope, List<StepUpRule>> inForce = sets.inForce();
        List<StepUpRule> higher = above.stream().flatMap(scope -> inForce.getOrDefault(scope, List.of()).stream()).toList();
        SecretRefusal.RULE_ADDS_NOTHING.when(wanted.rules().stream().anyMatch(rule -> higher.stream().anyMatch(other -> other.makesIdle(rule))));
        if (wanted.scope().equals(Scope.PLATFORM)) {
            StepUpFloor.require(wanted.rules());
        }
        requireRoom(wanted);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant effectiveFrom = wanted.effectiveFrom().orElse(now);
        Optional<RuleSet> latest = sets.versions(wanted.scope()).stream().findFirst();
        SecretRefusal.RULES_EFFECTIVE_IN_PAST.when(effectiveFrom.isBefore(now)
                || latest.filter(before -> effectiveFrom.isBefore(before.effectiveFrom())).isPresent());
        SecretRefusal.RULES_CHANGED_MEANWHILE.when(latest.map(RuleSet::version).orElse(0) != wanted.basedOn());
        boolean loosens = Stream.concat(inForce.getOrDefault(wanted.scope(), List.of()).stream(), latest.stream().flatMap(set -> set.rules().stream()))
                .anyMatch(before -> wanted.rules().stream().noneMatch(rule -> rule.makesIdle(before)));
        return new Judged(new RuleSet(wanted.scope(), wanted.basedOn() + 1, effectiveFrom, wanted.rules(), by, now), latest, loosens);
    }

    /// Puts down what was judged.
    ///
    /// @param trail who took part, beside who put it down
    @Transactional
    RuleSet replace(Judged judged, String trail) {
        RuleSet next = judged.next();
        SecretRefusal.RULES_CHANGED_MEANWHILE.when(!sets.add(next));
        audit.append(AuditEntry.done("step-up.rule.replace", object(next.scope())).because("version " + next.version() + " from " + next.effectiveFrom() + trail)
                .before(state(judged.latest())).after(state(Optional.of(next))));
        rules.forget();
        return next;
    }

    /// Those still to come count as if they held already.
    private void requireRoom(Wanted wanted) {
        Map<Scope, Integer> counts = new HashMap<>(sets.countsMax());
        counts.put(wanted.scope(), wanted.rules().size());
        Map<TerminalId, MerchantId> merchantsOf = secrets.merchantsOf(counts.keySet().stream().filter(scope -> scope.level() == Scope.Level.TERMINAL)
                .map(scope -> new TerminalId(scope.id())).toList());
        int together = counts.keySet().stream().map(scope -> lineage(scope, merchantsOf)).filter(lineage -> lineage.contains(wanted.scope()))
                .mapToInt(lineage -> lineage.stream().mapToInt(scope -> counts.getOrDefault(scope, 0)).sum()).max().orElseThrow();
        if (together > RULES_TOGETHER_MAX) {
            throw SecretRefusal.RULES_TOO_MANY.refused(Map.of("rules", together, "rulesMax", RULES_TOGETHER_MAX));
        }
    }

    private static List<Scope> lineage(Scope scope, Map<TerminalId, MerchantId> merchantsOf) {
        return switch (scope.level()) {
            case PLATFORM -> List.of(scope);
            case PROVIDER -> List.of(Scope.PLATFORM, scope);
            case MERCHANT -> List.of(Scope.PLATFORM, Scope.PROVIDER, scope);
            case TERMINAL -> {
                TerminalId terminal = new TerminalId(scope.id());
                yield Scope.around(merchantsOf.get(terminal), terminal);
            }
        };
    }

    /// Newest first, those still to come included.
    List<RuleSet> versions(Scope scope) {
        above(scope);
        return sets.versions(scope);
    }

    /// The scopes above one that is known.
    private List<Scope> above(Scope scope) {
        List<Scope> above = new ArrayList<>();
        switch (scope.level()) {
            case PLATFORM -> { }
            case PROVIDER -> above.add(Scope.PLATFORM);
            case MERCHANT -> {
                SecretRefusal.RULE_SCOPE_UNKNOWN.when(merchants.find(new MerchantId(scope.id())).isEmpty());
                above.addAll(List.of(Scope.PLATFORM, Scope.PROVIDER));
            }
            case TERMINAL -> {
                MerchantId merchant = secrets.merchantOf(new TerminalId(scope.id())).orElseThrow(SecretRefusal.RULE_SCOPE_UNKNOWN::refused);
                above.addAll(List.of(Scope.PLATFORM, Scope.PROVIDER, new Scope(Scope.Level.MERCHANT, merchant.value())));
            }
        }
        return above;
    }

    /// As the audit log names it.
    static String object(Scope scope) {
        return "step-up-rules:" + (scope.id().isEmpty() ? scope.level().name() : scope.id());
    }

    private static Map<String, ?> state(Optional<RuleSet> set) {
        return Map.of("rules", set.map(StepUpRuleSets::json).orElse("[]"));
    }
}
