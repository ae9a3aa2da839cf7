package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.terminal.FakeHost.Behaviour;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Trade;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Void, refund, pre-authorization, its void and completion at the till: what they send, and what they say.
class FollowUpTest {

    private static final String SUPERVISOR = "00";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void signIn() throws Exception {
        bench = Bench.of(folder).signedIn();
    }

    @AfterEach
    void switchOff() throws Exception {
        bench.close();
    }

    private void enter(String screen, String text) {
        bench.await(screen);
        bench.terminal.type(text);
        bench.terminal.press("OK");
    }

    private void present(String screen, int card) {
        bench.await(screen);
        bench.terminal.card(EntryMode.SWIPE, card);
    }

    private JournalEntry sold(String fen) {
        bench.sale(fen, Bench.PASSWORD, Bench.PIN);
        bench.await("sale.approved");
        bench.terminal.press("CANCEL OK");
        bench.await("menu.cashier");
        return last();
    }

    private JournalEntry preAuthorized(String fen) {
        bench.await("menu.cashier");
        bench.terminal.press("4 1");
        charge("preAuth", fen);
        enter("preAuth.pin", Bench.PIN);
        bench.await("preAuth.approved");
        bench.terminal.press("CANCEL OK CANCEL");
        bench.await("menu.cashier");
        return last();
    }

    /// From the cashier's menu to the supervisor's password.
    private void voidOf(JournalEntry sale) {
        bench.await("menu.cashier");
        bench.terminal.press("2");
        enter("void.trace", "" + sale.trace());
        bench.await("void.original");
        bench.terminal.press("OK");
        present("void.card", 0);
    }

    /// The pre-authorization that it follows, by its code.
    private void follow(String id, String authCode) {
        enter(id + ".authCode", authCode);
        bench.await(id + ".original");
        bench.terminal.press("OK");
    }

    /// From the amount to the transaction password.
    private void charge(String id, String fen) {
        enter(id + ".amount", fen);
        present(id + ".card", 0);
        enter(id + ".password", Bench.PASSWORD);
    }

    /// From a refund's amount to the supervisor's password.
    private void giveBack(String fen) {
        enter("refund.amount", fen);
        present("refund.card", 0);
        approve("refund");
    }

    private void approve(String id) {
        enter(id + ".supervisor", SUPERVISOR);
        enter(id + ".supervisorPassword", Bench.LOGIN);
    }

    private JournalEntry last() {
        return bench.terminal.state().journal().getLast();
    }

    private Message lastRequest(String type) {
        return bench.host.requests(type).getLast();
    }

    private static String digits(int number) {
        return "%06d".formatted(number);
    }

    private List<String> merchantSlip() {
        return bench.slips().stream().filter(slip -> slip.kind().equals("merchant")).toList().getLast().text(Paper.MM58);
    }

    // void

    @Test
    void void_ofASaleOfTheBatch_namesItAndNeedsTheSupervisor() throws Exception {
        JournalEntry sale = sold("1000");
        bench.terminal.press("2");
        enter("void.trace", "" + sale.trace());
        assertThat(bench.await("void.original").lines(Language.ZH)).contains("消费撤销", "请核对原交易", "金额  ¥10.00", "卡号  621626*********0018",
                "凭证号  " + digits(sale.trace()), "参考号  " + sale.rrn());
        bench.terminal.press("OK");
        present("void.card", 0);
        approve("void");
        bench.await("void.approved");

        Message sent = lastRequest("0200");
        assertThat(List.of(sent.text(3), sent.text(4), sent.text(22), sent.text(25), sent.text(60))).containsExactly("200000", "000000001000", "022", "00", "2300000700050");
        assertThat(List.of(sent.text(37), sent.text(38), sent.text(61))).containsExactly(sale.rrn(), sale.authCode(), "000007" + digits(sale.trace()));
        assertThat(sent.has(52)).isFalse();
        assertThat(FactorTlv.decode(sent.bytes(57)).tags()).containsExactlyInAnyOrder(FactorTlv.OPERATOR, FactorTlv.SUPERVISOR, FactorTlv.SUPERVISOR_PASSWORD);
        assertThat(FactorTlv.decode(sent.bytes(57)).text(FactorTlv.SUPERVISOR)).contains(SUPERVISOR);
        assertThat(merchantSlip()).anyMatch(line -> line.matches("交易类型 +消费撤销")).anyMatch(line -> line.matches("原凭证号 +" + digits(sale.trace())));
        assertThat(last().trade()).isEqualTo(Trade.VOID);
        assertThat(bench.terminal.state().reversal()).isNull();
    }

