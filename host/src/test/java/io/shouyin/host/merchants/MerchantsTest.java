package io.shouyin.host.merchants;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.kernel.MerchantId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HostTest
class MerchantsTest {

    @Autowired
    private Merchants merchants;
    @Autowired
    private TestStaff staff;
    @Autowired
    private JdbcClient jdbc;

    @Test
    void merchant_registered_isFoundListedAndLogged() {
        var operations = staff.loggedIn(Role.OPERATIONS);
        var body = operations.post("/api/v1/merchants", particulars("104110054110001")).expect(201).body();
        assertThat(body.path("merchantId").asString()).isEqualTo("104110054110001");
        assertThat(merchants.find(new MerchantId("104110054110001")).orElseThrow().nameEn()).isEqualTo("HENG YUAN MARKET");
        assertThat(operations.get("/api/v1/merchants/104110054110001").expect(200).body()).isEqualTo(body);
        var list = staff.loggedIn(Role.FINANCE).get("/api/v1/merchants?query=104110054110001").expect(200).body();
        assertThat(list.path("total").asInt()).isEqualTo(1);
        assertThat(list.path("items").path(0)).isEqualTo(body);
        assertThat(jdbc.sql("SELECT count(*) FROM audit.entry WHERE action = 'merchant.register' AND object = 'merchant:104110054110001'")
                .query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void merchant_registeredAgain_isTheSameOrRefused() {
        var operations = staff.loggedIn(Role.ADMINISTRATOR);
        operations.post("/api/v1/merchants", particulars("104110054110002")).expect(201);
        operations.post("/api/v1/merchants", particulars("104110054110002")).expect(200);
        var other = particulars("104110054110002");
        other.put("name", "另一家店");
        operations.post("/api/v1/merchants", other).problem(409, "MERCHANT_NUMBER_TAKEN");
        assertThat(merchants.find(new MerchantId("104110054110002")).orElseThrow().name()).isEqualTo("恒远超市");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            merchantId, 10411005411000
            merchantId, 10411005411000A
            name,       ''
            nameEn,     恒远超市
            mcc,        541
            city,       ' '
            phone,      call me
            """)
    void merchant_withAWrongField_isRefusedByNameAndWithoutTheValue(String field, String value) {
        var wanted = particulars("104110054110003");
        wanted.put(field, value);
        var answer = staff.loggedIn(Role.OPERATIONS).post("/api/v1/merchants", wanted).problem(400, "REQUEST_INVALID");
        assertThat(answer.body().path("errors").valueStream().map(error -> error.path("field").asString())).containsOnly(field);
        wanted.put(field, "\0");
        staff.loggedIn(Role.OPERATIONS).post("/api/v1/merchants", wanted).problem(400, "REQUEST_INVALID");
        if (!value.isBlank()) {
            assertThat(answer.text()).doesNotContain(value);
        }
    }

    @Test
    void merchant_unknown_is404() {
        staff.loggedIn(Role.SERVICE_DESK).get("/api/v1/merchants/999999999999999").problem(404, "MERCHANT_UNKNOWN");
        staff.loggedIn(Role.FINANCE).post("/api/v1/merchants", particulars("104110054110004")).problem(403, "ACCESS_DENIED");
    }

    private static Map<String, Object> particulars(String merchantId) {
        var particulars = new LinkedHashMap<String, Object>();
        particulars.put("merchantId", merchantId);
        particulars.put("name", "恒远超市");
        particulars.put("nameEn", "HENG YUAN MARKET");
        particulars.put("mcc", "5411");
        particulars.put("city", "上海");
        particulars.put("phone", "021-12345678");
        return particulars;
    }
}
