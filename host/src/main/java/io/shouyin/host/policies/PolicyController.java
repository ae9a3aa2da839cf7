package io.shouyin.host.policies;

import io.shouyin.host.policies.Policies.Outcome;
import io.shouyin.host.policies.Policies.Wish;
import io.shouyin.host.policies.PolicyReport.Verdict;
import io.shouyin.host.policies.PolicyStore.Version;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordPolicy;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Password policies: what holds, what rule books say of it, and a change of it.
@RestController
@RequestMapping("/api/v1/policies")
class PolicyController {

    private static final String MERCHANT_FORM = "[0-9]{15}";

    private final Policies policies;
    private final SecondPerson secondPerson;
    private final LeakedPasswords leaked;

    PolicyController(Policies policies, SecondPerson secondPerson, LeakedPasswords leaked) {
        this.policies = policies;
        this.secondPerson = secondPerson;
        this.leaked = leaked;
    }

    record RealmView(Realm realm, String name, String profile, int version, List<Level> levels) {}

    record ProfileView(String id, String name, List<Realm> realms, PasswordPolicy policy, List<BookView> report) {}

    record BookView(String id, String name, long satisfied, long broken, long undecided, List<LineView> clauses) {

        static BookView of(PolicyReport report) {
            return new BookView(report.book().id(), spoken(report.book().zh(), report.book().en()), report.count(Verdict.SATISFIED),
                    report.count(Verdict.BROKEN), report.count(Verdict.UNDECIDED), report.lines().stream().map(LineView::of).toList());
        }
    }

    /// @param by of an undecided clause, where it is decided
    record LineView(String clause, String text, Verdict verdict, List<BreachView> brokenBy, String by) {

        static LineView of(PolicyReport.Line line) {
            return new LineView(line.clause().id(), spoken(line.clause().zh(), line.clause().en()), line.verdict(),
                    line.brokenBy().stream().map(breach -> new BreachView(breach.knob(), spoken(breach.knob().zh(), breach.knob().en()), breach.value())).toList(),
                    line.clause().by().map(by -> spoken(by.zh(), by.en())).orElse(null));
        }
    }

    record BreachView(Knob knob, String name, JsonNode value) {}

    /// @param settable whether a version of the policy can say it
    record KnobView(Knob knob, String name, JsonNode value, boolean settable) {}

    record VersionView(int version, Level level, String merchantId, String profile, Instant effectiveFrom, String setBy, Instant setAt) {

        static VersionView of(Version row) {
            return new VersionView(row.version(), row.level(), row.merchantId().isEmpty() ? null : row.merchantId(), row.profile(), row.effectiveFrom(),
                    row.setBy(), row.setAt());
        }
    }

    /// @param newestVersion of the realm, also one that is still to come: to be sent back with a change
    record PolicyView(Realm realm, String name, String profile, int version, int newestVersion, List<Level> levels, List<KnobView> values,
                      List<BookView> report, List<VersionView> versions) {}

    /// @param changes values by path, such as `{"rotation.maxAgeDays": 90}`
    /// @param seenVersion the newest version that one has looked at
    record NewPolicy(@NotNull Level level, @Pattern(regexp = MERCHANT_FORM) String merchantId, @Size(max = 40) String profile,
                     @Size(max = 40) Map<String, JsonNode> changes, Instant effectiveFrom, int seenVersion) {}

    @Operation(summary = "Whose passwords there are policies for, and which hold now")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    List<RealmView> realms() {
        return Arrays.stream(Realm.values()).map(realm -> {
            var now = policies.inForce(realm, Optional.empty());
            return new RealmView(realm, spoken(realm.zh(), realm.en()), now.profile(), now.version(), levels(realm));
        }).toList();
    }

    @Operation(summary = "The ready profiles, each with what every rule book says of it")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/profiles")
    List<ProfileView> profiles() {
        return Profiles.all().stream().map(profile -> new ProfileView(profile.id(), spoken(profile.zh(), profile.en()), profile.realms(), profile.policy(),
                report(profile.policy(), Lists.of(profile.realms(), leaked.count())))).toList();
    }

    @Operation(summary = "What holds for one kind of passwords, at a merchant if one is named, clause by clause, and its versions")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/{realm}")
    PolicyView inForce(@PathVariable Realm realm, @RequestParam(required = false) @Pattern(regexp = MERCHANT_FORM) String merchantId) {
        var now = policies.inForce(realm, Optional.ofNullable(merchantId).map(MerchantId::new));
        var facts = PolicyReport.facts(now.policy(), lists(realm));
        var versions = policies.versions(realm);
        return new PolicyView(realm, spoken(realm.zh(), realm.en()), now.profile(), now.version(), versions.isEmpty() ? 0 : versions.getFirst().version(),
                levels(realm), Arrays.stream(Knob.values()).filter(knob -> knob.appliesTo(realm))
                        .map(knob -> new KnobView(knob, spoken(knob.zh(), knob.en()), knob.in(facts), knob.isSettableFor(realm))).toList(),
                report(now.policy(), lists(realm)), versions.stream().map(VersionView::of).toList());
    }

    /// @param version what is set, if it only tightens
    /// @param waiting what waits for a second person, if it does not
    record PolicySet(VersionView version, SecondPerson.Waiting waiting) {}

    @Operation(summary = "Sets a policy from a day on; what loosens is proposed, 202. 422 POLICY_LOOSER and POLICY_UNDER_FLOOR name the values, 404 MERCHANT_UNKNOWN, 409 POLICY_CHANGED_MEANWHILE")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PostMapping("/{realm}")
    ResponseEntity<PolicySet> set(@PathVariable Realm realm, @Valid @RequestBody NewPolicy wanted, Principal administrator) {
        var wish = new Wish(realm, wanted.level(), Optional.ofNullable(wanted.merchantId()).map(MerchantId::new), Optional.ofNullable(wanted.profile()),
                wanted.changes() == null ? Map.of() : wanted.changes(), Optional.ofNullable(wanted.effectiveFrom()), wanted.seenVersion());
        return switch (policies.set(wish)) {
            case Outcome.Set(var row) -> ResponseEntity.status(HttpStatus.CREATED).body(new PolicySet(VersionView.of(row), null));
            case Outcome.Loosens loosens -> ResponseEntity.accepted().body(new PolicySet(null,
                    secondPerson.propose(Policies.object(wish), Policies.content(wish, loosens), administrator.getName())));
            case Outcome.Refused no -> throw no.asRequest();
        };
    }

    private Lists lists(Realm realm) {
        return Lists.of(List.of(realm), leaked.count());
    }

    private static List<BookView> report(PasswordPolicy policy, Lists lists) {
        return PolicyReport.of(policy, lists).stream().map(BookView::of).toList();
    }

    private static List<Level> levels(Realm realm) {
        return Arrays.stream(Level.values()).filter(realm::has).toList();
    }

    private static String spoken(String zh, String en) {
        return Texts.english() ? en : zh;
    }
}
