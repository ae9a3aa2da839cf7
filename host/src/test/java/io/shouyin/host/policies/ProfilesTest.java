package io.shouyin.host.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.policies.PolicyJson.NoPolicy;
import io.shouyin.host.policies.PolicyReport.Verdict;
import io.shouyin.kernel.PasswordRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {

    private static final List<Realm> CONSOLE = List.of(Realm.PLATFORM, Realm.PROVIDER);
    private static final Lists LONG_LIST = Lists.of(CONSOLE, 900_000_000);

    /// Which books each profile keeps whole. No profile keeps 等保三级 together with NIST or ASVS: composition and rotation contradict.
    @ParameterizedTest
    @CsvSource(textBlock = """
            guide,           guide
            guide-quarterly, guide
            pci-4.0.1,       pci-4.0.1
            nist-aal1,       nist-aal1
            nist-aal2,       nist-aal2 nist-aal1
            asvs-l2,         asvs-l2
            asvs-l3,         asvs-l3 asvs-l2
            mlps-3,          mlps-3
            """)
    void profile_keepsItsBookWhole(String profile, String books) {
        assertThat(List.of(books.split(" "))).allSatisfy(book -> assertThat(broken(profile, book)).isEmpty());
    }

    @Test
    void mlpsAndNist_contradictInCompositionAndRotation() {
        assertThat(broken("mlps-3", "nist-aal2")).contains("3.1.1.2-R", "3.1.1.2-P");
        assertThat(broken("mlps-3", "asvs-l2")).contains("6.2.5", "6.2.10");
        assertThat(broken("nist-aal2", "mlps-3")).contains("8.1.4.1-a1", "8.1.4.1-a2");
        assertThat(broken("asvs-l3", "mlps-3")).contains("8.1.4.1-a1", "8.1.4.1-a2");
        var line = clause(report("mlps-3", "nist-aal2", LONG_LIST), "3.1.1.2-P");
        assertThat(line.brokenBy()).singleElement().satisfies(breach -> {
            assertThat(breach.knob()).isEqualTo(Knob.MAX_AGE_DAYS);
            assertThat(breach.value().intValue()).isEqualTo(90);
        });
    }

    /// A clause that every value satisfies would say nothing.
    @ParameterizedTest
    @CsvSource({"nist-aal2, 3.1.1.2-B", "asvs-l2, 6.2.12", "asvs-l3, 6.2.4 6.2.12"})
    void clausesOfLists_areBrokenWhereNoneIsLoaded(String book, String clauses) {
        assertThat(broken(report(book, book, Lists.of(CONSOLE, 0)))).containsExactly(clauses.split(" "));
    }

    /// Twelve characters and more: 229 of the list, so that a short list of leaked ones does not make up for it, and a long one does.
    @ParameterizedTest
    @CsvSource({"asvs-l2, 0, SATISFIED", "pci-4.0.1, 0, BROKEN", "pci-4.0.1, 999999, BROKEN", "pci-4.0.1, 1000000, SATISFIED", "asvs-l3, 1000000, SATISFIED"})
    void clauseOfCommonPasswords_dependsOnHowManyOfThePolicysLengthAreKnown(String profile, int leakedCount, Verdict verdict) {
        assertThat(clause(report(profile, "asvs-l2", Lists.of(CONSOLE, leakedCount)), "6.2.4").verdict()).isEqualTo(verdict);
    }

    @Test
    void passwordsOfTerminals_areComparedWithTheMostCommonOnes_andWithNoLeakedList() {
        var keypad = Lists.of(List.of(Realm.TRANSACTION_PASSWORD), 1_000_000);
        assertThat(clause(report("guide", "guide", keypad), "P2-6").verdict()).isEqualTo(Verdict.SATISFIED);
        assertThat(clause(report("guide", "asvs-l2", keypad), "6.2.4").verdict()).isEqualTo(Verdict.SATISFIED);
        var leaked = clause(report("guide", "asvs-l2", keypad), "6.2.12");
        assertThat(leaked.verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(leaked.brokenBy()).singleElement().satisfies(breach -> assertThat(breach.value().intValue()).isZero());
    }

    @Test
    void clauses_thatNoPasswordPolicyDecides_areNeitherKeptNorBroken() {
        var lines = report("pci-4.0.1", "pci-4.0.1", LONG_LIST).lines();
        assertThat(lines).filteredOn(line -> line.verdict() == Verdict.UNDECIDED)
                .extracting(line -> line.clause().id()).containsExactly("8.3.5", "8.3.8", "8.5.1");
    }

    @Test
    void everyText_isInBothLanguages() {
        Profiles.all().forEach(profile -> assertBoth(profile.zh(), profile.en(), profile.id()));
        Profiles.ruleBooks().stream().flatMap(book -> book.clauses().stream()).forEach(clause -> assertBoth(clause.zh(), clause.en(), clause.id()));
        assertThat(Knob.values()).allSatisfy(knob -> assertThat(knob.zh()).matches(".*\\p{IsHan}.*"));
        assertThat(Realm.values()).allSatisfy(realm -> assertThat(Profiles.find(realm.firstProfile())).isPresent());
    }

    /// The terminal judges by these while somebody types; the host's first profiles must say the same.
    @Test
    void terminalsOwnRules_areTheFirstProfiles() {
        assertThat(Profiles.find("guide").orElseThrow().policy().text(true)).isEqualTo(PasswordRules.Policy.TRANSACTION_PASSWORD);
        assertThat(Profiles.find("terminal-operator-pin").orElseThrow().policy().text(true)).isEqualTo(PasswordRules.Policy.OPERATOR_PASSWORD);
    }

    @Test
    void everyProfile_writtenAndRead_isTheSame() throws NoPolicy {
        for (var profile : Profiles.all()) {
            assertThat(PolicyJson.policy(PolicyJson.text(profile.policy()))).isEqualTo(profile.policy());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no json                              | the text is not JSON
            {}                                   | a value is missing, unknown or not of its kind
            {"lenght": {}}                       | a value is missing, unknown or not of its kind
            {"length": {"soleMin": "secret"}}    | a value is missing, unknown or not of its kind: length.soleMin
            """)
    void text_thatIsNoPolicy_isRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> PolicyJson.policy(text)).isInstanceOf(NoPolicy.class).hasMessageContaining(reason);
    }

    @Test
    void knobs_compareTighter() {
        var guide = Profiles.find("guide").orElseThrow().policy();
        var quarterly = Profiles.find("guide-quarterly").orElseThrow().policy();
        assertThat(List.of(Knob.values())).filteredOn(knob -> knob.isLooser(guide, quarterly)).containsExactly(Knob.MAX_AGE_DAYS);
        assertThat(List.of(Knob.values())).noneMatch(knob -> knob.isLooser(quarterly, guide));
        var pci = Profiles.find("pci-4.0.1").orElseThrow().policy();
        var nist = Profiles.find("nist-aal1").orElseThrow().policy();
        var looser = List.of(Knob.values()).stream().filter(knob -> knob.isLooser(nist, pci)).collect(Collectors.toSet());
        assertThat(looser).contains(Knob.REQUIRED, Knob.SEQUENCE_MAX, Knob.MATCHING, Knob.MAX_AGE_DAYS, Knob.HISTORY_COUNT, Knob.FAILURES_MAX, Knob.SECOND_FACTOR)
                .doesNotContain(Knob.LENGTH_SOLE_MIN, Knob.SMS, Knob.LOCK_MINUTES);
    }

    private static List<String> broken(String profile, String book) {
        return broken(report(profile, book, LONG_LIST));
    }

    private static List<String> broken(PolicyReport report) {
        return report.lines().stream().filter(line -> line.verdict() == Verdict.BROKEN).map(line -> line.clause().id()).toList();
    }

    private static PolicyReport report(String profile, String book, Lists lists) {
        return PolicyReport.of(Profiles.find(profile).orElseThrow().policy(), lists).stream().filter(one -> one.book().id().equals(book)).findFirst().orElseThrow();
    }

    private static PolicyReport.Line clause(PolicyReport report, String clause) {
        return report.lines().stream().filter(line -> line.clause().id().equals(clause)).findFirst().orElseThrow();
    }

    private static void assertBoth(String zh, String en, String id) {
        assertThat(Map.of("zh", zh, "en", en)).as(id).allSatisfy((_, text) -> assertThat(text).isNotBlank());
        assertThat(en).as(id).doesNotContainPattern("\\p{IsHan}");
    }
}
