package io.shouyin.host.policies;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.policies.PolicyJson.NoPolicy;
import io.shouyin.host.policies.PolicyStore.Version;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/// Which password policy holds for whom, and how one changes it.
@Service
public class Policies {

    private final PolicyStore store;
    private final AuditLog audit;
    private final InstantSource clock;
    private final LoginLimits login;

    Policies(PolicyStore store, AuditLog audit, InstantSource clock, LoginLimits login) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.login = login;
    }

    /// @param merchant whose customers, operators or terminals; empty for the provider's own people
    public PolicyInForce inForce(Realm realm, Optional<MerchantId> merchant, Instant at) {
        return merged(realm, store.inForce(realm, merchant.map(MerchantId::value).orElse(""), at));
    }

    /// The same, now.
    public PolicyInForce inForce(Realm realm, Optional<MerchantId> merchant) {
        return inForce(realm, merchant, clock.instant());
    }

    List<Version> versions(Realm realm) {
        return store.versions(realm);
    }

    /// What somebody wants: a profile, or what holds there now, with some values changed.
    ///
    /// @param merchant present for [Level#MERCHANT] only
    /// @param changes values by the path of their [Knob]
    /// @param seenVersion of the realm that one has looked at
    record Wish(Realm realm, Level level, Optional<MerchantId> merchant, Optional<String> profile, Map<String, JsonNode> changes,
                Optional<Instant> effectiveFrom, int seenVersion) {}

    sealed interface Outcome {
        record Set(Version version) implements Outcome {}

        /// @param knobs that are to blame
        record Refused(PolicyRefusal refusal, List<Knob> knobs, Optional<String> rule) implements Outcome {}
    }

    @Transactional
    Outcome set(Wish wish) {
        var outcome = judged(wish);
        switch (outcome) {
            case Outcome.Set(var row) -> audit.append(AuditEntry.done("policy.set", object(wish))
                    .because(row.profile() + " v" + row.version()).after(Map.of("policy", PolicyJson.text(row.policy()), "effectiveFrom", row.effectiveFrom().toString())));
            case Outcome.Refused(var refusal, _, _) -> audit.append(AuditEntry.refused("policy.set", object(wish), refusal));
        }
        return outcome;
    }

    private Outcome judged(Wish wish) {
        var now = clock.instant();
        var from = wish.effectiveFrom.orElse(now);
        if (!wish.realm.has(wish.level) || wish.merchant.isPresent() != (wish.level == Level.MERCHANT)) {
            return refused(PolicyRefusal.POLICY_LEVEL_UNSUITABLE);
        }
        if (from.isBefore(now)) {
            return refused(PolicyRefusal.POLICY_IN_THE_PAST);
        }
        if (wish.profile.isPresent() && Profiles.find(wish.profile.get()).isEmpty()) {
            return refused(PolicyRefusal.POLICY_PROFILE_UNKNOWN);
        }
        if (store.newest(wish.realm) != wish.seenVersion) {
            return refused(PolicyRefusal.POLICY_CHANGED_MEANWHILE);
        }
        var rows = store.inForce(wish.realm, wish.merchant.map(MerchantId::value).orElse(""), from);
        var present = merged(wish.realm, rows.stream().filter(row -> row.level().compareTo(wish.level) <= 0).toList());
        var tree = PolicyJson.tree(wish.profile.flatMap(Profiles::find).map(Profile::policy).orElse(present.policy()));
        for (var change : wish.changes.entrySet()) {
            var knob = Arrays.stream(Knob.values()).filter(one -> one.path().equals(change.getKey()) && one.isSettableFor(wish.realm)).findFirst();
            if (knob.isEmpty()) {
                return refused(PolicyRefusal.POLICY_KNOB_UNKNOWN);
            }
            knob.get().put(tree, change.getValue());
        }
        if (!wish.realm.ofConsole()) {
            Knob.LENGTH_WITH_FACTOR_MIN.put(tree, Knob.LENGTH_SOLE_MIN.in(tree));         // one length, where no factor changes it
        }
        PasswordPolicy wanted;
        try {
            wanted = PolicyJson.policy(tree);
        } catch (NoPolicy wrong) {
            return new Outcome.Refused(PolicyRefusal.POLICY_INVALID, List.of(), Optional.of(wrong.getMessage()));
        }
        if (wish.level != Level.PLATFORM) {
            var above = merged(wish.realm, rows.stream().filter(row -> row.level().compareTo(wish.level) < 0).toList()).policy();
            var looser = Arrays.stream(Knob.values()).filter(knob -> knob.isSettableFor(wish.realm) && knob.isLooser(wanted, above)).toList();
            if (!looser.isEmpty()) {
                return new Outcome.Refused(PolicyRefusal.POLICY_LOOSER, looser, Optional.empty());
            }
        }
        var row = new Version(wish.realm, wish.level, wish.merchant.map(MerchantId::value).orElse(""), wish.seenVersion + 1,
                wish.profile.orElse(present.profile()), from, wanted, AuditActor.current().id(), now);
        return store.add(row) ? new Outcome.Set(row) : refused(PolicyRefusal.POLICY_CHANGED_MEANWHILE);
    }

    /// A lower level that was set before the upper one tightened is tightened with it.
    private PolicyInForce merged(Realm realm, List<Version> fromTheTop) {
        var first = Profiles.find(realm.firstProfile()).orElseThrow();
        var all = new PolicyInForce(realm, first.id(), 0, first.policy());
        for (var row : fromTheTop) {
            var policy = row.level() == Level.PLATFORM ? row.policy() : tightened(row.policy(), all.policy());
            all = new PolicyInForce(realm, row.profile(), Math.max(all.version(), row.version()), policy);
        }
        return realm.ofConsole() ? new PolicyInForce(realm, all.profile(), all.version(), withLimits(all.policy())) : all;
    }

    private PasswordPolicy withLimits(PasswordPolicy policy) {
        return new PasswordPolicy(policy.length(), policy.composition(), policy.blocking(), policy.rotation(), policy.history(),
                login.attempts(), login.session(), login.factors(), policy.storage());
    }

    private static PasswordPolicy tightened(PasswordPolicy lower, PasswordPolicy upper) {
        var tree = PolicyJson.tree(lower);
        var upperTree = PolicyJson.tree(upper);
        for (var knob : Knob.values()) {
            knob.tighten(tree, lower, upper, upperTree);
        }
        return PolicyJson.known(tree);
    }

    private static Outcome refused(PolicyRefusal refusal) {
        return new Outcome.Refused(refusal, List.of(), Optional.empty());
    }

    private static String object(Wish wish) {
        return "policy:" + wish.realm + "/" + wish.level + wish.merchant.map(merchant -> "/" + merchant.value()).orElse("");
    }
}
