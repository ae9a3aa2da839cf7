package io.shouyin.host.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// The API of channels and routing.
@HostTest
class RoutingDeskTest {

    private static final MerchantId MERCHANT = new MerchantId("104581054110901");
    private static final Pan CARD = Pan.of("6216261000000000018");

    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;
    @Autowired
    private Routing routing;
    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void register() {
        if (merchants.find(MERCHANT).isEmpty()) {
            merchants.register(new Merchants.Registration(MERCHANT, "路由小店", "ROUTED SHOP", "5411", "SHENZHEN", "02155550109"));
        }
    }

    @Test
    void channels_areSeenByAllStaff() {
        var channels = staff.loggedIn(Role.FINANCE).get("/api/v1/channels").expect(200).body();
        assertThat(channels.size()).isEqualTo(1);
        assertThat(channels.at("/0/name").asString()).isEqualTo("main");
        assertThat(channels.at("/0/up").asBoolean()).isFalse();
        assertThat(channels.at("/0/breaker").asString()).isEqualTo("CLOSED");
    }

    @Test
    void rules_areProposedByOne_approvedByAnother_loggedAndInForceAtOnce() {
        var first = staff.loggedIn(Role.RISK);
        int version = version();
        var proposed = first.put("/api/v1/routing", wanted(version, rule("""
                {"merchants":["%s"],"hours":{"from":"00:00","to":"23:59"},"amountToFen":500}""".formatted(MERCHANT.value()), "main"))).expect(202).body();
        assertThat(version()).isEqualTo(version);
        String approval = "/api/v1/proposals/" + proposed.path("id").asString() + "/approval";
        first.post(approval, null).problem(403, "PROPOSAL_SECOND_PERSON_NEEDED");
        staff.loggedIn(Role.OPERATIONS).post(approval, null).expect(403);
        staff.loggedIn(Role.RISK).post(approval, null).expect(200);

        var versions = staff.loggedIn(Role.AUDITOR).get("/api/v1/routing").expect(200).body();
        assertThat(versions.at("/0/version").asInt()).isEqualTo(version + 1);
        assertThat(versions.at("/0/rules/0/when").properties()).as("what it does not name is not there").hasSize(3);
        assertThat(versions.at("/0/rules/0/when/hours/from").asString()).isEqualTo("00:00");
        Instant noon = Instant.parse("2026-11-23T04:00:00Z");
        assertThat(routing.of(MERCHANT, CARD, new MinorAmount(500), noon)).isEqualTo(new Route("one", List.of("main")));
        assertThat(routing.of(MERCHANT, CARD, new MinorAmount(501), noon)).isEqualTo(Route.only("main"));
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = 'routing:PLATFORM' ORDER BY entry_id DESC LIMIT 1").query(String.class).single())
                .isEqualTo("routing.replace");
        first.put("/api/v1/routing", wanted(version)).problem(409, "ROUTING_CHANGED_MEANWHILE");
    }

    @Test
    void rules_thatCannotBe_areRefusedByName() {
        var risk = staff.loggedIn(Role.RISK);
        int version = version();
        risk.put("/api/v1/routing", wanted(version, rule("{}", "elsewhere"))).problem(422, "ROUTING_CHANNEL_UNKNOWN");
        risk.put("/api/v1/routing", wanted(version, rule("{\"merchants\":[\"104581054119999\"]}", "main"))).problem(422, "ROUTING_MERCHANT_UNKNOWN");
        risk.put("/api/v1/routing", wanted(version, rule("{\"amountFromFen\":1}", "main"), rule("{\"amountFromFen\":2}", "main"))).problem(422, "ROUTING_NAME_TWICE");
        var always = Map.of("name", "always", "when", Map.of(), "channels", List.of("main"));
        risk.put("/api/v1/routing", wanted(version, always, rule("{\"amountFromFen\":1}", "main"))).problem(422, "ROUTING_RULE_NEVER_REACHED");
        staff.loggedIn(Role.OPERATIONS).put("/api/v1/routing", wanted(version)).expect(403);
        assertThat(version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"merchants\":[\"1\"]}", "{\"cardPrefixes\":[\"6\"]}", "{\"cardPrefixes\":[\"6226 22\"]}", "{\"cardKinds\":[\"REGISTERED\"]}", "{\"cardSchemes\":[\"DINERS\"]}",
            "{\"hours\":{\"from\":\"10:00\",\"to\":\"10:00\"}}", "{\"hours\":{\"from\":\"25:00\",\"to\":\"26:00\"}}", "{\"amountFromFen\":-1}", "{\"amountFromFen\":10,\"amountToFen\":9}",
            "{\"amountToFen\":1000000000000}"})
    void condition_thatMakesNoSense_isRefused(String when) {
        staff.loggedIn(Role.RISK).put("/api/v1/routing", wanted(version(), rule(when, "main"))).problem(400, "REQUEST_INVALID");
    }

    @Test
    void rule_withoutAChannelOrWithOneTwice_isRefused() {
        var risk = staff.loggedIn(Role.RISK);
        risk.put("/api/v1/routing", wanted(version(), rule("{}"))).problem(400, "REQUEST_INVALID");
        risk.put("/api/v1/routing", wanted(version(), rule("{}", "main", "main"))).problem(400, "REQUEST_INVALID");
    }

    @ParameterizedTest
    @CsvSource({"6216261000000000018, UNIONPAY", "8171990000000007, UNIONPAY", "4111111111111111, VISA", "5555555555554444, MASTERCARD", "2221000000000009, MASTERCARD",
            "2720990000000007, MASTERCARD", "3530111333300000, JCB", "378282246310005, AMEX", "2220990000000000, ", "6011000000000004, "})
    void scheme_isTheOneOfTheFirstDigits(String number, CardScheme scheme) {
        assertThat(CardScheme.of(number).orElse(null)).isEqualTo(scheme);
    }

    private int version() {
        return jdbc.sql("SELECT coalesce(max(version), 0) FROM channels.routing_rule_set").query(Integer.class).single();
    }

    private static Map<String, Object> wanted(int basedOn, Object... rules) {
        return Map.of("basedOn", basedOn, "rules", List.of(rules));
    }

    private static Map<String, Object> rule(String when, String... channels) {
        return Map.of("name", "one", "when", JsonMapper.shared().readTree(when), "channels", List.of(channels));
    }
}
