package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.kernel.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A right password that is too old, or breaks the rules of today, opens nothing but its own change; why is kept.
@HostTest
class PasswordDueTest {

    private static final String NEXT = "Quiet-River-42-Stone";

    @Autowired
    private TestStaff staff;
    @Autowired
    private AccountStore accounts;
    @Autowired
    private PasswordHasher hasher;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void password_tooOld_mustBeChanged_andTheNewOneKeepsItsPolicy() {
        var username = staff.account(Role.RISK);
        jdbc.sql("UPDATE access.account SET expires_at = ? WHERE username = ?").params(AccountStore.utc(clock.instant()), username).update();
        var browser = staff.browser();
        assertThat(browser.login(username, TestStaff.PASSWORD).expect(200).body().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(accounts.find(username).orElseThrow().changeReason()).contains(ChangeReason.EXPIRED);
        assertThat(dueInTheLog(username)).isEqualTo("EXPIRED");
        browser.get("/api/v1/merchants").problem(403, "PASSWORD_CHANGE_REQUIRED");
        change(browser, NEXT).expect(204);
        browser.get("/api/v1/merchants").expect(200);
        assertThat(accounts.find(username).orElseThrow().changeReason()).isEmpty();
        assertThat(jdbc.sql("SELECT policy_profile || ' v' || policy_version FROM access.account WHERE username = ?").param(username)
                .query(String.class).single()).isEqualTo("pci-4.0.1 v0");
    }

    @Test
    void password_thatBreaksTheRulesOfToday_mustBeChanged() {
        var username = staff.account(Role.RISK);
        accounts.setPassword(username, hasher.hash(Secret.of("k7Rm2x")), Optional.empty(), clock.instant());
        var browser = staff.browser();
        assertThat(browser.login(username, "k7Rm2x").expect(200).body().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(dueInTheLog(username)).isEqualTo("POLICY");
        browser.post("/api/v1/session/password", Map.of("currentPassword", "k7Rm2x", "newPassword", NEXT)).expect(204);
        assertThat(staff.browser().login(username, NEXT).expect(200).body().path("mustChangePassword").asBoolean()).isFalse();
    }

    @Test
    void sentence_inAnyScript_isAPassword_howeverItsAccentsAreTyped() {
        var username = staff.account(Role.RISK);
        var browser = staff.browser();
        browser.login(username, TestStaff.PASSWORD);
        change(browser, "猫在屋顶上 Café 42 次").expect(204);
        staff.browser().login(username, "猫在屋顶上 Cafe\u0301 42 次").expect(200);
        staff.browser().login(username, "猫在屋顶上 Cafe 42 次").problem(401, "LOGIN_REFUSED");
    }

    @Test
    void password_thatExpiresSoon_isSaidToItsOwnerAndOnTheDashboard() {
        var username = staff.account(Role.RISK);
        var browser = staff.browser();
        assertThat(browser.login(username, TestStaff.PASSWORD).expect(200).body().path("passwordExpiresAt").isNull()).isTrue();
        expires(username, Duration.ofDays(15));
        assertThat(browser.get("/api/v1/session").expect(200).body().path("passwordExpiresAt").isNull()).isTrue();
        expires(username, Duration.ofDays(13));
        assertThat(browser.get("/api/v1/session").body().path("passwordExpiresAt").asString()).isNotBlank();
        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        var due = admin.get("/api/v1/credentials-due?owner=STAFF&query=" + username).expect(200).body();
        assertThat(due.path("total").asInt()).isOne();
        assertThat(due.at("/items/0/daysLeft").asInt()).isEqualTo(13);
        assertThat(due.at("/items/0/operator").asString()).isEqualTo(username);
        assertThat(admin.get("/api/v1/credentials-due/summary").expect(200).body().at("/counts/within14").asInt()).isPositive();
        assertThat(admin.get("/api/v1/credentials-due.csv?owner=STAFF&query=" + username).expect(200).text()).contains(",,STAFF," + username + ",");
        assertThat(browser.get("/api/v1/credentials-due?owner=STAFF&query=" + username).expect(200).body().path("total").asInt())
                .as("who does not see the accounts").isZero();
    }

    private void expires(String username, Duration in) {
        jdbc.sql("UPDATE access.account SET expires_at = ? WHERE username = ?").params(AccountStore.utc(clock.instant().plus(in)), username).update();
    }

    private static TestBrowser.Answer change(TestBrowser browser, String wanted) {
        return browser.post("/api/v1/session/password", Map.of("currentPassword", TestStaff.PASSWORD, "newPassword", wanted));
    }

    private String dueInTheLog(String username) {
        return jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'staff.password.due' AND object = 'staff:' || ?").param(username)
                .query(String.class).single();
    }
}
