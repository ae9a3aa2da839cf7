package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@HostTest
class PasswordAdviceTest {

    @Autowired
    private TestStaff staff;

    @ParameterizedTest
    @CsvSource(textBlock = """
            mimashishenme,           2, WORD
            !QAZ@WSX3edc,            2, KEYBOARD
            我爱北京天安门2024,      1, WORD
            """)
    void weakPassword_isToldWhy(String password, int scoreMax, String weakness) {
        var advice = advice(staff.loggedIn(Role.RISK), password);
        assertThat(advice.path("score").intValue()).isLessThanOrEqualTo(scoreMax);
        assertThat(names(advice, "weaknesses")).contains(weakness);
    }

    @Test
    void strongPassword_hasNothingAgainstIt() {
        var advice = advice(staff.loggedIn(Role.RISK), "vR7-kettle moss 42 Qd");
        assertThat(advice.path("score").intValue()).isEqualTo(4);
        assertThat(names(advice, "broken")).isEmpty();
    }

    /// Under the policy of the console: twelve characters, a letter and a digit.
    @ParameterizedTest
    @ValueSource(strings = {"q1w2e3r4t5y6", "1q2w3e4r5t6y", "zxcasdqwe123", "1qazxsw23edc", "zaq1xsw2cde3", "Christopher1", "minecraft123", "lost4815162342"})
    void mostCommonPasswords_areNoneForTheConsole(String password) {
        assertThat(names(advice(staff.loggedIn(Role.RISK), password), "broken")).contains("COMMON");
    }

    @Test
    void brokenRules_areTold_inTheCallersLanguage_alsoToWhoMustChange() {
        var browser = staff.loggedIn(Role.RISK).with("Accept-Language", "en");
        var advice = advice(browser, "short");
        assertThat(names(advice, "broken")).containsExactly("TOO_SHORT", "DIGIT_MISSING");
        assertThat(advice.path("broken").path(0).path("text").asString()).isEqualTo("The password is too short");
    }

    @Test
    void advice_isForPeopleWhoAreLoggedIn_andReadsNoBook() {
        var nobody = staff.browser();
        nobody.get("/api/v1/session");
        nobody.post("/api/v1/session/password-advice", Map.of("password", "k7Rm2x")).problem(401, "LOGIN_REQUIRED");
        staff.loggedIn(Role.RISK).post("/api/v1/session/password-advice", Map.of("password", "k".repeat(257))).problem(400, "REQUEST_INVALID");
    }

    private static JsonNode advice(TestBrowser browser, String password) {
        return browser.post("/api/v1/session/password-advice", Map.of("password", password)).expect(200).body();
    }

    private static List<String> names(JsonNode advice, String of) {
        return advice.path(of).valueStream().map(point -> point.path("name").asString()).toList();
    }
}
