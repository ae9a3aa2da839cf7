package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostApplication;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/// What a policy of the console's own people does to them, over HTTP. A host of its own, as nobody else is to live under these policies.
class LoginPolicyIT {

    private static ConfigurableApplicationContext host;
    private static int port;
    private static TestBrowser admin;
    private static TestBrowser admin2;

    @BeforeAll
    static void startHost() {
        host = HostApplication.start(HostTest.Surroundings.settings());
        port = ((WebServerApplicationContext) host).getWebServer().getPort();
        var oneTime = host.getBean(FirstAdministrators.class).ensure();
        admin = loggedIn("admin", OneTimePassword.shown(oneTime.get("admin")));
        admin2 = loggedIn("admin2", OneTimePassword.shown(oneTime.get("admin2")));
    }

    @AfterAll
    static void stopHost() {
        host.close();
    }

    @Test
    void policyOfTheStaff_isWhatTheirPageJudgesBy() {
        assertThat(rules(newcomer("before")).toString()).isEqualTo("{\"lengthMin\":12,\"lengthMax\":128,\"alphabet\":\"UNICODE\",\"required\":[\"DIGIT\",\"LETTER\"],"
                + "\"kindsMin\":0,\"sequenceLengthMax\":4,\"repeatLengthMax\":4,\"matching\":\"INSIDE\"}");
        set("PROVIDER", Map.of("length.soleMin", 15, "length.withFactorMin", 15, "composition.required", Set.of("DIGIT", "LETTER", "SYMBOL"))).expect(201);
        var rules = rules(newcomer("after"));
        assertThat(rules.path("lengthMin").intValue()).isEqualTo(15);
        assertThat(rules.path("required").valueStream().map(JsonNode::asString)).containsExactly("DIGIT", "LETTER", "SYMBOL");
    }

    private static TestBrowser.Answer set(String realm, Map<String, ?> changes) {
        var seen = admin.get("/api/v1/policies/" + realm).expect(200).body().path("newestVersion").intValue();
        return admin.post("/api/v1/policies/" + realm, Map.of("level", "PLATFORM", "changes", changes, "seenVersion", seen));
    }

    private static JsonNode rules(TestBrowser browser) {
        return browser.get("/api/v1/session").expect(200).body().path("passwordRules");
    }

    private static TestBrowser newcomer(String username) {
        var created = host.getBean(Accounts.class).create(username, "新人", Set.of(Role.RISK), "admin");
        var browser = new TestBrowser(port);
        browser.login(username, OneTimePassword.shown(((Accounts.Outcome.Done) created).password().orElseThrow())).expect(200);
        return browser;
    }

    private static TestBrowser loggedIn(String username, String initial) {
        var browser = new TestBrowser(port);
        browser.login(username, initial).expect(200);
        browser.post("/api/v1/session/password", Map.of("currentPassword", initial, "newPassword", TestStaff.PASSWORD)).expect(204);
        return browser;
    }
}
