package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.LoginGuard.Step;
import io.shouyin.host.webauthn.SoftAuthenticator;
import io.shouyin.paycrypto.Totp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Second factors: enrol, log in with, guess at, lose. Over HTTP, against the real database.
@HostTest
class SecondFactorTest {

    private static final String FACTORS = "/api/v1/session/factors";
    private static final String SECURITY = "/api/v1/session/security";

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private LoginGuard guard;

    @Test
    void totp_enrolled_isAskedForAndOpensTheLogin() {
        var username = staff.account(Role.OPERATIONS);
        var enrolled = enrolled(username);
        assertThat(enrolled.recoveryCodes()).hasSize(10).allMatch(code -> code.matches("[a-z2-9]{5}-[a-z2-9]{5}")).doesNotHaveDuplicates();

        var browser = staff.browser();
        var session = browser.login(username, TestStaff.PASSWORD).expect(200).body();
        assertThat(session.path("next").asString()).isEqualTo("SECOND_FACTOR");
        assertThat(texts(session.path("factors"))).containsExactly("TOTP", "RECOVERY_CODE");
        browser.get("/api/v1/merchants").problem(403, "SECOND_FACTOR_REQUIRED");
        browser.get(SECURITY).problem(403, "SECOND_FACTOR_REQUIRED");                 // by the rule of the method alone
        browser.get("/api/v1/no-such-page").problem(403, "SECOND_FACTOR_REQUIRED");   // by the rule of the path alone
        browser.get("/api/v1/session/sessions").problem(403, "SECOND_FACTOR_REQUIRED");
        browser.post("/api/v1/session/password", Map.of("currentPassword", TestStaff.PASSWORD, "newPassword", "Quiet-River-42-Stone"))
                .problem(403, "SECOND_FACTOR_REQUIRED");
        clock.advance(Totp.STEP);
        assertThat(totp(browser, code(enrolled)).expect(200).body().path("next").asString()).isEqualTo("NONE");
        browser.get("/api/v1/merchants").expect(200);
        assertThat(jdbc.sql("SELECT content::text FROM audit.entry WHERE object = :object ORDER BY entry_id DESC LIMIT 1")
                .param("object", "staff:" + username).query(String.class).single()).contains("staff.factor.show").contains("TOTP");
    }

    @Test
    void totp_sameCodeTwice_worksOnceAlsoOfManyAtOnce() throws Exception {
        var username = staff.account(Role.OPERATIONS);
        var enrolled = enrolled(username);
        clock.advance(Totp.STEP);
        var code = code(enrolled);
        var attempts = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 4; i++) {
            var browser = staff.browser();
            browser.login(username, TestStaff.PASSWORD).expect(200);
            attempts.add(() -> totp(browser, code).status());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Integer>();
            for (var answer : threads.invokeAll(attempts)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnlyOnce(200).containsOnly(200, 403);
        }
    }

    /// One step of 30 seconds each way (RFC 6238, 5.2).
    @Test
    void totp_ofAClockThatIsOff_isTakenWithinAStep_andNotBeyond() {
        var username = staff.account(Role.OPERATIONS);
        var enrolled = enrolled(username);
        clock.advance(Totp.STEP.multipliedBy(10));
        for (long late : new long[] {-2, 2, -3, 3}) {
            var browser = staff.browser().with("X-Forwarded-For", "203.0.113." + (100 + late));
            browser.login(username, TestStaff.PASSWORD).expect(200);
            totp(browser, code(enrolled, late)).problem(403, "CODE_REFUSED");
        }
        for (long late : new long[] {-1, 0, 1}) {
            var browser = staff.browser();
            browser.login(username, TestStaff.PASSWORD).expect(200);
            totp(browser, code(enrolled, late)).expect(200);
        }
    }

    @Test
    void code_guessed_locksTheGuesserThoughThePasswordIsRight_andNotTheOwner() {
        var username = staff.account(Role.OPERATIONS);
        var enrolled = enrolled(username);
        clock.advance(Totp.STEP);
        for (int i = 0; i < 5; i++) {
            var guesser = staff.browser().with("X-Forwarded-For", "203.0.113.77");
            guesser.login(username, TestStaff.PASSWORD).expect(200);
            totp(guesser, "000000").problem(403, "CODE_REFUSED");
        }
        var guesser = staff.browser().with("X-Forwarded-For", "203.0.113.77");
        guesser.login(username, TestStaff.PASSWORD).expect(200);
        assertThat(totp(guesser, code(enrolled)).problem(429, "LOGIN_LOCKED").headers()).containsKey("retry-after");
        var owner = staff.browser();
        owner.login(username, TestStaff.PASSWORD).expect(200);
        totp(owner, code(enrolled)).expect(200);
    }

