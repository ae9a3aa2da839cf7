package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostApplication;
import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.Totp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The default profile, `pci-4.0.1-mfa`, over HTTP: a password alone opens nothing but the way to a second factor, whatever one asks for.
class SecondFactorDemandedIT {

    /// What a login without a second factor may reach: itself, its password, its factors, and what is open to everybody.
    private static final List<String> OPEN = List.of("/api/v1/session", "/api/v1/session/with-code", "/api/v1/session/password", "/api/v1/session/factors/",
            "/api/v1/session/security", "/api/v1/recovery/", "/api/v1/guidance/", "/api/v1/session/password-advice",
            "/api/v1/receipt-links/");

    private static ConfigurableApplicationContext host;
    private static int port;
    private static Map<String, Secret> oneTime;

    @BeforeAll
    static void startHost() {
        var settings = HostTest.Surroundings.settings();
        settings.remove("shouyin.access.profile");
        host = HostApplication.start(settings);
        port = ((WebServerApplicationContext) host).getWebServer().getPort();
        oneTime = host.getBean(FirstAdministrators.class).ensure();
    }

    @AfterAll
    static void stopHost() {
        host.close();
    }

    @Test
    void account_withoutASecondFactor_reachesNothingButTheEnrolment() {
        var browser = new TestBrowser(port);
        var initial = OneTimePassword.shown(oneTime.get(FirstAdministrators.FIRST));
        assertThat(browser.login("admin", initial).expect(200).body().path("next").asString()).isEqualTo("PASSWORD_CHANGE");
        reachesNothing(browser, "PASSWORD_CHANGE_REQUIRED");
        browser.post("/api/v1/session/password", Map.of("currentPassword", initial, "newPassword", TestStaff.PASSWORD)).expect(204);
        assertThat(browser.get("/api/v1/session").expect(200).body().path("next").asString()).isEqualTo("ENROLMENT");
        reachesNothing(browser, "ENROLMENT_REQUIRED");

        var offer = browser.post("/api/v1/session/security/totp", Map.of()).expect(200).body();
        var code = Totp.code(TestStaff.totpSecret(offer.path("secret").asString()), Totp.step(Instant.now().getEpochSecond()), Totp.DIGITS);
        browser.post("/api/v1/session/security/totp/confirmation", Map.of("code", code)).expect(200);
        assertThat(browser.get("/api/v1/session").expect(200).body().path("next").asString()).as("enrolled, and shown at the next login").isNotEqualTo("ENROLMENT");

        var next = new TestBrowser(port);
        assertThat(next.login("admin", TestStaff.PASSWORD).expect(200).body().path("next").asString()).isEqualTo("SECOND_FACTOR");
        reachesNothing(next, "SECOND_FACTOR_REQUIRED");
    }

    private static void reachesNothing(TestBrowser browser, String code) {
        var asked = requests().toList();
        assertThat(asked).hasSizeGreaterThan(80);
        assertThat(asked).allSatisfy(request -> {
            var answer = browser.send(request.method().name(), request.path(), request.method() == RequestMethod.GET ? null : Map.of("phone", "13800138000"));
            assertThat(answer.status()).as(request.toString()).isEqualTo(403);
            assertThat(answer.body().path("code").asString()).as(request.toString()).isIn(code, "STEP_UP_REQUIRED");
        });
    }

    private record Request(RequestMethod method, String path) {}

    private static Stream<Request> requests() {
        var mapping = host.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        return mapping.getHandlerMethods().keySet().stream().flatMap(SecondFactorDemandedIT::requests)
                .filter(request -> request.path().startsWith("/api/v1/") && OPEN.stream().noneMatch(open -> isOpen(open, request.path()))).distinct();
    }

    private static boolean isOpen(String open, String path) {
        return path.equals(open) || (open.endsWith("/") || open.equals("/api/v1/session/security")) && path.startsWith(open);
    }

    private static Stream<Request> requests(RequestMappingInfo info) {
        Set<String> patterns = info.getPatternValues();
        return patterns.stream().flatMap(pattern -> info.getMethodsCondition().getMethods().stream()
                .map(method -> new Request(method, pattern.replaceAll("\\{[^/]+", "1"))));
    }
}
