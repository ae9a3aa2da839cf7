package io.shouyin.host.acquiring;

import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_NOTICE;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_VOID;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH_TOP_UP;
import static io.shouyin.iso8583.terminal.TransactionKind.REFUND;
import static io.shouyin.iso8583.terminal.TransactionKind.VOID;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.iso8583.terminal.Field48.Uploaded;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.network.DemoCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Settlement over the wire: totals, uploads, ends, each of them again, and what is refused around them.
class SettlementIT {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();
    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder);
        corridor.awaitNetwork();
        card = corridor.network.cards().get(1);                 // a credit card: room for pre-authorizations
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        terminal = inService();
    }

    private static RawTerminal inService() {
        return RawTerminal.inService(corridor, "SYST-%09d".formatted(SERIALS.incrementAndGet()));
    }

    // balanced ------------------------------------------------------------------------------------------------------------

    @Test
    void settlement_ofEqualTotals_settlesTheBatch_andTheNextBegins() {
        Message sale = approved(sale(1_000));
        approved(sale(250));
        approved(follow(VOID, sale, 1_000));                                        // the sale stays in debit
        approved(follow(REFUND, approved(sale(700)), 300));
        Message preAuth = approved(preAuth(9_000));
        approved(follow(COMPLETION, preAuth, 9_100));

        Message answer = terminal.ask(settlement(domestic(1_000 + 250 + 700 + 9_100, 4, 1_000 + 300, 2)));
        assertThat(answer.type()).isEqualTo("0510");
        assertThat(answer.has(39)).as("field 39").isFalse();
        assertThat(answer.text(60)).isEqualTo("00000001201");
        assertThat(totals(answer)).isEqualTo(new Field48.Totals(domestic(11_050, 4, 1_300, 2).with(Result.BALANCED), Side.NOTHING.with(Result.BALANCED)));
        assertThat(batches()).containsExactly("1 SETTLED 0", "2 OPEN 0");

        assertThat(terminal.ask(end("207", 0)).text(39)).as("a terminal that says so").isEqualTo("00");
        assertThat(terminal.askSigned(sale(100)).text(39)).as("in the settled batch").isEqualTo("77");
        terminal.batch("000002");
        approved(sale(100));
        assertThat(terminal.signIn(RawTerminal.KeySet.WITH_TRACK_KEY).text(60)).startsWith("00000002");
    }

    @Test
    void settlement_ofTheOtherKinds_countsWhatMovesMoney() {
        approved(terminal.balance(card));
        approved(terminal.offlineSale(300, card));
        Message preAuth = approved(preAuth(2_000));
        approved(follow(PRE_AUTH_TOP_UP, preAuth, 500));
        approved(follow(COMPLETION_NOTICE, preAuth, 2_500));
        Message completion = approved(follow(COMPLETION, approved(preAuth(1_000)), 1_000));
        approved(follow(COMPLETION_VOID, completion, 1_000));                       // the completion stays in debit
        DemoCard poor = corridor.network.cards().get(2);                            // has 100
        assertThat(terminal.askSigned(terminal.partialSale(250, poor)).text(39)).as("of which 100 are approved").isEqualTo("10");
        Side side = domestic(300 + 2_500 + 1_000 + 100, 4, 1_000, 1);
        assertThat(totals(terminal.ask(settlement(side)))).isEqualTo(new Field48.Totals(side.with(Result.BALANCED), Side.NOTHING.with(Result.BALANCED)));
    }

    @Test
    void settlement_again_isAnsweredAsBefore_andWithOtherTotalsIsAnError() {
        approved(sale(1_000));
        Message asked = settlement(domestic(1_000, 1, 0, 0));
        byte[] first = terminal.exchange(RawTerminal.unsigned(asked)).orElseThrow();
        assertThat(totals(terminal.decode(first)).domestic().result()).isEqualTo(Result.BALANCED);
        assertThat(totals(terminal.ask(asked))).isEqualTo(totals(terminal.decode(first)));
        assertThat(totals(terminal.ask(settlement(domestic(1_000, 1, 0, 0)))).domestic().result()).as("under another trace number").isEqualTo(Result.BALANCED);
        Field48.Totals other = totals(terminal.ask(settlement(domestic(999, 1, 0, 0))));
        assertThat(other.domestic()).isEqualTo(domestic(999, 1, 0, 0).with(Result.ERROR));
        assertThat(batches()).containsExactly("1 SETTLED 0", "2 OPEN 0");
    }

    @Test
    void settlement_ofNothing_isBalanced() {
        assertThat(totals(terminal.askSigned(settlement(Side.NOTHING))).foreign().result()).isEqualTo(Result.BALANCED);
        assertThat(batches()).containsExactly("1 SETTLED 0", "2 OPEN 0");
    }

    @Test
    void settlement_ofAnotherBatch_isAnError_andSettlesNothing() {
        approved(sale(1_000));
        terminal.batch("000002");
        Field48.Totals answer = totals(terminal.ask(settlement(domestic(1_000, 1, 0, 0))));
        assertThat(answer.domestic().result()).isEqualTo(Result.ERROR);
        assertThat(answer.foreign().result()).isEqualTo(Result.ERROR);
        assertThat(terminal.ask(upload(line(1, card.pan(), 1_000))).text(39)).isEqualTo("77");
        assertThat(terminal.ask(end("202", 0)).text(39)).isEqualTo("77");
        assertThat(batches()).containsExactly("1 OPEN 0");
    }

    @Test
    void settlement_ofDeclinedAndReversed_countsNeither() {
        Message sale = approved(sale(1_000));
        Message taken = approved(sale(400));
        assertThat(terminal.askSigned(terminal.saleWithoutFactors(100, card).build()).text(39)).isNotEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        assertThat(totals(terminal.ask(settlement(domestic(400, 1, 0, 0)))).domestic().result()).isEqualTo(Result.BALANCED);
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).as("undone before").isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(taken, "98")).text(39)).as("settled").isEqualTo("12");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale(5), "98")).text(39)).as("never there").isEqualTo("12");
        assertThat(state(taken)).isEqualTo("APPROVED");
    }

    @Test
    void settlement_ofTwoTerminals_keepsThemApart() {
        RawTerminal other = inService();
        approved(sale(1_000));
        assertThat(other.askSigned(sale(other, 2_000)).text(39)).isEqualTo("00");
        assertThat(totals(terminal.ask(settlement(domestic(1_000, 1, 0, 0)))).domestic().result()).isEqualTo(Result.BALANCED);
        assertThat(other.askSigned(sale(other, 3_000)).text(39)).as("its batch is open").isEqualTo("00");
        terminal = other;
        assertThat(totals(terminal.ask(settlement(domestic(5_000, 2, 0, 0)))).domestic().result()).isEqualTo(Result.BALANCED);
    }

    // unbalanced ----------------------------------------------------------------------------------------------------------

    @Test
    void settlement_ofOtherTotals_isUploaded_comparedAndReported() {
        Message same = approved(sale(1_000));
        Message lost = approved(sale(2_000));
        Message changed = approved(sale(3_000));
        Message otherCard = approved(sale(4_000));
        Message undone = approved(sale(5_000));
        assertThat(terminal.askSigned(RawTerminal.reversal(undone, "98")).text(39)).isEqualTo("00");

        Message answer = terminal.ask(settlement(domestic(14_000, 5, 0, 0)));
        assertThat(totals(answer)).as("the host's").isEqualTo(new Field48.Totals(domestic(10_000, 4, 0, 0).with(Result.UNBALANCED), Side.NOTHING.with(Result.BALANCED)));
        assertThat(batches()).containsExactly("1 UPLOADING 0");
        assertThat(terminal.askSigned(sale(100)).text(39)).as("its totals are told").isEqualTo("77");
        assertThat(terminal.ask(end("207", 0)).text(39)).as("it does not balance").isEqualTo("12");
        assertThat(terminal.signIn(RawTerminal.KeySet.WITH_TRACK_KEY).text(60)).as("still that batch").startsWith("00000001");

        Message upload = upload(line(same, card, 1_000), line(changed, card, 3_001), line(otherCard, corridor.network.cards().getFirst(), 4_000),
                line(undone, card, 5_000), line(900_000, card.pan(), 1_000));
        assertThat(terminal.ask(upload).text(39)).isEqualTo("00");
        assertThat(terminal.ask(upload).text(39)).as("again").isEqualTo("00");
        Message end = end("202", 5);
        assertThat(terminal.ask(end).text(39)).isEqualTo("00");
        assertThat(batches()).containsExactly("1 SETTLED 5", "2 OPEN 0");
        assertThat(differences()).containsExactlyInAnyOrder(
                trace(lost) + " MISSING_THERE null 2000 APPROVED", trace(changed) + " AMOUNT_DIFFERS 3001 3000 APPROVED",
                trace(otherCard) + " CARD_DIFFERS 4000 4000 APPROVED", trace(undone) + " MISSING_HERE 5000 5000 REVERSED", "900000 MISSING_HERE 1000 null null");
        assertThat(corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = 900000").param(terminal.id())
                .query(Long.class).single()).as("posted silently").isZero();
        assertThat(audited()).containsExactly("DONE differences:5 uploaded:5");

        assertThat(terminal.ask(end).text(39)).as("the end again").isEqualTo("00");
        assertThat(terminal.ask(upload).text(39)).as("the lines again").isEqualTo("00");
        assertThat(terminal.ask(upload(line(same, card, 1_001))).text(39)).as("other lines").isEqualTo("12");
        assertThat(totals(terminal.ask(settlement(domestic(14_000, 5, 0, 0)))).domestic().result()).as("the settlement again").isEqualTo(Result.UNBALANCED);
        assertThat(differences()).hasSize(5);
        assertThat(audited()).hasSize(1);
    }

    @Test
    void settlement_anewWithTheRightTotals_isBalanced() {
        approved(sale(1_000));
        assertThat(totals(terminal.ask(settlement(domestic(1_000, 2, 0, 0)))).domestic().result()).isEqualTo(Result.UNBALANCED);
        assertThat(terminal.ask(upload(line(900_001, card.pan(), 1_000))).text(39)).isEqualTo("00");
        assertThat(totals(terminal.ask(settlement(domestic(1_000, 1, 0, 0)))).domestic().result()).isEqualTo(Result.BALANCED);
        assertThat(batches()).containsExactly("1 SETTLED 0", "2 OPEN 0");
        terminal.batch("000002");
        approved(sale(100));
    }

    /// A terminal sends the side that does not balance.
    @Test
    void settlement_whoseForeignCardsDiffer_asksForNoDomesticLines() {
        approved(sale(1_000));
        Field48.Totals answer = totals(terminal.ask(settlement(domestic(1_000, 1, 0, 0), new Side(new MinorAmount(50), 1, MinorAmount.ZERO, 0, Result.ASKED))));
        assertThat(answer.domestic().result()).isEqualTo(Result.BALANCED);
        assertThat(answer.foreign()).isEqualTo(Side.NOTHING.with(Result.UNBALANCED));
        assertThat(terminal.ask(upload(new Uploaded("01", new TraceNumber(900_002), Pan.of("4111111111111111"), new MinorAmount(50)))).text(39)).isEqualTo("00");
        assertThat(terminal.ask(end("202", 1)).text(39)).isEqualTo("00");
        assertThat(differences()).containsExactly("900002 MISSING_HERE 50 null null");
    }

    @Test
    void upload_beforeTheSettlement_12() {
        Message sale = approved(sale(1_000));
        assertThat(terminal.ask(upload(line(sale, card, 1_000))).text(39)).isEqualTo("12");
        assertThat(terminal.ask(end("202", 1)).text(39)).isEqualTo("12");
        assertThat(terminal.ask(end("207", 1)).text(39)).isEqualTo("12");
        assertThat(batches()).containsExactly("1 OPEN 0");
    }

    @Test
    void messages_withAWrongMacOrMalformed_changeNothing() {
        byte[] signed = terminal.signed(settlement(domestic(0, 0, 0, 0)));
        signed[signed.length - 1] ^= 1;
        assertThat(terminal.decode(terminal.exchange(signed).orElseThrow()).text(39)).isEqualTo("A0");
        for (String malformed : List.of("0", "1".repeat(61), "9".repeat(62), "1".repeat(124))) {
            assertThat(terminal.ask(terminal.request("0500", "00", "201").text(48, malformed).build()).text(39)).as(malformed).isEqualTo("30");
        }
        for (String malformed : List.of("01", "0900", "01" + "0".repeat(40))) {
            assertThat(terminal.ask(terminal.request("0320", "00", "201").text(48, malformed).build()).text(39)).as(malformed).isEqualTo("30");
        }
        assertThat(terminal.ask(terminal.request("0320", "00", "202").text(48, "001").build()).text(39)).isEqualTo("30");
        assertThat(terminal.ask(terminal.request("0500", "00", "201").build()).text(39)).isEqualTo("30");
        assertThat(batches()).containsExactly("1 OPEN 0");
    }

    // many ----------------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void settlement_ofFiveHundred_isComparedLineByLine(boolean balanced) {
        List<Message> sales = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sales.add(approved(sale(100 + i)));
        }
        long sumFen = sales.stream().mapToLong(sale -> Long.parseLong(sale.text(4))).sum();
        Field48.Totals answer = totals(terminal.askSigned(settlement(domestic(balanced ? sumFen : sumFen - 100, balanced ? 500 : 499, 0, 0))));
        assertThat(answer.domestic().debit().fen()).isEqualTo(sumFen);
        assertThat(answer.domestic().result()).isEqualTo(balanced ? Result.BALANCED : Result.UNBALANCED);
        if (!balanced) {
            List<Uploaded> lines = sales.stream().skip(1).map(sale -> line(sale, card, Long.parseLong(sale.text(4)))).toList();
            for (int from = 0; from < lines.size(); from += Field48.Upload.TRANSACTIONS_MAX) {
                Message part = upload(lines.subList(from, Math.min(lines.size(), from + Field48.Upload.TRANSACTIONS_MAX)).toArray(Uploaded[]::new));
                assertThat(terminal.askSigned(part).text(39)).isEqualTo("00");
            }
            assertThat(terminal.askSigned(end("202", lines.size())).text(39)).isEqualTo("00");
            assertThat(differences()).containsExactly(trace(sales.getFirst()) + " MISSING_THERE null 100 APPROVED");
        }
        assertThat(batches()).containsExactly("1 SETTLED " + (balanced ? 0 : 1), "2 OPEN 0");
    }

    // hands ---------------------------------------------------------------------------------------------------------------

    private Message approved(Message request) {
        Message answer = terminal.askSigned(request);
        assertThat(answer.text(39)).isEqualTo("00");
        answered.put(request.text(11), answer);
        return request;
    }

    private final Map<String, Message> answered = new HashMap<>();

    private Message sale(long fen) {
        return sale(terminal, fen);
    }

    /// Without a PIN, of which a card has only so many in a minute.
    private static Message sale(RawTerminal of, long fen) {
        return of.transaction(TransactionKind.SALE, fen, card, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build();
    }

    private Message preAuth(long fen) {
        return terminal.transaction(PRE_AUTH, fen, card, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build();
    }

    private Message follow(TransactionKind kind, Message original, long fen) {
        return terminal.followUp(kind, Done.of(answered.get(original.text(11))), fen, card);
    }

    private Message settlement(Side domestic) {
        return settlement(domestic, Side.NOTHING);
    }

    private Message settlement(Side domestic, Side foreign) {
        return terminal.request("0500", "00", "201").text(48, new Field48.Totals(domestic, foreign).encode()).text(49, "156").text(63, "01 ").build();
    }

    private static Side domestic(long debitFen, int debitCount, long creditFen, int creditCount) {
        return new Side(new MinorAmount(debitFen), debitCount, new MinorAmount(creditFen), creditCount, Result.ASKED);
    }

    private Message upload(Uploaded... lines) {
        return terminal.request("0320", "00", "201").text(48, new Field48.Upload(List.of(lines)).encode(CARD_DATA)).build();
    }

    private Message end(String networkCode, int count) {
        return terminal.request("0320", "00", networkCode).text(48, Field48.ofUploadEnd(count)).build();
    }

    private static Uploaded line(Message transaction, DemoCard card, long fen) {
        return line(trace(transaction), card.pan(), fen);
    }

    private static Uploaded line(int trace, Pan pan, long fen) {
        return new Uploaded("00", new TraceNumber(trace), pan, new MinorAmount(fen));
    }

    private static int trace(Message transaction) {
        return Integer.parseInt(transaction.text(11));
    }

    private static Field48.Totals totals(Message answer) {
        try {
            return Field48.Totals.decode(answer.text(48, CARD_DATA));
        } catch (DecodeException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /// Number, state and differences, first to last.
    private List<String> batches() {
        return corridor.jdbc().sql("SELECT batch_number || ' ' || state || ' ' || difference_count FROM acquiring.batch WHERE terminal_id = ? ORDER BY batch_number")
                .param(terminal.id()).query(String.class).list();
    }

    private List<String> differences() {
        return corridor.jdbc().sql("""
                SELECT concat_ws(' ', trace_number, difference, coalesce(terminal_minor::text, 'null'), coalesce(host_minor::text, 'null'), coalesce(replace(host_state, 'REVERSING', 'REVERSED'), 'null'))
                FROM acquiring.batch_difference WHERE terminal_id = ?""").param(terminal.id()).query(String.class).list();
    }

    private List<String> audited() {
        return corridor.jdbc().sql("SELECT result || ' ' || reason FROM audit.entry WHERE action = 'batch.settle' AND object LIKE ?")
                .param("batch:%." + terminal.id() + ".%").query(String.class).list();
    }

    private String state(Message transaction) {
        return corridor.jdbc().sql("SELECT state FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(terminal.id(), trace(transaction)).query(String.class).single();
    }
}