    @Test
    void void_ofWhatCannotBeVoided_isRefusedInACashiersWords() {
        JournalEntry sale = sold("1000");
        bench.host.answer("0200", "51");
        bench.sale("2000", Bench.PASSWORD, Bench.PIN);
        bench.await("sale.declined");
        int declined = last().trace();
        bench.terminal.press("OK");
        voidOf(sale);
        approve("void");
        bench.await("void.approved");
        bench.terminal.press("CANCEL OK 2");

        refused("999", "本批次没有这个凭证号");
        refused("" + declined, "原交易没有成功");
        refused("" + sale.trace(), "原交易已撤销、退货或完成");
        refused("" + last().trace(), "这个凭证号不是消费");
        assertThat(bench.host.requests("0200")).hasSize(3);
    }

    private void refused(String trace, String why) {
        enter("void.trace", trace);
        assertThat(bench.await("void.refused").lines(Language.ZH)).contains(why);
        bench.terminal.press("OK");
    }

    @Test
    void void_withAnotherCard_isAskedForTheCardOfTheOriginal() {
        JournalEntry sale = sold("1000");
        voidOf(sale);
        bench.await("void.supervisor");
        bench.terminal.press("CANCEL 2");
        enter("void.trace", "" + sale.trace());
        bench.await("void.original");
        bench.terminal.press("OK");
        present("void.card", 1);
        assertThat(bench.await("void.refused").lines(Language.ZH)).contains("不是原交易的卡");
        bench.terminal.press("OK");
        present("void.card", 0);
        bench.await("void.supervisor");
    }

