package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Log in, stay, be sent away: over HTTP, against the real database.
@HostTest
class SessionTest {

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;
    @Autowired
    private Accounts accounts;
    @Autowired
    private JdbcClient jdbc;
    @Autowired
    private TransactionTemplate transaction;

    @Test
    void session_nobodyLoggedIn_is401WithTheCsrfCookie() {
        var browser = staff.browser();
        browser.get("/api/v1/session").problem(401, "LOGIN_REQUIRED");
        assertThat(browser.cookie("XSRF-TOKEN")).isPresent();
        browser.get("/api/v1/audit").problem(401, "LOGIN_REQUIRED");
    }

    @Test
    void login_right_answersWhoOneIs_andSetsAStrictCookie() {
        var username = staff.account(Role.OPERATIONS, Role.RISK);
        var browser = staff.browser();
        var answer = browser.login("  " + username.toUpperCase(Locale.ROOT), TestStaff.PASSWORD).expect(200);
        assertThat(answer.body().path("username").asString()).isEqualTo(username);
        assertThat(answer.body().path("roles").valueStream().map(JsonNode::asString)).containsExactly("OPERATIONS", "RISK");
        assertThat(answer.body().path("mustChangePassword").asBoolean()).isFalse();
        assertThat(answer.body().path("csrf").asString()).isEqualTo(browser.cookie("XSRF-TOKEN").orElseThrow().getValue());
        assertThat(answer.headers().get("set-cookie")).filteredOn(cookie -> cookie.startsWith("SHOUYIN_SESSION="))
                .singleElement().asString().contains("HttpOnly").contains("SameSite=Strict").contains("Path=/");
        assertThat(browser.get("/api/v1/session").expect(200).body().path("username").asString()).isEqualTo(username);
        assertThat(lastAudit("staff:" + username)).isEqualTo("STAFF " + username + " staff.login DONE null");
    }

    @Test
    void login_wrong_isTheSameForEveryReason() {
        var known = staff.account(Role.RISK);
        var disabled = staff.account(Role.RISK);
        transaction.executeWithoutResult(_ -> accounts.setState(disabled, Account.State.DISABLED, "somebody"));
        var wrong = staff.browser().login(known, "wrong").problem(401, "LOGIN_REFUSED");
        for (var answer : new TestBrowser.Answer[] {staff.browser().login("nobody.at.all", "wrong"), staff.browser().login(disabled, TestStaff.PASSWORD)}) {
            answer.problem(401, "LOGIN_REFUSED");
            assertThat(answer.body().path("detail")).isEqualTo(wrong.body().path("detail"));
            assertThat(answer.headers().keySet()).isEqualTo(wrong.headers().keySet());
        }
        assertThat(lastAudit("staff:" + known)).isEqualTo("ANONYMOUS anonymous staff.login REFUSED LOGIN_REFUSED");
        assertThat(jdbc.sql("SELECT count(*) FROM audit.entry WHERE content LIKE '%nobody.at.all%'").query(Long.class).single())
                .as("people type passwords into the user name's box").isZero();
    }

    @Test
    void login_guessed_isLockedForTheGuesserAndNotForTheOwner() {
        var username = staff.account(Role.RISK);
        var guesser = staff.browser().with("X-Forwarded-For", "203.0.113.9");
        for (int i = 0; i < 5; i++) {
            guesser.login(username, "guess").problem(401, "LOGIN_REFUSED");
        }
        var locked = guesser.login(username, TestStaff.PASSWORD).problem(429, "LOGIN_LOCKED");
        assertThat(Integer.parseInt(locked.headers().get("retry-after").getFirst())).isBetween(1, 61);
        var unknown = staff.browser().with("X-Forwarded-For", "203.0.113.10");
        for (int i = 0; i < 5; i++) {
            unknown.login("no.such.person", "guess").problem(401, "LOGIN_REFUSED");
        }
        unknown.login("no.such.person", "guess").problem(429, "LOGIN_LOCKED");
        staff.browser().with("X-Forwarded-For", "198.51.100.4").login(username, TestStaff.PASSWORD).expect(200);
    }

