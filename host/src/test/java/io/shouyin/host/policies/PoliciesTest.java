package io.shouyin.host.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.merchants.Merchants.Registration;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PasswordPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Merchants of their own, so that nobody else's policy changes: the realm of card passwords, whose platform and provider levels are left alone.
@HostTest
class PoliciesTest {

    private static final Realm REALM = Realm.CARDHOLDER;

    @Autowired
    private Policies policies;
    @Autowired
    private Merchants merchants;
    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void registerMerchants() {
        for (int n = 1; n <= 9; n++) {
            merchants.register(new Registration(new MerchantId("10411005499000" + n), "听雨茶楼", "LISTENING RAIN TEA", "5812", "SUZHOU", "051255550100"));
        }
    }

    @Test
    void nothingSet_theFirstProfileHolds() {
        var inForce = policies.inForce(REALM, Optional.of(new MerchantId("104110054990001")));
        assertThat(inForce.profile()).isEqualTo("guide");
        assertThat(inForce.policy()).isEqualTo(Profiles.find("guide").orElseThrow().policy());
    }

    @Test
    void merchant_mayTighten_fromADayOn_andItIsLogged() {
        var merchant = new MerchantId("104110054990002");
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        var from = clock.instant().plus(Duration.ofHours(1));
        var answer = set(admin, merchant, Map.of("length.soleMin", 8, "rotation.maxAgeDays", 30), Map.of("effectiveFrom", from.toString())).expect(201);
        assertThat(policies.inForce(REALM, Optional.of(merchant)).policy().length().soleMin()).isEqualTo(6);
        var later = policies.inForce(REALM, Optional.of(merchant), from);
        assertThat(later.policy().length().soleMin()).isEqualTo(8);
        assertThat(later.policy().rotation().maxAgeDays()).isEqualTo(30);
        assertThat(later.policy().history()).isEqualTo(Profiles.find("guide").orElseThrow().policy().history());
        assertThat(later.version()).isEqualTo(answer.body().at("/version/version").intValue());
        assertThat(policies.inForce(REALM, Optional.of(new MerchantId("104110054990003")), from).policy().length().soleMin()).isEqualTo(6);
        assertThat(jdbc.sql("SELECT result || ' ' || reason FROM audit.entry WHERE object = 'policy:CARDHOLDER/MERCHANT/104110054990002'")
                .query(String.class).list()).containsExactly("DONE guide v" + later.version());
    }

    @Test
    void merchant_mayNotLoosen_andIsToldWhere() {
        var merchant = new MerchantId("104110054990004");
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        var answer = set(admin, merchant, Map.of("history.count", 1, "rotation.maxAgeDays", 0), Map.of()).problem(422, "POLICY_LOOSER");
        assertThat(answer.body().path("knobs").valueStream().map(knob -> knob.path("knob").asString()))
                .containsExactly("rotation.maxAgeDays", "history.count");
        set(admin, merchant, Map.of("composition.required", List.of("DIGIT")), Map.of()).problem(422, "POLICY_LOOSER");
        set(admin, merchant, Map.of("composition.alphabet", "UNICODE"), Map.of()).problem(422, "POLICY_LOOSER");
        assertThat(policies.inForce(REALM, Optional.of(merchant)).version()).isZero();
    }