    @Test
    void void_rulesToldNothingOfIt_theHostAsksForTheSupervisorAndItGoesOn() {
        bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.STEP_UP_RULES, "{\"r\":[]}".getBytes());
        bench.host.transactionPassword = null;
        bench.terminal.press("9 1");
        bench.await("signIn.done");
        bench.terminal.press("OK CANCEL 1");
        enter("sale.amount", "1000");
        present("sale.card", 0);
        enter("sale.pin", Bench.PIN);
        bench.await("sale.approved");
        bench.terminal.press("CANCEL OK");
        voidOf(last());
        bench.await("void.supervisor");
        approve("void");
        bench.await("void.approved");
        assertThat(bench.host.requests("0200")).hasSize(3).extracting(sent -> sent.text(11)).doesNotHaveDuplicates();
    }

    @Test
    void supervisorsPassword_wrong_isTypedAgainAndNothingElse() {
        voidOf(sold("1000"));
        enter("void.supervisor", SUPERVISOR);
        enter("void.supervisorPassword", "111111");
        assertThat(bench.await("void.declined").lines(Language.ZH)).contains("主管登录密码错误", "还可以试 3 次");
        bench.terminal.press("OK");
        approve("void");
        bench.await("void.approved");
    }

    @Test
    void void_unanswered_isReversedWithItsOriginalInTheReversal() {
        JournalEntry sale = sold("1000");
        bench.host.plan("0200", Behaviour.MUTE);
        voidOf(sale);
        approve("void");
        assertThat(bench.await("void.inDoubt").lines(Language.ZH)).contains("交易未成功,已冲正");
        Message reversal = lastRequest("0400");
        assertThat(List.of(reversal.text(3), reversal.text(25), reversal.text(60).substring(0, 2), reversal.text(61), reversal.text(38)))
                .containsExactly("200000", "00", "23", "000007" + digits(sale.trace()), sale.authCode());
        assertThat(reversal.has(37)).isFalse();
        bench.terminal.press("OK");
        voidOf(sale);
        approve("void");
        bench.await("void.approved");
    }

    @Test
    void void_issuerSilent_isUnknownAndSaysWhatNotToDo() {
        JournalEntry sale = sold("1000");
        bench.host.answer("0200", "98");
        voidOf(sale);
        approve("void");
        Screen screen = bench.await("void.inDoubt");
        assertThat(screen.hasTone(Tone.IN_DOUBT)).isTrue();
        assertThat(screen.lines(Language.ZH)).contains("结果未知,撤销正在取消", "先查清原交易,不要另付现金");
        assertThat(last().outcome()).isEqualTo(Outcome.REVERSING);
    }

    @Test
    void originals_surviveARestart_andAreVoidedFromTheList() throws Exception {
        JournalEntry sale = sold("1000");
        bench.restart();
        bench.logOn("01", Bench.LOGIN);
        bench.await("menu.cashier");
        bench.terminal.press("5 1");
        assertThat(bench.await("transaction").lines(Language.ZH)).contains("[CANCEL] 返回  [F1] 撤销  [F2] 退货  [F4] 签购单");
        bench.terminal.press("F1");
        bench.await("void.original");
        bench.terminal.press("OK");
        present("void.card", 0);
        approve("void");
        bench.await("void.approved");
        bench.terminal.press("CANCEL OK");
        assertThat(bench.await("transactions").lines(Language.ZH)).contains("消费 1 笔  ¥10.00", "撤销退货 1 笔  ¥10.00")
                .anyMatch(line -> line.endsWith("消费撤销"));
        bench.terminal.press("2");
        assertThat(bench.await("transaction").softkeys()).as("nothing may follow on a voided sale").extracting(softkey -> softkey.key()).containsExactly(Key.CANCEL, Key.F4);
        bench.terminal.press("OK F3");
        bench.device.awaitSlips(2, Bench.WAIT);
        assertThat(bench.slips().getLast().text(Paper.MM58)).contains("  *0018 消费撤销            成功").anyMatch(line -> line.matches("撤销退货合计 +10.00"))
                .anyMatch(line -> line.matches("合计 RMB +10.00"));
        assertThat(sale.trade()).isEqualTo(Trade.SALE);
    }

    // refund

    @Test
    void refund_ofASaleOfTheBatch_inParts_isBoundedByWhatIsLeft() {
        JournalEntry sale = sold("1000");
        refund(sale.rrn());
        enter("refund.amount", "1001");
        assertThat(bench.await("refund.refused").lines(Language.ZH)).contains("金额超过原交易可用的金额");
        bench.terminal.press("OK");
        giveBack("400");
        bench.await("refund.approved");
        Message sent = lastRequest("0220");
        assertThat(List.of(sent.text(3), sent.text(4), sent.text(25), sent.text(60).substring(0, 2), sent.text(37), sent.text(61), sent.text(63)))
                .containsExactly("200000", "000000000400", "00", "25", sale.rrn(), "0000000000000701", "000");
        assertThat(merchantSlip()).anyMatch(line -> line.matches("原交易参考号 +" + sale.rrn())).anyMatch(line -> line.matches("原交易日期 +07/01"));
        bench.terminal.press("CANCEL OK");
        refund(sale.rrn());
        enter("refund.amount", "601");
        bench.await("refund.refused");
        bench.terminal.press("OK");
        giveBack("600");
        bench.await("refund.approved");
        bench.terminal.press("CANCEL OK 3");
        enter("refund.rrn", sale.rrn());
        assertThat(bench.await("refund.refused").lines(Language.ZH)).contains("原交易已撤销、退货或完成");
    }

    private void refund(String rrn) {
        bench.await("menu.cashier");
        bench.terminal.press("3");
        enter("refund.rrn", rrn);
        bench.await("refund.original");
        bench.terminal.press("OK");
    }

    /// The original is of another batch, so that the terminal does not know how much it was.
    @Test
    void refund_aboveTheTerminalsLimit_isRefusedThere() {
        bench.terminal.press("3");
        enter("refund.rrn", "240630000815");
        enter("refund.date", "0630");
        enter("refund.amount", "1000001");
        assertThat(bench.await("refund.refused").lines(Language.EN)).contains("Above what this terminal refunds at once: ask the service provider");
        bench.terminal.press("OK");
        giveBack("1000000");
        bench.await("refund.approved");
    }

    @Test
    void refund_ofAnEarlierBatch_asksForTheDay() {
        bench.terminal.press("3");
        enter("refund.rrn", "240630000815");
        enter("refund.date", "0231");
        assertThat(bench.await("refund.refused").lines(Language.ZH)).contains("没有这一天,请输入月日,如 0701");
        bench.terminal.press("OK");
        enter("refund.date", "0630");
        giveBack("400");
        bench.await("refund.approved");
        assertThat(lastRequest("0220").text(61)).isEqualTo("0000000000000630");
    }

    @Test
    void refund_unanswered_isSentAgainAsItWasAndNeverReversed() {
        JournalEntry sale = sold("1000");
        bench.host.plan("0220", Behaviour.CUT_AFTER).answer("0220", "09");
        refund(sale.rrn());
        giveBack("400");
        assertThat(bench.await("refund.doubt").hasTone(Tone.IN_DOUBT)).isTrue();
        assertThat(last().outcome()).as("what a power cut would leave").isEqualTo(Outcome.UNANSWERED);
        bench.terminal.press("OK");
        bench.await("refund.doubt");
        bench.terminal.press("OK");
        bench.await("refund.approved");
        assertThat(bench.host.requests("0220")).hasSize(3).extracting(sent -> sent.text(11)).containsOnly(digits(last().trace()));
        assertThat(bench.host.postedTraces).hasSize(2);
        assertThat(bench.host.requests("0400")).isEmpty();
    }

    @Test
    void refund_givenUp_staysUnknownAndSaysWhomToAsk() {
        JournalEntry sale = sold("1000");
        bench.host.plan("0220", Behaviour.CUT_BEFORE);
        refund(sale.rrn());
        giveBack("400");
        bench.await("refund.doubt");
        bench.terminal.press("CANCEL");
        assertThat(bench.await("refund.inDoubt").lines(Language.ZH)).contains("结果未知,退货可能已受理", "不要再退一次,请联系服务商核对");
        bench.terminal.press("OK 5");
        assertThat(bench.await("transactions").lines(Language.ZH)).anyMatch(line -> line.endsWith("退货 结果未知,待核对"));
        assertThat(bench.terminal.state().reversal()).isNull();
    }

    @Test
    void refund_thatTheHostRefusesByName_isSaidSo() {
        JournalEntry sale = sold("1000");
        bench.host.refuseNext = new FakeHost.Refused("61", "AMOUNT_ABOVE_THE_REST", FactorTlv.SUPERVISOR_PASSWORD);
        refund(sale.rrn());
        giveBack("400");
        assertThat(bench.await("refund.declined").lines(Language.ZH)).contains("退货金额超过可退金额", "应答码 61");
        assertThat(last().outcome()).isEqualTo(Outcome.DECLINED);
    }

    // pre-authorization

    @Test
    void preAuth_voided_isNamedByCodeAndDay() {
        JournalEntry preAuth = preAuthorized("50000");
        Message asked = lastRequest("0100");
        assertThat(List.of(asked.text(3), asked.text(25), asked.text(60).substring(0, 2))).containsExactly("030000", "06", "10");
        bench.terminal.press("4 2");
        follow("preAuthVoid", preAuth.authCode());
        present("preAuthVoid.card", 0);
        approve("preAuthVoid");
        bench.await("preAuthVoid.approved");
        Message sent = lastRequest("0100");
        assertThat(List.of(sent.text(3), sent.text(4), sent.text(25), sent.text(60).substring(0, 2), sent.text(38), sent.text(61)))
                .containsExactly("200000", "000000050000", "06", "11", preAuth.authCode(), "0000000000000701");
        assertThat(merchantSlip()).anyMatch(line -> line.matches("原授权码 +" + preAuth.authCode()));
        bench.terminal.press("CANCEL OK 3");
        enter("completion.authCode", preAuth.authCode());
        assertThat(bench.await("completion.refused").lines(Language.ZH)).contains("原交易已撤销、退货或完成");
        bench.terminal.press("OK CANCEL 5");
        assertThat(bench.await("transactions").lines(Language.ZH)).as("in neither total").contains("消费 0 笔  ¥0.00");
    }

    @Test
    void completion_upTo115Percent_isAChargeThatCanBeRefunded() {
        JournalEntry preAuth = preAuthorized("50000");
        bench.terminal.press("5 1");
        assertThat(bench.await("transaction").lines(Language.ZH)).contains("[CANCEL] 返回  [F1] 撤销  [F2] 完成  [F3] 追加  [F4] 签购单");
        bench.terminal.press("F2");
        bench.await("completion.original");
        bench.terminal.press("OK");
        enter("completion.amount", "57501");
        bench.await("completion.refused");
        bench.terminal.press("OK");
        charge("completion", "57500");
        bench.await("completion.approved");
        Message sent = lastRequest("0200");
        assertThat(List.of(sent.text(3), sent.text(4), sent.text(25), sent.text(60).substring(0, 2), sent.text(38), sent.text(61)))
                .containsExactly("000000", "000000057500", "06", "20", preAuth.authCode(), "0000000000000701");
        bench.terminal.press("CANCEL OK 1");
        assertThat(bench.await("transaction").lines(Language.EN)).contains("Pre-auth completion  ¥575.00", "[CANCEL] Back  [F1] Void  [F2] Refund  [F4] Slip");
    }

    @Test
    void preAuth_ofAnotherTerminal_isCompletedByWhatTheSlipSays() {
        bench.terminal.press("4 3");
        enter("completion.authCode", "7A31B2");
        enter("completion.date", "0630");
        charge("completion", "50000");
        bench.await("completion.approved");
        assertThat(List.of(lastRequest("0200").text(38), lastRequest("0200").text(61))).containsExactly("7A31B2", "0000000000000630");
    }

    @Test
    void topUp_raisesWhatACompletionOrVoidMayBe() {
        JournalEntry preAuth = preAuthorized("50000");
        bench.terminal.press("4 4");
        follow("preAuthTopUp", preAuth.authCode());
        charge("preAuthTopUp", "10000");
        bench.await("preAuthTopUp.approved");
        Message sent = lastRequest("0100");
        assertThat(List.of(sent.text(3), sent.text(4), sent.text(25), sent.text(60).substring(0, 2), sent.text(38), sent.text(61)))
                .containsExactly("030000", "000000010000", "60", "10", preAuth.authCode(), "0000000000000701");
        assertThat(merchantSlip()).anyMatch(line -> line.matches("交易类型 +追加预授权")).anyMatch(line -> line.matches("原授权码 +" + preAuth.authCode()));
        bench.terminal.press("CANCEL OK 3");
        enter("completion.authCode", preAuth.authCode());
        assertThat(bench.await("completion.original").lines(Language.ZH)).contains("金额  ¥600.00");
        bench.terminal.press("OK");
        enter("completion.amount", "69001");
        bench.await("completion.refused");
        bench.terminal.press("OK CANCEL 2");
        follow("preAuthVoid", preAuth.authCode());
        present("preAuthVoid.card", 0);
        approve("preAuthVoid");
        bench.await("preAuthVoid.approved");
        assertThat(lastRequest("0100").text(4)).as("all of it").isEqualTo("000000060000");
    }

    @Test
    void topUp_unanswered_isReversedWithItsCondition() {
        JournalEntry preAuth = preAuthorized("50000");
        bench.host.plan("0100", Behaviour.MUTE);
        bench.terminal.press("4 4");
        follow("preAuthTopUp", preAuth.authCode());
        charge("preAuthTopUp", "10000");
        bench.await("preAuthTopUp.inDoubt");
        assertThat(List.of(lastRequest("0400").text(3), lastRequest("0400").text(25), lastRequest("0400").text(38))).containsExactly("030000", "60", preAuth.authCode());
    }

    @Test
    void completionNotice_unanswered_isSentAgainAsItWasAndNeverReversed() {
        JournalEntry preAuth = preAuthorized("50000");
        bench.host.plan("0220", Behaviour.CUT_AFTER);
        bench.terminal.press("4 5");
        follow("completionNotice", preAuth.authCode());
        charge("completionNotice", "57500");
        bench.await("completionNotice.doubt");
        bench.terminal.press("OK");
        bench.await("completionNotice.approved");
        Message sent = lastRequest("0220");
        assertThat(List.of(sent.text(3), sent.text(25), sent.text(60).substring(0, 2), sent.text(38), sent.text(61)))
                .containsExactly("000000", "06", "24", preAuth.authCode(), "0000000000000701");
        assertThat(bench.host.requests("0220")).hasSize(2).extracting(one -> one.text(11)).containsOnly(digits(last().trace()));
        assertThat(bench.host.requests("0400")).isEmpty();
        bench.terminal.press("CANCEL OK CANCEL 5 1");
        assertThat(bench.await("transaction").lines(Language.ZH)).as("a notice is refunded, not voided").contains("[CANCEL] 返回  [F1] 退货  [F4] 签购单");
    }

    @Test
    void completionVoid_namesTheCompletionAndItsDay_andEndsIt() {
        preAuthorized("50000");
        bench.terminal.press("5 1 F2");
        bench.await("completion.original");
        bench.terminal.press("OK");
        charge("completion", "50000");
        bench.await("completion.approved");
        bench.terminal.press("CANCEL OK CANCEL 4 6");
        JournalEntry completion = last();
        enter("completionVoid.trace", "" + (completion.trace() - 1));
        assertThat(bench.await("completionVoid.refused").lines(Language.ZH)).contains("这个凭证号不是预授权完成请求");
        bench.terminal.press("OK");
        enter("completionVoid.trace", "" + completion.trace());
        bench.await("completionVoid.original");
        bench.terminal.press("OK");
        present("completionVoid.card", 0);
        approve("completionVoid");
        bench.await("completionVoid.approved");
        Message sent = lastRequest("0200");
        assertThat(List.of(sent.text(3), sent.text(4), sent.text(25), sent.text(60).substring(0, 2), sent.text(37), sent.text(38), sent.text(61)))
                .containsExactly("200000", "000000050000", "06", "21", completion.rrn(), completion.authCode(), "000007" + digits(completion.trace()) + "0701");
        assertThat(merchantSlip()).anyMatch(line -> line.matches("原凭证号 +" + digits(completion.trace()))).anyMatch(line -> line.matches("原交易日期 +07/01"));
        bench.terminal.press("CANCEL OK CANCEL 5 2");
        assertThat(bench.await("transaction").softkeys()).as("nothing may follow on a voided completion").extracting(softkey -> softkey.key()).containsExactly(Key.CANCEL, Key.F4);
    }

    // balance

    @Test
    void balance_isShownAndLeftNowhere() {
        bench.terminal.press("9 6");
        present("balance.card", 0);
        enter("balance.pin", Bench.PIN);
        assertThat(bench.await("balance.told").lines(Language.ZH)).contains("查询成功", "可用余额  ¥1,234.56", "卡号  621626*********0018");
        Message sent = lastRequest("0200");
        assertThat(List.of(sent.text(3), sent.text(25), sent.text(60).substring(0, 2))).containsExactly("310000", "00", "01");
        assertThat(sent.has(4)).isFalse();
        assertThat(bench.terminal.state().journal()).isEmpty();
        assertThat(bench.slips()).isEmpty();
        bench.terminal.press("OK");
        bench.await("menu.duty");
    }

    @Test
    void balance_unansweredOrRefused_movesNothing_andMakesNoReversal() {
        bench.host.plan("0200", Behaviour.MUTE).answer("0200", "98").answer("0200", "14");
        askBalance();
        assertThat(bench.await("balance.inDoubt").lines(Language.ZH)).contains("没有查到余额", "查询不动账,可以再查一次");
        bench.terminal.press("OK");
        askBalance();
        bench.await("balance.inDoubt");
        bench.terminal.press("OK");
        askBalance();
        assertThat(bench.await("balance.declined").lines(Language.ZH)).contains("无效卡号");
        assertThat(bench.host.requests("0400")).isEmpty();
        assertThat(bench.terminal.state().reversal()).isNull();
        assertThat(bench.terminal.state().journal()).isEmpty();
    }

    private void askBalance() {
        bench.terminal.press("9 6");
        present("balance.card", 0);
        enter("balance.pin", Bench.PIN);
    }

    @Test
    void preAuth_unanswered_isReversed() {
        bench.host.plan("0100", Behaviour.MUTE);
        bench.terminal.press("4 1");
        charge("preAuth", "50000");
        enter("preAuth.pin", Bench.PIN);
        bench.await("preAuth.inDoubt");
        assertThat(List.of(lastRequest("0400").text(3), lastRequest("0400").text(25))).containsExactly("030000", "06");
        assertThat(bench.host.reversedTraces).hasSize(1);
    }
}