    @Test
    void session_overTls_hasASecureCookie() {
        var username = staff.account(Role.RISK);
        var browser = staff.browser().with("X-Forwarded-Proto", "https");
        var csrf = browser.get("/api/v1/session").headers().get("set-cookie").getFirst();
        assertThat(csrf).startsWith("XSRF-TOKEN=").contains("Secure").contains("SameSite=Strict");
        browser.with("Cookie", csrf.substring(0, csrf.indexOf(';'))).with("X-XSRF-TOKEN", csrf.substring("XSRF-TOKEN=".length(), csrf.indexOf(';')));
        assertThat(browser.post("/api/v1/session", Map.of("username", username, "password", TestStaff.PASSWORD)).expect(200).headers().get("set-cookie"))
                .filteredOn(cookie -> cookie.startsWith("SHOUYIN_SESSION=")).singleElement().asString().contains("Secure");
    }

    @Test
    void login_beginsANewSessionId() {
        var browser = staff.loggedIn(Role.RISK);
        var before = browser.cookie("SHOUYIN_SESSION").orElseThrow().getValue();
        browser.login(staff.account(Role.FINANCE), TestStaff.PASSWORD).expect(200);
        assertThat(browser.cookie("SHOUYIN_SESSION").orElseThrow().getValue()).isNotEqualTo(before);
        var thief = staff.browser();
        thief.addCookie(new HttpCookie("SHOUYIN_SESSION", before));
        thief.get("/api/v1/session").expect(401);
    }

    @Test
    void request_withoutCsrfToken_isRefused() {
        var browser = staff.loggedIn(Role.OPERATIONS).with("X-XSRF-TOKEN", "guess");
        browser.post("/api/v1/merchants", Map.of()).problem(403, "CSRF_REFUSED");
        var stranger = staff.browser();
        stranger.post("/api/v1/session", Map.of("username", "a", "password", "b")).problem(403, "CSRF_REFUSED");
    }

    @Test
    void logout_endsTheSession() {
        var browser = staff.loggedIn(Role.RISK);
        var cookie = browser.cookie("SHOUYIN_SESSION").orElseThrow().getValue();
        browser.delete("/api/v1/session").expect(204);
        var thief = staff.browser();
        thief.addCookie(new HttpCookie("SHOUYIN_SESSION", cookie));
        thief.get("/api/v1/session").expect(401);
        browser.get("/api/v1/session").expect(401);
    }

    @Test
    void session_unattended_endsAfter15Minutes_thoughPagesPoll() {
        var browser = staff.loggedIn(Role.RISK);
        clock.advance(Duration.ofMinutes(14));
        browser.get("/api/v1/session").expect(200);
        clock.advance(Duration.ofMinutes(14));
        browser.get("/api/v1/session").expect(200);
        browser.with(StaffSession.BACKGROUND, "1");
        for (int i = 0; i < 7; i++) {
            clock.advance(Duration.ofMinutes(2));
            browser.get("/api/v1/session").expect(200);
        }
        clock.advance(Duration.ofMinutes(1));
        browser.get("/api/v1/session").problem(401, "LOGIN_REQUIRED");
    }

    @Test
    void session_inUse_endsAfter12Hours() {
        var browser = staff.loggedIn(Role.RISK);
        for (int i = 0; i < 71; i++) {
            clock.advance(Duration.ofMinutes(10));
            browser.get("/api/v1/session").expect(200);
        }
        clock.advance(Duration.ofMinutes(10));
        browser.get("/api/v1/session").expect(401);
    }

    @Test
    void account_disabledOrGivenOtherRoles_countsAtOnce() {
        var username = staff.account(Role.FINANCE);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        browser.get("/api/v1/audit").problem(403, "ACCESS_DENIED");
        transaction.executeWithoutResult(_ -> accounts.setRoles(username, Set.of(Role.AUDITOR), "somebody"));
        browser.get("/api/v1/audit").expect(200);
        transaction.executeWithoutResult(_ -> accounts.setState(username, Account.State.DISABLED, "somebody"));
        browser.get("/api/v1/audit").problem(401, "LOGIN_REQUIRED");
    }

    @Test
    void auditor_changesNothing() {
        var browser = staff.loggedIn(Role.AUDITOR);
        browser.get("/api/v1/merchants").expect(200);
        browser.post("/api/v1/merchants", Map.of()).problem(403, "ACCESS_DENIED");
    }

    @Test
    void initialPassword_opensNothingButItsChange() {
        var username = "newcomer";
        var oneTime = oneTime(accounts.create(username, "新人", Set.of(Role.AUDITOR), "somebody"));
        var browser = staff.browser();
        assertThat(browser.login(username, oneTime).expect(200).body().path("mustChangePassword").asBoolean()).isTrue();
        browser.get("/api/v1/audit").problem(403, "PASSWORD_CHANGE_REQUIRED");
        browser.get("/api/v1/merchants").problem(403, "PASSWORD_CHANGE_REQUIRED");
        change(browser, oneTime, oneTime).problem(422, "PASSWORD_REFUSED");
        change(browser, oneTime, TestStaff.PASSWORD).expect(204);
        browser.get("/api/v1/audit").expect(200);
        assertThat(browser.get("/api/v1/session").expect(200).body().path("mustChangePassword").asBoolean()).isFalse();
    }

