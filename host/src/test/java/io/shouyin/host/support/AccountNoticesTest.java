package io.shouyin.host.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.paycrypto.Totp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Whoever changes a password or second factor of an account: its owner hears of it on the registered phone.
@HostTest
class AccountNoticesTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestMessages messages;
    @Autowired
    private TestClock clock;

    @Test
    void owner_changesOwnPasswordAndFactors_isToldOfEach() {
        var owner = new Owner(Role.OPERATIONS);
        owner.browser.post("/api/v1/session/password", Map.of("currentPassword", TestStaff.PASSWORD, "newPassword", "Quiet-River-42-Stone")).expect(204);
        assertThat(owner.news()).singleElement().asString().contains(owner.name, "密码已修改");
        owner.browser.post("/api/v1/session/password", Map.of("currentPassword", "not it", "newPassword", "Quiet-River-43-Stone")).problem(403, "CURRENT_PASSWORD_WRONG");
        assertThat(owner.news()).as("nothing was changed").isEmpty();
        addTotp(owner.browser);
        assertThat(owner.news()).singleElement().asString().contains(owner.name, "登录验证方式已变更");
        owner.browser.delete("/api/v1/session/security/totp").expect(204);
        assertThat(owner.news()).singleElement().asString().contains("登录验证方式已变更");
    }

    @Test
    void owner_whomAnAdministratorResets_isTold_withoutTheOneTimePassword() {
        var owner = new Owner(Role.FINANCE);
        var administrator = staff.loggedIn(Role.ADMINISTRATOR);
        var password = administrator.post("/api/v1/accounts/" + owner.name + "/reset", null).expect(200).body().path("oneTimePassword").asString();
        assertThat(owner.news()).singleElement().asString().contains(owner.name, "密码已修改").doesNotContain(password);
        administrator.delete("/api/v1/accounts/" + owner.name + "/factors").expect(204);
        assertThat(owner.news()).singleElement().asString().contains("登录验证方式已变更");
    }

    @Test
    void administrator_whomTwoOthersReset_isToldOfPasswordAndFactors() {
        var owner = new Owner(Role.ADMINISTRATOR);
        var proposal = staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/accounts/" + owner.name + "/reset", null).expect(202).body().at("/proposal/id").asString();
        assertThat(owner.news()).as("only proposed").isEmpty();
        staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/proposals/" + proposal + "/approval", null).expect(200);
        assertThat(owner.news()).hasSize(2).anyMatch(text -> text.contains("密码已修改")).anyMatch(text -> text.contains("登录验证方式已变更"));
    }

    private void addTotp(TestBrowser browser) {
        var secret = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body().path("secret").asString();
        var code = Totp.code(TestStaff.totpSecret(secret), Totp.step(clock.instant().getEpochSecond()), Totp.DIGITS);
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code)).expect(200);
    }

    /// Somebody with a registered phone.
    private final class Owner {

        private final String name;
        private final String masked;
        private final TestBrowser browser = staff.browser();
        private int read;

        private Owner(Role role) {
            name = staff.account(role);
            var phone = "1390076%04d".formatted(NUMBER.incrementAndGet());
            masked = "139****" + phone.substring(7);
            browser.login(name, TestStaff.PASSWORD).expect(200);
            browser.post("/api/v1/session/phone", Map.of("phone", phone)).expect(200);
            news();
        }

        /// The texts since the last look.
        private List<String> news() {
            clock.advance(Duration.ofSeconds(1));         // texts are in order of time
            var all = messages.to(masked);
            var news = all.subList(read, all.size());
            read = all.size();
            return news;
        }
    }
}