    @Test
    void recoveryCode_opensOnceAndLetsTheLostFactorGo() {
        var username = staff.account(Role.OPERATIONS);
        var enrolled = enrolled(username);
        var code = enrolled.recoveryCodes().getFirst();
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        browser.post(FACTORS + "/recovery-code", Map.of("value", code.toUpperCase().replace("-", " "))).expect(200);
        assertThat(browser.get(SECURITY).expect(200).body().path("recoveryCodesLeft").asInt()).isEqualTo(9);
        browser.delete(SECURITY + "/totp").expect(204);
        assertThat(browser.get(SECURITY).expect(200).body().path("recoveryCodesLeft").asInt()).isZero();
        assertThat(staff.browser().login(username, TestStaff.PASSWORD).expect(200).body().path("next").asString()).isEqualTo("NONE");

        var again = enrolled(username);
        var other = staff.browser();
        other.login(username, TestStaff.PASSWORD).expect(200);
        other.post(FACTORS + "/recovery-code", Map.of("value", code)).problem(403, "CODE_REFUSED");
        other.post(FACTORS + "/recovery-code", Map.of("value", again.recoveryCodes().getLast())).expect(200);
        var third = staff.browser();
        third.login(username, TestStaff.PASSWORD).expect(200);
        third.post(FACTORS + "/recovery-code", Map.of("value", again.recoveryCodes().getLast())).problem(403, "CODE_REFUSED");
    }

    @Test
    void passkey_registered_opensTheLogin_andAnswersOnce() {
        var username = staff.account(Role.RISK);
        var authenticator = new SoftAuthenticator("http://localhost:8080", "localhost");
        var desk = staff.browser();
        desk.login(username, TestStaff.PASSWORD).expect(200);
        var asked = desk.post(SECURITY + "/passkeys/options", Map.of()).expect(200).body();
        assertThat(asked.path("authenticatorSelection").path("userVerification").asString()).isEqualTo("required");
        desk.post(SECURITY + "/passkeys", passkey(authenticator.verifyingUser(false).register(asked.path("challenge").asString())))
                .problem(403, "PASSKEY_USER_NOT_VERIFIED");
        desk.post(SECURITY + "/passkeys", passkey(authenticator.verifyingUser(true).register(asked.path("challenge").asString())))
                .problem(403, "PASSKEY_CHALLENGE_OVER");
        var challenge = desk.post(SECURITY + "/passkeys/options", Map.of()).expect(200).body().path("challenge").asString();
        assertThat(texts(desk.post(SECURITY + "/passkeys", passkey(authenticator.register(challenge))).expect(201).body().path("recoveryCodes"))).hasSize(10);

        var browser = staff.browser();
        assertThat(texts(browser.login(username, TestStaff.PASSWORD).expect(200).body().path("factors"))).containsExactly("WEBAUTHN", "RECOVERY_CODE");
        var options = browser.post(FACTORS + "/passkey/options", Map.of()).expect(200).body();
        assertThat(options.path("userVerification").asString()).isEqualTo("required");
        assertThat(options.path("allowCredentials")).hasSize(1);
        var unverified = authenticator.verifyingUser(false).answer(options.path("challenge").asString());
        browser.post(FACTORS + "/passkey", Map.of("credential", unverified)).problem(403, "PASSKEY_USER_NOT_VERIFIED");
        var fresh = browser.post(FACTORS + "/passkey/options", Map.of()).body().path("challenge").asString();
        var answer = authenticator.verifyingUser(true).answer(fresh);
        assertThat(browser.post(FACTORS + "/passkey", Map.of("credential", answer)).expect(200).body().path("next").asString()).isEqualTo("NONE");
        browser.post(FACTORS + "/passkey", Map.of("credential", answer)).problem(403, "PASSKEY_CHALLENGE_OVER");

        var stranger = new SoftAuthenticator("http://localhost:8080", "localhost");
        var another = browser.post(FACTORS + "/passkey/options", Map.of()).body().path("challenge").asString();
        browser.post(FACTORS + "/passkey", Map.of("credential", stranger.answer(another))).problem(403, "PASSKEY_UNKNOWN");
        browser.post(FACTORS + "/passkey", Map.of("credential", Map.of())).problem(400, "PASSKEY_ANSWER_UNREADABLE");
    }

    @Test
    void challenge_afterFiveMinutes_isOver() {
        var browser = staff.loggedIn(Role.RISK);
        var challenge = browser.post(SECURITY + "/passkeys/options", Map.of()).expect(200).body().path("challenge").asString();
        clock.advance(Duration.ofMinutes(5));
        browser.post(FACTORS + "/password", Map.of("value", TestStaff.PASSWORD)).expect(200);
        browser.post(SECURITY + "/passkeys", passkey(new SoftAuthenticator("http://localhost:8080", "localhost").register(challenge)))
                .problem(403, "PASSKEY_CHALLENGE_OVER");
    }

