package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostApplication;
import io.shouyin.host.HostTest;
import io.shouyin.kernel.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HostTest
class FirstAdministratorsTest {

    @Autowired
    private TestStaff staff;

    /// On a host of its own, in which nobody is yet.
    @Test
    void firstAdministrators_withoutAccounts_areMadeOnceWithRandomPasswords() {
        try (var host = HostApplication.start(HostTest.Surroundings.settings())) {
            var first = host.getBean(FirstAdministrators.class);
            var jdbc = host.getBean(JdbcClient.class);
            Map<String, Secret> issued = first.ensure();
            assertThat(issued).containsOnlyKeys("admin", "admin2");
            issued.forEach((username, password) -> {
                assertThat(OneTimePassword.shown(password)).matches("([a-hjkmnp-z2-9]{5}-){3}[a-hjkmnp-z2-9]{5}");
                var account = host.getBean(AccountStore.class).find(username).orElseThrow();
                assertThat(account.mustChange()).isTrue();
                assertThat(account.roles()).containsExactly(Role.ADMINISTRATOR);
                assertThat(jdbc.sql("SELECT actor_type FROM audit.entry WHERE action = 'staff.create' AND object = 'staff:' || ?").param(username)
                        .query(String.class).single()).isEqualTo("SYSTEM");
            });
            assertThat(first.ensure()).as("only once").isEmpty();

            jdbc.sql("UPDATE access.account SET last_login_at = now() WHERE username = 'admin'").update();
            jdbc.sql("UPDATE access.account SET initial_until = '2026-01-01'").update();
            assertThat(first.ensure()).as("never used, and too old now").containsOnlyKeys("admin2");
        }
    }

    @Test
    void administrator_managesOthers_andNeverTheLastOrOneself() {
        var administrator = staff.account(Role.ADMINISTRATOR);
        var browser = staff.browser();
        browser.login(administrator, TestStaff.PASSWORD).expect(200);
        var wanted = new LinkedHashMap<String, Object>();
        wanted.put("username", "li.na");
        wanted.put("displayName", "李娜");
        wanted.put("roles", new String[] {"FINANCE"});
        var oneTime = browser.post("/api/v1/accounts", wanted).expect(201).body().path("oneTimePassword").asString();
        browser.post("/api/v1/accounts", wanted).problem(409, "ACCOUNT_EXISTS");
        var newcomer = staff.browser();
        newcomer.login("li.na", oneTime).expect(200);

        var other = browser.post("/api/v1/accounts/li.na/reset", null).expect(200).body().path("oneTimePassword").asString();
        newcomer.get("/api/v1/session").expect(401);
        staff.browser().login("li.na", oneTime).problem(401, "LOGIN_REFUSED");
        staff.browser().login("li.na", other).expect(200);

        browser.put("/api/v1/accounts/li.na/state", Map.of("state", "DISABLED")).expect(204);
        staff.browser().login("li.na", other).problem(401, "LOGIN_REFUSED");
        browser.put("/api/v1/accounts/" + administrator + "/state", Map.of("state", "DISABLED")).problem(409, "ACCOUNT_OWN");
        browser.post("/api/v1/accounts/nobody/reset", null).problem(404, "ACCOUNT_UNKNOWN");
        staff.loggedIn(Role.OPERATIONS).get("/api/v1/accounts").problem(403, "ACCESS_DENIED");
        assertThat(browser.get("/api/v1/accounts").expect(200).text()).contains("li.na").doesNotContain("argon2");
    }
}
