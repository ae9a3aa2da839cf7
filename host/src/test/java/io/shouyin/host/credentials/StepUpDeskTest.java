package io.shouyin.host.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.Totp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API of step-up rules and of a terminal's secrets.
@HostTest
class StepUpDeskTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Map<String, Object> SALE_FROM_A_HUNDRED = rule("own", "{\"kinds\":[\"SALE\"],\"amountFromFen\":10000}", "SUPERVISOR_PASSWORD");

    @Autowired
    private Merchants merchants;
    @Autowired
    private Terminals terminals;
    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TestClock clock;
    @Autowired
    private SecretDesk desk;

    private String merchant;
    private String terminal;

    @BeforeEach
    void register() {
        int number = NUMBERS.incrementAndGet();
        merchant = "10411005423%04d".formatted(number);
        merchants.register(new Merchants.Registration(new MerchantId(merchant), "小店", "SMALL SHOP", "5411", "SHANGHAI", "02155550102"));
        terminal = terminals.register(new MerchantId(merchant), "SYSD-%08d".formatted(number), "VT", TerminalProfile.TDES).terminal().value();
    }

    private static Map<String, Object> rule(String name, String when, String... factors) {
        return Map.of("name", name, "when", JsonMapper.shared().readTree(when),
                "require", Map.of("anyOf", List.of(Map.of("allOf", List.of(factors)))));
    }

    private Map<String, Object> replacement(String scope, String id, int basedOn, List<?> rules) {
        return new LinkedHashMap<>(Map.of("scope", scope, "scopeId", id, "basedOn", basedOn, "rules", rules));
    }

    // authenticator applications ------------------------------------------------------------------------------------------

    @Test
    void authenticator_ofAnOperator_isShownOnce_countsWhenConfirmed_andCanBeTakenAway() {
        var desk = staff.loggedIn(Role.SERVICE_DESK);
        String path = "/api/v1/terminals/" + terminal + "/authenticators";
        desk.post(path + "/01", Map.of()).problem(409, "OPERATOR_NOT_READY");
        jdbc.sql("UPDATE credentials.secret SET state = 'SET' WHERE terminal_id = ? AND operator_number = '01'").param(terminal).update();
        desk.post(path + "/01/confirmation", Map.of("code", "000000")).problem(404, "AUTHENTICATOR_UNKNOWN");
        var offer = desk.post(path + "/01", Map.of()).expect(201).body();
        assertThat(offer.path("secret").asString()).matches("[A-Z2-7]{32}");
        assertThat(offer.path("link").asString()).isEqualTo("otpauth://totp/Shouyin:" + terminal + "-01?secret=" + offer.path("secret").asString() + "&issuer=Shouyin");
        desk.post(path + "/01/confirmation", Map.of("code", "12345x")).problem(400, "REQUEST_INVALID");
        assertThat(desk.get(path).expect(200).text()).isEqualTo("[{\"operator\":\"01\",\"confirmed\":false,\"locked\":false}]");
        String code = Totp.code(StepUpOverTheWireIT.decoded(offer.path("secret").asString()), Totp.step(clock.instant().getEpochSecond()), Totp.DIGITS);
        desk.post(path + "/01/confirmation", Map.of("code", code)).expect(204);
        desk.post(path + "/01/confirmation", Map.of("code", code)).problem(403, "AUTHENTICATOR_CODE_WRONG");
        assertThat(desk.get(path).expect(200).text()).contains("\"confirmed\":true").doesNotContain(offer.path("secret").asString());
        staff.loggedIn(Role.RISK).post(path + "/01", Map.of()).expect(403);
        desk.delete(path + "/01").expect(204);
        desk.delete(path + "/01").problem(404, "AUTHENTICATOR_UNKNOWN");
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = ? AND action LIKE 'authenticator.%' ORDER BY entry_id")
                .param("operator:" + terminal + "/01").query(String.class).list()).containsExactly("authenticator.issue", "authenticator.enrol", "authenticator.remove");
    }

    // rules -------------------------------------------------------------------------------------------------------------

    @Test
    void rules_ofThePlatform_comeWithTheProduct() {
        var versions = staff.loggedIn(Role.AUDITOR).get("/api/v1/step-up/rules?scope=PLATFORM").expect(200);
        assertThat(versions.body().size()).as("the second one has pre-authorizations, the third what follows them, the fourth a second factor for what gives back").isEqualTo(4);
        assertThat(versions.text()).contains("\"sale\"", "\"pre-authorization\"", "\"sale-second-factor\"", "\"back\"", "\"back-second-factor\"", "\"registered-card\"", "\"amountFromFen\":500000");
    }

    @Test
    void rules_ofAMerchant_tightened_areTheNextVersion_loggedAndInForce() {
        var risk = staff.loggedIn(Role.RISK);
        var first = put(risk, replacement("MERCHANT", merchant, 0, List.of(SALE_FROM_A_HUNDRED))).expect(200);
        assertThat(first.body().at("/set/version").asInt()).isEqualTo(1);
        Map<String, Object> later = replacement("MERCHANT", merchant, 1,
                List.of(rule("earlier", "{\"kinds\":[\"SALE\"],\"amountFromFen\":5000}", "SUPERVISOR_PASSWORD")));
        later.put("effectiveFrom", clock.instant().plus(Duration.ofDays(7)).toString());
        put(risk, later).expect(200);
        assertThat(risk.get("/api/v1/step-up/rules?scope=MERCHANT&scopeId=" + merchant).expect(200).body().size()).isEqualTo(2);
        assertThat(jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'step-up.rule.replace' AND object = ? ORDER BY entry_id")
                .param("step-up-rules:" + merchant).query(String.class).list()).hasSize(2).first().asString().startsWith("version 1 from ");
        assertThat(inForce()).as("the second one is still to come").containsExactly("own");
    }

    @Test
    void rules_loosened_waitForAnotherPerson() {
        String name = staff.account(Role.RISK);
        var risk = staff.browser();
        risk.login(name, TestStaff.PASSWORD).expect(200);
        put(risk, replacement("MERCHANT", merchant, 0, List.of(SALE_FROM_A_HUNDRED))).expect(200);
        var waiting = put(risk, replacement("MERCHANT", merchant, 1, List.of())).expect(202).body().path("proposal");
        assertThat(waiting.path("subject").asString()).isEqualTo("step-up-rules:" + merchant);
        assertThat(waiting.at("/content/wanted/basedOn").asInt()).isEqualTo(1);
        assertThat(waiting.at("/content/before/0/name").asString()).isEqualTo("own");
        assertThat(inForce()).containsExactly("own");
        put(risk, replacement("MERCHANT", merchant, 1, List.of())).problem(409, "PROPOSAL_UNDER_WAY");
        String approval = "/api/v1/proposals/" + waiting.path("id").asString() + "/approval";
        risk.post(approval, null).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        staff.loggedIn(Role.KEY_OFFICER).post(approval, null).problem(403, "PROPOSAL_ROLE_NEEDED");
        staff.loggedIn(Role.SERVICE_DESK).post(approval, null).problem(403, "ACCESS_DENIED");
        assertThat(staff.loggedIn(Role.FINANCE).get("/api/v1/proposals").expect(200).text()).contains(waiting.path("id").asString()).doesNotContain("ACCOUNT_");
        var second = staff.loggedIn(Role.RISK);
        clock.advance(Duration.ofMinutes(6));
        second.post(approval, null).problem(403, "STEP_UP_REQUIRED");
        put(risk, replacement("MERCHANT", merchant, 1, List.of())).problem(403, "STEP_UP_REQUIRED");
        staff.loggedIn(Role.RISK).post(approval, null).expect(200);
        assertThat(inForce()).isEmpty();
        assertThat(risk.get("/api/v1/step-up/rules?scope=MERCHANT&scopeId=" + merchant).expect(200).body().at("/0/setBy").asString()).isEqualTo(name);
    }

    @Test
    void rules_approvedAfterOthersWereSet_areRefused() {
        var risk = staff.loggedIn(Role.RISK);
        put(risk, replacement("MERCHANT", merchant, 0, List.of(SALE_FROM_A_HUNDRED))).expect(200);
        String proposal = put(risk, replacement("MERCHANT", merchant, 1, List.of())).expect(202).body().at("/proposal/id").asString();
        put(risk, replacement("MERCHANT", merchant, 1, List.of(SALE_FROM_A_HUNDRED, rule("more", "{\"kinds\":[\"REFUND\"]}", "FINGERPRINT@SUPERVISOR")))).expect(200);
        staff.loggedIn(Role.RISK).post("/api/v1/proposals/" + proposal + "/approval", null).problem(409, "RULES_CHANGED_MEANWHILE");
        assertThat(inForce()).containsExactly("own");
    }

    @Test
    void rules_ofThePlatform_underTheFloor_areNotEvenProposed() {
        var risk = staff.loggedIn(Role.RISK);
        var back = rule("back", "{\"kinds\":[\"VOID\",\"REFUND\",\"PRE_AUTH_VOID\",\"COMPLETION_VOID\"]}", "SUPERVISOR_PASSWORD");
        var sale = rule("sale", "{\"kinds\":[\"SALE\",\"OFFLINE_SALE\"],\"amountFromFen\":500000}", "TXN_PASSWORD");
        platform(risk, List.of()).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(back)).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(back, rule("sale", "{\"kinds\":[\"SALE\"],\"amountFromFen\":500000}", "PIN"))).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(back, rule("sale", "{\"kinds\":[\"SALE\"],\"amountFromFen\":500001}", "TXN_PASSWORD"))).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(back, rule("sale", "{\"kinds\":[\"SALE\"],\"amountFromFen\":500000,\"secondFactor\":true}", "ONE_TIME_CODE")))
                .problem(422, "RULES_SALE_UNGUARDED");
        var preAuth = rule("pre-auth", "{\"kinds\":[\"PRE_AUTH\",\"PRE_AUTH_TOP_UP\"],\"amountFromFen\":500000}", "TXN_PASSWORD");
        var completion = rule("completion", "{\"kinds\":[\"COMPLETION\",\"COMPLETION_NOTICE\"],\"amountFromFen\":500000}", "SUPERVISOR_PASSWORD");
        platform(risk, List.of(sale, back)).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(sale, back, preAuth)).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(sale, back, completion)).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(sale, back, preAuth, rule("pin", "{\"kinds\":[\"COMPLETION\",\"COMPLETION_NOTICE\"]}", "PIN"))).problem(422, "RULES_SALE_UNGUARDED");
        platform(risk, List.of(sale, preAuth, completion)).problem(422, "RULES_BACK_UNGUARDED");
        platform(risk, List.of(sale, preAuth, completion, rule("back", "{\"kinds\":[\"VOID\",\"REFUND\",\"PRE_AUTH_VOID\",\"COMPLETION_VOID\"]}", "TXN_PASSWORD")))
                .problem(422, "RULES_BACK_UNGUARDED");
        String proposal = platform(risk, List.of(sale, back, preAuth, completion)).expect(202).body().at("/proposal/id").asString();
        risk.post("/api/v1/proposals/" + proposal + "/rejection", null).expect(200);
    }

    private TestBrowser.Answer platform(TestBrowser risk, List<?> rules) {
        int latest = risk.get("/api/v1/step-up/rules?scope=PLATFORM").expect(200).body().at("/0/version").asInt();
        return put(risk, replacement("PLATFORM", "", latest, rules));
    }

    private static TestBrowser.Answer put(TestBrowser risk, Map<String, Object> replacement) {
        return risk.put("/api/v1/step-up/rules", replacement);
    }

    private List<String> inForce() {
        return new StepUpRules(new StepUpRuleSets(jdbc, clock)).around(new MerchantId(merchant), new TerminalId(terminal)).stream().map(StepUpRule::name)
                .filter(name -> name.equals("own")).toList();
    }

    @Test
    void rules_thatLoosenOrMakeNoSense_areRefusedByName() {
        var risk = staff.loggedIn(Role.RISK);
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 0, List.of(rule("loose", "{\"kinds\":[\"SALE\"],\"amountFromFen\":10000}", "TXN_PASSWORD"))))
                .problem(422, "RULE_ADDS_NOTHING");
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 0, List.of(SALE_FROM_A_HUNDRED))).expect(200);
        risk.put("/api/v1/step-up/rules", replacement("TERMINAL", terminal, 0, List.of(SALE_FROM_A_HUNDRED))).problem(422, "RULE_ADDS_NOTHING");
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 0, List.of())).problem(409, "RULES_CHANGED_MEANWHILE");
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 1, List.of(SALE_FROM_A_HUNDRED, SALE_FROM_A_HUNDRED))).problem(422, "RULE_NAME_TWICE");
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 1, List.of(rule("x", "{\"amountFromFen\":-1}", "PIN")))).problem(400, "REQUEST_INVALID");
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 1, List.of(rule("x", "{}", "SMS")))).problem(400, "REQUEST_INVALID");
        for (String role : List.of("ADMINISTRATOR", "CASHIER", "")) {
            risk.put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 1, List.of(rule("x", "{}", "FINGERPRINT@" + role)))).problem(422, "RULE_ROLE_UNKNOWN");
        }
        risk.put("/api/v1/step-up/rules", replacement("MERCHANT", "104999999999999", 0, List.of())).problem(404, "RULE_SCOPE_UNKNOWN");
        risk.put("/api/v1/step-up/rules", replacement("TERMINAL", "99999999", 0, List.of())).problem(404, "RULE_SCOPE_UNKNOWN");
        risk.put("/api/v1/step-up/rules", replacement("PROVIDER", merchant, 0, List.of())).problem(404, "RULE_SCOPE_UNKNOWN");
        Map<String, Object> past = replacement("MERCHANT", merchant, 1, List.of());
        past.put("effectiveFrom", Instant.EPOCH.toString());
        risk.put("/api/v1/step-up/rules", past).problem(422, "RULES_EFFECTIVE_IN_PAST");
        staff.loggedIn(Role.OPERATIONS).put("/api/v1/step-up/rules", replacement("MERCHANT", merchant, 1, List.of())).expect(403);
    }

    @Test
    void rules_moreThanATerminalHolds_areRefused_withTheNumber() {
        var risk = staff.loggedIn(Role.RISK);
        int platform = risk.get("/api/v1/step-up/rules?scope=PLATFORM").body().at("/0/rules").size();
        put(risk, replacement("MERCHANT", merchant, 0, steps(40, "SUPERVISOR_PASSWORD"))).expect(200);
        Map<String, Object> later = replacement("MERCHANT", merchant, 1, steps(50, "SUPERVISOR_PASSWORD"));
        later.put("effectiveFrom", clock.instant().plus(Duration.ofDays(7)).toString());
        put(risk, later).expect(200);
        var refused = put(risk, replacement("TERMINAL", terminal, 0, steps(50, "PIN"))).problem(422, "RULES_TOO_MANY");
        assertThat(refused.body().path("rules").asInt()).as("those to come are counted").isEqualTo(100 + platform);
        assertThat(refused.body().path("rulesMax").asInt()).isEqualTo(100);
        assertThat(refused.body().path("detail").asString()).contains("100");
        put(risk, replacement("TERMINAL", terminal, 0, steps(51 - platform, "PIN"))).problem(422, "RULES_TOO_MANY");
        put(risk, replacement("TERMINAL", terminal, 0, steps(50 - platform, "PIN"))).expect(200);
        put(risk, replacement("PROVIDER", "", 0, steps(1, "PIN"))).problem(422, "RULES_TOO_MANY");
    }

    private static List<Map<String, Object>> steps(int count, String factor) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> rule("step-" + i, "{\"kinds\":[\"SALE\"],\"amountFromFen\":" + 10_000 * i + "}", factor)).toList();
    }

    // secrets -----------------------------------------------------------------------------------------------------------

    @Test
    void oneTimeSecret_ofTwoAdministrators_isShownOnce_listedAndRevoked() {
        var first = staff.loggedIn(Role.ADMINISTRATOR);
        String proposal = first.post(path("/one-time"), Map.of()).expect(202).body().path("id").asString();
        first.post("/api/v1/proposals/" + proposal + "/approval", null).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        staff.loggedIn(Role.RISK).post("/api/v1/proposals/" + proposal + "/approval", null).problem(403, "PROPOSAL_ROLE_NEEDED");
        String shown = staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/proposals/" + proposal + "/approval", null).expect(200).body().path("secret").asString();
        assertThat(shown).matches("[0-9]{8}");
        var desk = staff.loggedIn(Role.SERVICE_DESK);
        var list = desk.get(path("")).expect(200);
        assertThat(list.text()).doesNotContain(shown);
        assertThat(list.body().at("/form/kind").asString()).isEqualTo("RECURRING");
        assertThat(list.body().at("/secrets/0/kind").asString()).isEqualTo("ONE_TIME");
        assertThat(list.body().at("/secrets/0/state").asString()).isEqualTo("SET");
        String id = list.body().at("/secrets/0/id").asString();
        desk.delete(path("/" + id)).expect(204);
        desk.delete(path("/" + id)).problem(409, "SECRET_ENDED");
        desk.delete(path("/00000000-0000-0000-0000-000000000000")).problem(404, "SECRET_UNKNOWN");
        assertThat(desk.get(path("")).body().at("/secrets/0/state").asString()).isEqualTo("REVOKED");
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = ? ORDER BY entry_id").param("transaction-password:" + terminal)
                .query(String.class).list()).containsExactly("proposal.propose", "proposal.approve", "secret.issue", "secret.revoke");
    }

    @Test
    void oneTimeSecrets_tooManyOrOver_areRefused() {
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        admin.post(path("/one-time"), Map.of("validTo", clock.instant().minusSeconds(1).toString())).problem(422, "VALIDITY_OVER");
        admin.post(path("/one-time"), Map.of("validFrom", clock.instant().plusSeconds(9).toString(), "validTo", clock.instant().plusSeconds(8).toString()))
                .problem(422, "VALIDITY_OVER");
        for (int i = 0; i < SecretDesk.ONE_TIME_MAX; i++) {
            desk.issueOneTime(new Subject.Transaction(new MerchantId(merchant), new TerminalId(terminal)), Validity.ALWAYS).clear().close();
        }
        admin.post(path("/one-time"), Map.of()).problem(409, "TOO_MANY_ONE_TIME");
        staff.loggedIn(Role.AUDITOR).post(path("/one-time"), Map.of()).expect(403);
        admin.post("/api/v1/terminals/99999999/secrets/one-time", Map.of()).problem(404, "SECRET_UNKNOWN");
    }

    @Test
    void form_ofAStandingSecret_isKept_orRefused() {
        var risk = staff.loggedIn(Role.RISK);
        risk.put(path("/form"), Map.of("kind", "COMBINATION", "twoPeople", true, "cycle", "QUARTER", "usesMax", 5)).expect(204);
        assertThat(risk.get(path("")).body().path("form").toString())
                .contains("\"kind\":\"COMBINATION\"", "\"twoPeople\":true", "\"cycle\":\"QUARTER\"", "\"usesMax\":5");
        risk.put(path("/form"), Map.of("kind", "RECURRING", "twoPeople", true)).problem(422, "FORM_REFUSED");
        risk.put(path("/form"), Map.of("kind", "ONE_TIME", "twoPeople", false)).problem(422, "FORM_REFUSED");
        risk.put(path("/form"), Map.of("kind", "RECURRING", "twoPeople", false, "cycle", "DAY")).problem(422, "FORM_REFUSED");
        risk.put(path("/form"), Map.of("kind", "RECURRING", "twoPeople", false, "cycle", "DAY", "usesMax", 0)).problem(400, "REQUEST_INVALID");
        risk.put(path("/validity"), Map.of("validTo", clock.instant().toString())).problem(404, "SECRET_UNKNOWN");
    }

    @Test
    void validity_thatIsOver_isRefused_alsoOfAStandingSecret() {
        desk.issueInitial(new Subject.Transaction(new MerchantId(merchant), new TerminalId(terminal))).close();
        var risk = staff.loggedIn(Role.RISK);
        risk.put(path("/validity"), Map.of("validTo", "2020-01-01T00:00:00Z")).problem(422, "VALIDITY_OVER");
        risk.put(path("/validity"), Map.of("validTo", clock.instant().toString())).problem(422, "VALIDITY_OVER");
        risk.put(path("/validity"), Map.of("validTo", clock.instant().plusSeconds(1).toString())).expect(204);
        risk.put(path("/validity"), Map.of()).expect(202);
    }

    @Test
    void termsOfAStandingSecret_loosened_waitForAnotherPerson() {
        desk.issueInitial(new Subject.Transaction(new MerchantId(merchant), new TerminalId(terminal))).close();
        var risk = staff.loggedIn(Role.RISK);
        risk.put(path("/form"), form("COMBINATION", true, "WEEK", 5)).expect(204);
        for (Map<String, Object> looser : List.of(form("COMBINATION", false, "WEEK", 5), form("COMBINATION", true, "WEEK", 6), form("COMBINATION", true, "DAY", 1),
                form("COMBINATION", true, null, null), form("RECURRING", false, "WEEK", 5))) {
            withdrawn(risk, risk.put(path("/form"), looser).expect(202).body());
        }
        risk.put(path("/form"), form("COMBINATION", true, "WEEK", 4)).expect(204);

        var waiting = risk.put(path("/form"), form("RECURRING", false, null, null)).expect(202).body();
        assertThat(waiting.path("kind").asString()).isEqualTo("SECRET_TERMS");
        risk.post("/api/v1/proposals/" + waiting.path("id").asString() + "/approval", null).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        assertThat(risk.get(path("")).body().at("/form/twoPeople").asBoolean()).isTrue();
        staff.loggedIn(Role.RISK).post("/api/v1/proposals/" + waiting.path("id").asString() + "/approval", null).expect(200);
        assertThat(risk.get(path("")).body().at("/form/twoPeople").asBoolean()).isFalse();

        Instant begin = clock.instant().plus(Duration.ofDays(1));
        Instant end = clock.instant().plus(Duration.ofDays(9));
        risk.put(path("/validity"), validity(begin, end)).expect(204);
        for (Map<String, Object> wider : List.of(validity(null, end), validity(begin, null), validity(begin.minusSeconds(1), end), validity(begin, end.plusSeconds(1)))) {
            withdrawn(risk, risk.put(path("/validity"), wider).expect(202).body());
        }
        risk.put(path("/validity"), validity(begin.plusSeconds(1), end.minusSeconds(1))).expect(204);
        var removed = risk.put(path("/validity"), Map.of()).expect(202).body();
        staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/proposals/" + removed.path("id").asString() + "/approval", null).expect(200);
        assertThat(risk.get(path("")).body().at("/secrets/0/validTo").isNull()).isTrue();
    }

    @Test
    void termsOfAStandingSecret_takeAPersonWithAFreshLogin() {
        var administrator = staff.loggedIn(Role.ADMINISTRATOR);
        var token = administrator.post("/api/v1/clients", Map.of("name", "对账系统", "scopes", List.of("RISK"), "expiresAt", clock.instant().plusSeconds(3600).toString()))
                .expect(201).body().path("token").asString();
        var program = staff.browser().with("Authorization", "Bearer " + token);
        clock.advance(Duration.ofMinutes(6));
        for (String what : List.of("/form", "/validity")) {
            Map<String, Object> wanted = what.equals("/form") ? form("RECURRING", false, null, null) : Map.of();
            program.put(path(what), wanted).problem(403, "ACCESS_DENIED");
            administrator.put(path(what), wanted).problem(403, "STEP_UP_REQUIRED");
            administrator.put("/api/v1/cardholders/00000000-0000-0000-0000-000000000000/secrets" + what, wanted).problem(403, "STEP_UP_REQUIRED");
        }
    }

    private static void withdrawn(TestBrowser browser, JsonNode proposal) {
        browser.post("/api/v1/proposals/" + proposal.path("id").asString() + "/rejection", null).expect(200);
    }

    private static Map<String, Object> form(String kind, boolean twoPeople, String cycle, Integer usesMax) {
        Map<String, Object> form = new LinkedHashMap<>(Map.of("kind", kind, "twoPeople", twoPeople));
        form.put("cycle", cycle);
        form.put("usesMax", usesMax);
        return form;
    }

    private static Map<String, Object> validity(Instant from, Instant to) {
        Map<String, Object> validity = new LinkedHashMap<>();
        validity.put("validFrom", from == null ? null : from.toString());
        validity.put("validTo", to == null ? null : to.toString());
        return validity;
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"})
    void moment_thatNoCalendarHas_isRefused(String moment) {
        var risk = staff.loggedIn(Role.RISK);
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        String card = "/api/v1/cardholders/00000000-0000-0000-0000-000000000000/secrets";
        var refused = risk.put(path("/validity"), Map.of("validTo", moment)).problem(400, "REQUEST_INVALID");
        assertThat(refused.body().at("/errors/0/field").asString()).isEqualTo("validTo");
        risk.put(path("/validity"), Map.of("validTo", 1e300)).problem(400, "REQUEST_INVALID");
        admin.put(card + "/validity", Map.of("validFrom", moment)).problem(400, "REQUEST_INVALID");
        risk.put("/api/v1/step-up/rules", Map.of("scope", "PLATFORM", "basedOn", 1, "effectiveFrom", moment, "rules", List.of())).problem(400, "REQUEST_INVALID");
        admin.post(path("/one-time"), Map.of("validTo", moment)).problem(400, "REQUEST_INVALID");
        admin.post(card + "/one-time", Map.of("validFrom", moment)).problem(400, "REQUEST_INVALID");
    }

    private String path(String rest) {
        return "/api/v1/terminals/" + terminal + "/secrets" + rest;
    }
}