    @Test
    void policy_thatMakesNoSense_isRefusedByName() {
        var merchant = new MerchantId("104110054990005");
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        var invalid = set(admin, merchant, Map.of("length.soleMin", 13), Map.of()).problem(422, "POLICY_INVALID");
        assertThat(invalid.body().path("rule").asString()).contains("lengths are 1 to 128");
        for (Map<String, ?> bent : List.of(Map.of("length.soleMin", "eight"), Map.of("length.soleMin", "8"), Map.of("length.soleMin", 8.7), Map.of("length.soleMin", 8.0),
                Map.of("length.soleMin", true), Map.of("rotation.graceDays", 1e10), Map.of("blocking.matching", 1),
                Map.of("blocking.words", List.of("\0x")), Map.of("blocking.words", List.of("\u202egnaw")))) {
            set(admin, merchant, bent, Map.of()).problem(422, "POLICY_INVALID");
        }
        set(admin, merchant, Map.of("length.shoe", 8), Map.of()).problem(422, "POLICY_KNOB_UNKNOWN");
        set(admin, merchant, Map.of("session.idleMinutes", 5), Map.of()).problem(422, "POLICY_KNOB_UNKNOWN");
        set(admin, merchant, Map.of(), Map.of("profile", "none-such")).problem(422, "POLICY_PROFILE_UNKNOWN");
        set(admin, merchant, Map.of(), Map.of("effectiveFrom", clock.instant().minusSeconds(1).toString())).problem(422, "POLICY_IN_THE_PAST");
        set(admin, merchant, Map.of(), Map.of("effectiveFrom", "0001-01-01T00:00:00Z")).problem(422, "POLICY_IN_THE_PAST");
        set(admin, merchant, Map.of(), Map.of("effectiveFrom", "9999-12-31T00:00:00Z")).problem(422, "POLICY_TOO_FAR_AHEAD");
        set(admin, merchant, Map.of(), Map.of("effectiveFrom", clock.instant().plus(Duration.ofDays(367)).toString())).problem(422, "POLICY_TOO_FAR_AHEAD");
        admin.post("/api/v1/policies/PLATFORM", Map.of("level", "MERCHANT", "merchantId", merchant.value(), "seenVersion", 0)).problem(422, "POLICY_LEVEL_UNSUITABLE");
        set(admin, merchant, Map.of(), Map.of("profile", "guide-quarterly", "seenVersion", newest(admin) - 1)).problem(409, "POLICY_CHANGED_MEANWHILE");
    }

    @Test
    void policy_ofAMerchantThatNobodyRegistered_isRefused() {
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        set(admin, new MerchantId("999999999999999"), Map.of("length.soleMin", 8), Map.of()).problem(404, "MERCHANT_UNKNOWN");
        assertThat(jdbc.sql("SELECT result || ' ' || reason FROM audit.entry WHERE object = 'policy:CARDHOLDER/MERCHANT/999999999999999'")
                .query(String.class).list()).containsExactly("REFUSED MERCHANT_UNKNOWN");
    }

    @Test
    void policy_thatLoosens_waitsForAnotherPerson() {
        var merchant = new MerchantId("104110054990007");
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        set(admin, merchant, Map.of("length.soleMin", 9), Map.of()).expect(201);
        String id = set(admin, merchant, Map.of("length.soleMin", 8), Map.of()).expect(202).body().at("/waiting/id").asString();
        assertThat(inForce(merchant).length().soleMin()).isEqualTo(9);
        var waiting = staff.loggedIn(Role.FINANCE).get("/api/v1/proposals").expect(200).body().valueStream()
                .filter(one -> one.path("id").asString().equals(id)).findFirst().orElseThrow();
        assertThat(waiting.path("subject").asString()).isEqualTo("policy:CARDHOLDER/MERCHANT/104110054990007");
        assertThat(waiting.at("/content/difference").valueStream().map(one -> one.path("knob").asString() + " " + one.path("before") + " " + one.path("after")))
                .contains("length.soleMin 9 8");
        admin.post("/api/v1/proposals/" + id + "/approval", null).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        staff.loggedIn(Role.RISK).post("/api/v1/proposals/" + id + "/approval", null).expect(200);
        assertThat(inForce(merchant).length().soleMin()).isEqualTo(8);
        assertThat(jdbc.sql("SELECT reason FROM audit.entry WHERE object = 'policy:CARDHOLDER/MERCHANT/104110054990007' AND action = 'policy.set' ORDER BY entry_id DESC LIMIT 1")
                .query(String.class).single()).contains("PASSWORD_POLICY " + id);
    }

