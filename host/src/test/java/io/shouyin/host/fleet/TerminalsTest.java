package io.shouyin.host.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The register of terminals over HTTP: which cryptography a terminal is registered for.
@HostTest
class TerminalsTest {

    private static final MerchantId MERCHANT = new MerchantId("104110058120099");

    @Autowired
    private Merchants merchants;
    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;
    private TestBrowser operations;

    @BeforeEach
    void aMerchant() {
        merchants.register(new Merchants.Registration(MERCHANT, "听雨茶楼", "LISTENING RAIN TEA", "5812", "SUZHOU", "051255550100"));
        operations = staff.loggedIn(Role.OPERATIONS);
    }

    @Test
    void terminal_registeredForAProfile_showsIt() {
        assertThat(profileOf(registered("SYFLT-00000001", "sm4"))).isEqualTo("sm4");
        assertThat(profileOf(registered("SYFLT-00000002", "aes"))).isEqualTo("aes");
        assertThat(profileOf(registered("SYFLT-00000003", null))).as("without one").isEqualTo("tdes");
        assertThat(operations.get("/api/v1/terminals?query=SYFLT-00000001").expect(200).body().at("/items/0/profile").asString()).isEqualTo("sm4");
    }

    @Test
    void terminal_registeredForAnUnknownProfile_isRefusedByName() {
        for (String unknown : new String[] {"AES", "des", "", "sm4 "}) {
            var answer = operations.post("/api/v1/terminals", registration("SYFLT-00000004", unknown)).problem(400, "REQUEST_INVALID");
            assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo("profile");
        }
        assertThat(operations.get("/api/v1/terminals?query=SYFLT-00000004").body().path("total").asInt()).isZero();
    }

    /// The profile is that of the keys: it stays until a device is activated with the code.
    @Test
    void activationCode_forAnotherProfile_changesNothingYet() {
        String terminal = registered("SYFLT-00000005", "tdes");
        operations.post("/api/v1/terminals/" + terminal + "/activation", Map.of("profile", "aes")).expect(200);
        assertThat(profileOf(terminal)).isEqualTo("tdes");
        assertThat(nextProfileOf(terminal)).isEqualTo("aes");
        assertThat(jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'terminal.activation-code.issue' AND object = ? ORDER BY entry_id")
                .param("terminal:" + terminal).query(String.class).list()).containsExactly("profile tdes", "profile aes");
        operations.post("/api/v1/terminals/" + terminal + "/activation", null).expect(200);
        assertThat(nextProfileOf(terminal)).isEqualTo("tdes");
        operations.post("/api/v1/terminals/" + terminal + "/activation", Map.of("profile", "rot13")).problem(400, "REQUEST_INVALID");
    }

    private String registered(String serialNumber, String profile) {
        return operations.post("/api/v1/terminals", registration(serialNumber, profile)).expect(201).body().path("terminalId").asString();
    }

    private static Map<String, Object> registration(String serialNumber, String profile) {
        var registration = new HashMap<String, Object>(Map.of("merchantId", MERCHANT.value(), "serialNumber", serialNumber, "model", "Shouyin VT-1"));
        registration.put("profile", profile);
        return registration;
    }

    private String profileOf(String terminal) {
        return operations.get("/api/v1/terminals/" + terminal).expect(200).body().at("/terminal/profile").asString();
    }

    private String nextProfileOf(String terminal) {
        return jdbc.sql("SELECT profile FROM fleet.activation WHERE terminal_id = ?").param(terminal).query(String.class).single();
    }
}
