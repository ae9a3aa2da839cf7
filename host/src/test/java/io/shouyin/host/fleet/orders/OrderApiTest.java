package io.shouyin.host.fleet.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.HostTest;
import io.shouyin.host.access.Role;
import io.shouyin.host.access.TestStaff;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The API of orders: who may, what takes two, and what is refused.
@HostTest
class OrderApiTest {

    private static final MerchantId MERCHANT = new MerchantId("104581054110977");
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @Autowired
    private TestStaff staff;
    @Autowired
    private Merchants merchants;
    @Autowired
    private Terminals terminals;
    @Autowired
    private SecurityModule vault;
    @Autowired
    private JdbcClient jdbc;

    private String terminal;

    @BeforeEach
    void activate() {
        if (merchants.find(MERCHANT).isEmpty()) {
            merchants.register(new Merchants.Registration(MERCHANT, "指令小店", "ORDERED SHOP", "5411", "SHENZHEN", "02155550177"));
        }
        terminal = activated();
    }

    private String activated() {
        String id = terminals.register(MERCHANT, "SYOA-%09d".formatted(SERIALS.incrementAndGet()), "Shouyin VT-1", TerminalProfile.AES).terminal().value();
        jdbc.sql("UPDATE fleet.terminal SET state = 'ACTIVATED', master_key = ?, credential_key = ?, activated_at = now() WHERE terminal_id = ?")
                .params(vault.generate(KeyPurpose.TERMINAL_MASTER).value(), vault.generate(KeyPurpose.TERMINAL_CREDENTIAL).value(), id).update();
        return id;
    }

    private String orders() {
        return "/api/v1/terminals/" + terminal + "/orders";
    }

    private List<String> given() {
        return jdbc.sql("SELECT kind FROM fleet.terminal_order WHERE terminal_id = ? ORDER BY sequence").param(terminal).query(String.class).list();
    }

    @Test
    void lock_isGivenByOne_andSeenByAll() {
        var answer = staff.loggedIn(Role.RISK).post(orders(), Map.of("kind", "LOCK", "text", "请联系收单机构", "reason", "商户报失")).expect(201).body();
        assertThat(answer.at("/order/state").asString()).isEqualTo("QUEUED");
        assertThat(answer.at("/order/sequence").asLong()).isEqualTo(1);
        var seen = staff.loggedIn(Role.FINANCE);
        assertThat(seen.get("/api/v1/terminals/" + terminal + "/lock").expect(200).body().path("locked").asBoolean()).isTrue();
        assertThat(seen.get(orders()).expect(200).body().at("/items/0/reason").asString()).isEqualTo("商户报失");
        assertThat(jdbc.sql("SELECT action FROM audit.entry WHERE object = ? ORDER BY entry_id DESC LIMIT 2").param("terminal:" + terminal).query(String.class).list())
                .containsExactlyInAnyOrder("terminal.order.give", "terminal.lock");
        staff.loggedIn(Role.OPERATIONS).post("/api/v1/orders/" + answer.at("/order/orderId").asString() + "/cancellation", Map.of()).problem(409, "ORDER_HOLDS_AT_ONCE");
        assertThat(seen.get("/api/v1/terminals/" + terminal + "/lock").expect(200).body().path("locked").asBoolean()).as("the lock is not taken back with its order").isTrue();
    }

    @Test
    void orderThatWaits_isTakenBack() {
        var one = staff.loggedIn(Role.OPERATIONS);
        var order = one.post(orders(), Map.of("kind", "SHOW_MESSAGE", "text", "明早八点升级", "reason", "通知")).expect(201).body().at("/order/orderId").asString();
        assertThat(one.post("/api/v1/orders/" + order + "/cancellation", Map.of()).expect(200).body().path("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void wipeKeys_takesTwoPeople() {
        var first = staff.loggedIn(Role.OPERATIONS);
        var proposed = first.post(orders(), Map.of("kind", "WIPE_KEYS", "evenUnsettled", true, "reason", "设备回收")).expect(202).body();
        assertThat(proposed.at("/proposal/content/evenUnsettled").asBoolean()).isTrue();
        assertThat(given()).as("nothing is given yet").isEmpty();
        var id = proposed.at("/proposal/id").asString();
        first.post("/api/v1/proposals/" + id + "/approval", Map.of()).expect(403);
        staff.loggedIn(Role.RISK).post("/api/v1/proposals/" + id + "/approval", Map.of()).expect(200);
        assertThat(given()).containsExactly("WIPE_KEYS");
    }

    @Test
    void order_badInputOrSomebodyElse_isRefused() {
        staff.loggedIn(Role.FINANCE).post(orders(), Map.of("kind", "LOCK", "reason", "x")).expect(403);
        var one = staff.loggedIn(Role.OPERATIONS);
        one.post(orders(), Map.of("kind", "EXPLODE", "reason", "x")).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "LOCK")).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "LOCK", "reason", " ")).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "LOCK", "reason", "x", "hours", 25)).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "SHOW_MESSAGE", "reason", "x", "text", "a\nb")).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "SHOW_MESSAGE", "reason", "x", "text", "a\u202eb")).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "LOCK", "reason", "a\u202eb")).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "SHOW_MESSAGE", "reason", "x", "text", "字".repeat(121))).problem(400, "REQUEST_INVALID");
        one.post(orders(), Map.of("kind", "SHOW_MESSAGE", "reason", "x")).problem(422, "ORDER_TEXT_MISSING");
        one.post("/api/v1/terminals/99999999/orders", Map.of("kind", "LOCK", "reason", "x")).problem(404, "TERMINAL_UNKNOWN");
        one.post("/api/v1/orders/00000000-0000-4000-8000-000000000000/cancellation", Map.of()).problem(404, "ORDER_UNKNOWN");
        assertThat(given()).isEmpty();
    }

    @Test
    void orderToMany_namesThoseItReached() {
        String other = activated();
        var one = staff.loggedIn(Role.OPERATIONS);
        var order = Map.of("kind", "SHOW_MESSAGE", "text", "明早八点升级", "reason", "通知");
        var answer = one.post("/api/v1/orders", Map.of("terminals", List.of(terminal, other), "order", order)).expect(200).body();
        assertThat(answer.path("given").size()).isEqualTo(2);
        one.post("/api/v1/orders", Map.of("order", order)).problem(422, "ORDER_SELECTION_EMPTY");
        one.post("/api/v1/orders", Map.of("model", "No such model", "order", order)).problem(422, "ORDER_SELECTION_EMPTY");
        one.post("/api/v1/orders", Map.of("terminals", List.of(terminal), "order", Map.of("kind", "WIPE_KEYS", "reason", "x"))).problem(422, "ORDER_FOR_ONE_ALONE");
    }
}
