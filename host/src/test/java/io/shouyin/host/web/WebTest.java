package io.shouyin.host.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@HostTest
class WebTest {

    @Autowired
    private TestStaff staff;
    @Autowired
    private LiveEvents live;
    @Autowired
    private TransactionTemplate transaction;

    @ParameterizedTest
    @CsvSource(textBlock = """
            later, 503, NETWORK_DOWN,       系统暂时不能完成，请稍后再试, Not possible at the moment: try again later
            setup, 500, DATABASE_DISK_FULL, 数据库所在磁盘已满，请联系管理员, The disk of the database is full: tell the administrator
            input, 422, FILE_BROKEN,        请求内容不符合要求, The request is not as required
            bug,   500, INTERNAL,           系统内部错误，请把请求编号告诉管理员, Internal error: tell the request id to the administrator
            """)
    void failure_isAProblemInTheCallersLanguage_withoutInnerWords(String how, int status, String code, String zh, String en) {
        var browser = staff.loggedIn(Role.RISK);
        var chinese = browser.get("/api/v1/probe/" + how).problem(status, code);
        assertThat(chinese.body().path("detail").asString()).isEqualTo(zh);
        assertThat(chinese.text()).doesNotContain("inner words").doesNotContain("Exception");
        var english = browser.with("Accept-Language", "fr, en-GB;q=0.8").get("/api/v1/probe/" + how).problem(status, code);
        assertThat(english.body().path("detail").asString()).isEqualTo(en);
        var neither = browser.with("Accept-Language", "fr").get("/api/v1/probe/" + how);
        assertThat(neither.body().path("detail").asString()).isEqualTo(zh);
    }

    @Test
    void request_thatNothingAnswers_isAProblem() {
        var browser = staff.loggedIn(Role.OPERATIONS);
        browser.get("/api/v1/none").problem(404, "NOT_FOUND");
        browser.post("/api/v1/probe/x", Map.of()).problem(405, "METHOD_NOT_ALLOWED");
        assertThat(browser.get("/api/v1/audit/../../etc/passwd").problem(400, "REQUEST_INVALID").text()).doesNotContain("passwd");
        browser.post("/api/v1/merchants", "{not json").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/merchants?size=201").problem(400, "REQUEST_INVALID");
        var typed = browser.get("/api/v1/merchants?page=4929000000000").problem(400, "REQUEST_INVALID");
        assertThat(typed.body().path("errors").path(0).path("field").asString()).isEqualTo("page");
        assertThat(typed.text()).doesNotContain("4929000000000");
        staff.browser().get("/none").problem(401, "LOGIN_REQUIRED");
    }

    @Test
    void request_withValuesThatNothingKeepsAsTheyAre_isRefused() {
        var browser = staff.loggedIn(Role.RISK);
        browser.post("/api/v1/session", Map.of("username", "\0x", "password", "a")).problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/transactions?query=%00").problem(400, "REQUEST_INVALID");
        browser.get("/api/v1/transactions?query=%ED%A0%80").problem(400, "REQUEST_INVALID");
        staff.browser().post("/api/v1/merchants?query=%ED%A0%80", Map.of()).problem(400, "REQUEST_INVALID");
        var fraction = browser.put("/api/v1/terminals/00000001/secrets/form",
                Map.of("kind", "RECURRING", "cycle", "WEEK", "usesMax", 1.9));
        fraction.problem(400, "REQUEST_INVALID");
        assertThat(fraction.body().path("errors").path(0).path("field").asString()).isEqualTo("usesMax");
    }

    /// The server itself refuses it, before any filter.
    @Test
    void path_thatNoServerReads_isAProblem() {
        var answer = staff.browser().with("Accept-Language", "en").get("/api/v1/accounts/a%00b/roles").expect(400);
        assertThat(answer.headers().get("content-type").getFirst()).startsWith("application/problem+json");
        assertThat(answer.body().path("code").asString()).isEqualTo("REQUEST_INVALID");
        assertThat(answer.body().path("detail").asString()).isEqualTo("The request is not as required");
    }

    @Test
    void page_ofTheConsole_carriesTheHeaders() {
        var answer = staff.browser().get("/");
        answer.expect(302);
        assertThat(answer.headers().get("location").getFirst()).endsWith("/console/");
        assertThat(answer.headers().get("content-security-policy")).containsExactly(ConsoleHeaders.CONTENT_SECURITY_POLICY);
        assertThat(answer.headers().get("x-frame-options")).containsExactly("DENY");
        assertThat(answer.headers().get("x-content-type-options")).containsExactly("nosniff");
        assertThat(answer.headers().get("referrer-policy")).containsExactly("no-referrer");
        assertThat(staff.browser().get("/api/v1/session").headers().get("cache-control").getFirst()).contains("no-store");
    }

    /// The page itself comes with the console's build; `src/test/resources` holds a stand-in.
    @ParameterizedTest
    @CsvSource(textBlock = """
            /console/,                         200
            /console/index.html,               200
            /console/terminals/00000001,       200
            /console/assets/none.js,           404
            /console/none.js,                  404
            """)
    void address_ofTheConsole_isThePage(String path, int status) {
        var answer = staff.browser().get(path).expect(status);
        if (status == 200) {
            assertThat(answer.text()).contains("<html");
            assertThat(answer.headers().get("cache-control").getFirst()).contains("no-cache");
        }
    }

    @Test
    void api_isDescribed() {
        var description = staff.browser().get("/v3/api-docs").expect(200).body();
        assertThat(description.path("openapi").asString()).startsWith("3.1");
        assertThat(description.path("paths").propertyNames()).contains("/api/v1/session", "/api/v1/merchants", "/api/v1/audit", "/api/v1/events");
        staff.browser().get("/swagger-ui/index.html").expect(401);
    }

    @Test
    void api_recordsOfOneName_areDescribedEachByItself() {
        var schemas = staff.browser().get("/v3/api-docs").expect(200).body().path("components").path("schemas");
        assertThat(schemas.path("MaintenanceDetail").path("properties").propertyNames()).contains("ticket");
        assertThat(schemas.path("ReleaseDetail").path("properties").propertyNames()).contains("release");
        assertThat(schemas.propertyNames()).doesNotContain("Detail", "Search");
    }

    @Test
    void events_reachOpenConsoles_onlyAfterTheCommit() throws Exception {
        record Sample(String terminalId) {}
        var browser = staff.loggedIn(Role.OPERATIONS);
        var stream = browser.open("/api/v1/events");
        assertThat(stream.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith(":connected");
            assertThat(lines.readLine()).isEqualTo("retry:1000");
            transaction.executeWithoutResult(status -> {
                live.publish("terminal", new Sample("rolled back"));
                status.setRollbackOnly();
            });
            transaction.executeWithoutResult(_ -> live.publish("terminal", new Sample("00000001")));
            live.publish("transaction", new Sample("00000002"));
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event:terminal");
            assertThat(lines.readLine()).isEqualTo("data:{\"terminalId\":\"00000001\"}");
            assertThat(lines.readLine()).isEmpty();
            assertThat(lines.readLine()).isEqualTo("event:transaction");
            assertThat(lines.readLine()).isEqualTo("data:{\"terminalId\":\"00000002\"}");
        }
    }

    @Test
    void events_withoutLogin_areRefused() {
        staff.browser().get("/api/v1/events").problem(401, "LOGIN_REQUIRED");
    }
}