    @Test
    void policy_underTheFloor_isNotEvenProposed() {
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        for (Map<String, ?> low : List.of(Map.of("length.soleMin", 1), Map.of("attempts.failuresMax", 11), Map.of("rotation.graceDays", 31))) {
            var answer = platform(admin, low).problem(422, "POLICY_UNDER_FLOOR");
            assertThat(answer.body().path("knobs").valueStream().map(knob -> knob.path("knob").asString())).containsAll(low.keySet());
        }
        assertThat(platform(admin, Map.of("attempts.failuresMax", 10)).expect(202).body().path("waiting").path("id").asString()).isNotBlank();
        String id = jdbc.sql("SELECT proposal_id FROM access.proposal WHERE subject = 'policy:CARDHOLDER/PLATFORM' AND ended_at IS NULL").query(String.class).single();
        admin.post("/api/v1/proposals/" + id + "/rejection", null).expect(200);
        clock.advance(Duration.ofMinutes(6));
        platform(admin, Map.of("length.soleMin", 7)).problem(403, "STEP_UP_REQUIRED");
    }

    @Test
    void policy_forKeypads_thatNoKeypadCanType_isRefusedByName() {
        var merchant = new MerchantId("104110054990008");
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        var longer = set(admin, merchant, Map.of("length.soleMin", 14, "length.max", 20), Map.of()).problem(422, "POLICY_BEYOND_KEYPADS");
        assertThat(longer.body().path("knobs").valueStream().map(knob -> knob.path("knob").asString())).containsExactly("length.soleMin", "length.max");
        set(admin, merchant, Map.of("length.max", 13), Map.of()).problem(422, "POLICY_BEYOND_KEYPADS");
        platform(admin, Map.of("composition.alphabet", "UNICODE")).problem(422, "POLICY_BEYOND_KEYPADS");
        set(admin, merchant, Map.of("length.soleMin", 12), Map.of()).expect(201);
        assertThat(inForce(merchant).length().soleMin()).isEqualTo(12);
    }

    private static TestBrowser.Answer platform(TestBrowser admin, Map<String, ?> changes) {
        return admin.post("/api/v1/policies/" + REALM, Map.of("level", "PLATFORM", "changes", changes, "seenVersion", newest(admin)));
    }

    private PasswordPolicy inForce(MerchantId merchant) {
        return policies.inForce(REALM, Optional.of(merchant)).policy();
    }

    @Test
    void policies_areSeenByStaffAndSetByAdministratorsOnly() {
        var risk = staff.loggedIn(Role.RISK);
        set(risk, new MerchantId("104110054990006"), Map.of(), Map.of("profile", "guide-quarterly")).problem(403, "ACCESS_DENIED");
        assertThat(risk.get("/api/v1/policies").expect(200).body()).hasSize(Realm.values().length);
        var profiles = risk.get("/api/v1/policies/profiles").expect(200).body();
        assertThat(profiles.valueStream().map(profile -> profile.path("id").asString())).contains("mlps-3");
        risk.with("Accept-Language", "en");
        var view = risk.get("/api/v1/policies/TRANSACTION_PASSWORD").expect(200).body();
        assertThat(view.path("name").asString()).isEqualTo("Transaction passwords");
        assertThat(view.path("values").valueStream().map(value -> value.path("knob").asString())).contains("rotation.maxAgeDays").doesNotContain("session.idleMinutes");
        assertThat(view.path("report").path(0).path("broken").intValue()).isZero();
    }

    private TestBrowser.Answer set(TestBrowser browser, MerchantId merchant, Map<String, ?> changes, Map<String, ?> more) {
        var body = new HashMap<String, Object>(Map.of("level", "MERCHANT", "merchantId", merchant.value(), "changes", changes, "seenVersion", newest(browser)));
        body.putAll(more);
        return browser.post("/api/v1/policies/" + REALM, body);
    }

    private static int newest(TestBrowser browser) {
        return browser.get("/api/v1/policies/" + REALM).expect(200).body().path("newestVersion").intValue();
    }
}
