package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.qr.MerchantCode;
import io.shouyin.kernel.receipt.SettlementSheet;
import io.shouyin.network.WalletCore;
import io.shouyin.network.WalletMode;
import io.shouyin.network.WalletServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Payments by code over the wire: terminal, host, wallet. After each of them the customer's money is the journal's, and the books hold.
class WalletIT {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final String ALIPAY = "1";
    private static final String WECHAT = "2";
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static WalletCore wallet;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.channels.wallet.answer-wait", "500ms", "shouyin.acquiring.wallet-query-pause", "100ms",
                "shouyin.acquiring.wallet-wait", "4s", "shouyin.acquiring.reversal-retry-min", "100ms"));
        wallet = corridor.network.wallet();
        wallet.noticesTo(corridor.url() + "/wallet/v1/notices");
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        terminal = RawTerminal.inService(corridor, "SYWA-%09d".formatted(SERIALS.incrementAndGet()));
    }

    @AfterEach
    void works() {
        wallet.mode(WalletMode.NORMAL);
        until("the customers' money is the journal's", () -> wallet.takenFen() == journaledFen());
        corridor.assertBooksHold();
    }

    private static long journaledFen() {
        return corridor.jdbc().sql("SELECT coalesce(sum(CASE kind WHEN 'SALE' THEN amount_minor ELSE -amount_minor END), 0) FROM acquiring.transaction WHERE channel = 'wallet' AND state = 'APPROVED'")
                .query(Long.class).single();
    }

    private Message paid(String customer, long fen) {
        Message sale = terminal.walletSale(fen, wallet.showCode(customer)).build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("00");
        return answer;
    }

    /// Asks until something else is said than "in progress".
    private Message outcome(Message payment) {
        AtomicInteger asked = new AtomicInteger();
        Message[] last = new Message[1];
        until("the wallet decides", () -> {
            asked.incrementAndGet();
            last[0] = query(payment);
            return !last[0].text(39).equals("09");
        });
        return last[0];
    }

    private Message query(Message payment) {
        return terminal.askSigned(terminal.walletQuery(terminal.batch(), payment.text(11)));
    }

    private static String refusal(Message answer) {
        try {
            return answer.has(57) ? FactorTlv.decode(answer.bytes(57)).text(FactorTlv.REFUSAL).orElse(null) : null;
        } catch (DecodeException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void assertRefused(Message answer, String code, String name) {
        assertThat(answer.text(39) + " " + refusal(answer)).isEqualTo(code + " " + name);
    }

    private static String payload(Message answer) {
        return new String(answer.bytes(62), StandardCharsets.UTF_8);
    }

    @Test
    void customersCode_isChargedOnce_andPricedAsAWallet() {
        long before = wallet.balanceFen(ALIPAY);
        Message sale = terminal.walletSale(10_000, wallet.showCode(ALIPAY)).build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(answer.text(38)).matches("[0-9]{6}");
        assertThat(answer.text(63)).as("the wallet's name").isNotBlank();
        assertThat(answer.has(2)).isFalse();
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before - 10_000);
        assertThat(terminal.askSigned(sale).text(37)).as("the same again").isEqualTo(answer.text(37));
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before - 10_000);
        assertThat(corridor.column(sale, "card_masked")).startsWith("QR*");
        assertThat(corridor.column(sale, "num_nulls(card_sealed, card_index)")).as("no card").isEqualTo("2");
        assertThat(corridor.story(sale)).containsExactly("RECEIVED", "MAC_CHECKED", "STEP_UP", "JOURNALED", "SENT", "ANSWERED", "POSTED");
        assertThat(corridor.jdbc().sql("SELECT terms ->> 'card' || ' ' || (terms -> 'fee' ->> 'rateE7') FROM ledger.journal WHERE journal_key = ?")
                .param(Bookkeeping.key(TransactionKey.of(Done.of(answer).key(terminal)))).query(String.class).single()).isEqualTo("WALLET 38000");
    }

    @Test
    void codes_thatAreNone_ofNoWallet_unknownOrUsed_areRefusedByName() {
        assertRefused(terminal.askSigned(terminal.walletSale(100, "281").build()), "14", "PAY_CODE_MALFORMED");
        assertRefused(terminal.askSigned(terminal.walletSale(100, "991234567890123456").build()), "15", "PAY_CODE_OF_NO_WALLET");
        assertRefused(terminal.askSigned(terminal.walletSale(100, "1311111111111111111").build()), "15", "PAY_CODE_OF_NO_WALLET");
        assertRefused(terminal.askSigned(terminal.walletSale(100, "281234567890123456").build()), "14", "WALLET_CODE_UNKNOWN");
        String code = wallet.showCode(ALIPAY);
        assertThat(terminal.askSigned(terminal.walletSale(100, code).build()).text(39)).isEqualTo("00");
        assertRefused(terminal.askSigned(terminal.walletSale(100, code).build()), "22", "WALLET_CODE_USED");
        assertRefused(terminal.askSigned(terminal.walletSale(0, wallet.showCode(ALIPAY)).build()), "13", null);
        assertRefused(terminal.askSigned(terminal.walletSale(100, wallet.showCode(ALIPAY)).text(49, "840").build()), "30", null);
        assertRefused(terminal.askSigned(terminal.walletSale(100, wallet.showCode(ALIPAY)).without(57).build()), "P1", null);
    }

    @Test
    void shownCode_isPaidByWhoScansIt_andTheTerminalHearsOfIt() throws Exception {
        Message sale = terminal.walletSale(2_550, "").build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("09");
        MerchantCode code = MerchantCode.decode(payload(answer));
        assertThat(code.order().orElseThrow().amount().fen()).isEqualTo(2_550);
        assertThat(code.nameZh()).isEqualTo("江南小馆");
        assertThat(query(sale).text(39)).isEqualTo("09");
        assertThat(payload(terminal.askSigned(sale))).as("the same again").isEqualTo(payload(answer));
        wallet.mode(WalletMode.NOTICES_TWICE);
        assertThat(wallet.scanAndDecide(WECHAT, payload(answer), true)).isEqualTo("PAID");
        Message paid = outcome(sale);
        assertThat(paid.text(39)).isEqualTo("00");
        assertThat(paid.text(37)).isEqualTo(answer.text(37));
        assertThat(corridor.story(sale)).startsWith("RECEIVED", "MAC_CHECKED", "STEP_UP", "JOURNALED", "SENT", "WAITING").endsWith("ANSWERED", "POSTED");
    }

    @Test
    void shownCode_thatTheCustomerRefuses_isDeclinedByName() throws Exception {
        Message sale = terminal.walletSale(2_550, "").build();
        wallet.scanAndDecide(WECHAT, payload(terminal.askSigned(sale)), false);
        assertRefused(outcome(sale), "05", "WALLET_CUSTOMER_REFUSED");
    }

    @Test
    void shownCode_thatTheTerminalTakesBack_isPaidByNobody_howeverLate() throws Exception {
        long before = wallet.balanceFen(WECHAT);
        Message sale = terminal.walletSale(2_550, "").build();
        String payload = payload(terminal.askSigned(sale));
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        until("the wallet has heard", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(wallet.scanAndDecide(WECHAT, payload, true)).isEqualTo("CANCELLED");
        assertThat(wallet.balanceFen(WECHAT)).isEqualTo(before);
        Message told = query(sale);
        assertThat(told.text(39)).isEqualTo("98");
        assertThat(told.has(37)).as("it is about the payment").isTrue();
        assertThat(told.has(38)).isFalse();
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).as("again").isEqualTo("00");
    }

    @Test
    void shownCode_thatNobodyPays_isCancelledInTime() throws Exception {
        long before = wallet.balanceFen(WECHAT);
        Message sale = terminal.walletSale(2_550, "").build();
        String payload = payload(terminal.askSigned(sale));
        String code = outcome(sale).text(39);
        until("it has an end", () -> corridor.column(sale, "state").matches("DECLINED|REVERSED"));
        assertThat(code + " " + corridor.column(sale, "state")).as("the wallet says first that it is over, or the host").isIn("54 DECLINED", "98 REVERSED");
        assertThat(wallet.scanAndDecide(WECHAT, payload, true)).isIn("EXPIRED", "CANCELLED");
        assertThat(wallet.balanceFen(WECHAT)).isEqualTo(before);
    }

    @Test
    void payment_thatIsTakenBackAfterItWasMade_goesBackToTheCustomer() {
        long before = wallet.balanceFen(ALIPAY);
        Message sale = terminal.walletSale(700, wallet.showCode(ALIPAY)).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        until("the wallet has given it back", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
        Message told = query(sale);
        assertThat(told.text(39) + " " + told.has(37) + " " + told.has(38)).as("not 00 any more").isEqualTo("98 true false");
    }

    @Test
    void largeAmount_waitsForItsCustomer() {
        Message sale = terminal.walletSale(150_000, wallet.showCode(ALIPAY)).build();
        Message answer = terminal.askSigned(sale);
        assertThat(answer.text(39)).isEqualTo("09");
        assertThat(answer.has(62)).isFalse();
        assertThat(wallet.decide(ALIPAY, answer.text(37), true)).isEqualTo("PAID");
        assertThat(outcome(sale).text(39)).isEqualTo("00");
    }

    /// The wallet has done it, and says nothing.
    @Test
    void unknownOutcome_isAskedFor_andNeverGuessed() {
        long before = wallet.balanceFen(ALIPAY);
        wallet.mode(WalletMode.SILENT);
        Message sale = terminal.walletSale(900, wallet.showCode(ALIPAY)).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("09");
        assertThat(outcome(sale).text(39)).isEqualTo("00");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before - 900);
        assertThat(corridor.story(sale)).doesNotContain("MOVED", "REVERSAL_QUEUED");
    }

    /// The wallet has never heard of it: it is asked until nobody waits any more, then told not to do it.
    @Test
    void paymentThatWasLost_isCancelledInTime_andChargesNobody() {
        long before = wallet.balanceFen(ALIPAY);
        wallet.mode(WalletMode.LOST);
        String code = wallet.showCode(ALIPAY);
        Message sale = terminal.walletSale(900, code).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("09");
        wallet.mode(WalletMode.NORMAL);
        assertThat(outcome(sale).text(39)).isEqualTo("98");
        until("the wallet has heard", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
    }

    @Test
    void walletThatSaysNothingAtAll_isAskedUntilItDoes() {
        wallet.mode(WalletMode.DEAD);
        Message sale = terminal.walletSale(900, wallet.showCode(ALIPAY)).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("09");
        assertThat(query(sale).text(39)).isEqualTo("09");
        until("it is given up", () -> corridor.column(sale, "state").equals("IN_DOUBT"));
        assertThat(corridor.column(sale, "state")).isEqualTo("IN_DOUBT");
        wallet.mode(WalletMode.NORMAL);
        until("it is cancelled", () -> corridor.column(sale, "state").equals("REVERSED"));
    }

    /// The host that asked died before it knew: another takes the row over, and asks.
    @Test
    void paymentThatADeadHostLeftOpen_isTakenOverAndAskedFor() throws Exception {
        Message sale = terminal.walletSale(3_100, "").build();
        String payload = payload(terminal.askSigned(sale));
        wallet.mode(WalletMode.DEAD);                                                       // so that nobody has heard of it
        assertThat(wallet.scanAndDecide(WECHAT, payload, true)).isEqualTo("PAID");
        assertThat(corridor.jdbc().sql("UPDATE acquiring.transaction SET state = 'PENDING', response_code = NULL, auth_code = NULL, query_due_at = NULL, received_at = now() - interval '2 minutes'"
                + " WHERE terminal_id = ? AND trace_number = ? AND state = 'WAITING'").params(terminal.id(), Integer.parseInt(sale.text(11))).update()).as("it waited").isEqualTo(1);
        wallet.mode(WalletMode.NORMAL);
        assertThat(outcome(sale).text(39)).isEqualTo("00");
        assertThat(corridor.story(sale)).filteredOn("WAITING"::equals).as("taken over").hasSize(2);
    }

    @Test
    void refunds_inParts_andNoMoreThanWasPaid() {
        long before = wallet.balanceFen(ALIPAY);
        Done sale = Done.of(paid(ALIPAY, 1_000));
        assertThat(terminal.askSigned(terminal.walletFollowUp(TransactionKind.REFUND, sale, 400)).text(39)).isEqualTo("00");
        assertRefused(terminal.askSigned(terminal.walletFollowUp(TransactionKind.REFUND, sale, 601)), "61", "AMOUNT_ABOVE_THE_REST");
        assertThat(terminal.askSigned(terminal.walletFollowUp(TransactionKind.REFUND, sale, 600)).text(39)).isEqualTo("00");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
    }

    @Test
    void refund_whoseOutcomeIsUnknown_isAskedForAgain_andGivenOnce() {
        long before = wallet.balanceFen(ALIPAY);
        Done sale = Done.of(paid(ALIPAY, 1_000));
        wallet.mode(WalletMode.SILENT);
        Message refund = terminal.walletFollowUp(TransactionKind.REFUND, sale, 1_000);
        assertThat(terminal.askSigned(refund).text(39)).isEqualTo("09");
        assertRefused(terminal.askSigned(terminal.walletFollowUp(TransactionKind.REFUND, sale, 1)), "09", "FOLLOW_UP_UNDECIDED");
        wallet.mode(WalletMode.NORMAL);
        assertThat(outcome(refund).text(39)).isEqualTo("00");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
    }

    @Test
    void voidOfAPayment_givesItBackOnce_andIsNotReversed() {
        long before = wallet.balanceFen(ALIPAY);
        Done sale = Done.of(paid(ALIPAY, 1_000));
        Message undo = terminal.walletFollowUp(TransactionKind.VOID, sale, 1_000);
        assertThat(terminal.askSigned(undo).text(39)).isEqualTo("00");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
        assertRefused(terminal.askSigned(terminal.walletFollowUp(TransactionKind.VOID, sale, 1_000)), "22", "ORIGINAL_VOIDED");
        assertThat(terminal.askSigned(RawTerminal.reversal(undo, "98")).text(39)).isEqualTo("12");
        assertThat(wallet.balanceFen(ALIPAY)).isEqualTo(before);
    }

    @Test
    void cardCannotTakeTheRefundOfAWallet() {
        Done sale = Done.of(paid(ALIPAY, 1_000));
        assertRefused(terminal.askSigned(terminal.followUp(TransactionKind.REFUND, sale, 500, corridor.network.cards().get(1))), "25", "ORIGINAL_OF_ANOTHER_CARD");
    }

    @Test
    void query_ofWhatTheTerminalHasNotMade_saysNothingOfAnyPayment() {
        Message sale = paid(ALIPAY, 100);
        Message none = terminal.askSigned(terminal.walletQuery(terminal.batch(), "%06d".formatted(terminal.trace() + 1)));
        assertThat(none.text(39)).isEqualTo("25");
        assertThat(none.has(37)).isFalse();
        RawTerminal another = RawTerminal.inService(corridor, "SYWA-%09d".formatted(SERIALS.incrementAndGet()));
        assertThat(another.askSigned(another.walletQuery(terminal.batch(), sale.text(11))).has(37)).isFalse();
    }

    @Test
    void staticCode_isPaidWithoutATerminal_standsOnceAndIsRefunded() throws Exception {
        long before = wallet.balanceFen(WECHAT);
        String payload = corridor.bean(WalletTransaction.class).staticCode(Corridor.MERCHANT).orElseThrow();
        wallet.mode(WalletMode.NOTICES_TWICE);
        assertThat(wallet.payStatic(WECHAT, payload, 1_234)).isEqualTo("PAID");
        String find = "SELECT count(*) FROM acquiring.transaction WHERE terminal_id = 'QRSTATIC' AND amount_minor = 1234 AND state = 'APPROVED'";
        until("it stands in the journal", () -> corridor.jdbc().sql(find).query(Long.class).single() == 1);
        corridor.assertBooksHold();
        Done paid = corridor.jdbc().sql("SELECT rrn, auth_code, to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'MMDD') AS date FROM acquiring.transaction"
                + " WHERE terminal_id = 'QRSTATIC' AND amount_minor = 1234")
                .query((row, _) -> new Done("000001", row.getString("rrn"), row.getString("auth_code"), row.getString("date"))).single();
        assertThat(notice("{\"reference\":\"" + paid.rrn() + "\"}", "00")).isEqualTo(401);
        assertThat(terminal.askSigned(terminal.walletFollowUp(TransactionKind.REFUND, paid, 1_234)).text(39)).isEqualTo("00");
        assertThat(wallet.balanceFen(WECHAT)).isEqualTo(before);
        assertThat(corridor.jdbc().sql(find).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void settlement_overAPaymentThatWaits_takesItBack_andNobodyPaysIt() throws Exception {
        Message sale = terminal.walletSale(2_550, "").build();
        String payload = payload(terminal.askSigned(sale));
        assertThat(settled(0, 0, 0, 0)).isEqualTo("BALANCED null");
        until("the wallet has heard", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(wallet.scanAndDecide(WECHAT, payload, true)).isEqualTo("CANCELLED");
    }

    @Test
    void settlement_whileARefundWaits_isRefusedByName_andBalancesOnceItIsKnown() {
        Done sale = Done.of(paid(ALIPAY, 1_000));
        wallet.mode(WalletMode.DEAD);
        Message refund = terminal.walletFollowUp(TransactionKind.REFUND, sale, 400);
        assertThat(terminal.askSigned(refund).text(39)).isEqualTo("09");
        assertThat(settled(1_000, 1, 0, 0)).isEqualTo("ERROR BATCH_GIVES_BACK_UNDECIDED");
        wallet.mode(WalletMode.NORMAL);
        assertThat(outcome(refund).text(39)).isEqualTo("00");
        assertThat(settled(1_000, 1, 400, 1)).isEqualTo("BALANCED null");
    }

    /// One that the terminal lists, one that it lists with another amount, one that it does not know.
    @Test
    void settlement_thatPaymentsByCodeUnbalance_namesThem() {
        Message same = paid(ALIPAY, 1_000);
        Message changed = paid(ALIPAY, 2_000);
        Message lost = paid(WECHAT, 3_000);
        assertThat(settled(3_001, 2, 0, 0)).isEqualTo("UNBALANCED null");
        assertThat(terminal.ask(terminal.request("0320", "00", "201").text(48, new Field48.Upload(List.of(line(same, 1_000), line(changed, 2_001))).encode(CARD_DATA)).build())
                .text(39)).isEqualTo("00");
        assertThat(terminal.ask(terminal.request("0320", "00", "202").text(48, Field48.ofUploadEnd(2)).build()).text(39)).isEqualTo("00");
        assertThat(corridor.jdbc().sql("SELECT concat_ws(' ', trace_number, difference, left(card_masked, 3), terminal_minor, host_minor, host_state) FROM acquiring.batch_difference"
                + " WHERE terminal_id = ? ORDER BY trace_number").param(terminal.id()).query(String.class).list())
                .containsExactly(Integer.parseInt(changed.text(11)) + " PAYMENT_BY_CODE QR* 2001 2000 APPROVED", Integer.parseInt(lost.text(11)) + " PAYMENT_BY_CODE QR* 3000 APPROVED");
        assertThat(corridor.jdbc().sql("SELECT reason FROM audit.entry WHERE action = 'batch.settle' AND object LIKE ?").param("batch:%." + terminal.id() + ".%")
                .query(String.class).list()).containsExactly("differences:2 byCode:2 uploaded:2");
        assertThat(corridor.bean(SettledBatches.class).find(new BatchKey(Corridor.MERCHANT, new TerminalId(terminal.id()), new BatchNumber(1))).orElseThrow().differences())
                .as("on the slip").isEqualTo(new SettlementSheet.Differences(2, 2));
    }

    private static Field48.Uploaded line(Message payment, long fen) {
        return new Field48.Uploaded("00", TraceNumber.of(payment.text(11)), Optional.empty(), new MinorAmount(fen));
    }

    /// @return the host's verdict, and its reason
    private String settled(long debitFen, int debitCount, long creditFen, int creditCount) {
        Field48.Side domestic = new Field48.Side(new MinorAmount(debitFen), debitCount, new MinorAmount(creditFen), creditCount, Field48.Result.ASKED);
        Message answer = terminal.ask(terminal.request("0500", "00", "201").text(48, new Field48.Totals(domestic, Field48.Side.NOTHING).encode()).text(49, "156").text(63, "01 ").build());
        try {
            return Field48.Totals.decode(answer.text(48, CARD_DATA)).domestic().result() + " " + refusal(answer);
        } catch (DecodeException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static int notice(String body, String signature) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(corridor.url() + "/wallet/v1/notices")).header("Content-Type", "application/json")
                    .header(WalletServer.SIGNATURE, signature).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.discarding()).statusCode();
        }
    }
}
