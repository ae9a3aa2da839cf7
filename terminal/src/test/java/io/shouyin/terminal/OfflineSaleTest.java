package io.shouyin.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.terminal.FakeHost.Behaviour;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Terms;
import io.shouyin.terminal.state.Trade;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sales that a chip approves below the floor limit, and how the host gets to know of them.
class OfflineSaleTest {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    /// The transaction password for sales online, nothing for those offline.
    private static final String RULES = "{\"r\":[{\"k\":\"22\",\"e\":[\"02\"]}]}";

    @TempDir
    Path folder;

    private Bench signedIn() throws Exception {
        return signedIn(folder);
    }

    static Bench signedIn(Path folder) throws Exception {
        Bench bench = Bench.of(folder);
        bench.settings = bench.settings.withOfflineFloor(new MinorAmount(5_000));
        bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.STEP_UP_RULES, RULES.getBytes(StandardCharsets.UTF_8));
        return bench.signedIn();
    }

    static void present(Bench bench, String fen, EntryMode mode) {
        bench.await("menu.cashier");
        bench.terminal.press("1");
        bench.await("sale.amount");
        bench.terminal.type(fen);
        bench.terminal.press("OK");
        bench.await("sale.card");
        bench.terminal.card(mode, 0);
    }

    static JournalEntry soldOffline(Bench bench, String fen) {
        present(bench, fen, EntryMode.INSERT);
        bench.await("offlineSale.approved");
        bench.terminal.press("CANCEL OK");
        bench.await("menu.cashier");
        return last(bench);
    }

    private static JournalEntry last(Bench bench) {
        return bench.terminal.state().journal().getLast();
    }

    @Test
    void smallSale_isApprovedByTheChip_withoutTheHost_andToldBeforeTheNextOneOnline() throws Exception {
        try (var bench = signedIn()) {
            int asked = bench.host.requests("0200").size() + bench.host.requests("0220").size();
            JournalEntry sold = soldOffline(bench, "5000");
            assertThat(bench.host.requests("0200").size() + bench.host.requests("0220").size()).as("nobody was asked").isEqualTo(asked);
            assertThat(sold.trade()).isEqualTo(Trade.OFFLINE_SALE);
            assertThat(sold.outcome()).isEqualTo(Outcome.APPROVED);
            assertThat(sold.chip().cryptogram()).matches("[0-9A-F]{16}");
            assertThat(String.join("\n", bench.slips().getLast().text(Paper.MM80))).contains("脱机消费", sold.chip().cryptogram());
            assertThat(Files.readString(folder.resolve("state.json"))).doesNotContain(Bench.PAN);

            bench.sale("6000", Bench.PASSWORD, Bench.PIN);
            bench.await("sale.approved");
            Message told = bench.host.requests("0220").getLast();
            assertThat(List.of(told.text(3), told.text(4), told.text(11), told.text(22), told.text(23), told.text(25), told.text(60)))
                    .containsExactly("000000", "000000005000", "%06d".formatted(sold.trace()), "052", "001", "00", "36" + "%06d".formatted(sold.batch()) + "000");
            assertThat(told.text(2, CARD_DATA)).isEqualTo(Bench.PAN);
            assertThat(told.has(35) || told.has(52)).isFalse();
            assertThat(Field55.decodeRequest(told.bytes(55)).value(Field55.CRYPTOGRAM_INFORMATION)).containsExactly(0x40);
            JournalEntry known = bench.terminal.state().journal().get(bench.terminal.state().journal().size() - 2);
            assertThat(known.rrn()).hasSize(12);
            assertThat(known.proof()).isNull();
            assertThat(bench.host.requests("0220")).hasSize(1);
        }
    }

    @Test
    void signature_ofASaleThatTheHostDoesNotHaveYet_waitsForIt_andSoDoesALink() throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.settings = bench.settings.withOfflineFloor(new MinorAmount(5_000)).withModel("Shouyin VT-T");
            bench.host.signInAdvice = FactorTlv.empty().with(FactorTlv.STEP_UP_RULES, RULES.getBytes(StandardCharsets.UTF_8))
                    .with(FactorTlv.SIGNATURE_FROM, FakeHost.bcd(new MinorAmount(1_000)));
            bench.signedIn();
            present(bench, "5000", EntryMode.INSERT);
            sign(bench);
            assertThat(bench.await("offlineSale.approved").softkeys()).extracting(softkey -> softkey.key()).doesNotContain(Key.F1);
            bench.terminal.press("CANCEL OK");
            assertThat(bench.host.signatures).isEmpty();
            bench.sale("6000", Bench.PASSWORD, Bench.PIN);
            sign(bench);
            bench.await("sale.approved");
            assertThat(bench.host.signatures).hasSize(2);
        }
    }

    private static void sign(Bench bench) {
        bench.await("signature");
        bench.terminal.awaitReady();
        bench.device.sign(Optional.of(new Signature(List.of(new Signature.Stroke(List.of(new Signature.Point(20, 90), new Signature.Point(300, 40)))))));
    }

    @ParameterizedTest
    @CsvSource({"MUTE", "DEAF", "WRONG_MAC", "CUT_BEFORE"})
    void sale_thatTheHostHasNotAnswered_isToldAgainInTheSameMessage_alsoAfterARestart_andBeforeTheSettlement(Behaviour behaviour) throws Exception {
        try (var bench = signedIn()) {
            bench.settings = bench.settings.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
            soldOffline(bench, "1000");
            bench.host.plan("0220", behaviour);
            bench.settle();
            bench.await("settle.failed");
            assertThat(last(bench).proof()).isNotNull();
            assertThat(bench.host.requests("0500")).isEmpty();
            bench.restart();
            bench.logOn("01", Bench.LOGIN);
            bench.settle();
            bench.await("settle.done");
            List<Message> told = bench.host.requests("0220");
            assertThat(told.getLast().bytes(55)).isEqualTo(told.getFirst().bytes(55));
            assertThat(bench.host.requests("0500").getLast().text(48, CARD_DATA)).startsWith("000000001000" + "001");
        }
    }

    @Test
    void sale_thatTheHostRefuses_isToldToTheCashier_andCountsNoMore() throws Exception {
        try (var bench = signedIn()) {
            JournalEntry sold = soldOffline(bench, "1000");
            bench.host.answer("0220", "45");
            bench.sale("6000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("offlineSale.refused").lines(Language.ZH)).anyMatch(line -> line.contains("%06d".formatted(sold.trace())));
            bench.terminal.press("OK");
            bench.await("sale.approved");
            assertThat(bench.terminal.state().journal().getFirst().outcome()).isEqualTo(Outcome.UNRESOLVED);
        }
    }

    /// A host that says so has not understood, or has changed its keys: the next sale is not for the old ones.
    @ParameterizedTest
    @ValueSource(strings = {"A0", "77"})
    void sale_whoseUploadIsAnsweredByADemandToSignIn_waits_andTheNextSaleSignsInFirst(String code) throws Exception {
        try (var bench = signedIn()) {
            soldOffline(bench, "1000");
            bench.host.answer("0220", code);
            bench.sale("6000", Bench.PASSWORD, Bench.PIN);
            assertThat(bench.await("sale.refused").lines(Language.ZH)).anyMatch(line -> line.contains(TerminalRefusal.NOT_SIGNED_IN.zh()));
            assertThat(bench.host.requests("0200")).isEmpty();
            assertThat(last(bench).proof()).isNotNull();
            bench.terminal.press("OK");
            bench.await("menu.cashier");
            bench.terminal.press("1");
            bench.await("sale.signInFirst");
        }
    }

    @Test
    void sale_ofABatchThatTheHostHasEnded_staysForTheServiceDesk() throws Exception {
        try (var bench = signedIn()) {
            JournalEntry sold = soldOffline(bench, "1000");
            JournalEntry left = bench.terminal.state().signedIn(sold.batch() + 1, null, Terms.NONE, List.of()).journal().getFirst();
            assertThat(left.trace()).isEqualTo(sold.trace());
            assertThat(left.outcome()).isEqualTo(Outcome.UNRESOLVED);
        }
    }

    @ParameterizedTest
    @CsvSource({"5001, INSERT", "1000, SWIPE"})
    void sale_aboveTheFloor_orWithoutAChip_isAskedOfTheHost(String fen, EntryMode mode) throws Exception {
        try (var bench = signedIn()) {
            present(bench, fen, mode);
            bench.await("sale.password");
            assertThat(bench.terminal.state().journal()).isEmpty();
        }
    }

    @Test
    void sale_forWhichTheRulesWantSomething_isAskedOfTheHost() throws Exception {
        try (var bench = Bench.of(folder)) {
            bench.settings = bench.settings.withOfflineFloor(new MinorAmount(5_000));
            bench.signedIn();
            present(bench, "1000", EntryMode.INSERT);
            bench.await("sale.password");
        }
    }
}
