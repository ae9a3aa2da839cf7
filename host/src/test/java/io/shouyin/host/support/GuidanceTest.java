package io.shouyin.host.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.TestBrowser;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.merchants.Merchants.Registration;
import io.shouyin.kernel.MerchantId;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// The guide of a merchant, read by somebody who is not logged in.
@HostTest
class GuidanceTest {

    private static final MerchantId MERCHANT = new MerchantId("104110054660001");
    private static final String GUIDE = "/api/v1/guidance/" + MERCHANT;

    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;

    @BeforeEach
    void aMerchant() {
        merchants.register(new Registration(MERCHANT, "云水茶馆", "CLOUD TEA HOUSE", "5812", "杭州", "057188880001"));
    }

    @Test
    void guide_saysWhatThePolicySays_andFollowsIt() {
        var guest = staff.browser();
        var before = guest.get(GUIDE).expect(200).body();
        assertThat(before.at("/title").asString()).isEqualTo("密码指南 · 云水茶馆");
        assertThat(before.at("/sections/0/lines").toString()).contains("长度 6 至 12 个字符", "必须含有:数字、字母", "每 180 天", "最近 4 次", "店名,也不用常见的密码(与最常见的三万个比对)").doesNotContain("泄露");
        assertThat(before.at("/pageUrl").asString()).endsWith("/console/guide/" + MERCHANT);

        var admin = staff.loggedIn(Role.ADMINISTRATOR);
        int newest = admin.get("/api/v1/policies/CARDHOLDER").expect(200).body().path("newestVersion").intValue();
        admin.post("/api/v1/policies/CARDHOLDER", Map.of("level", "MERCHANT", "merchantId", MERCHANT.value(), "seenVersion", newest,
                "changes", Map.of("length.soleMin", 8, "rotation.maxAgeDays", 60))).expect(201);

        var after = guest.get(GUIDE).expect(200).body();
        assertThat(after.at("/sections/0/lines").toString()).contains("长度 8 至 12 个字符", "每 60 天");
        assertThat(after.at("/sections/4/lines").toString()).contains("长度 6 至 12 个字符");
        assertThat(after.at("/rules/lengthMin").intValue()).isEqualTo(8);
        assertThat(english(guest).at("/sections/0/lines").toString()).contains("8 to 12 characters", "every 60 days");
        assertThat(english(guest).at("/pageUrl").asString()).endsWith("/console/guide/" + MERCHANT + "?language=en");
    }

    @Test
    void badExample_namesEachRuleThatItBreaks() {
        var bad = english(staff.browser()).path("bad");
        assertThat(bad.path(0).path("example").asString()).isEqualTo("123456");
        assertThat(bad.path(0).path("why").toString()).contains("A letter is missing", "No runs of digits");
        assertThat(bad.valueStream().allMatch(one -> !one.path("why").isEmpty())).isTrue();
        assertThat(bad.toString()).contains("No merchant or terminal number", "No phone number", "No birthday or date");
    }

    @Test
    void phoneOfTheMerchant_isNotTold() {
        assertThat(staff.browser().get(GUIDE).expect(200).text()).doesNotContain("057188880001");
    }

    @Test
    void merchant_unknown_isRefusedByName() {
        staff.browser().get("/api/v1/guidance/104110054669999").problem(404, "MERCHANT_UNKNOWN");
    }

    @Test
    void flood_fromOneAddress_isRefusedByName() {
        var guest = staff.browser().with("X-Forwarded-For", "203.0.113.66");
        for (int i = 0; i < GuidanceController.REQUESTS_PER_MINUTE_MAX; i++) {
            guest.get(GUIDE).expect(200);
        }
        guest.get(GUIDE).problem(429, "REQUESTS_TOO_MANY");
    }

    private static JsonNode english(TestBrowser guest) {
        return guest.with("Accept-Language", "en").get(GUIDE).expect(200).body();
    }
}