    @Test
    void initialPassword_unusedForThreeDays_isWorthNothing() {
        var oneTime = oneTime(accounts.create("latecomer", "迟到者", Set.of(Role.FINANCE), "somebody"));
        clock.advance(Duration.ofHours(72));
        staff.browser().login("latecomer", oneTime).problem(401, "LOGIN_REFUSED");
    }

    @Test
    void password_changed_endsTheOtherSessionsAndKeepsThisOne() {
        var username = staff.account(Role.RISK);
        var here = staff.browser();
        var elsewhere = staff.browser();
        here.login(username, TestStaff.PASSWORD).expect(200);
        elsewhere.login(username, TestStaff.PASSWORD).expect(200);
        change(here, TestStaff.PASSWORD, "Quiet-River-42-Stone").expect(204);
        here.get("/api/v1/session").expect(200);
        elsewhere.get("/api/v1/session").expect(401);
        staff.browser().login(username, TestStaff.PASSWORD).problem(401, "LOGIN_REFUSED");
        staff.browser().login(username, "Quiet-River-42-Stone").expect(200);
    }

    @Test
    void password_refused_namesEveryRuleInTheCallersLanguage() {
        var username = staff.account(Role.RISK);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var answer = change(browser, TestStaff.PASSWORD, "short").problem(422, "PASSWORD_REFUSED");
        assertThat(answer.body().path("broken").valueStream().map(rule -> rule.path("rule").asString())).containsExactly("TOO_SHORT", "DIGIT_MISSING");
        assertThat(answer.body().path("broken").path(0).path("text").asString()).isEqualTo("密码太短");
        browser.with("Accept-Language", "en-GB");
        assertThat(change(browser, TestStaff.PASSWORD, "short").body().path("broken").path(0).path("text").asString())
                .isEqualTo("The password is too short");
        assertThat(broken(change(browser, TestStaff.PASSWORD, "xx-" + username + "-Ab4-z"))).contains("OWN_NAME");
        change(browser, "wrong", "Quiet-River-42-Stone").problem(403, "CURRENT_PASSWORD_WRONG");
    }

    @Test
    void password_withHalfACharacter_isRefused_andNoQuestionMarkOpens() {
        var username = staff.account(Role.RISK);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        browser.post("/api/v1/session/password",
                "{\"currentPassword\":\"" + TestStaff.PASSWORD + "\",\"newPassword\":\"granite walrus \\ud800 41x9\"}").problem(422, "CHARACTER_NOT_ALLOWED");
        staff.browser().login(username, "granite walrus ? 41x9").problem(401, "LOGIN_REFUSED");
    }

