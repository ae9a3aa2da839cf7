package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.FakeHost.Behaviour;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.SeenCheckpoints;
import io.shouyin.terminal.state.StateStore;
import io.shouyin.terminal.state.TerminalState;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteSigner;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settlement at the terminal: what goes first, what the host may answer or leave unanswered, the slips, and that no transaction starts meanwhile.
class SettlementTest {

    @TempDir
    Path folder;

    private static String last(Bench bench, String kind) {
        Slip slip = bench.slips().getLast();
        assertThat(slip.kind()).isEqualTo(kind);
        return String.join("\n", slip.text(Paper.MM58));
    }

    private static Text headline(Bench bench, String screen) {
        return bench.await(screen).message().orElseThrow().headline();
    }

    @Test
    void settlement_balanced_printsTheSlip_andBeginsTheNextBatch() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(3);
            bench.settle();
            assertThat(bench.await("settle.done").lines(Language.ZH)).contains("对账平,结算完成", "现在是批次 000008");
            assertThat(last(bench, "settlement")).contains("结算总计单", "000007", "30.00").doesNotContain("主机", "审计日志");
            bench.terminal.press("OK");
            bench.await("menu.settlement");
            assertThat(bench.host.requests("0500")).singleElement().satisfies(asked -> {
                assertThat(asked.text(60)).isEqualTo("00000007201");
                assertThat(asked.text(63)).isEqualTo("01 ");
                assertThat(asked.has(64)).isFalse();
            });
            assertThat(bench.host.requests("0320")).singleElement().satisfies(end -> assertThat(end.text(60)).isEqualTo("00000007207"));
            assertThat(bench.terminal.state().journal()).isEmpty();
            bench.terminal.press("4");
            bench.await("reprint.done");
            assertThat(last(bench, "settlement")).contains("重打印", "30.00").containsPattern("消费  3 +30.00");
            bench.terminal.press("OK 3");
            assertThat(String.join(" ", bench.await("totals").lines(Language.EN))).contains("Debit, 3", "Sale, 3", "30.00");
            bench.terminal.press("F3");
            bench.await("menu.settlement");
            assertThat(last(bench, "totals")).contains("今日合计", "30.00").doesNotContain("操作员号");
            bench.terminal.press("2");
            bench.await("totals");
            bench.terminal.press("F3");
            bench.await("menu.settlement");
            assertThat(last(bench, "totals")).contains("本人今日合计", "操作员号");
        }
    }

    /// The paper is a witness: the log of that day can be held against it.
    @Test
    void slip_saysHowFarTheAuditLogWas_andItsReprintTheSame() throws Exception {
        NoteSigner log = NoteSigner.newLog("log.example", new SecureRandom());
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.terminal.close();
            try (FileStorage storage = FileStorage.open(bench.settings.stateFolder())) {
                new SeenCheckpoints(storage).add(Note.parse(log.sign(new Checkpoint("log.example", 1234, Hash.leaf("a")))));
            }
            bench.switchOn();
            bench.logOn("01", Bench.LOGIN);
            bench.settle();
            bench.await("settle.done");
            String head = "1234 " + Hash.leaf("a").hex().substring(0, 8);
            assertThat(last(bench, "settlement")).containsPattern("审计日志 +" + head);
            bench.terminal.press("OK 4");
            bench.await("reprint.done");
            assertThat(last(bench, "settlement")).contains("重打印").containsPattern("审计日志 +" + head);
        }
    }

    @Test
    void settlement_inEnglish_hasItsSlipInEnglish() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.host.settlement.lost.add(bench.host.postedTraces.getFirst());
            bench.terminal.language(Language.EN);
            bench.settle();
            assertThat(bench.await("settle.done").lines(Language.EN)).contains("Not balanced, the host has the list");
            assertThat(last(bench, "settlement")).contains("SETTLEMENT", "NOT BALANCED", "The host has:", "Debit  1", "Debit  0", "Foreign cards");
            assertThat(bench.host.settlement.uploaded.get(7)).hasSize(1);
            assertThat(bench.host.requests("0320")).hasSize(2).allSatisfy(message -> assertThat(message.has(64)).isTrue());
        }
    }

    @Test
    void settlement_ofManyLines_sendsEightAtATime() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(9);
            bench.host.settlement.lost.add(bench.host.postedTraces.getLast());
            bench.settle();
            bench.await("settle.done");
            assertThat(bench.host.settlement.uploaded.get(7)).hasSize(9);
            assertThat(bench.host.requests("0320")).extracting(message -> message.text(60).substring(8)).containsExactly("201", "201", "202");
        }
    }

    @Test
    void settlement_withoutALine_isNotBegun() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.host.down();
            bench.settle();
            assertThat(headline(bench, "settle.failed")).isEqualTo(Text.of(TerminalRefusal.NETWORK_DOWN));
            assertThat(bench.terminal.state().settlements().running()).isNull();
        }
    }

    @Test
    void settlement_unanswered_keepsTheTillFromSelling_untilItIsFinished() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.host.plan("0500", Behaviour.CUT_AFTER);
            bench.settle();
            bench.await("settle.doubt");
            bench.terminal.press("CANCEL");
            assertThat(headline(bench, "settle.failed")).isEqualTo(Text.of(TerminalRefusal.NO_ANSWER));
            bench.terminal.press("OK");
            bench.await("menu.settlement");
            bench.terminal.press("CANCEL CANCEL 1");
            assertThat(headline(bench, "settle.offer")).isEqualTo(Text.of(TerminalRefusal.SETTLEMENT_UNFINISHED));
            bench.terminal.press("CANCEL");
            bench.await("menu.cashier");
            bench.terminal.press("1");
            bench.await("settle.offer");
            bench.terminal.press("OK");
            bench.await("settle.done");
            bench.terminal.press("OK");
            bench.await("sale.amount");
            assertThat(bench.host.settlement.settled).containsExactly(7);
            assertThat(bench.terminal.state().batch()).isEqualTo(8);
        }
    }

    /// A sign-in in between tells the next batch already: the slip and the list are not lost for it.
    @Test
    void settlement_signedOutInTheMiddle_goesOnAfterTheNextSignIn() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(2);
            bench.host.answer("0320", "A0");
            bench.settle();
            bench.await("settle.failed");
            bench.terminal.press("OK");
            bench.await("menu.settlement");
            bench.terminal.press("1");
            bench.await("settle.signInFirst");
            bench.terminal.press("OK");
            bench.await("signIn.done");
            assertThat(bench.terminal.state().journal()).hasSize(2);
            bench.terminal.press("OK");
            bench.await("settle.done");
            assertThat(last(bench, "settlement")).contains("000007", "20.00");
            assertThat(bench.terminal.state().batch()).isEqualTo(8);
        }
    }

    @Test
    void settlement_thatTheHostRefuses_isGivenUp_andTheTillSells() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.host.settlement.answersError = true;
            bench.settle();
            assertThat(headline(bench, "settle.failed")).isEqualTo(Text.of(TerminalRefusal.SETTLEMENT_REFUSED));
            bench.terminal.press("OK");
            bench.await("menu.settlement");
            bench.terminal.press("CANCEL CANCEL");
            bench.sell(1);
        }
    }

    @Test
    void settlement_sendsAPendingReversalFirst() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.CUT_AFTER);
            bench.host.plan("0400", Behaviour.CUT_BEFORE);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.inDoubt");
            bench.terminal.press("OK");
            bench.settle();
            bench.await("settle.done");
            assertThat(last(bench, "settlement")).contains("0.00").doesNotContain("10.00");
            assertThat(bench.host.settlement.settled).containsExactly(7);
            assertThat(bench.host.reversedTraces).hasSize(1);
        }
    }

    @Test
    void sale_withAFullList_leadsToTheSettlement_andGoesOn() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.terminal.close();
            try (var storage = FileStorage.open(folder)) {
                StateStore.open(storage, () -> TerminalState.fresh("none", Language.ZH)).update(SettlementTest::full);
            }
            bench.switchOn();
            bench.logOn("01", Bench.LOGIN);
            bench.await("menu.cashier");
            bench.terminal.press("1");
            assertThat(headline(bench, "settle.offer")).isEqualTo(Text.of(TerminalRefusal.JOURNAL_FULL));
            bench.terminal.press("OK");
            bench.await("settle.done");
            bench.terminal.press("OK");
            bench.await("sale.amount");
            assertThat(bench.terminal.state().journal()).isEmpty();
        }
    }

    private static TerminalState full(TerminalState state) {
        TerminalState filled = state;
        List<JournalEntry> refused = Collections.nCopies(TerminalState.JOURNAL_ENTRIES_MAX - 1, state.journal().getFirst().withOutcome(Outcome.DECLINED));
        for (JournalEntry entry : refused) {
            filled = filled.opened(entry, null);
        }
        return filled;
    }

    @Test
    void settlement_thenSignOut_inOneGo() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(1);
            bench.settle();
            bench.await("settle.done");
            bench.terminal.press("F1");
            bench.await("signOut.confirm");
            bench.terminal.press("OK");
            bench.await("signOut.done");
            assertThat(bench.terminal.state().isSignedIn()).isFalse();
            assertThat(bench.terminal.state().batch()).isEqualTo(8);
        }
    }

    /// The list that the sale was chosen from is gone: the void does not go on, and neither does the list.
    @Test
    void void_ofASaleThatIsSettledOnTheWay_isRefused_andTheListEnds() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(7);
            bench.host.plan("0500", Behaviour.CUT_AFTER);
            bench.settle();
            bench.await("settle.doubt");
            bench.terminal.press("CANCEL");
            bench.await("settle.failed");
            bench.terminal.press("OK");
            bench.await("menu.settlement");
            bench.terminal.press("CANCEL CANCEL 5");
            bench.await("transactions");
            bench.terminal.press("F2 1");
            bench.await("transaction");
            bench.terminal.press("F1");
            bench.await("settle.offer");
            bench.terminal.press("OK");
            bench.await("settle.done");
            bench.terminal.press("OK");
            assertThat(headline(bench, "void.refused")).isEqualTo(Text.of(TerminalRefusal.VOUCHER_UNKNOWN));
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            assertThat(bench.host.requests("0200")).as("no void was sent").hasSize(7);
        }
    }

    /// The host has gone on without this terminal: what was never compared is told and printed, and the day keeps it.
    @Test
    void signIn_toAnotherBatch_printsWhatWasNeverCompared_andKeepsTheDay() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sell(2);
            bench.host.batch = 9;
            bench.device.paper(false);
            signInAgain(bench);
            assertThat(bench.await("signIn.otherBatch").lines(Language.ZH)).contains("主机已不在批次 000007,本机 2 笔未与主机对账");
            bench.terminal.press("OK");
            bench.await("print.paperOut");
            bench.terminal.press("CANCEL");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.state().batch()).as("nothing is let go before it is on paper").isEqualTo(7);
            assertThat(bench.terminal.state().journal()).hasSize(2);
            assertThat(bench.terminal.state().isSignedIn()).as("under keys that the host has forgotten").isFalse();
            bench.device.paper(true);
            signInAgain(bench);
            bench.await("signIn.otherBatch");
            bench.terminal.press("OK");
            bench.await("signIn.done");
            assertThat(last(bench, "list")).contains("000007", "10.00");
            assertThat(bench.terminal.state().batch()).isEqualTo(9);
            assertThat(bench.terminal.state().journal()).isEmpty();
            bench.terminal.press("OK");
            bench.await("menu.duty");
            bench.terminal.press("5 3");
            assertThat(String.join(" ", bench.await("totals").lines(Language.EN))).contains("Sale, 2", "20.00");
        }
    }

    private static void signInAgain(Bench bench) {
        bench.terminal.press("CANCEL CANCEL CANCEL 9");
        bench.await("menu.duty");
        bench.terminal.press("1");
    }

    @Test
    void signIn_toAnotherBatch_onAModelWithoutAPrinter_showsTheTotals() throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.settings = bench.settings.withModel("Shouyin VT-E");
            bench.signedIn();
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            bench.host.batch = 9;
            signInAgain(bench);
            assertThat(String.join(" ", bench.await("signIn.otherBatch").lines(Language.EN))).contains("Note the totals down", "10.00").doesNotContain("printed");
            bench.terminal.press("OK");
            bench.await("signIn.done");
        }
    }

    /// Nothing is offered to be printed, and the last settlement is shown.
    @Test
    void settlement_onAModelWithoutAPrinter_isShown() throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.settings = bench.settings.withModel("Shouyin VT-E");
            bench.signedIn();
            bench.settle();
            bench.await("settle.done");
            bench.terminal.press("OK");
            bench.await("menu.settlement");
            bench.terminal.press("4");
            assertThat(bench.await("settle.last").lines(Language.ZH)).contains("对账平,结算完成");
            assertThat(bench.slips()).isEmpty();
        }
    }
}
