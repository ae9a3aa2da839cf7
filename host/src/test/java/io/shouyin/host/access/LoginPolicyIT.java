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
        set("PROVIDER", Map.of("length.soleMin", 16, "length.withFactorMin", 16, "composition.required", Set.of("DIGIT", "LETTER", "SYMBOL"))).expect(201);
        var rules = newcomer("learner").get("/api/v1/session").expect(200).body().path("passwordRules");
        assertThat(rules.path("lengthMin").intValue()).isEqualTo(16);
        assertThat(rules.path("required").valueStream().map(JsonNode::asString)).containsExactly("DIGIT", "LETTER", "SYMBOL");
    }

    @Test
    void policyOfTheStaff_decidesTheirFactorsAndSessions_andNeverLessThanTheInstallation() {
        var clerk = newcomer("clerk");
        assertThat(clerk.get("/api/v1/session").expect(200).body().path("next").asString()).isEqualTo("NONE");
        var waiting = admin.post("/api/v1/policies/PROVIDER", Map.of("level", "PLATFORM", "profile", "asvs-l2", "seenVersion", newest("PROVIDER"))).expect(202).body();
        admin2.post("/api/v1/proposals/" + waiting.at("/waiting/id").asString() + "/approval", null).expect(200);

        assertThat(clerk.get("/api/v1/session").expect(200).body().path("next").asString()).isEqualTo("ENROLMENT");
        clerk.get("/api/v1/merchants").problem(403, "ENROLMENT_REQUIRED");
        assertThat(clerk.get("/api/v1/session/security").expect(200).body().path("accepted").toString()).isEqualTo("[\"WEBAUTHN\",\"TOTP\"]");
        assertThat(value("PROVIDER", "factors.second")).isEqualTo("REQUIRED");
        assertThat(value("PROVIDER", "session.idleMinutes")).as("the installation's, as the profile has 30").isEqualTo("15");
        assertThat(admin.get("/api/v1/policies/PROVIDER").body().path("report").valueStream().filter(book -> book.path("id").asString().equals("nist-aal2"))
                .flatMap(book -> book.path("clauses").valueStream()).filter(clause -> clause.path("clause").asString().equals("2.2.1"))
                .map(clause -> clause.path("verdict").asString())).containsExactly("SATISFIED");
        assertThat(admin.get("/api/v1/session").expect(200).body().path("next").asString()).as("no policy of theirs").isEqualTo("NONE");

        set("PROVIDER", Map.of("session.idleMinutes", 10, "factors.second", "PHISHING_RESISTANT")).expect(201);
        assertThat(clerk.get("/api/v1/session").expect(200).body().path("idleMinutes").intValue()).isEqualTo(10);
        assertThat(clerk.get("/api/v1/session/security").expect(200).body().path("accepted").toString()).isEqualTo("[\"WEBAUTHN\"]");
        var over = set("PROVIDER", Map.of("session.idleMinutes", 16, "session.absoluteHours", 13, "factors.second", "NONE")).problem(422, "POLICY_LOOSER");
        assertThat(over.body().path("knobs").valueStream().map(knob -> knob.path("knob").asString()))
                .containsExactly("session.idleMinutes", "session.absoluteHours", "factors.second");
    }

    private static String value(String realm, String knob) {
        return admin.get("/api/v1/policies/" + realm).expect(200).body().path("values").valueStream()
                .filter(value -> value.path("knob").asString().equals(knob)).findFirst().orElseThrow().path("value").asString();
    }

    private static int newest(String realm) {
        return admin.get("/api/v1/policies/" + realm).expect(200).body().path("newestVersion").intValue();
    }

    private static TestBrowser.Answer set(String realm, Map<String, ?> changes) {
        return admin.post("/api/v1/policies/" + realm, Map.of("level", "PLATFORM", "changes", changes, "seenVersion", newest(realm)));
    }

    private static TestBrowser newcomer(String username) {
        var created = host.getBean(Accounts.class).create(username, "新人", Set.of(Role.FINANCE), "admin");
        return loggedIn(username, OneTimePassword.shown(((Accounts.Outcome.Done) created).password().orElseThrow()));
    }

    private static TestBrowser loggedIn(String username, String initial) {
        var browser = new TestBrowser(port);
        browser.login(username, initial).expect(200);
        browser.post("/api/v1/session/password", Map.of("currentPassword", initial, "newPassword", TestStaff.PASSWORD)).expect(204);
        return browser;
    }
}
