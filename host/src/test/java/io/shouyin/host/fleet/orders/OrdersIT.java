package io.shouyin.host.fleet.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.host.Patience;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.fleet.orders.OrderText.Wanted;
import io.shouyin.host.gateway.GatewayServer;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.network.DemoCard;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SecurityModule;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Orders from the desk to a real terminal and back, what a locked terminal may do, and everything that a terminal does not believe.
class OrdersIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.fleet.status.beat-interval", "1s"));
        corridor.awaitNetwork();
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    private static String serial() {
        return "SYOR-%09d".formatted(SERIALS.incrementAndGet());
    }

    private static OrderDesk desk() {
        return corridor.bean(OrderDesk.class);
    }

    private static TerminalOrder order(String terminal, OrderKind kind, String text, boolean evenUnsettled) {
        return desk().give(new TerminalId(terminal), new Wanted(kind, Optional.ofNullable(text), evenUnsettled, 24, "测试"), "chen", "");
    }

    private static TerminalOrder order(String terminal, OrderKind kind) {
        return order(terminal, kind, null, false);
    }

    private static TerminalOrder now(TerminalOrder order) {
        return corridor.bean(OrderStore.class).of(order.terminal(), new PageQuery(0, 100)).items().stream().filter(found -> found.id().equals(order.id())).findFirst().orElseThrow();
    }

    private static void awaitState(TerminalOrder order, OrderState state) {
        Patience.until(order.title() + " is " + state, () -> now(order).state() == state);
    }

    private static List<String> refusals(String terminal) {
        return corridor.bean(OrderStore.class).refusals(new TerminalId(terminal)).stream().map(OrderStore.Refused::refusal).toList();
    }

    private static List<String> journalled(String terminal) {
        return corridor.jdbc().sql("SELECT kind || ' ' || state || ' ' || amount_minor FROM acquiring.transaction WHERE terminal_id = ? ORDER BY 1").param(terminal)
                .query(String.class).list();
    }

    // the lock

    @Test
    void lockedTerminal_thatIgnoresItsLock_sellsNothing_untilItIsUnlocked() {
        try (Till till = corridor.inServiceDeaf(serial())) {
            String id = till.handout.terminalId();
            order(id, OrderKind.LOCK, "请联系收单机构", false);

            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            assertThat(till.await("sale.declined").lines(Language.ZH)).as("the terminal shows what the host says").anyMatch(line -> line.contains("终端已锁定"));
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE terminal_id = ?").param(id).query(Integer.class).single()).isZero();
            till.press("OK");

            order(id, OrderKind.UNLOCK);
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
        }
    }

    @Test
    void lockedTerminal_startsNothing_butEndsWhatItBegan() throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, serial());
        Message sale = terminal.sale(2500, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");

        order(terminal.id(), OrderKind.LOCK);
        assertThat(terminal.askSigned(terminal.sale(2600, card).build()).text(39)).isEqualTo("P7");
        assertThat(terminal.askSigned(terminal.balance(card)).text(39)).isEqualTo("P7");
        assertThat(terminal.askSigned(terminal.offlineSale(100, card)).text(39)).as("without the card's own date").isEqualTo("P7");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.signInRequest(RawTerminal.KeySet.WITH_TRACK_KEY)).text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.signOutRequest()).text(39)).isEqualTo("00");
    }

    /// What protects money that was already taken goes on: the batch is settled, while nothing new is sold.
    @Test
    void lockedTerminal_settlesWhatItSold_andSellsNothing() {
        try (Till till = corridor.inServiceDeaf(serial())) {
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            order(till.handout.terminalId(), OrderKind.LOCK);
            till.sell("1100", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            assertThat(till.await("sale.declined").lines(Language.ZH)).anyMatch(line -> line.contains("终端已锁定"));
            till.press("OK");
            till.await("menu.cashier");
            till.press("9");
            till.await("menu.duty");
            till.press("5");
            till.await("menu.settlement");
            till.press("1");
            till.await("settle.confirm");
            till.press("OK");
            assertThat(till.await("settle.done").lines(Language.ZH)).contains("对账平,结算完成");
            assertThat(journalled(till.handout.terminalId())).as("a sale before the lock, and the reversal of the refused one, for which there was nothing to reverse")
                    .containsExactly("REVERSAL_OF_UNKNOWN UNKNOWN_ORIGINAL 1100", "SALE APPROVED 1000");
        }
    }

    /// Whatever way money is taken or given.
    @ParameterizedTest
    @EnumSource(value = TransactionKind.class, names = {"BALANCE", "SALE", "VOID", "REFUND", "PRE_AUTH", "PRE_AUTH_TOP_UP", "PRE_AUTH_VOID", "COMPLETION", "COMPLETION_NOTICE", "COMPLETION_VOID"})
    void lockedTerminal_isRefusedEachKind_andNothingOfItIsJournalled(TransactionKind kind) throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, serial());
        order(terminal.id(), OrderKind.LOCK);
        assertThat(terminal.askSigned(terminal.withoutFactors(kind, 2800, card).build()).text(39)).isEqualTo("P7");
        if (kind == TransactionKind.SALE) {
            assertThat(terminal.askSigned(terminal.walletSale(2900, "281234567890123456").build()).text(39)).as("by a shown code").isEqualTo("P7");
        }
        assertThat(journalled(terminal.id())).isEmpty();
    }

    @Test
    void lock_givenAtOneHost_holdsAtTheOtherFromTheCommitOn() throws Exception {
        RawTerminal terminal = RawTerminal.inService(corridor, serial());
        try (ConfigurableApplicationContext other = corridor.startAnotherHost()) {
            terminal.through(() -> other.getBean(GatewayServer.class).plainPort().orElseThrow());
            order(terminal.id(), OrderKind.LOCK);
            assertThat(terminal.askSigned(terminal.sale(2700, card).build()).text(39)).isEqualTo("P7");
            assertThat(other.getBean(OrderDesk.class).handOut(new TerminalId(terminal.id()))).as("and hands the order out").hasSize(1);
        }
    }

    // the way to the terminal and back

    @Test
    void orders_reachTheTerminal_areDoneOnce_andTold() {
        try (Till till = corridor.inService(serial())) {
            String id = till.handout.terminalId();
            TerminalOrder message = order(id, OrderKind.SHOW_MESSAGE, "下午三点系统维护", false);
            assertThat(till.await("order.message").lines(Language.ZH)).contains("下午三点系统维护");
            awaitState(message, OrderState.ACKNOWLEDGED);
            till.press("OK");
            awaitState(message, OrderState.DONE);

            TerminalOrder lock = order(id, OrderKind.LOCK, "请联系收单机构", false);
            assertThat(till.await("order.locked").lines(Language.ZH)).contains("请联系收单机构");
            awaitState(lock, OrderState.DONE);
            TerminalOrder unlock = order(id, OrderKind.UNLOCK);
            till.await("logon.operator");
            awaitState(unlock, OrderState.DONE);

            TerminalOrder refresh = order(id, OrderKind.REFRESH_PARAMETERS);
            awaitState(refresh, OrderState.DONE);
            TerminalOrder reboot = order(id, OrderKind.REBOOT);
            awaitState(reboot, OrderState.DONE);
            assertThat(till.terminal.state().isSignedIn()).as("what it kept stays").isTrue();
            TerminalOrder signOff = order(id, OrderKind.FORCE_SIGN_OFF);
            awaitState(signOff, OrderState.DONE);
            assertThat(till.terminal.state().isSignedIn()).isFalse();
            assertThat(refusals(id)).isEmpty();
        }
    }

    @Test
    void logs_areUploadedInTheMiddleOfASale_andFoundByWhatTheTerminalDid() {
        try (Till till = corridor.inService(serial())) {
            String id = till.handout.terminalId();
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            TerminalOrder logs = order(id, OrderKind.UPLOAD_LOGS);
            awaitState(logs, OrderState.DONE);
            assertThat(till.terminal.screen().is("sale.approved")).as("nobody was disturbed").isTrue();
            int lines = Integer.parseInt(now(logs).outcome().orElseThrow());
            List<String> kept = corridor.jdbc().sql("SELECT source || ' ' || level || ' ' || text FROM fleet.log_line WHERE terminal_id = ? ORDER BY number").param(id).query(String.class).list();
            assertThat(kept).hasSize(lines).anyMatch(line -> line.startsWith("program INFO started")).anyMatch(line -> line.matches("host INFO 0200 trace [0-9]{6}: approved"))
                    .anyMatch(line -> line.startsWith("operator INFO")).anyMatch(line -> line.equals("order INFO taken: " + logs.sequence() + " UPLOAD_LOGS"));
            assertThat(corridor.jdbc().sql("SELECT scrubbed FROM fleet.log_upload WHERE terminal_id = ?").param(id).query(Integer.class).single()).as("the terminal has left nothing to do").isZero();

            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            TerminalOrder again = order(id, OrderKind.UPLOAD_LOGS);
            awaitState(again, OrderState.DONE);
            assertThat(corridor.jdbc().sql("SELECT count(*) = count(DISTINCT number) AND count(*) = max(number) FROM fleet.log_line WHERE terminal_id = ?").param(id).query(Boolean.class).single())
                    .as("each line once").isTrue();
        }
    }

    @Test
    void screenshot_whileAPinIsTyped_showsNeitherThePinNorItsLength() {
        try (Till till = corridor.inService(serial())) {
            String id = till.handout.terminalId();
            till.press("1");
            till.await("sale.amount");
            till.type("1000");
            till.await("sale.card");
            till.terminal.card(EntryMode.SWIPE, 0);
            till.await("sale.password");
            till.press("7 3 9");
            TerminalOrder shot = order(id, OrderKind.SCREENSHOT);
            awaitState(shot, OrderState.DONE);
            assertThat(till.terminal.screen().is("sale.password")).isTrue();
            String rows = corridor.jdbc().sql("SELECT screen || ' ' || rows::text FROM fleet.terminal_screen WHERE order_id = ?").param(shot.id()).query(String.class).single();
            assertThat(rows).startsWith("sale.password").contains("••••••").doesNotContain("739").doesNotContain(card.pan().reveal(CardDataAccess.granted()));
        }
    }

    @Test
    void lock_whileASaleIsUnderWay_waitsForItsEnd() {
        try (Till till = corridor.inService(serial())) {
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            TerminalOrder lock = order(till.handout.terminalId(), OrderKind.LOCK);
            awaitState(lock, OrderState.ACKNOWLEDGED);
            assertThat(till.terminal.screen().is("sale.approved")).isTrue();
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            till.await("order.locked");
            awaitState(lock, OrderState.DONE);
        }
    }

    @Test
    void wipeKeys_overMoneyThatIsNotSettled_isRefusedByName_unlessTheOrderSaysSo() {
        try (Till till = corridor.inService(serial())) {
            till.sell("1000", 0, Corridor.TRANSACTION_PASSWORD, corridor.pin(0));
            till.await("sale.approved");
            till.press("OK");
            till.await("sale.done");
            till.press("OK");
            TerminalOrder refused = order(till.handout.terminalId(), OrderKind.WIPE_KEYS);
            awaitState(refused, OrderState.FAILED);
            assertThat(now(refused).outcome()).contains("ORDER_MONEY_UNSETTLED");
            assertThat(till.terminal.state().isActivated()).isTrue();

            TerminalOrder wiped = order(till.handout.terminalId(), OrderKind.WIPE_KEYS, null, true);
            till.await("activation.code");
            awaitState(wiped, OrderState.DONE);
            assertThat(till.terminal.state().isActivated()).isFalse();
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM fleet.sign_in WHERE terminal_id = ?").param(till.handout.terminalId()).query(Integer.class).single())
                    .as("whoever still has the keys is nobody").isZero();
        }
    }

    // what a terminal does not believe

    /// Puts a row of one's own making among the orders, as somebody could who owns the database.
    private static void plant(String terminal, ObjectNode order, byte[] mac) {
        Instant now = Instant.now();
        corridor.jdbc().sql("""
                INSERT INTO fleet.terminal_order (order_id, terminal_id, sequence, kind, content, mac, reason, state, ordered_by, ordered_at, expires_at)
                VALUES (?, ?, ?, 'UNLOCK', ?, ?, 'planted', 'QUEUED', 'mallory', ?, ?)""")
                .params(UUID.randomUUID(), terminal, 1_000_000 + SERIALS.incrementAndGet(), JSON.writeValueAsBytes(order), mac, now.atOffset(ZoneOffset.UTC),
                        now.plusSeconds(600).atOffset(ZoneOffset.UTC)).update();
    }

    private static byte[] signed(String terminal, ObjectNode order) {
        KeyBlock key = corridor.bean(Terminals.class).session(new TerminalId(terminal)).orElseThrow().credentialKey().orElseThrow();
        return corridor.bean(SecurityModule.class).hostWord(key, HostWord.Kind.ORDER.covered(JSON.writeValueAsBytes(order)));
    }

    private static ObjectNode unlock(String terminal, long sequence, Instant expiresAt) {
        return JSON.createObjectNode().put("terminal", terminal).put("sequence", sequence).put("id", UUID.randomUUID().toString()).put("kind", "UNLOCK")
                .put("expiresAt", expiresAt.toString());
    }

    @Test
    void order_forgedForeignOldOrExpired_isRefusedByName_andCounted() {
        try (Till till = corridor.inService(serial())) {
            String id = till.handout.terminalId();
            Instant later = Instant.now().plus(Duration.ofHours(1));
            TerminalOrder lock = order(id, OrderKind.LOCK);
            till.await("order.locked");
            awaitState(lock, OrderState.DONE);

            ObjectNode forged = unlock(id, 10, later);
            plant(id, forged, new byte[32]);
            Patience.until("told of the forged one", () -> refusals(id).contains("ORDER_FORGED"));
            ObjectNode foreign = unlock("99999999", 11, later);
            plant(id, foreign, signed(id, foreign));
            Patience.until("told of the foreign one", () -> refusals(id).contains("ORDER_OF_ANOTHER_TERMINAL"));
            ObjectNode old = unlock(id, lock.sequence(), later);
            plant(id, old, signed(id, old));
            Patience.until("told of the old one", () -> refusals(id).contains("ORDER_REPEATED"));
            ObjectNode expired = unlock(id, 12, Instant.now().minusSeconds(1));
            plant(id, expired, signed(id, expired));
            Patience.until("told of the expired one", () -> refusals(id).contains("ORDER_EXPIRED"));
            ObjectNode unreadable = JSON.createObjectNode().put("terminal", id);
            plant(id, unreadable, signed(id, unreadable));
            Patience.until("told of the unreadable one", () -> refusals(id).contains("ORDER_UNREADABLE"));

            assertThat(till.terminal.screen().is("order.locked")).as("none of them has unlocked it").isTrue();
            assertThat(corridor.jdbc().sql("SELECT count(*) FROM audit.entry WHERE action = 'terminal.order.refuse' AND object = ?").param("terminal:" + id)
                    .query(Integer.class).single()).as("one line a kind, however often it comes").isEqualTo(5);
            corridor.jdbc().sql("DELETE FROM fleet.terminal_order WHERE ordered_by = 'mallory' AND terminal_id = ?").param(id).update();
        }
    }

    // what a device reports

    private static HttpResponse<String> report(RawTerminal terminal, TerminalOrder order, String body) {
        return say(terminal, "/device/v1/orders/" + order.id() + "/state", body);
    }

    private static HttpResponse<String> say(RawTerminal terminal, String path, String body) {
        return RawTerminal.post(corridor, path, terminal.signature(path, Instant.now(), body), body);
    }

    @Test
    void report_ofADevice_countsOnce_andForItsOwnOrdersOnly() {
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        RawTerminal other = RawTerminal.activated(corridor, serial());
        TerminalOrder order = order(terminal.id(), OrderKind.REBOOT);
        String done = "{\"sequence\":%d,\"state\":\"DONE\"}".formatted(order.sequence());
        assertThat(RawTerminal.problem(report(terminal, order, done))).as("it was not handed out yet").isEqualTo("ORDER_REPORT_WRONG");
        assertThat(desk().handOut(order.terminal())).hasSize(1);
        assertThat(desk().handOut(order.terminal())).as("again, until it is acknowledged").hasSize(1);

        assertThat(RawTerminal.problem(report(other, order, done))).isEqualTo("ORDER_UNKNOWN");
        assertThat(RawTerminal.problem(report(terminal, order, "{\"sequence\":77,\"state\":\"DONE\"}"))).isEqualTo("ORDER_UNKNOWN");
        for (String bad : List.of("{}", "[]", "{\"state\":\"QUEUED\"}", "{\"sequence\":1,\"state\":\"FAILED\"}", "{\"sequence\":1,\"state\":\"DONE\",\"reason\":\"WHY\"}",
                "{\"sequence\":1,\"state\":\"FAILED\",\"reason\":\"6216261000000000018\"}", "{\"sequence\":1,\"state\":\"FAILED\",\"reason\":\"" + "A".repeat(90) + "\"}",
                "x".repeat(20_000))) {
            assertThat(RawTerminal.problem(report(terminal, order, bad))).as(bad).isEqualTo("REQUEST_INVALID");
        }
        assertThat(RawTerminal.problem(RawTerminal.post(corridor, "/device/v1/orders/" + order.id() + "/state", Map.of(), done))).isEqualTo("DEVICE_SIGNATURE_WRONG");

        String acknowledged = "{\"sequence\":%d,\"state\":\"ACKNOWLEDGED\"}".formatted(order.sequence());
        assertThat(report(terminal, order, acknowledged).statusCode()).isEqualTo(200);
        assertThat(report(terminal, order, acknowledged).statusCode()).isEqualTo(200);
        assertThat(desk().handOut(order.terminal())).as("it has it").isEmpty();
        assertThat(report(terminal, order, done).statusCode()).isEqualTo(200);
        assertThat(report(terminal, order, done).statusCode()).isEqualTo(200);
        assertThat(now(order).state()).isEqualTo(OrderState.DONE);
        assertThat(RawTerminal.problem(report(terminal, order, "{\"sequence\":%d,\"state\":\"FAILED\",\"reason\":\"ORDER_INTERRUPTED\"}".formatted(order.sequence()))))
                .isEqualTo("ORDER_REPORT_WRONG");
        assertThat(RawTerminal.problem(say(terminal, "/device/v1/orders/refused", "{\"reason\":\"BECAUSE\"}"))).isEqualTo("REQUEST_INVALID");
        assertThat(say(terminal, "/device/v1/orders/refused", "{\"reason\":\"ORDER_FORGED\"}").statusCode()).isEqualTo(200);
        assertThat(refusals(terminal.id())).containsExactly("ORDER_FORGED");
    }

    // giving

    @Test
    void order_nobodyFetches_expires_andOneThatWaitsCanBeTakenBack() {
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        TerminalOrder late = order(terminal.id(), OrderKind.REBOOT);
        TerminalOrder taken = order(terminal.id(), OrderKind.REBOOT);
        assertThat(taken.sequence()).isEqualTo(late.sequence() + 1);
        corridor.jdbc().sql("UPDATE fleet.terminal_order SET ordered_at = ordered_at - interval '2 days', expires_at = expires_at - interval '2 days' WHERE order_id = ?")
                .param(late.id()).update();
        desk().expire();
        assertThat(now(late).state()).isEqualTo(OrderState.EXPIRED);
        assertThat(desk().cancel(taken.id()).state()).isEqualTo(OrderState.CANCELLED);
        assertThat(desk().handOut(taken.terminal())).isEmpty();
        assertThatThrownBy(() -> desk().cancel(taken.id())).isInstanceOfSatisfying(RefusedRequest.class, no -> assertThat(no.refusal()).isEqualTo(OrderRefusal.ORDER_UNDER_WAY));
    }

    /// What the host does by itself is not taken back with the order that tells the terminal of it.
    @Test
    void lockAndUnlock_thatWait_cannotBeTakenBack() {
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        for (OrderKind kind : List.of(OrderKind.LOCK, OrderKind.UNLOCK)) {
            TerminalOrder waiting = order(terminal.id(), kind);
            assertThatThrownBy(() -> desk().cancel(waiting.id())).isInstanceOfSatisfying(RefusedRequest.class, no -> assertThat(no.refusal()).isEqualTo(OrderRefusal.ORDER_HOLDS_AT_ONCE));
            assertThat(now(waiting).state()).isEqualTo(OrderState.QUEUED);
        }
    }

    @Test
    void order_thatCannotBe_isRefusedByName() {
        Corridor.Handout registered = corridor.register(serial());
        refused(OrderRefusal.ORDER_TERMINAL_NOT_ACTIVE, () -> order(registered.terminalId(), OrderKind.LOCK));
        RawTerminal terminal = RawTerminal.activated(corridor, serial());
        refused(OrderRefusal.ORDER_TEXT_MISSING, () -> order(terminal.id(), OrderKind.SHOW_MESSAGE));
        refused(OrderRefusal.ORDER_TEXT_UNWANTED, () -> order(terminal.id(), OrderKind.REBOOT, "为什么", false));
        for (int i = 0; i < 20; i++) {
            order(terminal.id(), OrderKind.REBOOT);
        }
        refused(OrderRefusal.ORDERS_TOO_MANY, () -> order(terminal.id(), OrderKind.LOCK));
        assertThat(desk().handOut(new TerminalId(terminal.id()))).as("in one answer").hasSize(8);
    }

    private static void refused(OrderRefusal refusal, Runnable deed) {
        assertThatThrownBy(deed::run).isInstanceOfSatisfying(RefusedRequest.class, no -> assertThat(no.refusal()).isEqualTo(refusal));
    }
}