    @Test
    void sensitive_withAnOldLoginOfAnotherRole_isRefusedForTheRole_andRecorded() {
        var username = staff.account(Role.SERVICE_DESK);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        clock.advance(Duration.ofMinutes(6));
        browser.post("/api/v1/clients", Map.of()).problem(403, "ACCESS_DENIED");
        assertThat(jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'staff.request' AND actor = ?").param(username)
                .query(String.class).list()).containsExactly("ACCESS_DENIED");
    }

    @Test
    void sensitive_withAnOldLogin_wantsAFactorOnceMore() {
        var username = staff.account(Role.ADMINISTRATOR);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(texts(browser.post(SECURITY + "/totp", Map.of()).problem(403, "STEP_UP_REQUIRED").body().path("factors"))).containsExactly("PASSWORD");
        browser.post(FACTORS + "/password", Map.of("value", "wrong")).problem(403, "CURRENT_PASSWORD_WRONG");
        browser.post(FACTORS + "/password", Map.of("value", TestStaff.PASSWORD)).expect(200);
        var enrolled = enrol(browser);
        clock.advance(Duration.ofMinutes(6));
        browser.post(FACTORS + "/password", Map.of("value", TestStaff.PASSWORD)).expect(200);
        assertThat(texts(browser.post("/api/v1/clients", Map.of()).problem(403, "STEP_UP_REQUIRED").body().path("factors")))
                .as("the password alone no longer counts").containsExactly("TOTP", "RECOVERY_CODE");
        totp(browser, code(enrolled)).expect(200);
        browser.post("/api/v1/clients", Map.of()).problem(400, "REQUEST_INVALID");
    }

    @Test
    void factor_changed_endsTheOtherSessionsAndKeepsThisOne() {
        var username = staff.account(Role.RISK);
        var here = staff.browser();
        var elsewhere = staff.browser();
        here.login(username, TestStaff.PASSWORD).expect(200);
        elsewhere.login(username, TestStaff.PASSWORD).expect(200);
        enrol(here);
        here.get("/api/v1/session").expect(200);
        elsewhere.get("/api/v1/session").expect(401);
    }

    @Test
    void factors_lost_areTakenByAnAdministratorAndNotByOneself() {
        var username = staff.account(Role.FINANCE);
        enrolled(username);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var boss = staff.account(Role.ADMINISTRATOR);
        var administrator = staff.browser();
        administrator.login(boss, TestStaff.PASSWORD).expect(200);
        administrator.delete("/api/v1/accounts/" + boss + "/factors").problem(409, "ACCOUNT_OWN");
        for (var role : List.of(Role.KEY_OFFICER, Role.SERVICE_DESK)) {
            administrator.delete("/api/v1/accounts/" + staff.account(role) + "/factors").problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        }
        administrator.delete("/api/v1/accounts/" + username + "/factors").expect(204);
        browser.get("/api/v1/session").expect(401);
        assertThat(staff.browser().login(username, TestStaff.PASSWORD).expect(200).body().path("next").asString()).isEqualTo("NONE");
    }

    /// Whoever made the account may have enrolled them.
    @Test
    void factors_ofAnAccountThatOnePersonMade_areGone_onceItTakesPartInWhatNeedsTwo() {
        var username = staff.account(Role.FINANCE);
        enrolled(username);
        var two = new TwoAdministrators(staff.loggedIn(Role.ADMINISTRATOR), staff.loggedIn(Role.ADMINISTRATOR));
        var proposed = two.first().put("/api/v1/accounts/" + username + "/roles", Map.of("roles", List.of("RISK"))).expect(202).body();
        var oneTime = proposed.path("firstHalf").asString() + "-" + two.approved(proposed.at("/proposal/id").asString()).path("secondHalf").asString();
        assertThat(staff.browser().login(username, oneTime).expect(200).body().path("next").asString()).isEqualTo("PASSWORD_CHANGE");
    }