    @Test
    void password_oneOfTheLastFour_isRefused() {
        var username = staff.account(Role.RISK);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD).expect(200);
        var current = TestStaff.PASSWORD;
        for (var next : new String[] {"Quiet-River-42-Stone", "Amber-Cloud-63-Lake", "Green-Paper-85-Moon"}) {
            change(browser, current, next).expect(204);
            clock.advance(Duration.ofSeconds(1));
            assertThat(broken(change(browser, next, TestStaff.PASSWORD))).containsExactly("RECENTLY_USED");
            current = next;
        }
        change(browser, current, "Silver-Bridge-97-Oak").expect(204);
        change(browser, "Silver-Bridge-97-Oak", TestStaff.PASSWORD).expect(204);
    }

    @Test
    void sessions_listed_endOneByOneOrAllOthers() {
        var username = staff.account(Role.RISK);
        var here = staff.browser().with("User-Agent", "Here/1").with("X-Forwarded-For", "198.51.100.20");
        var there = staff.browser().with("User-Agent", "There/1");
        var elsewhere = staff.browser();
        for (var browser : List.of(here, there, elsewhere)) {
            browser.login(username, TestStaff.PASSWORD).expect(200);
        }
        var listed = here.get("/api/v1/session/sessions").expect(200).body().valueStream().toList();
        assertThat(listed).hasSize(3).filteredOn(session -> session.path("here").asBoolean()).singleElement()
                .satisfies(session -> assertThat(session.path("browser").asString() + " " + session.path("address").asString()).isEqualTo("Here/1 198.51.100.20"));
        var id = listed.stream().filter(session -> session.path("browser").asString().equals("There/1")).findFirst().orElseThrow().path("id").asString();
        staff.loggedIn(Role.RISK).delete("/api/v1/session/sessions/" + id).problem(404, "SESSION_UNKNOWN");
        here.delete("/api/v1/session/sessions/" + id).expect(204);
        there.get("/api/v1/session").expect(401);
        elsewhere.get("/api/v1/session").expect(200);
        here.delete("/api/v1/session/sessions").expect(204);
        elsewhere.get("/api/v1/session").expect(401);
        assertThat(here.get("/api/v1/session/sessions").expect(200).body()).hasSize(1);
    }

    /// Rows of one session that lie apart would be several sessions, each with some of its attributes; in which order a database gives them
    /// is its own affair unless it is told.
    @Test
    void sessions_areAskedForInOrder() {
        var asked = new ArrayList<String>();
        var database = new JdbcTemplate() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T query(String sql, PreparedStatementSetter values, ResultSetExtractor<T> rows) throws DataAccessException {
                asked.add(sql);
                return (T) List.of();
            }
        };
        var sessions = new JdbcIndexedSessionRepository(database, TransactionOperations.withoutTransaction());
        new AccessConfiguration().sessionsListedWhole().customize(sessions);
        assertThat(sessions.findByPrincipalName("anybody")).isEmpty();
        assertThat(asked).singleElement().asString().contains("FROM SPRING_SESSION s ").endsWith("WHERE s.principal_name = ? ORDER BY s.primary_id");
    }

    @Test
    void sessions_oneThatLacksSomething_isNoneAndKeepsNoOtherBack() {
        var username = staff.account(Role.RISK);
        var here = staff.browser();
        var broken = staff.browser().with("User-Agent", "Broken/1");
        here.login(username, TestStaff.PASSWORD).expect(200);
        broken.login(username, TestStaff.PASSWORD).expect(200);
        jdbc.sql("DELETE FROM access.session_attributes a USING access.session s WHERE s.primary_id = a.session_primary_id AND s.session_id = ?"
                + " AND attribute_name = ?").params(id(broken), StaffSession.ADDRESS).update();
        assertThat(here.get("/api/v1/session/sessions").expect(200).body()).hasSize(1);
    }

    /// As the database has it.
    private static String id(TestBrowser browser) {
        return new String(Base64.getDecoder().decode(browser.cookie("SHOUYIN_SESSION").orElseThrow().getValue()), StandardCharsets.UTF_8);
    }

    /// The medians of many tries, in turns, so that both meet the same load.
    @Test
    void login_ofNobody_takesAsLongAsOfSomebody() {
        var known = staff.account(Role.RISK);
        var somebody = new ArrayList<Long>();
        var nobody = new ArrayList<Long>();
        for (int i = 0; i < 15; i++) {
            somebody.add(nanosToRefuse(known, i));
            nobody.add(nanosToRefuse("nobody.like.this", i));
        }
        assertThat((double) median(nobody) / median(somebody)).isBetween(0.6, 1.67);
    }

    private long nanosToRefuse(String username, int attempt) {
        var browser = staff.browser().with("X-Forwarded-For", "192.0.2." + (100 + attempt));
        browser.get("/api/v1/session");
        var from = System.nanoTime();
        browser.post("/api/v1/session", Map.of("username", username, "password", "wrong")).problem(401, "LOGIN_REFUSED");
        return System.nanoTime() - from;
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow();
    }

    private static List<String> broken(TestBrowser.Answer answer) {
        return answer.body().path("broken").valueStream().map(rule -> rule.path("rule").asString()).toList();
    }

    private static TestBrowser.Answer change(TestBrowser browser, String current, String wanted) {
        return browser.post("/api/v1/session/password", Map.of("currentPassword", current, "newPassword", wanted));
    }

    private static String oneTime(Accounts.Outcome outcome) {
        return OneTimePassword.shown(((Accounts.Outcome.Done) outcome).password().orElseThrow());
    }

    private String lastAudit(String object) {
        return jdbc.sql("SELECT concat_ws(' ', actor_type, actor, action, result, coalesce(reason, 'null')) FROM audit.entry"
                + " WHERE object = :object ORDER BY entry_id DESC LIMIT 1").param("object", object).query(String.class).single();
    }
}
