package io.shouyin.host.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.TestClock;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.notify.TestMessages;
import io.shouyin.kernel.MerchantId;
import io.shouyin.paycrypto.Totp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What one person of the provider alone is shown takes a person and a fresh login, and its merchant is told on the phone.
@HostTest
class MerchantNoticesTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    private TestStaff staff;
    @Autowired
    private TestMessages messages;
    @Autowired
    private TestClock clock;
    @Autowired
    private Merchants merchants;
    @Autowired
    private JdbcClient jdbc;
    private String merchant;
    private String masked;

    @BeforeEach
    void aMerchantWithAPhone() {
        int number = NUMBER.incrementAndGet();
        merchant = "10411005826%04d".formatted(number);
        masked = "138****%04d".formatted(7000 + number);
        merchants.register(new Merchants.Registration(new MerchantId(merchant), "听雨茶楼", "LISTENING RAIN TEA", "5812", "SUZHOU", "1380077%04d".formatted(7000 + number)));
    }

    @Test
    void terminal_registered_tellsItsMerchant() {
        String terminal = registered(staff.loggedIn(Role.OPERATIONS));
        assertThat(messages.to(masked)).singleElement().asString().contains("新终端" + terminal).containsPattern("[01][0-9]-[0-3][0-9] [012][0-9]:[0-5][0-9]");
    }

    @Test
    void terminal_withoutAFreshLogin_orByAProgram_isNotRegistered() {
        TestBrowser operations = staff.loggedIn(Role.OPERATIONS);
        clock.advance(Duration.ofMinutes(6));
        operations.post("/api/v1/terminals", wanted()).problem(403, "STEP_UP_REQUIRED");
        program("OPERATIONS").post("/api/v1/terminals", wanted()).problem(403, "ACCESS_DENIED");
        assertThat(messages.to(masked)).isEmpty();
    }

    @Test
    void activationCode_issuedAnew_tellsTheMerchant_andTakesAFreshLogin() {
        String terminal = registered(staff.loggedIn(Role.OPERATIONS));
        String path = "/api/v1/terminals/" + terminal + "/activation";
        TestBrowser operations = staff.loggedIn(Role.OPERATIONS);
        operations.post(path, Map.of()).expect(200);
        assertThat(messages.to(masked)).hasSize(2).anyMatch(text -> text.contains("终端" + terminal + "在") && text.contains("激活码"));
        clock.advance(Duration.ofMinutes(6));
        operations.post(path, Map.of()).problem(403, "STEP_UP_REQUIRED");
        program("OPERATIONS").post(path, Map.of()).problem(403, "ACCESS_DENIED");
        assertThat(messages.to(masked)).hasSize(2);
    }

    @Test
    void authenticator_ofAnOperator_confirmed_tellsTheMerchant_andTakesAFreshLogin() {
        String terminal = registered(staff.loggedIn(Role.OPERATIONS));
        jdbc.sql("UPDATE credentials.secret SET state = 'SET' WHERE terminal_id = ? AND operator_number = '00'").param(terminal).update();
        String path = "/api/v1/terminals/" + terminal + "/authenticators/00";
        TestBrowser desk = staff.loggedIn(Role.SERVICE_DESK);
        clock.advance(Duration.ofMinutes(6));
        desk.post(path, Map.of()).problem(403, "STEP_UP_REQUIRED");
        program("SERVICE_DESK").post(path, Map.of()).problem(403, "ACCESS_DENIED");

        TestBrowser fresh = staff.loggedIn(Role.SERVICE_DESK);
        byte[] secret = TestStaff.totpSecret(fresh.post(path, Map.of()).expect(201).body().path("secret").asString());
        assertThat(messages.to(masked)).as("of the registration: the application opens nothing yet").hasSize(1);
        Map<String, String> code = Map.of("code", Totp.code(secret, Totp.step(clock.instant().getEpochSecond()), Totp.DIGITS));
        desk.post(path + "/confirmation", code).problem(403, "STEP_UP_REQUIRED");
        program("SERVICE_DESK").post(path + "/confirmation", code).problem(403, "ACCESS_DENIED");
        fresh.post(path + "/confirmation", code).expect(204);
        assertThat(messages.to(masked)).hasSize(2).last().asString().contains("操作员" + terminal + "/00", "验证器");
    }

    private String registered(TestBrowser browser) {
        return browser.post("/api/v1/terminals", wanted()).expect(201).body().path("terminalId").asString();
    }

    private Map<String, String> wanted() {
        return Map.of("merchantId", merchant, "serialNumber", "SYTOLD-%06d".formatted(NUMBER.get()), "model", "SY-V1");
    }

    private TestBrowser program(String scope) {
        String token = staff.loggedIn(Role.ADMINISTRATOR).post("/api/v1/clients", Map.of("name", "对账系统", "scopes", List.of(scope),
                "expiresAt", clock.instant().plus(Duration.ofDays(1)).toString())).expect(201).body().path("token").asString();
        return staff.browser().with("Authorization", "Bearer " + token);
    }
}
