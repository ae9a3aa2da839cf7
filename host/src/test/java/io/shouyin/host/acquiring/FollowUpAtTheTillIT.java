package io.shouyin.host.acquiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.Corridor.Till;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.state.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Voids, refunds and pre-authorizations key by key: the terminal, this host, the simulated network.
class FollowUpAtTheTillIT {

    private static final int DEBIT_CARD = 0;
    private static final int CREDIT_CARD = 1;

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static int serial;

    private Till till;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        till = corridor.inService("SYFT-%09d".formatted(++serial));
        till.press("0");
        till.logOnFirst("00", Corridor.SUPERVISOR_PASSWORD);
        till.await("menu.supervisor");
        till.press("6");
        till.logOn("01", Corridor.CASHIER_PASSWORD);
        till.await("menu.cashier");
    }

    @AfterEach
    void switchOff() {
        till.close();
    }

    private JournalEntry sold(String fen, int card) {
        till.sell(fen, card, Corridor.TRANSACTION_PASSWORD, corridor.pin(card));
        return done("sale");
    }

    private JournalEntry done(String id) {
        till.await(id + ".approved");
        till.press("CANCEL OK");
        till.terminal.awaitReady();
        return last();
    }

    private JournalEntry last() {
        return till.terminal.state().journal().getLast();
    }

    private void enter(String screen, String text) {
        till.await(screen);
        till.type(text);
    }

    private void confirmAndPresent(String id, int card) {
        till.await(id + ".original");
        till.press("OK");
        present(id, card);
    }

    private void present(String id, int card) {
        till.await(id + ".card");
        till.terminal.card(EntryMode.SWIPE, card);
    }

    /// From the amount of a pre-authorization to its end.
    private JournalEntry preAuthorized(String fen, int card) {
        enter("preAuth.amount", fen);
        present("preAuth", card);
        enter("preAuth.password", Corridor.TRANSACTION_PASSWORD);
        enter("preAuth.pin", corridor.pin(card));
        return done("preAuth");
    }

    /// What takes more of a pre-authorization of the credit card: from its code to its end.
    private JournalEntry followed(String id, String authCode, String fen) {
        enter(id + ".authCode", authCode);
        till.await(id + ".original");
        till.press("OK");
        enter(id + ".amount", fen);
        present(id, CREDIT_CARD);
        enter(id + ".password", Corridor.TRANSACTION_PASSWORD);
        return done(id);
    }

    /// From a refund's amount to the supervisor's password.
    private void giveBack(String fen) {
        enter("refund.amount", fen);
        present("refund", CREDIT_CARD);
        approve("refund", Corridor.SUPERVISOR_PASSWORD);
    }

    private void approve(String id, String password) {
        enter(id + ".supervisor", "00");
        enter(id + ".supervisorPassword", password);
    }

    /// What the host has of the terminal: kind, state and amount, first to last.
    private List<String> journaled() {
        return corridor.jdbc().sql("SELECT kind || ' ' || state || ' ' || amount_minor FROM acquiring.transaction WHERE terminal_id = ? ORDER BY received_at")
                .param(till.terminal.state().identity().terminalId()).query(String.class).list();
    }

    @Test
    void void_withTheSupervisorsPassword_holdsAtTheHost() {
        JournalEntry sale = sold("1000", DEBIT_CARD);
        till.press("2");
        enter("void.trace", "" + sale.trace());
        confirmAndPresent("void", DEBIT_CARD);
        approve("void", "111111");
        assertThat(till.await("void.declined").lines(Language.ZH)).contains("主管登录密码错误", "还可以试 3 次");
        till.press("OK");
        approve("void", Corridor.SUPERVISOR_PASSWORD);
        JournalEntry undone = done("void");
        assertThat(undone.rrn()).isNotEqualTo(sale.rrn());
        assertThat(journaled()).containsExactly("SALE APPROVED 1000", "VOID DECLINED 1000", "VOID APPROVED 1000");
    }

    @Test
    void refund_inParts_isBoundedByTheTerminalAndByTheHost() {
        JournalEntry sale = sold("1000", CREDIT_CARD);
        till.press("3");
        enter("refund.rrn", sale.rrn());
        till.await("refund.original");
        till.press("OK");
        giveBack("700");
        done("refund");
        assertThat(journaled()).containsExactly("SALE APPROVED 1000", "REFUND APPROVED 700");

        till.press("3");
        enter("refund.rrn", "000000000001");                                   // as of a day that the terminal knows nothing of
        enter("refund.date", sale.hostDateMmdd());
        giveBack("300");
        assertThat(till.await("refund.declined").lines(Language.ZH)).contains("主机找不到原交易,请核对号码和日期");
    }

    @Test
    void refund_ofASaleByAnotherTerminal_isBoundedByTheHost() {
        JournalEntry sale = sold("1000", CREDIT_CARD);
        till.close();
        putTerminalInService();
        till.press("3");
        enter("refund.rrn", sale.rrn());
        enter("refund.date", sale.hostDateMmdd());
        giveBack("1001");
        Screen refused = till.await("refund.declined");
        assertThat(refused.lines(Language.ZH)).contains("退货金额超过可退金额");
        assertThat(refused.lines(Language.EN)).contains("More than what is left to refund");
    }

    @Test
    void topUp_notice_completionVoid_andBalance_holdAtTheHost() {
        till.press("4 1");
        JournalEntry preAuth = preAuthorized("10000", CREDIT_CARD);
        till.press("4");
        followed("preAuthTopUp", preAuth.authCode(), "5000");
        till.press("3");
        JournalEntry completion = followed("completion", preAuth.authCode(), "17250");
        assertThat(completion.texts()).contains("模拟发卡行", "模拟卡组织");
        till.press("6");
        enter("completionVoid.trace", "" + completion.trace());
        confirmAndPresent("completionVoid", CREDIT_CARD);
        approve("completionVoid", Corridor.SUPERVISOR_PASSWORD);
        done("completionVoid");

        till.press("1");
        JournalEntry second = preAuthorized("20000", CREDIT_CARD);
        till.press("5");
        followed("completionNotice", second.authCode(), "20000");

        till.press("CANCEL 9 6");
        present("balance", CREDIT_CARD);
        enter("balance.pin", corridor.pin(CREDIT_CARD));
        assertThat(till.await("balance.told").lines(Language.ZH)).contains("可用余额  ¥" + new MinorAmount(corridor.network.balanceFen(corridor.network.cards().get(CREDIT_CARD).pan())).grouped());
        assertThat(journaled()).containsExactly("PRE_AUTH APPROVED 10000", "PRE_AUTH_TOP_UP APPROVED 5000", "COMPLETION APPROVED 17250", "COMPLETION_VOID APPROVED 17250",
                "PRE_AUTH APPROVED 20000", "COMPLETION_NOTICE APPROVED 20000", "BALANCE APPROVED 0");
    }

    @Test
    void preAuth_completedAbove_orVoided_isToldInACashiersWords() {
        till.press("4 1");
        JournalEntry preAuth = preAuthorized("50000", CREDIT_CARD);
        till.press("3");
        JournalEntry completion = followed("completion", preAuth.authCode(), "57500");
        assertThat(completion.amountFen()).isEqualTo(57_500);

        till.press("1");
        JournalEntry second = preAuthorized("20000", DEBIT_CARD);
        till.press("2");
        enter("preAuthVoid.authCode", second.authCode());
        confirmAndPresent("preAuthVoid", DEBIT_CARD);
        approve("preAuthVoid", Corridor.SUPERVISOR_PASSWORD);
        done("preAuthVoid");
        assertThat(journaled()).containsExactly("PRE_AUTH APPROVED 50000", "COMPLETION APPROVED 57500", "PRE_AUTH APPROVED 20000", "PRE_AUTH_VOID APPROVED 20000");
    }
}