    @Test
    void owner_whileStrangersGuess_entersFromANewPlaceByPasswordAndCodeAtOnce() {
        var username = staff.account(Role.RISK);
        var enrolled = enrolled(username);
        strangersGuess(Step.PASSWORD, username);
        var locked = from("198.51.100.9").login(username, TestStaff.PASSWORD).problem(429, "LOGIN_LOCKED");
        assertThat(locked.body().path("codeOpens").asBoolean()).isTrue();
        clock.advance(Totp.STEP);
        withCode("198.51.100.9", username, "no such password", code(enrolled)).problem(401, "LOGIN_REFUSED");
        withCode("198.51.100.9", username, TestStaff.PASSWORD, "000000").problem(401, "LOGIN_REFUSED");
        var browser = from("198.51.100.9");
        assertThat(withCode(browser, username, TestStaff.PASSWORD, code(enrolled)).expect(200).body().path("next").asString()).isEqualTo("NONE");
        browser.get("/api/v1/merchants").expect(200);
        from("198.51.100.9").login(username, TestStaff.PASSWORD).expect(200);

        strangersGuess(Step.PASSWORD_AND_TOTP, username);
        clock.advance(Totp.STEP);
        withCode("198.51.100.10", username, TestStaff.PASSWORD, code(enrolled)).problem(429, "LOGIN_LOCKED");
        var recoveryCode = enrolled.recoveryCodes().getFirst();
        withCode("198.51.100.10", username, "no such password", recoveryCode).problem(401, "LOGIN_REFUSED");
        withCode("198.51.100.10", username, TestStaff.PASSWORD, recoveryCode).expect(200);
        withCode("198.51.100.11", username, TestStaff.PASSWORD, recoveryCode).problem(401, "LOGIN_REFUSED");
    }

    @Test
    void nobody_andWhoeverHasNoSecondFactor_getTheSameAnswersThere() {
        for (var username : List.of("nobody-of-that-name", staff.account(Role.RISK))) {
            strangersGuess(Step.PASSWORD, username);
            assertThat(from("198.51.100.20").login(username, TestStaff.PASSWORD).problem(429, "LOGIN_LOCKED").body().path("codeOpens").asBoolean()).isTrue();
            withCode("198.51.100.20", username, TestStaff.PASSWORD, "123456").problem(401, "LOGIN_REFUSED");
            withCode("198.51.100.20", username, TestStaff.PASSWORD, "abcde-fghjk").problem(401, "LOGIN_REFUSED");
        }
    }

    private void strangersGuess(Step step, String username) {
        for (int i = 1; i <= 30; i++) {
            assertThat(guard.attempt(step, username, "203.0.113." + i)).isEmpty();
        }
        assertThat(guard.attempt(step, username, "203.0.113.99")).isPresent();
        clock.advance(Duration.ofSeconds(1));
    }

    private TestBrowser from(String address) {
        var browser = staff.browser().with("X-Forwarded-For", address);
        browser.get("/api/v1/session");
        return browser;
    }

    private TestBrowser.Answer withCode(String address, String username, String password, String code) {
        return withCode(from(address), username, password, code);
    }

    private static TestBrowser.Answer withCode(TestBrowser browser, String username, String password, String code) {
        return browser.post("/api/v1/session/with-code", Map.of("username", username, "password", password, "code", code));
    }

    @Test
    void secrets_areNotInTheDatabaseInClear() {
        var username = staff.account(Role.RISK);
        var enrolled = enrolled(username);
        assertThat(jdbc.sql("SELECT octet_length(secret) FROM access.totp WHERE username = :username").param("username", username).query(Integer.class).single())
                .isEqualTo(1 + 12 + Totp.SECRET_BYTES + 16);
        assertThat(jdbc.sql("SELECT string_agg(encode(hash, 'escape'), ' ') FROM access.recovery_code WHERE username = :username")
                .param("username", username).query(String.class).single()).doesNotContain(enrolled.recoveryCodes().getFirst());
    }

    private record Enrolled(byte[] secret, List<String> recoveryCodes) {}

    private Enrolled enrolled(String username) {
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        return enrol(browser);
    }

    private Enrolled enrol(TestBrowser browser) {
        var offer = browser.post(SECURITY + "/totp", Map.of()).expect(200).body();
        assertThat(offer.path("link").asString()).startsWith("otpauth://totp/Shouyin:").contains("secret=" + offer.path("secret").asString());
        assertThat(offer.path("qr").path("size").asInt()).isGreaterThan(20);
        var secret = TestStaff.totpSecret(offer.path("secret").asString());
        browser.post(SECURITY + "/totp/confirmation", Map.of("code", "000000")).problem(403, "CODE_REFUSED");
        var added = browser.post(SECURITY + "/totp/confirmation", Map.of("code", Totp.code(secret, Totp.step(clock.instant().getEpochSecond()), 6))).expect(200);
        return new Enrolled(secret, texts(added.body().path("recoveryCodes")));
    }

    private String code(Enrolled enrolled) {
        return code(enrolled, 0);
    }

    private String code(Enrolled enrolled, long stepsOff) {
        return Totp.code(enrolled.secret(), Totp.step(clock.instant().getEpochSecond()) + stepsOff, Totp.DIGITS);
    }

    private static TestBrowser.Answer totp(TestBrowser browser, String code) {
        return browser.post(FACTORS + "/totp", Map.of("value", code));
    }

    private static Map<String, Object> passkey(Map<String, Object> credential) {
        return Map.of("label", "测试密钥", "credential", credential);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
