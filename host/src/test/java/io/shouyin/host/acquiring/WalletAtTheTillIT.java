package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.qr.CodeException;
import io.shouyin.network.WalletMode;
import io.shouyin.network.WalletCore;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Payments by code key by key: the terminal, this host, the simulated wallet.
class WalletAtTheTillIT {

    private static final String ALIPAY = "1";

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static WalletCore wallet;
    private static int serial;

    private Till till;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.channels.wallet.answer-wait", "500ms", "shouyin.acquiring.wallet-query-pause", "100ms",
                "shouyin.acquiring.reversal-retry-min", "100ms"));
        wallet = corridor.network.wallet();
        wallet.noticesTo(corridor.url() + "/wallet/v1/notices");
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        till = corridor.inService("SYWT-%09d".formatted(++serial));
    }

    @AfterEach
    void switchOff() {
        wallet.mode(WalletMode.NORMAL);
        till.close();
    }

    /// From the menu to the password.
    private void begin(String entry, String fen, String payCode) {
        till.await("menu.cashier");
        till.press("7");
        till.await("menu.wallet");
        till.press(entry);
        till.await("sale.amount");
        till.type(fen);
        if (!payCode.isEmpty()) {
            till.await("sale.payCode");
            till.type(payCode);
        }
        till.await("sale.password");
        till.type(Corridor.TRANSACTION_PASSWORD);
    }

    /// Without the customer's copy.
    private void done(String id) {
        till.await(id + ".approved");
        till.press("CANCEL OK");
        if (id.equals("sale")) {
            leave();
        }
    }

    private void leave() {
        till.await("menu.wallet");
        till.press("CANCEL");
    }

    private JournalEntry last() {
        till.terminal.awaitReady();
        return till.terminal.state().journal().getLast();
    }

    /// What the terminal shows a customer, who scans it.
    private String shownPayload() {
        till.await("sale.code");
        JournalEntry open = till.terminal.state().journal().getLast();
        TransactionKey key = TransactionKey.of(String.join(".", Corridor.MERCHANT.value(), till.handout.terminalId(), "%06d".formatted(open.batch()), "%06d".formatted(open.trace())));
        TransactionAnswer answer = corridor.bean(WalletTransaction.class).query(key).orElseThrow();
        return corridor.bean(WalletTransaction.class).presented(key, open.amount(), new Rrn(answer.rrn().orElseThrow()));
    }

    @Test
    void customersCode_isScannedPaidAndPrinted() {
        begin("1", "1880", wallet.showCode(ALIPAY));
        done("sale");
        JournalEntry sale = last();
        assertThat(sale.outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(sale.isOfWallet()).isTrue();
        assertThat(sale.texts()).contains("支付宝");
        assertThat(sale.cardMasked()).startsWith("QR*");
        assertThat(till.terminal.state().reversal()).isNull();
    }

    @Test
    void shownCode_isPaidWhileTheTerminalAsks() throws Exception {
        begin("2", "2550", "");
        String payload = shownPayload();
        Screen shown = till.await("sale.code");
        assertThat(shown.code()).isPresent();
        assertThat(shown.lines(Language.EN)).anyMatch(line -> line.contains("25.50"));
        assertThat(wallet.scanAndDecide("2", payload, true)).isEqualTo("PAID");
        done("sale");
        assertThat(last().texts()).contains("微信支付");
    }

    @Test
    void shownCode_thatTheCashierCallsOff_isPaidByNobody() throws Exception {
        begin("2", "2550", "");
        String payload = shownPayload();
        till.press("CANCEL");
        Screen over = till.await("sale.inDoubt");
        assertThat(over.lines(Language.ZH)).anyMatch(line -> line.contains("收款已取消"));
        till.press("OK");
        leave();
        assertThat(last().outcome()).isEqualTo(Outcome.REVERSED);
        until("the wallet has heard", () -> decided(payload).equals("CANCELLED"));
    }

    private static String decided(String payload) {
        try {
            return wallet.scanAndDecide("2", payload, false);
        } catch (CodeException none) {
            throw new IllegalStateException(none);
        }
    }

    @Test
    void code_thatWasUsed_isRefusedInWords() {
        String code = wallet.showCode(ALIPAY);
        begin("1", "100", code);
        done("sale");
        begin("1", "100", code);
        Screen refused = till.await("sale.declined");
        assertThat(refused.lines(Language.ZH)).anyMatch(line -> line.contains("付款码已用过"));
        assertThat(refused.lines(Language.EN)).anyMatch(line -> line.contains("The code was used before"));
        till.press("OK");
        leave();
        assertThat(last().outcome()).isEqualTo(Outcome.DECLINED);
    }

    @Test
    void outcomeThatNobodyTold_isAskedForAndFound() {
        wallet.mode(WalletMode.SILENT);
        begin("1", "990", wallet.showCode(ALIPAY));
        done("sale");
        assertThat(last().outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void paidSale_isVoidedOrRefundedWithoutACard_andSettled() {
        till.press("0");
        till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
        till.await("menu.supervisor");
        till.press("6");
        till.logOn("01", Corridor.CASHIER_PASSWORD);
        long before = wallet.balanceFen(ALIPAY);
        begin("1", "1880", wallet.showCode(ALIPAY));
        done("sale");
        JournalEntry sale = last();
        till.await("menu.cashier");
        till.press("2");
        till.await("void.trace");
        till.type("" + sale.trace());
        supervised("void");
        assertThat(last().outcome()).isEqualTo(Outcome.APPROVED);
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
        begin("1", "1000", wallet.showCode(ALIPAY));
        done("sale");
        till.await("menu.cashier");
        till.press("3");
        till.await("refund.rrn");
        till.type(last().rrn());
        till.await("refund.original");
        till.press("OK");
        till.await("refund.amount");
        till.type("400");
        password("refund");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before - 600);
        settle();
        assertThat(till.await("settle.done").lines(Language.EN)).anyMatch(line -> line.startsWith("Balanced"));
    }

    /// A refund that nobody knows of keeps the batch open, in words; a payment that the two have with other amounts is named.
    @Test
    void settlement_waitsForARefund_andNamesAPaymentThatDiffers() {
        till.press("0");
        till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
        till.await("menu.supervisor");
        till.press("6");
        till.logOn("01", Corridor.CASHIER_PASSWORD);
        begin("1", "1000", wallet.showCode(ALIPAY));
        done("sale");
        JournalEntry sale = last();
        wallet.mode(WalletMode.DEAD);
        till.await("menu.cashier");
        till.press("3");
        till.await("refund.rrn");
        till.type(sale.rrn());
        till.await("refund.original");
        till.press("OK");
        till.await("refund.amount");
        till.type("400");
        till.await("refund.supervisor");
        till.type("00");
        till.await("refund.supervisorPassword");
        till.type(Corridor.SUPERVISOR_PASSWORD);
        till.await("refund.doubt");
        till.press("CANCEL");
        till.await("refund.inDoubt");
        till.press("OK");
        settle();
        assertThat(till.await("settle.failed").lines(Language.EN)).anyMatch(line -> line.startsWith("A void or refund by code is not decided yet"));
        till.press("OK");
        wallet.mode(WalletMode.NORMAL);
        until("it is known", () -> column("state", "kind = 'REFUND'").equals("APPROVED"));
        till.await("menu.settlement");
        till.press("CANCEL CANCEL");
        settle();
        till.await("settle.done");
        assertThat(corridor.jdbc().sql("SELECT difference || ' ' || host_minor || ' ' || num_nulls(terminal_minor) FROM acquiring.batch_difference WHERE terminal_id = ?")
                .param(till.handout.terminalId()).query(String.class).list()).as("the terminal lists the sale, and never heard of the refund").containsExactly("PAYMENT_BY_CODE 400 1");
    }

    private String column(String name, String where) {
        return corridor.jdbc().sql("SELECT " + name + " FROM acquiring.transaction WHERE terminal_id = ? AND " + where).param(till.handout.terminalId()).query(String.class).single();
    }

    private void settle() {
        till.await("menu.cashier");
        till.press("9");
        till.await("menu.duty");
        till.press("5");
        till.await("menu.settlement");
        till.press("1");
        till.await("settle.confirm");
        till.press("OK");
    }

    /// Of a payment that this terminal has not made: nobody asks for a card.
    @Test
    void staticPayment_isRefundedByItsNumber() throws Exception {
        till.press("0");
        till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
        till.await("menu.supervisor");
        till.press("6");
        till.logOn("01", Corridor.CASHIER_PASSWORD);
        long before = wallet.balanceFen(ALIPAY);
        assertThat(wallet.payStatic(ALIPAY, corridor.bean(WalletTransaction.class).staticCode(Corridor.MERCHANT).orElseThrow(), 4_321)).isEqualTo("PAID");
        until("it stands in the journal", () -> corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE terminal_id = 'QRSTATIC' AND amount_minor = 4321")
                .query(Long.class).single() == 1);
        String rrn = corridor.jdbc().sql("SELECT rrn FROM acquiring.transaction WHERE terminal_id = 'QRSTATIC' AND amount_minor = 4321").query(String.class).single();
        till.await("menu.cashier");
        till.press("7");
        till.await("menu.wallet");
        till.press("3");
        till.await("refund.rrn");
        till.type(rrn);
        till.await("refund.date");
        till.type(DateTimeFormatter.ofPattern("MMdd").format(OffsetDateTime.now(ZoneOffset.ofHours(8))));
        till.await("refund.amount");
        till.type("4321");
        password("refund");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
    }

    private void supervised(String id) {
        till.await(id + ".original");
        till.press("OK");
        password(id);
    }

    private void password(String id) {
        till.await(id + ".supervisor");
        till.type("00");
        till.await(id + ".supervisorPassword");
        till.type(Corridor.SUPERVISOR_PASSWORD);
        done(id);
    }

    @Test
    void screens_areInBothLanguages() {
        begin("2", "2550", "");
        Screen shown = till.await("sale.code");
        assertThat(List.of(String.join("\n", shown.lines(Language.ZH)), String.join("\n", shown.lines(Language.EN))))
                .satisfiesExactly(zh -> assertThat(zh).contains("请顾客用手机扫码付款", "取消收款"), en -> assertThat(en).contains("The customer scans", "Call off"));
        till.press("CANCEL");
        till.await("sale.inDoubt");
        till.press("OK");
    }
}
