package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.terminal.ProcessingRequest;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.terminal.FakeHost.Behaviour;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.line.GatewayLine;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The line and the host at their worst: each way an answer can fail, and what the terminal does about the money.
class FaultTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "DEAF,             98, 25",
        "MUTE,             98, 00",
        "CUT_BEFORE,       98, 25",
        "CUT_AFTER,        98, 00",
        "HALF_AN_ANSWER,   98, 00",
        "WRONG_MAC,        A0, 00",
        "NO_MAC,           A0, 00",
        "GARBAGE,          06, 00",
        "WRONG_TRACE,      06, 00",
        "WRONG_TERMINAL,   06, 00",
        "WRONG_AMOUNT,     06, 00",
        "WRONG_TYPE,       06, 00",
    })
    void sale_answerFails_isReversedWithItsReason(Behaviour behaviour, String reason, String hostSays) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", behaviour);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            Screen screen = bench.await("sale.inDoubt");
            assertThat(screen.message().orElseThrow().detail().orElseThrow()).isEqualTo(Text.of("sale.reversed"));
            var sale = bench.host.requests("0200").getFirst();
            assertThat(bench.host.requests("0400")).singleElement().satisfies(reversal -> {
                assertThat(reversal.text(39)).isEqualTo(reason);
                assertThat(reversal.text(11)).isEqualTo(sale.text(11));
                assertThat(reversal.text(60)).isEqualTo(sale.text(60));
                assertThat(reversal.text(4)).isEqualTo(sale.text(4));
                assertThat(reversal.fields()).doesNotContain(2, 26, 35, 36, 37, 52, 53, 57);
            });
            assertThat(bench.host.reversedTraces.isEmpty()).isEqualTo(hostSays.equals("25"));
            assertThat(bench.terminal.state().reversal()).isNull();
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.REVERSED);
            assertThat(bench.slips()).isEmpty();
        }
    }

    @Test
    void sale_errorOfOurOwn_isSaidAndTheTerminalBeginsAgain() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        try (var bench = Bench.of(folder)) {
            bench.dialler = address -> {
                Check.invariant(!broken.getAndSet(false), "an error of our own");
                return GatewayLine.connect(address);
            };
            bench.signedIn();
            bench.sell(1);
            broken.set(true);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("stopped");
            bench.terminal.press("OK");
            bench.logOn("01", Bench.LOGIN);
            bench.sell(1);
            assertThat(bench.terminal.state().reversal()).isNull();
            assertThat(bench.terminal.state().journal().stream().filter(entry -> entry.outcome() == Outcome.APPROVED)).hasSize(2);
        }
    }

    @Test
    void sale_lineDownBeforeSending_leavesNothingToReverse() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            int trace = bench.terminal.state().nextTrace();
            bench.host.down();
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.failed").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.NETWORK_DOWN));
            assertThat(bench.terminal.state().reversal()).isNull();
            assertThat(bench.terminal.state().journal()).isEmpty();
            assertThat(bench.terminal.state().nextTrace()).isEqualTo(trace + 1);
        }
    }

    @Test
    void reversal_unanswered_goesBeforeTheNextSale() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.MUTE).plan("0400", Behaviour.DEAF);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.inDoubt").hasTone(Tone.IN_DOUBT)).isTrue();
            assertThat(bench.terminal.state().reversal().tries()).isEqualTo(1);
            bench.terminal.press("OK");
            bench.sale("2000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(bench.host.reversedTraces).containsExactly(bench.host.requests("0200").getFirst().text(11));
            assertThat(bench.terminal.state().journal()).extracting(e -> e.outcome()).containsExactly(Outcome.REVERSED, Outcome.APPROVED);
        }
    }

    @Test
    void reversal_threeTriesInVain_isToldAndKept() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.MUTE).plan("0400", Behaviour.DEAF).plan("0400", Behaviour.DEAF).plan("0400", Behaviour.WRONG_MAC);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.inDoubt");
            bench.terminal.press("OK 1");
            bench.await("reversal.pending");
            bench.terminal.press("OK 1");
            bench.await("reversal.givenUp");
            assertThat(bench.terminal.state().reversal()).isNull();
            assertThat(bench.terminal.state().unresolved()).singleElement().satisfies(kept -> assertThat(kept.tries()).isEqualTo(3));
            bench.terminal.press("OK");
            bench.await("sale.amount");
        }
    }

    /// The batch is closed: what was approved stands, and nobody says that it is undone.
    @Test
    void reversal_refused_isNotCalledDone_andStaysForTheServiceDesk() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.MUTE).answer("0400", "12");
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            Screen told = bench.await("sale.inDoubt");
            assertThat(told.hasTone(Tone.IN_DOUBT)).isTrue();
            assertThat(told.lines(Language.ZH)).contains("冲正未成功,结果待核对", "冲正  已留存记录,请联系服务商核对这笔交易").doesNotContain("交易未成功,已冲正");
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.UNRESOLVED);
            assertThat(bench.terminal.state().reversal()).isNull();
            assertThat(bench.terminal.state().unresolved()).hasSize(1);
        }
    }

    /// The host's clock has not reached the new year yet, the terminal's has.
    @Test
    void receipt_ofTheYearsLastSecond_hasThatYear() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.clock.moveBetweenTicks(Duration.between(bench.clock.instant(), Instant.parse("2026-12-31T16:00:01Z")));
            bench.host.date = "1231";
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(String.join(" ", bench.slips().getLast().text(Paper.MM58))).contains("2026/12/31");
        }
    }

    @Test
    void reversal_afterARestart_goesBeforeTheNextSale() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.MUTE).plan("0400", Behaviour.DEAF);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.inDoubt");
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.sale("2000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(bench.host.reversedTraces).hasSize(1);
        }
    }

    @Test
    void signOut_withAPendingReversal_sendsItFirst() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.MUTE).plan("0400", Behaviour.DEAF);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.inDoubt");
            bench.terminal.press("OK 9 2");
            bench.await("signOut.confirm");
            bench.terminal.press("OK");
            bench.await("signOut.done");
            assertThat(bench.host.reversedTraces).hasSize(1);
            assertThat(bench.terminal.state().isSignedIn()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"51, 余额不足", "ZZ, 交易失败", "12, 无效交易"})
    void sale_declined_saysWhyAndNeedsNoReversal(String code, String words) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.answer("0200", code);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.declined").lines(Language.ZH)).contains(words);
            assertThat(bench.terminal.state().reversal()).isNull();
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.DECLINED);
        }
    }

    @ParameterizedTest
    @CsvSource({"98, 发卡方超时 (98)", "68, 交易超时 (68)"})
    void sale_issuerSilent_isUnknownAndReversedAndNoRefusal(String code, String why) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.answer("0200", code);
            bench.sale("123450", Bench.PASSWORD, Bench.PIN);
            Screen screen = bench.await("sale.inDoubt");
            assertThat(screen.hasTone(Tone.IN_DOUBT)).isTrue();
            assertThat(screen.lines(Language.ZH)).contains("结果未知,款项正在退回", "结清前不要交货,也不要再收这张卡", "说明  " + why,
                    "冲正  主机冲正中,请向服务商查询结果", "金额  ¥1,234.50");
            assertThat(screen.lines(Language.EN)).contains("Outcome unknown, the amount is being given back",
                    "Hand out no goods and do not take this card again until it is settled");
            assertThat(bench.host.requests("0400")).singleElement().satisfies(reversal -> assertThat(reversal.text(39)).isEqualTo("98"));
            assertThat(bench.terminal.state().reversal()).isNull();
            bench.terminal.press("OK 5");
            assertThat(bench.await("transactions").items()).singleElement().satisfies(item -> {
                assertThat(item.hint().orElseThrow().in(Language.ZH)).isEqualTo("结果未知,退款中");
                assertThat(item.tone()).isEqualTo(Tone.IN_DOUBT);
            });
            bench.terminal.press("1");
            assertThat(bench.await("transaction").lines(Language.EN)).contains("Outcome  unknown, reversing").anyMatch(l -> l.contains("no goods"));
            bench.terminal.press("OK F3");
            bench.device.awaitSlips(1, Bench.WAIT);
            assertThat(bench.slips().getLast().text(Paper.MM58)).contains("  *0018          结果未知,退款中", "结果未知笔数                   1");
        }
    }

    @Test
    void sale_issuerSilentAndReversalUnanswered_staysUnknownUntilTheReversalIsTaken() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.answer("0200", "98").plan("0400", Behaviour.DEAF);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.inDoubt").lines(Language.ZH)).contains("冲正  下笔交易前自动上送");
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.IN_DOUBT);
            bench.terminal.press("OK");
            bench.sale("2000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            assertThat(bench.terminal.state().journal()).extracting(e -> e.outcome()).containsExactly(Outcome.REVERSING, Outcome.APPROVED);
        }
    }

    @Test
    void host_wantsSignInAgain_isDoneOnceBackAtTheMenu() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            int before = signIns(bench);
            bench.host.wants = ProcessingRequest.SIGN_IN_AGAIN;
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK");
            bench.await("signIn.done");
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            bench.terminal.awaitReady();
            assertThat(signIns(bench)).isEqualTo(before + 1);
        }
    }

    private static int signIns(Bench bench) {
        return (int) bench.host.requests("0800").stream().filter(m -> m.text(60).endsWith("004")).count();
    }

    @Test
    void host_wantsWhatTheTerminalCannot_isToldOnceASignIn() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.wants = ProcessingRequest.DOWNLOAD_PARAMETERS;
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK");
            assertThat(bench.await("host.request").lines(Language.ZH)).contains("主机要求:下传终端参数");
            bench.terminal.press("OK");
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK");
            bench.await("menu.cashier");
        }
    }

    @ParameterizedTest
    @CsvSource({"77", "A0", "99"})
    void sale_hostWantsSignIn_signsOutHere(String code) throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.answer("0200", code);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.declined");
            assertThat(bench.terminal.state().isSignedIn()).isFalse();
            bench.terminal.press("OK 1");
            bench.await("sale.signInFirst");
            bench.terminal.press("OK");
            bench.await("signIn.done");
        }
    }

    @Test
    void sale_declinedWithoutMac_keepsItsReversal() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.plan("0200", Behaviour.NO_MAC);
            bench.host.setTransactionPassword("other8Word");
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.declined");
            assertThat(bench.terminal.state().reversal()).isNotNull();
        }
    }

    @Test
    void sale_wrongTransactionPassword_isAskedAgainWithTriesLeft() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.sale("1000", "wrong5Pot9", Bench.PIN);
            assertThat(bench.await("sale.declined").lines(Language.ZH)).contains("交易密码错误", "还可以试 3 次");
            bench.terminal.press("OK");
            assertThat(bench.await("sale.password").lines(Language.EN)).contains("Wrong transaction password");
            bench.terminal.type(Bench.PASSWORD);
            assertThat(bench.terminal.screen().message()).isEmpty();
            bench.terminal.press("OK");
            bench.await("sale.approved");
            assertThat(bench.host.requests("0200")).extracting(m -> m.text(11)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Behaviour.class, names = {"MUTE", "CUT_AFTER", "CUT_BEFORE", "DEAF", "GARBAGE", "HALF_AN_ANSWER", "WRONG_TRACE"})
    void transactionPassword_answerLost_isAskedAgainWithTheSameTrace(Behaviour behaviour) throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            enterTransactionPassword(bench, behaviour);
            bench.await("credential.doubt");
            bench.terminal.press("OK");
            Screen saved = bench.await("transactionPassword.saved");
            assertThat(saved.message().orElseThrow().detail().orElseThrow()).isEqualTo(Text.of("saving.saved.afterDoubt"));
            assertThat(bench.host.transactionPassword).isEqualTo("cup7Board");
            var sent = bench.host.requests("0800").stream().filter(m -> m.text(60).endsWith("403")).toList();
            assertThat(sent).hasSize(2);
            assertThat(sent.get(0)).isEqualTo(sent.get(1));
        }
    }

    @Test
    void transactionPassword_operatorGivesUp_saysItIsUnknown() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            enterTransactionPassword(bench, Behaviour.MUTE);
            bench.await("credential.doubt");
            bench.terminal.press("CANCEL");
            assertThat(bench.await("transactionPassword.unknown").hasTone(Tone.IN_DOUBT)).isTrue();
        }
    }

    @Test
    void transactionPassword_doubt_sendsAgainByItself() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            enterTransactionPassword(bench, Behaviour.MUTE);
            bench.await("credential.doubt");
            bench.clock.move(Duration.ofSeconds(6));
            bench.await("transactionPassword.saved");
        }
    }

    @Test
    void transactionPassword_refusedByTheHost_showsTheRule() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.setTransactionPassword("cup7Board");
            enterTransactionPassword(bench, Behaviour.NORMAL);
            bench.terminal.awaitScreen(s -> s.is("transactionPassword.new") && s.hasTone(Tone.REFUSED), Bench.WAIT);
            assertThat(bench.terminal.screen().rules()).anyMatch(r -> r.id().equals("host.RECENTLY_USED"));
            bench.terminal.type("tin4Bread");
            assertThat(bench.terminal.screen().message()).isEmpty();
            bench.terminal.press("OK");
            bench.await("transactionPassword.again");
            bench.terminal.type("tin4Break");
            bench.terminal.press("OK");
            Screen differ = bench.await("transactionPassword.new");
            assertThat(differ.message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.ENTRIES_DIFFER));
            assertThat(differ.rules()).noneMatch(r -> r.id().startsWith("host."));
            bench.terminal.type("c");
            bench.terminal.press("CLEAR");
            bench.terminal.awaitReady();
            assertThat(bench.terminal.screen().message()).isEmpty();
        }
    }

    @Test
    void transactionPassword_networkDown_changesNothing() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("99", Bench.LOGIN);
            bench.await("menu.administrator");
            bench.host.down();
            bench.terminal.press("1 1");
            assertThat(bench.await("readiness.failed").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.NETWORK_DOWN));
            bench.host.up();
            bench.terminal.press("OK 1");
            bench.await("transactionPassword.new");
        }
    }

    @Test
    void transactionPassword_entriesDiffer_areAskedAgain() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.logOn("99", Bench.LOGIN);
            bench.await("menu.administrator");
            bench.terminal.press("1 1");
            bench.await("transactionPassword.new");
            bench.terminal.type("cup7Board");
            bench.terminal.press("OK");
            bench.await("transactionPassword.again");
            bench.terminal.type("cup7Boats");
            bench.terminal.press("OK");
            bench.terminal.awaitScreen(s -> s.is("transactionPassword.new") && s.hasTone(Tone.REFUSED), Bench.WAIT);
            assertThat(bench.host.transactionPassword).isEqualTo(Bench.PASSWORD);
        }
    }

    private static void enterTransactionPassword(Bench bench, Behaviour behaviour) {
        bench.logOn("99", Bench.LOGIN);
        bench.await("menu.administrator");
        bench.terminal.press("1 1");
        bench.await("transactionPassword.new");
        bench.host.planCredential("403", behaviour);
        bench.terminal.type("cup7Board");
        bench.terminal.press("OK");
        bench.await("transactionPassword.again");
        bench.terminal.type("cup7Board");
        bench.terminal.press("OK");
    }

    @Test
    void signIn_wrongKeyCheck_isRefused() throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.plan("0800", Behaviour.NORMAL).plan("0800", Behaviour.WRONG_KEY_CHECK);
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
            bench.terminal.press("OK");
            assertThat(bench.await("signIn.failed").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.KEY_CHECK_WRONG));
            assertThat(bench.terminal.state().isSignedIn()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789ABCDEF", "0123456789ABCDEF0123456789ABCDEF", "0123456789ABCDEF0022446688AACCEE"})
    void signIn_pinKeyOfSingleDes_isRefusedByNameAndAFreshOneIsTaken(String pinKey) throws Exception {
        try (var bench = Bench.of(folder).inService()) {
            bench.host.pinKey = HexFormat.of().parseHex(pinKey);
            bench.logOn("01", Bench.LOGIN);
            bench.await("signIn.offer");
            bench.terminal.press("OK");
            assertThat(bench.await("signIn.failed").message().orElseThrow().headline()).isEqualTo(Text.of(TerminalRefusal.PIN_KEY_SINGLE_DES));
            assertThat(bench.terminal.state().isSignedIn()).isFalse();
            bench.host.pinKey = new byte[0];
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            bench.terminal.press("1");
            bench.await("sale.signInFirst");
            bench.terminal.press("OK");
            bench.await("signIn.done");
        }
    }

    @Test
    void activation_refusedByTheHost_saysWhyAndAsks() throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.host.activationProblem = "ACTIVATION_CODE_EXPIRED";
            bench.switchOn();
            assertThat(bench.await("activation.refused").message().orElseThrow().headline()).isEqualTo(Text.of("activation.ACTIVATION_CODE_EXPIRED"));
            bench.host.activationProblem = "";
            bench.terminal.press("OK");
            bench.await("activation.code");
            bench.terminal.type("ABCDEFGH2346");
            bench.terminal.press("OK");
            assertThat(bench.await("activation.refused").message().orElseThrow().headline()).isEqualTo(Text.of("activation.ACTIVATION_CODE_WRONG"));
            bench.terminal.press("OK");
            bench.await("activation.code");
            bench.terminal.type(FakeHost.CODE);
            bench.terminal.press("OK");
            bench.await("activation.done");
        }
    }

    @Test
    void paper_endsAtTheReceipt_goesOnAfterNewPaper() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("1");
            bench.await("sale.amount");
            bench.device.paper(false);
            bench.terminal.type("1000");
            bench.terminal.press("OK");
            bench.await("sale.card");
            bench.terminal.card(EntryMode.TAP, 0);
            bench.await("sale.password");
            bench.terminal.type(Bench.PASSWORD);
            bench.terminal.press("OK OK");
            assertThat(bench.await("print.paperOut").lines(Language.ZH)).contains("交易成功", "打印机缺纸,请装纸");
            bench.device.paper(true);
            bench.terminal.press("OK");
            bench.await("sale.approved");
            assertThat(bench.slips()).hasSize(1);
        }
    }

    @Test
    void paper_endsInTheMiddleOfASlip_theSlipIsPrintedWhole_andNothingIsLost() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.device.paperLines(9);
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("print.paperOut").lines(Language.ZH)).contains("交易成功", "打印机缺纸,请装纸");
            assertThat(bench.device.status().orElseThrow().paper()).isFalse();
            assertThat(bench.slips()).singleElement().satisfies(torn -> assertThat(torn.lines()).hasSize(9));
            bench.device.paper(true);
            bench.terminal.press("OK");
            bench.await("sale.approved");
            assertThat(bench.slips().getLast().text(Paper.MM58)).contains("凭证号                    " + "%06d".formatted(bench.terminal.state().journal().getLast().trace()))
                    .noneMatch(line -> line.contains("重打印"));
            bench.device.paperLines(3);
            bench.terminal.press("OK");
            bench.await("print.paperOut");
            bench.terminal.press("CANCEL");
            bench.await("menu.cashier");
            bench.device.paper(true);
            bench.terminal.press("9 3");
            bench.await("reprint.done");
            assertThat(bench.slips().getLast().text(Paper.MM58)).anyMatch(line -> line.contains("重打印"));
            assertThat(bench.host.requests("0200")).hasSize(1);
            assertThat(bench.host.requests("0400")).isEmpty();
        }
    }

    @Test
    void battery_runsDownInTheMiddleOfASale_theSaleIsFinished_andTheNextDoesNotStart() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.press("1");
            bench.await("sale.amount");
            bench.terminal.type("1000");
            bench.device.battery(3);
            bench.terminal.press("OK");
            bench.await("sale.card");
            bench.terminal.card(EntryMode.SWIPE, 0);
            bench.await("sale.password");
            bench.terminal.type(Bench.PASSWORD);
            bench.terminal.press("OK");
            bench.await("sale.pin");
            bench.terminal.type(Bench.PIN);
            bench.terminal.press("OK");
            bench.await("sale.approved");
            bench.terminal.press("CANCEL OK");
            bench.await("menu.cashier");
            bench.terminal.press("1");
            assertThat(bench.await("sale.refused").lines(Language.ZH)).contains("电量不足,请先充电");
            bench.terminal.press("OK");
            bench.settle();
            assertThat(bench.await("settle.failed").lines(Language.ZH)).contains("电量不足,请先充电");
            assertThat(bench.host.requests("0500")).isEmpty();
        }
    }
}
