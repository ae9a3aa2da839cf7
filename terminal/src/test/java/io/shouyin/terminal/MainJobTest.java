package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Slip;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The story: a new terminal is activated, its administrator sets the transaction password, its cashier signs in and sells.
class MainJobTest {

    @TempDir
    Path folder;

    @Test
    void newTerminal_fromActivationToFirstSale_works() throws Exception {
        try (var bench = Bench.of(folder)) {
            Terminal terminal = bench.activated().terminal;

            // the administrator's initial password opens its own change only
            bench.logOn("99", FakeHost.INITIAL_99);
            bench.await("change.new");
            terminal.type("604173");
            terminal.press("OK");
            bench.await("change.again");
            terminal.type("604173");
            terminal.press("OK");
            assertThat(bench.await("change.saved").hasTone(Tone.DONE)).isTrue();
            terminal.press("OK");

            // 密码设置 → 交易密码设置 → new → the same again → 确认
            bench.await("menu.administrator");
            terminal.press("1");
            bench.await("menu.passwords");
            terminal.press("1");
            bench.await("transactionPassword.new");
            terminal.type("tea5Pot9");
            assertThat(terminal.screen().field().orElseThrow().shown()).isEqualTo("●●●●●●●●");
            terminal.press("OK");
            bench.await("transactionPassword.again");
            terminal.type("tea5Pot9");
            terminal.press("OK");
            assertThat(bench.await("transactionPassword.saved").hasTone(Tone.DONE)).isTrue();
            assertThat(bench.host.transactionPassword).isEqualTo("tea5Pot9");
            terminal.press("OK CANCEL");
            bench.await("menu.administrator");
            terminal.press("3");

            // the cashier changes the initial password, and signs the terminal in
            bench.logOn("01", FakeHost.INITIAL_01);
            bench.await("change.new");
            terminal.type("715038");
            terminal.press("OK");
            terminal.type("715038");
            terminal.press("OK");
            bench.await("change.saved");
            terminal.press("OK");
            bench.await("signIn.offer");
            terminal.press("OK");
            bench.await("signIn.done");
            assertThat(terminal.state().batch()).isEqualTo(7);
            terminal.press("OK");

            // the sale
            bench.sale("1000", "tea5Pot9", Bench.PIN);
            bench.await("sale.approved");
            terminal.press("OK");
            bench.await("sale.done");
            terminal.press("OK");
            bench.await("menu.cashier");

            assertThat(bench.slips()).extracting(Slip::kind).containsExactly("merchant", "cardholder");
            assertThat(bench.slips().getFirst().text(Paper.MM58)).contains(
                    "             签购单",
                    "商户编号         104110053110001",
                    "卡号      621626*********0018 /S",
                    "金额 RMB                   10.00");
            assertThat(terminal.state().journal()).singleElement().satisfies(entry -> {
                assertThat(entry.outcome()).isEqualTo(Outcome.APPROVED);
                assertThat(entry.amountFen()).isEqualTo(1000);
                assertThat(entry.authCode()).isEqualTo("123456");
            });
            assertThat(terminal.state().reversal()).isNull();
        }
    }

    @Test
    void transactionPassword_setFromTheCashiersMenu_asksTheAdministrator() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            Terminal terminal = bench.terminal;
            terminal.press("6");
            bench.await("passwords.administrator");
            terminal.press("9 9 OK");
            bench.await("passwords.password");
            terminal.type(Bench.LOGIN);
            terminal.press("OK");
            bench.await("menu.passwords");
            terminal.press("1");
            bench.await("transactionPassword.new");
            terminal.type("cup7Board!");
            terminal.press("OK");
            terminal.type("cup7Board!");
            terminal.press("OK");
            bench.await("transactionPassword.saved");
            terminal.press("OK CANCEL");
            bench.await("menu.cashier");
            assertThat(bench.host.transactionPassword).isEqualTo("cup7Board!");
        }
    }

    @Test
    void activation_startedInEnglish_staysEnglish() throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.settings = bench.settings.withLanguage(Language.EN);
            bench.activated();
            assertThat(bench.terminal.language()).isEqualTo(Language.EN);
        }
    }

    @Test
    void sale_partlyApproved_isReversedAsAWhole() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.host.answer("0200", "10");
            bench.sale("1000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.inDoubt");
            assertThat(bench.host.requests("0400")).singleElement().satisfies(reversal -> assertThat(reversal.text(39)).isEqualTo("06"));
            assertThat(bench.terminal.state().journal().getLast().outcome()).isEqualTo(Outcome.REVERSED);
        }
    }

    @Test
    void sale_inEnglish_printsBothLanguages() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            bench.terminal.language(Language.EN);
            bench.sale("885050", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.approved").lines(Language.EN)).contains("Amount  ¥8,850.50");
            assertThat(bench.slips().getFirst().text(Paper.MM58)).contains("       签购单 SALES SLIP",
                    "金额 RMB                8,850.50", "发卡行 Issuer           01040000", "交易参考号 Ref      093105000003")
                    .anyMatch(line -> line.startsWith("商户名称 Merchant"));
            bench.terminal.press("CANCEL");
            bench.await("sale.done");
            assertThat(bench.slips()).hasSize(1);
        }
    }

    @Test
    void sale_insertedCard_sendsEncryptedTrackAndNoClearSecret() throws Exception {
        try (var bench = Bench.of(folder).signedIn()) {
            Terminal terminal = bench.terminal;
            terminal.press("1");
            terminal.type("100");
            terminal.press("OK");
            bench.await("sale.card");
            terminal.card(EntryMode.INSERT, 1);
            bench.await("sale.password");
            terminal.type(Bench.PASSWORD);
            terminal.press("OK");
            terminal.press("OK");
            bench.await("sale.approved");
            var sent = bench.host.requests("0200").getFirst();
            assertThat(sent.text(22)).isEqualTo("052");
            assertThat(sent.text(53)).isEqualTo("0610000000000000");
            assertThat(sent.has(52)).isFalse();
            assertThat(sent.text(60)).isEqualTo("2200000700050");
        }
    }
}
