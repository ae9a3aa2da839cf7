package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Programs with tokens, over HTTP.
@HostTest
class ClientsTest {

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestClock clock;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void token_opensItsScopesWithoutCsrf_andIsCounted() {
        var administrator = staff.loggedIn(Role.ADMINISTRATOR);
        var issued = issue(administrator, "OPERATIONS").expect(201).body();
        assertThat(issued.path("token").asString()).matches("syc_[A-Za-z0-9_-]{43}");
        var program = program(issued);
        program.get("/api/v1/merchants").expect(200);
        program.post("/api/v1/merchants", Map.of()).problem(400, "REQUEST_INVALID");
        program.get("/api/v1/audit").problem(403, "ACCESS_DENIED");
        assertThat(program.cookie("SHOUYIN_SESSION")).isEmpty();

        var listed = listed(administrator, issued);
        assertThat(listed.path("useCount").asInt()).isEqualTo(3);
        assertThat(listed.path("lastUsedFrom").asString()).isEqualTo("127.0.0.1");
        assertThat(listed.toString()).doesNotContain(issued.path("token").asString());
        assertThat(jdbc.sql("SELECT count(*) FROM access.client WHERE client_id::text = :id AND octet_length(token_hash) = 32")
                .param("id", issued.path("client").path("id").asString()).query(Long.class).single()).isOne();
    }

    @Test
    void token_neverDoesWhatIsForPeople() {
        var program = program(issue(staff.loggedIn(Role.ADMINISTRATOR), "OPERATIONS", "AUDIT", "READ").expect(201).body());
        program.get("/api/v1/audit").expect(200);
        for (var path : List.of("/api/v1/session", "/api/v1/session/security", "/api/v1/accounts", "/api/v1/clients", "/api/v1/keys")) {
            program.get(path).problem(403, "ACCESS_DENIED");
        }
    }

    /// Whatever it may read: what takes a person who has just shown a factor, a program never does.
    @Test
    void token_ofEveryScope_decidesNothingThatTakesAPerson() {
        var program = program(issue(staff.loggedIn(Role.ADMINISTRATOR), "READ", "OPERATIONS", "RISK", "FINANCE", "SERVICE_DESK", "AUDIT").expect(201).body());
        var something = UUID.randomUUID();
        for (var path : List.of("/api/v1/cases/" + something + "/proofs", "/api/v1/cases/" + something + "/approval",
                "/api/v1/proposals/" + something + "/approval", "/api/v1/accounts", "/api/v1/clients",
                "/api/v1/terminals/00000001/secrets/one-time", "/api/v1/terminals/00000001/activation")) {
            assertThat(program.post(path, Map.of()).status()).as(path).isEqualTo(403);
        }
        for (var path : List.of("/api/v1/terminals/00000001/secrets/" + something, "/api/v1/cardholders/" + something + "/secrets/" + something,
                "/api/v1/cardholders/" + something + "?version=1", "/api/v1/terminals/00000001/authenticators/00", "/api/v1/session/sessions")) {
            assertThat(program.delete(path).status()).as(path).isEqualTo(403);
        }
        for (var path : List.of("/api/v1/terminals/00000001/secrets/form", "/api/v1/terminals/00000001/secrets/validity",
                "/api/v1/cardholders/" + something, "/api/v1/step-up/rules", "/api/v1/accounts/anybody/roles")) {
            assertThat(program.put(path, Map.of()).status()).as(path).isEqualTo(403);
        }
    }

    @Test
    void token_whoseScopeIsToRead_changesNothing() {
        var program = program(issue(staff.loggedIn(Role.ADMINISTRATOR), "READ").expect(201).body());
        program.get("/api/v1/merchants").expect(200);
        program.post("/api/v1/merchants", Map.of()).problem(403, "ACCESS_DENIED");
    }

    @Test
    void deed_ofAProgram_isItsOwnInTheAuditLog() {
        var issued = issue(staff.loggedIn(Role.ADMINISTRATOR), "OPERATIONS").expect(201).body();
        program(issued).post("/api/v1/merchants", Map.of("merchantId", "104110053119901", "name", "令牌测试店", "nameEn", "Token Shop", "mcc", "5411",
                "city", "上海", "phone", "13800138000")).expect(201);
        assertThat(jdbc.sql("SELECT actor_type || ' ' || actor FROM audit.entry WHERE object = 'merchant:104110053119901'").query(String.class).single())
                .isEqualTo("CLIENT " + issued.path("client").path("id").asString());
    }

    @Test
    void token_revokedExpiredOrUnknown_isRefused() {
        var administrator = staff.loggedIn(Role.ADMINISTRATOR);
        var revoked = issue(administrator, "READ").expect(201).body();
        administrator.delete("/api/v1/clients/" + revoked.path("client").path("id").asString()).expect(200);
        program(revoked).get("/api/v1/merchants").problem(401, "TOKEN_REFUSED");
        assertThat(listed(administrator, revoked).path("revokedBy").asString()).isNotEmpty();
        var expired = issue(administrator, "READ").expect(201).body();
        clock.advance(Duration.ofDays(30));
        program(expired).get("/api/v1/merchants").problem(401, "TOKEN_REFUSED");
        for (var token : List.of("syc_", "x".repeat(4000))) {
            staff.browser().with("Authorization", "Bearer " + token).get("/api/v1/merchants").problem(401, "TOKEN_REFUSED");
        }
    }

    @Test
    void client_withoutAnEndWithinAYear_isRefused() {
        var administrator = staff.loggedIn(Role.ADMINISTRATOR);
        for (var end : List.of(clock.instant(), clock.instant().plus(Duration.ofDays(367)))) {
            administrator.post("/api/v1/clients", Map.of("name", "n", "scopes", List.of("READ"), "expiresAt", end.toString()))
                    .problem(422, "CLIENT_EXPIRY_REFUSED");
        }
        administrator.post("/api/v1/clients", Map.of("name", "n", "scopes", List.of(), "expiresAt", clock.instant().plusSeconds(60).toString()))
                .problem(400, "REQUEST_INVALID");
        staff.loggedIn(Role.OPERATIONS).get("/api/v1/clients").problem(403, "ACCESS_DENIED");
    }

    private TestBrowser.Answer issue(TestBrowser administrator, String... scopes) {
        return administrator.post("/api/v1/clients", Map.of("name", "对账系统", "scopes", List.of(scopes),
                "expiresAt", clock.instant().plus(Duration.ofDays(30)).toString()));
    }

    private TestBrowser program(JsonNode issued) {
        return staff.browser().with("Authorization", "Bearer " + issued.path("token").asString());
    }

    private static JsonNode listed(TestBrowser administrator, JsonNode issued) {
        return administrator.get("/api/v1/clients").expect(200).body().valueStream()
                .filter(client -> client.path("id").equals(issued.path("client").path("id"))).findFirst().orElseThrow();
    }
}
