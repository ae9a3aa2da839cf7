package io.shouyin.host.policies;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.policies.PolicyJson.NoPolicy;
import io.shouyin.host.policies.PolicyStore.Version;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.kernel.PasswordPolicy.Factors;
import io.shouyin.kernel.PasswordPolicy.Session;
import io.shouyin.kernel.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/// Which password policy holds for whom, and how one changes it.
@Service
public class Policies {

    private static final Duration AHEAD_MAX = Duration.ofDays(366);

    private final PolicyStore store;
    private final AuditLog audit;
    private final InstantSource clock;
    private final LoginLimits login;
    private final Merchants merchants;

    Policies(PolicyStore store, AuditLog audit, InstantSource clock, LoginLimits login, Merchants merchants) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.login = login;
        this.merchants = merchants;
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
        /// It only tightens, and is set.
        record Set(Version version) implements Outcome {}

        /// It lets something pass that does not pass now: another person has to approve.
        record Loosens(Version version, PasswordPolicy before) implements Outcome {}

        /// @param knobs that are to blame
        record Refused(Refusal refusal, List<Knob> knobs, Optional<String> rule) implements Outcome {

            RefusedRequest asRequest() {
                var more = new LinkedHashMap<String, Object>();
                more.put("knobs", knobs.stream().map(knob -> Map.of("knob", knob.path(), "name", Texts.english() ? knob.en() : knob.zh())).toList());
                rule.ifPresent(why -> more.put("rule", why));
                var status = refusal == PolicyRefusal.POLICY_CHANGED_MEANWHILE ? HttpStatus.CONFLICT
                        : refusal == MerchantRefusal.MERCHANT_UNKNOWN ? HttpStatus.NOT_FOUND : HttpStatus.UNPROCESSABLE_CONTENT;
                return new RefusedRequest(status, refusal, more, new HttpHeaders());
            }
        }
    }

    /// Sets what only tightens; what loosens is judged and left to two people.
    @Transactional
    Outcome set(Wish wish) {
        var outcome = judged(wish, AuditActor.current().id());
        switch (outcome) {
            case Outcome.Set(var row) -> outcome = put(wish, row, "");
            case Outcome.Loosens _ -> { }
            case Outcome.Refused(var refusal, _, _) -> audit.append(AuditEntry.refused("policy.set", object(wish), refusal));
        }
        return outcome;
    }

    private Outcome put(Wish wish, Version row, String trail) {
        if (!store.add(row)) {
            return refused(PolicyRefusal.POLICY_CHANGED_MEANWHILE);
        }
        audit.append(AuditEntry.done("policy.set", object(wish)).because(row.profile() + " v" + row.version() + trail)
                .after(Map.of("policy", PolicyJson.text(row.policy()), "effectiveFrom", row.effectiveFrom().toString())));
        return new Outcome.Set(row);
    }

    /// What two people agree on.
    ///
    /// @param difference to what holds there, for whoever approves
    private record Content(Wish wish, List<Difference> difference) {}

    private record Difference(Knob knob, String zh, String en, JsonNode before, JsonNode after) {}

    static String content(Wish wish, Outcome.Loosens loosens) {
        var before = PolicyJson.tree(loosens.before());
        var after = PolicyJson.tree(loosens.version().policy());
        var difference = Arrays.stream(Knob.values()).filter(knob -> knob.isSettableFor(wish.realm) && !knob.in(before).equals(knob.in(after)))
                .map(knob -> new Difference(knob, knob.zh(), knob.en(), knob.in(before), knob.in(after))).toList();
        return PolicyJson.write(new Content(wish, difference));
    }

    /// Whether what was proposed can still be.
    ///
    /// @throws RefusedRequest with a [PolicyRefusal]
    public void requirePossible(String content, String proposedBy) {
        if (judged(due(content), proposedBy) instanceof Outcome.Refused no) {
            throw no.asRequest();
        }
    }

    /// Sets what one person proposed and another approved, from the day that was proposed, or at once if that is over.
    ///
    /// @param trail who took part
    /// @throws RefusedRequest with a [PolicyRefusal]
    @Transactional
    public void carryOut(String content, String proposedBy, String trail) {
        var wish = due(content);
        var outcome = switch (judged(wish, proposedBy)) {
            case Outcome.Set(var row) -> put(wish, row, ", " + trail);
            case Outcome.Loosens(var row, _) -> put(wish, row, ", " + trail);
            case Outcome.Refused no -> no;
        };
        if (outcome instanceof Outcome.Refused no) {
            throw no.asRequest();
        }
    }

    private Wish due(String content) {
        var wish = PolicyJson.read(content, Content.class).wish();
        return new Wish(wish.realm, wish.level, wish.merchant, wish.profile, wish.changes, wish.effectiveFrom.filter(clock.instant()::isBefore), wish.seenVersion);
    }

    /// @param by who wants it
    private Outcome judged(Wish wish, String by) {
        var now = clock.instant();
        var from = wish.effectiveFrom.orElse(now);
        if (!wish.realm.has(wish.level) || wish.merchant.isPresent() != (wish.level == Level.MERCHANT)) {
            return refused(PolicyRefusal.POLICY_LEVEL_UNSUITABLE);
        }
        if (wish.merchant.isPresent() && merchants.find(wish.merchant.get()).isEmpty()) {
            return refused(MerchantRefusal.MERCHANT_UNKNOWN);
        }
        if (from.isBefore(now)) {
            return refused(PolicyRefusal.POLICY_IN_THE_PAST);
        }
        if (from.isAfter(now.plus(AHEAD_MAX))) {
            return refused(PolicyRefusal.POLICY_TOO_FAR_AHEAD);
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
        var over = overLimits(wish, wanted);
        if (!over.isEmpty()) {
            return new Outcome.Refused(PolicyRefusal.POLICY_LOOSER, over, Optional.empty());
        }
        var under = PolicyFloor.under(wish.realm, wanted);
        if (!under.isEmpty()) {
            return new Outcome.Refused(PolicyRefusal.POLICY_UNDER_FLOOR, under, Optional.empty());
        }
        if (wish.level != Level.PLATFORM) {
            var above = merged(wish.realm, rows.stream().filter(row -> row.level().compareTo(wish.level) < 0).toList()).policy();
            var looser = looser(wish.realm, wanted, above);
            if (!looser.isEmpty()) {
                return new Outcome.Refused(PolicyRefusal.POLICY_LOOSER, looser, Optional.empty());
            }
        }
        var beyond = PolicyFloor.beyondKeypads(wish.realm, wanted);
        if (!beyond.isEmpty()) {
            return new Outcome.Refused(PolicyRefusal.POLICY_BEYOND_KEYPADS, beyond, Optional.empty());
        }
        var row = new Version(wish.realm, wish.level, wish.merchant.map(MerchantId::value).orElse(""), wish.seenVersion + 1,
                wish.profile.orElse(present.profile()), from, wanted, by, now);
        var tightens = looser(wish.realm, wanted, present.policy()).isEmpty()
                && store.newest(wish.realm, wish.level, row.merchantId()).stream().allMatch(before -> looser(wish.realm, wanted, before.policy()).isEmpty());
        return tightens ? new Outcome.Set(row) : new Outcome.Loosens(row, present.policy());
    }

    /// As both would hold here.
    private List<Knob> looser(Realm realm, PasswordPolicy wanted, PasswordPolicy before) {
        var here = limited(realm, wanted);
        var beforeHere = limited(realm, before);
        return Arrays.stream(Knob.values()).filter(knob -> knob.isSettableFor(realm) && knob.isLooser(here, beforeHere)).toList();
    }

    /// What is asked for by name and cannot hold here.
    private List<Knob> overLimits(Wish wish, PasswordPolicy wanted) {
        var here = limited(wish.realm, wanted);
        return Arrays.stream(Knob.values()).filter(knob -> wish.changes.containsKey(knob.path()) && knob.isLooser(wanted, here)).toList();
    }

    /// A lower level that was set before the upper one tightened is tightened with it.
    private PolicyInForce merged(Realm realm, List<Version> fromTheTop) {
        var first = Profiles.find(realm.firstProfile()).orElseThrow();
        var all = new PolicyInForce(realm, first.id(), 0, realm.ofConsole() ? with(first.policy(), login.session(), login.factors()) : first.policy());
        for (var row : fromTheTop) {
            var policy = limited(realm, row.level() == Level.PLATFORM ? row.policy() : tightened(row.policy(), all.policy()));
            all = new PolicyInForce(realm, row.profile(), Math.max(all.version(), row.version()), policy);
        }
        return all;
    }

    /// A policy as it holds in this installation.
    private PasswordPolicy limited(Realm realm, PasswordPolicy policy) {
        if (!realm.ofConsole()) {
            return policy;
        }
        var here = tightened(policy, with(policy, login.session(), login.factors()));
        return with(here, here.session(), login.factors(here.factors().second()));
    }

    private PasswordPolicy with(PasswordPolicy policy, Session session, Factors factors) {
        return new PasswordPolicy(policy.length(), policy.composition(), policy.blocking(), policy.rotation(), policy.history(),
                login.attempts(), session, factors, policy.storage());
    }

    private static PasswordPolicy tightened(PasswordPolicy lower, PasswordPolicy upper) {
        var tree = PolicyJson.tree(lower);
        var upperTree = PolicyJson.tree(upper);
        for (var knob : Knob.values()) {
            knob.tighten(tree, lower, upper, upperTree);
        }
        return PolicyJson.known(tree);
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome.Refused(refusal, List.of(), Optional.empty());
    }

    /// As the audit log names it.
    static String object(Wish wish) {
        return "policy:" + wish.realm + "/" + wish.level + wish.merchant.map(merchant -> "/" + merchant.value()).orElse("");
    }
}
