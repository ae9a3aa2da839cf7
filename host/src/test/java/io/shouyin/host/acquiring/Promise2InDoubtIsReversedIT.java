package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.CutLine;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.iso8583.Message;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.network.Posting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Promise 2: a host answer is approved, declined or in doubt; in doubt is reversed until it is settled.
///
/// Sales and reversals against an issuer that approves, declines, is silent, late or wrong, or is not there. After each test
/// the issuer's net is what the journal calls approved, and nothing is left open.
class Promise2InDoubtIsReversedIT {


    @TempDir
    static Path folder;

    private static CutLine networkLine;
    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        networkLine = CutLine.to(() -> corridor.network.port(), CutLine.TypeReader.NETWORK);
        corridor = Corridor.start(folder, Map.of("shouyin.channels.network-port", networkLine.port(), "shouyin.channels.answer-wait", "600ms",
                "shouyin.channels.connect-timeout", "1s", "shouyin.acquiring.reversal-retry-min", "100ms"));
        terminal = RawTerminal.inService(corridor, "SYSALE-0000001");
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
        networkLine.close();
    }

    @BeforeEach
    void networkIsUp() {
        until("the network is up", () -> corridor.bean(CardNetworks.class).areUp());
    }

    @AfterEach
    void booksAgree_andNothingIsOpen() {
        corridor.network.behaviour(Behaviour.normal());
        networkLine.mend();
        networkIsUp();
        until("nothing is open", () -> count("state IN ('PENDING', 'IN_DOUBT', 'REVERSING')") == 0);
        long approved = corridor.jdbc().sql("SELECT coalesce(sum(amount_minor), 0) FROM acquiring.transaction WHERE state = 'APPROVED'")
                .query(Long.class).single();
        long net = corridor.network.postings().stream().mapToLong(Posting::takenFen).sum();
        assertThat(net).as("the issuer's net").isEqualTo(approved);
        corridor.assertBooksHold();
    }

    // answers ----------------------------------------------------------------------------------------------------------

    @ParameterizedTest(name = "card {0}, {1} fen: {2}")
    @CsvSource({"0, 1000, 00", "1, 1000, 00", "2, 1000, 51", "3, 10100, 61", "4, 1000, 41", "5, 1000, 43", "6, 1000, 54"})
    void sale_withEachDemoCard_isAnsweredAsItSays(int index, long fen, String code) {
        DemoCard paying = corridor.network.cards().get(index);
        Message answer = terminal.askSigned(terminal.sale(fen, paying).build());
        assertThat(answer.text(39)).isEqualTo(code);
        assertThat(answer.has(64)).as("under a MAC").isTrue();
        assertThat(answer.has(38)).as("a decline has no authorization code").isEqualTo(code.equals("00"));
        assertThat(answer.text(37)).hasSize(12);
        assertThat(corridor.column(answer, "state")).isEqualTo(code.equals("00") ? "APPROVED" : "DECLINED");
    }

    @Test
    void sale_withAWrongPin_55_thenTooOften_75() {
        corridor.network.unlockPin(card.pan());
        String wrong = card.pin(SecretAccess.granted()).equals("111222") ? "222111" : "111222";
        assertThat(sellWithPin(wrong)).isEqualTo("55");
        assertThat(sellWithPin(wrong)).isEqualTo("55");
        assertThat(sellWithPin(wrong)).isEqualTo("75");
        assertThat(sellWithPin(card.pin(SecretAccess.granted()))).isEqualTo("75");
        corridor.network.unlockPin(card.pan());
        assertThat(sellWithPin(card.pin(SecretAccess.granted()))).isEqualTo("00");
    }

    private static String sellWithPin(String pin) {
        return terminal.askSigned(terminal.sale(100, card, Corridor.TRANSACTION_PASSWORD, pin).build()).text(39);
    }

    @Test
    void sale_withAPinBlockThatIsNone_99AndNeverSent() {
        long requests = corridor.network.counts().requests();
        assertThat(terminal.askSigned(terminal.sale(100, card).bytes(52, new byte[8]).build()).text(39)).isEqualTo("99");
        assertThat(corridor.network.counts().requests()).isEqualTo(requests);
    }

    @Test
    void sale_declinedByTheIssuerWithAnyCode_carriesThatCode() {
        for (String code : List.of("05", "57", "62", "96")) {
            corridor.network.behaviour(Behaviour.decline(code).times(1));
            assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo(code);
        }
    }

    // doubt ------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"SILENT", "APPROVE_THEN_SILENT", "WRONG_MAC", "WRONG_AMOUNT", "GARBAGE", "CLOSE"})
    void sale_withoutAnAnswerThatCounts_98AndReversed(Behaviour.Mode mode) {
        corridor.network.behaviour(new Behaviour(mode, Duration.ZERO, "91", 1, Set.of("0200")));
        Message sale = terminal.sale(2300, card).build();
        byte[] frame = terminal.signed(sale);
        byte[] first = terminal.exchange(frame).orElseThrow();
        assertThat(terminal.decode(first).text(39)).isEqualTo("98");
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(terminal.exchange(frame).orElseThrow()).as("asked again, the first answer again").isEqualTo(first);
        assertThat(corridor.story(sale)).containsSubsequence("SENT", "SILENT", "REVERSAL_QUEUED", "REVERSED");
    }

    @Test
    void reversal_thatTheNetworkDoesNotAnswer_isRepeatedUntilItDoes() {
        corridor.network.behaviour(Behaviour.approveThenSilent().times(4));
        Message sale = terminal.sale(2400, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("98");
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(corridor.jdbc().sql("SELECT reversal_attempts FROM acquiring.transaction WHERE trace_number = ?")
                .param(Integer.parseInt(sale.text(11))).query(Integer.class).single()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void answer_thatIsLate_isNotedAndChangesNothing() {
        corridor.network.behaviour(Behaviour.slow(Duration.ofMillis(1_200)).times(1).only("0200"));
        Message sale = terminal.sale(2500, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("98");
        until("the late answer is noted", () -> corridor.story(sale).contains("LATE_ANSWER"));
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
    }

    @Test
    void keys_changedByTheNetwork_areFetchedAgain_andWhatWasInDoubtIsReversed() {
        corridor.network.changeWorkingKeys();
        Message sale = terminal.sale(2600, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("98");
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    @Test
    void network_thatIsNotThere_91AndNothingIsLeftOpen() {
        networkLine.cut();
        until("the link is down", () -> !corridor.bean(CardNetworks.class).areUp());
        Message sale = terminal.sale(2700, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("91");
        assertThat(corridor.column(sale, "state")).isEqualTo("DECLINED");
        networkLine.mend();
        networkIsUp();
        assertThat(terminal.askSigned(terminal.sale(100, card).build()).text(39)).isEqualTo("00");
    }

    // the terminal's reversal ------------------------------------------------------------------------------------------

    @Test
    void reversal_ofAnApproval_00_andAgain_00_andTheMoneyIsBack() {
        long before = corridor.network.balanceFen(card.pan());
        Message sale = terminal.sale(3100, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 3100);
        for (int i = 0; i < 3; i++) {
            assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        }
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).as("afterwards too").isEqualTo("00");
        Message late = terminal.askSigned(sale);
        assertThat(late.text(39)).as("the sale itself comes once more").isEqualTo("12");
        assertThat(late.find(38)).as("no approval is told for what was given back").isEmpty();
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void reversal_ofADecline_00() {
        Message sale = terminal.sale(1000, corridor.network.cards().get(4)).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("41");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "06")).text(39)).isEqualTo("00");
        assertThat(corridor.column(sale, "state")).isEqualTo("DECLINED");
    }

    @Test
    void reversal_beforeItsSale_25_andTheSaleDies() {
        Message sale = terminal.sale(3200, card).build();
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("25");
        int postings = corridor.network.postings().size();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("12");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("25");
        assertThat(corridor.network.postings()).hasSize(postings);
        assertThat(corridor.column(sale, "state")).isEqualTo("UNKNOWN_ORIGINAL");
    }

    @Test
    void reversal_ofAnotherAmount_64AndTheSaleStands() {
        Message sale = terminal.sale(3300, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale.toBuilder().text(4, "000000003301").build(), "98")).text(39)).isEqualTo("64");
        assertThat(corridor.column(sale, "state")).isEqualTo("APPROVED");
    }

    @Test
    void reversal_ofAnotherTerminalsSale_findsNothing() {
        RawTerminal other = RawTerminal.inService(corridor, "SYSALE-0000002");
        Message sale = terminal.sale(3400, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        Message stolen = RawTerminal.reversal(sale, "98").toBuilder().text(41, other.id()).build();
        assertThat(other.askSigned(stolen).text(39)).isEqualTo("25");
        assertThat(corridor.column(sale, "state")).isEqualTo("APPROVED");
    }

    @Test
    void reversal_withAWrongMac_A0AndTheSaleStands() {
        Message sale = terminal.sale(3500, card).build();
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("00");
        byte[] frame = terminal.signed(RawTerminal.reversal(sale, "98"));
        frame[frame.length - 1] ^= 1;
        assertThat(terminal.decode(terminal.exchange(frame).orElseThrow()).text(39)).isEqualTo("A0");
        assertThat(corridor.column(sale, "state")).isEqualTo("APPROVED");
    }

    @Test
    void reversal_withoutAmountOrReason_30() {
        Message sale = terminal.sale(100, card).build();
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98").toBuilder().without(39).build()).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98").toBuilder().without(4).build()).text(39)).isEqualTo("30");
    }

    /// The terminal gave up waiting, connects again and reverses while the issuer still thinks.
    @Test
    void reversal_duringItsSale_00AndTheMoneyIsBack() throws Exception {
        corridor.network.behaviour(Behaviour.slow(Duration.ofMillis(400)).times(1).only("0200"));
        Message sale = terminal.sale(3600, card).build();
        byte[] frame = terminal.signed(sale);
        byte[] reversal = terminal.signed(RawTerminal.reversal(sale, "98"));
        try (RawTerminal.Line line = terminal.line()) {
            line.send(frame);
            until("the sale is on its way", () -> count("trace_number = " + Integer.parseInt(sale.text(11))) == 1);
            assertThat(terminal.decode(terminal.exchange(reversal).orElseThrow()).text(39)).isEqualTo("00");
        }
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
    }

    // the same at once -------------------------------------------------------------------------------------------------

    @Test
    void sale_repeatedWhileItIsUnderWay_isPostedOnceAndAnsweredAlike() throws Exception {
        corridor.network.behaviour(Behaviour.slow(Duration.ofMillis(300)).times(1).only("0200"));
        byte[] frame = terminal.signed(terminal.sale(3700, card).build());
        int postings = corridor.network.postings().size();
        List<byte[]> answers = new ArrayList<>();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                asked.add(hands.submit(() -> terminal.exchange(frame).orElseThrow()));
            }
            for (Future<byte[]> answer : asked) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isEqualTo(answers.getFirst()));
        assertThat(terminal.decode(answers.getFirst()).text(39)).isEqualTo("00");
        assertThat(corridor.network.postings()).hasSize(postings + 1);
    }

    @Test
    void sale_ofOneTerminal_doesNotWaitForASilentIssuerOfAnother() throws Exception {
        RawTerminal other = RawTerminal.inService(corridor, "SYSALE-0000003");
        corridor.network.behaviour(Behaviour.silent().times(1).only("0200"));
        byte[] silent = terminal.signed(terminal.sale(3800, card).build());
        CompletableFuture<byte[]> waiting = CompletableFuture.supplyAsync(() -> terminal.exchange(silent).orElseThrow());
        until("it is on its way", () -> corridor.network.behaviour().mode() == Behaviour.Mode.NORMAL);
        assertThat(other.askSigned(other.sale(100, card).build()).text(39)).isEqualTo("00");
        assertThat(waiting).as("the other one still waits").isNotDone();
        assertThat(terminal.decode(waiting.get()).text(39)).isEqualTo("98");
    }

    // looks ------------------------------------------------------------------------------------------------------------

    private static long count(String condition) {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE " + condition).query(Long.class).single();
    }
}
