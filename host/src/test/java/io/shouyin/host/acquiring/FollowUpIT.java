package io.shouyin.host.acquiring;

import static io.shouyin.host.Patience.until;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_NOTICE;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_VOID;
import static io.shouyin.iso8583.terminal.TransactionKind.OFFLINE_SALE;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH_TOP_UP;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH_VOID;
import static io.shouyin.iso8583.terminal.TransactionKind.REFUND;
import static io.shouyin.iso8583.terminal.TransactionKind.VOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shouyin.host.Corridor;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.Field54;
import io.shouyin.iso8583.terminal.Field63;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import io.shouyin.network.Posting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Voids, refunds, pre-authorizations, their top-ups, voids and completions over the wire: what may follow what, with whose password, and that the
/// issuer's money is the journal's after each of it.
class FollowUpIT {

    private static final AtomicInteger SERIALS = new AtomicInteger();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard card;

    private RawTerminal terminal;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.channels.answer-wait", "600ms", "shouyin.acquiring.reversal-retry-min", "100ms",
                "shouyin.channels.receipt-text", "守银收单"));
        corridor.awaitNetwork();
        card = corridor.network.cards().get(1);                 // a credit card: room for pre-authorizations
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        terminal = RawTerminal.inService(corridor, "SYFU-%09d".formatted(SERIALS.incrementAndGet()));
    }

    /// What the journal calls approved is what the issuer has taken, and nothing is left open.
    @AfterEach
    void booksAgree() {
        corridor.network.behaviour(Behaviour.normal());
        until("nothing is open", () -> corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE state IN ('PENDING', 'IN_DOUBT', 'REVERSING')")
                .query(Long.class).single() == 0);
        long taken = corridor.jdbc().sql("""
                SELECT coalesce(sum(CASE WHEN t.kind IN ('SALE', 'OFFLINE_SALE', 'PRE_AUTH', 'PRE_AUTH_TOP_UP') THEN t.amount_minor
                                         WHEN t.kind IN ('COMPLETION', 'COMPLETION_NOTICE') THEN t.amount_minor - o.amount_minor - coalesce((
                                           SELECT sum(u.amount_minor) FROM acquiring.transaction u WHERE u.kind = 'PRE_AUTH_TOP_UP' AND u.state = 'APPROVED'
                                             AND u.merchant_id = o.merchant_id AND u.original_terminal_id = o.terminal_id
                                             AND u.original_batch_number = o.batch_number AND u.original_trace_number = o.trace_number), 0)
                                         ELSE -t.amount_minor END), 0)::bigint
                FROM acquiring.transaction t LEFT JOIN acquiring.transaction o
                  ON o.merchant_id = t.merchant_id AND o.terminal_id = t.original_terminal_id AND o.batch_number = t.original_batch_number
                 AND o.trace_number = t.original_trace_number
                WHERE t.state = 'APPROVED'""").query(Long.class).single();
        assertThat(corridor.network.postings().stream().mapToLong(Posting::takenFen).sum()).as("at the issuer").isEqualTo(taken);
        corridor.assertBooksHold();
    }

    // whose password ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(value = TransactionKind.class, names = {"VOID", "REFUND", "PRE_AUTH_VOID", "COMPLETION_VOID"})
    void moneyBack_needsTheSupervisor_andNobodyElse(TransactionKind kind) throws Exception {
        Done original = kind == PRE_AUTH_VOID ? approved(preAuth(5_000)) : kind == COMPLETION_VOID ? completed(5_000) : sold(5_000);
        Message alone = follow(kind, original, 5_000, Map.of(), Map.of());
        Message answer = terminal.askSigned(alone);
        assertThat(answer.text(39)).isEqualTo("P1");
        assertThat(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.FACTORS_WANTED)).contains(new byte[] {0x03});
        assertRefused(by(kind, original, "00", "noSuch1"), "P2", null);
        assertRefused(by(kind, original, "01", Corridor.CASHIER_PASSWORD), "63", "SUPERVISOR_IS_OPERATOR");
        assertRefused(by(kind, original, "00", Corridor.CASHIER_PASSWORD), "P2", null);
        assertRefused(by(kind, original, "99", Corridor.ADMINISTRATOR_PASSWORD), "58", "NOT_A_SUPERVISOR");
        Message own = follow(kind, original, 5_000, Map.of(FactorTlv.OPERATOR, "00", FactorTlv.SUPERVISOR, "00"),
                Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD));
        assertRefused(own, "63", "SUPERVISOR_IS_OPERATOR");
        Message lifted = by(kind, original, "00", Corridor.SUPERVISOR_PASSWORD);
        Message elsewhere = supervised(kind, original, 5_000).toBuilder().bytes(57, lifted.bytes(57)).build();
        assertRefused(elsewhere, "A7", "SECRET_UNREADABLE");
        assertThat(state(original)).isEqualTo("APPROVED");
        assertThat(follows(original)).as("nothing but refusals").containsOnly("DECLINED");

        Message together = supervised(kind, original, 5_000);
        assertThat(terminal.askSigned(together).text(39)).isEqualTo("00");
        assertThat(corridor.column(together, "factors")).isEqualTo("SUPERVISOR_PASSWORD");
        assertThat(audited(together)).isEqualTo("DONE transaction:" + original.key(terminal) + " supervisor:00");
        assertThat(corridor.story(together)).containsSubsequence("RECEIVED", "ORIGINAL_FOUND", "STEP_UP", "SENT", "ANSWERED", "POSTED");
    }

    @Test
    void preAuthAndCompletion_needTheTransactionPassword_andAboveALimitTheSupervisor() throws Exception {
        assertThat(terminal.askSigned(terminal.transaction(PRE_AUTH, 100, card, Map.of(), Map.of()).build()).text(39)).isEqualTo("P1");
        Message answer = terminal.askSigned(preAuth(500_000));
        assertThat(answer.text(39)).isEqualTo("P1");
        assertThat(FactorTlv.decode(answer.bytes(57)).find(FactorTlv.FACTORS_WANTED)).contains(new byte[] {0x03});
        Done original = approved(preAuth(499_999));
        assertThat(terminal.askSigned(follow(COMPLETION, original, 499_999, Map.of(), Map.of())).text(39)).isEqualTo("P1");
        assertThat(terminal.askSigned(completion(original, 499_999)).text(39)).isEqualTo("00");
    }

    // voids ---------------------------------------------------------------------------------------------------------------

    @Test
    void void_givesTheWholeSaleBack_onceAndRepeatedAlike() {
        long before = corridor.network.balanceFen(card.pan());
        Done sale = sold(3_100);
        byte[] frame = terminal.signed(supervised(VOID, sale, 3_100));
        byte[] first = terminal.exchange(frame).orElseThrow();
        Message answer = terminal.decode(first);
        assertThat(answer.type()).isEqualTo("0210");
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(answer.text(37)).isNotEqualTo(sale.rrn());
        assertThat(answer.text(38)).hasSize(6);
        assertThat(terminal.exchange(frame).orElseThrow()).isEqualTo(first);
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertRefused(supervised(VOID, sale, 3_100), "22", "ORIGINAL_VOIDED");
        assertRefused(supervised(REFUND, sale, 1), "22", "ORIGINAL_VOIDED");
        Message voided = terminal.decode(first);
        Done ofVoid = new Done(voided.text(11), voided.text(37), voided.text(38), voided.text(13));
        assertRefused(supervised(VOID, ofVoid, 3_100), "12", "ORIGINAL_OF_ANOTHER_KIND");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void void_ofWhatCannotBeVoided_isRefusedByName_andChangesNothing() {
        Done sale = sold(2_000);
        assertRefused(supervised(VOID, sale, 1_999), "64", "AMOUNT_NOT_THE_ORIGINALS");
        assertRefused(supervised(VOID, sale, 999_999_999_999L), "64", "AMOUNT_NOT_THE_ORIGINALS");
        assertThat(terminal.askSigned(supervised(VOID, sale, 0)).text(39)).isEqualTo("13");
        assertRefused(supervised(VOID, new Done("000999", sale.rrn(), sale.authCode(), sale.date()), 2_000), "25", "ORIGINAL_UNKNOWN");
        assertRefused(supervised(VOID, new Done(sale.trace(), "909900000001", sale.authCode(), sale.date()), 2_000), "25", "ORIGINAL_UNKNOWN");
        assertRefused(supervised(VOID, new Done(sale.trace(), sale.rrn(), "000000".equals(sale.authCode()) ? "000001" : "000000", sale.date()), 2_000), "25",
                "ORIGINAL_UNKNOWN");
        assertRefused(withCard(VOID, sale, 2_000, corridor.network.cards().getFirst()), "25", "ORIGINAL_OF_ANOTHER_CARD");
        assertRefused(supervised(VOID, sale, 2_000).toBuilder().text(61, "000099" + sale.trace()).build(), "12", "ORIGINAL_OF_ANOTHER_BATCH");
        assertThat(terminal.askSigned(supervised(VOID, sale, 2_000).toBuilder().without(61).build()).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(supervised(VOID, sale, 2_000).toBuilder().text(61, "000000000000").build()).text(39)).isEqualTo("30");
        Message refused = terminal.sale(1_000, corridor.network.cards().get(4)).build();
        assertThat(terminal.askSigned(refused).text(39)).isEqualTo("41");
        assertRefused(withCard(VOID, new Done(refused.text(11), "000000000000", null, null), 1_000, corridor.network.cards().get(4)), "22", "ORIGINAL_NOT_APPROVED");
        Done preAuthorized = approved(preAuth(1_000));
        assertRefused(supervised(VOID, preAuthorized, 1_000), "12", "ORIGINAL_OF_ANOTHER_KIND");
        RawTerminal other = RawTerminal.inService(corridor, "SYFU-OTHER-00001");
        other.batch(terminal.batch());
        RawTerminal own = terminal;
        terminal = other;
        Message stolen = supervised(VOID, sale, 2_000);
        assertThat(other.askSigned(stolen).text(39)).isIn("25", "77");
        terminal = own;
        assertThat(state(sale)).isEqualTo("APPROVED");
        assertThat(terminal.askSigned(supervised(VOID, sale, 2_000)).text(39)).isEqualTo("00");
    }

    // refunds -------------------------------------------------------------------------------------------------------------

    @Test
    void refund_inParts_alsoFromAnotherTerminal_upToTheSale() {
        long before = corridor.network.balanceFen(card.pan());
        Done sale = sold(10_000);
        assertThat(terminal.askSigned(supervised(REFUND, sale, 3_333)).text(39)).isEqualTo("00");
        terminal = RawTerminal.inService(corridor, "SYFU-OTHER-00002");
        Message second = supervised(REFUND, sale, 3_333);
        assertThat(terminal.askSigned(second).type()).isEqualTo("0230");
        assertRefused(supervised(REFUND, sale, 3_335), "61", "AMOUNT_ABOVE_THE_REST");
        assertRefused(supervised(REFUND, sale, 999_999_999_999L), "61", "AMOUNT_ABOVE_THE_REST");
        assertThat(terminal.askSigned(supervised(REFUND, sale, 0)).text(39)).isEqualTo("13");
        assertThat(terminal.askSigned(supervised(REFUND, sale, 3_334)).text(39)).isEqualTo("00");
        assertRefused(supervised(REFUND, sale, 1), "61", "AMOUNT_ABOVE_THE_REST");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void refund_ofAnotherDay_names_thatDay() {
        Done sale = sold(1_000);
        corridor.jdbc().sql("UPDATE acquiring.transaction SET received_at = received_at - interval '40 days' WHERE rrn = ?").param(sale.rrn()).update();
        assertRefused(supervised(REFUND, sale, 400), "25", "ORIGINAL_UNKNOWN");
        String day = corridor.jdbc().sql("SELECT to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'MMDD') FROM acquiring.transaction WHERE rrn = ?")
                .param(sale.rrn()).query(String.class).single();
        Done then = new Done(sale.trace(), sale.rrn(), sale.authCode(), day);
        assertThat(terminal.askSigned(supervised(REFUND, then, 400)).text(39)).isEqualTo("00");
        corridor.jdbc().sql("UPDATE acquiring.transaction SET received_at = received_at - interval '400 days' WHERE rrn = ?").param(sale.rrn()).update();
        assertRefused(supervised(REFUND, then, 400), "25", "ORIGINAL_UNKNOWN");
    }

    @Test
    void refund_ofWhatCannotBeRefunded_isRefusedByName() {
        Done sale = sold(1_000);
        corridor.jdbc().sql("UPDATE acquiring.transaction SET merchant_id = '104290058129999' WHERE rrn = ?").param(sale.rrn()).update();
        assertRefused(supervised(REFUND, sale, 400), "25", "ORIGINAL_UNKNOWN");
        corridor.jdbc().sql("UPDATE acquiring.transaction SET merchant_id = ? WHERE rrn = ?").params(Corridor.MERCHANT.value(), sale.rrn()).update();
        assertRefused(withCard(REFUND, sale, 400, corridor.network.cards().getFirst()), "25", "ORIGINAL_OF_ANOTHER_CARD");
        assertRefused(supervised(REFUND, approved(preAuth(1_000)), 400), "12", "ORIGINAL_OF_ANOTHER_KIND");
        assertThat(terminal.askSigned(supervised(REFUND, sale, 400).toBuilder().without(63).build()).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(supervised(REFUND, sale, 400).toBuilder().text(61, "0000000000001399").build()).text(39)).isEqualTo("30");
        assertThat(terminal.askSigned(supervised(REFUND, sale, 400)).text(39)).isEqualTo("00");
        assertRefused(supervised(VOID, sale, 1_000), "22", "ORIGINAL_REFUNDED");
    }

    @Test
    void refunds_thatRace_giveBackNoMoreThanTheSale() throws Exception {
        Done sale = sold(1_000);
        List<RawTerminal> terminals = new ArrayList<>(List.of(terminal));
        for (int i = 3; i < 6; i++) {
            terminals.add(RawTerminal.inService(corridor, "SYFU-OTHER-%05d".formatted(i)));
        }
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RawTerminal one : terminals) {
                terminal = one;
                Message refund = supervised(REFUND, sale, 600);
                answers.add(hands.submit(() -> one.askSigned(refund).text(39)));
            }
        }
        List<String> codes = new ArrayList<>();
        for (Future<String> answer : answers) {
            codes.add(answer.get());
        }
        assertThat(codes).contains("00").allMatch(Set.of("00", "61", "09")::contains);
        assertThat(codes.stream().filter("00"::equals)).hasSize(1);
    }

    // pre-authorizations --------------------------------------------------------------------------------------------------

    @Test
    void preAuth_completed_takesTheCompletionsAmountOnce() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(10_000));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 10_000);
        assertRefused(completion(original, 11_501), "64", "AMOUNT_ABOVE_THE_PERCENTAGE");
        assertRefused(completion(original, 999_999_999_999L), "64", "AMOUNT_ABOVE_THE_PERCENTAGE");
        Message completion = completion(original, 11_500);
        Message answer = terminal.askSigned(completion);
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 11_500);
        assertRefused(completion(original, 100), "22", "ORIGINAL_COMPLETED");
        assertRefused(supervised(PRE_AUTH_VOID, original, 10_000), "22", "ORIGINAL_COMPLETED");
        assertThat(terminal.askSigned(supervised(REFUND, Done.of(answer), 11_500)).text(39)).as("a completion is refunded like a sale").isEqualTo("00");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void preAuth_voided_isFreeAgain_once() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(10_000));
        assertRefused(supervised(PRE_AUTH_VOID, original, 9_999), "64", "AMOUNT_NOT_THE_ORIGINALS");
        assertRefused(supervised(PRE_AUTH_VOID, new Done("", "", "ZZZZZZ", original.date()), 10_000), "25", "ORIGINAL_UNKNOWN");
        assertRefused(withCard(PRE_AUTH_VOID, original, 10_000, corridor.network.cards().getFirst()), "25", "ORIGINAL_OF_ANOTHER_CARD");
        assertThat(terminal.askSigned(supervised(PRE_AUTH_VOID, original, 10_000)).type()).isEqualTo("0110");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertRefused(supervised(PRE_AUTH_VOID, original, 10_000), "22", "ORIGINAL_VOIDED");
        assertRefused(completion(original, 10_000), "22", "ORIGINAL_VOIDED");
    }

    // completion voids ----------------------------------------------------------------------------------------------------

    /// The money is back; the hold is not: whoever wants it asks for a new one.
    @Test
    void completionVoid_givesTheCompletionBack_once_andTheHoldStaysGone() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(5_000));
        Done completion = approved(completion(original, 5_750));
        Message message = supervised(COMPLETION_VOID, completion, 5_750);
        byte[] frame = terminal.signed(message);
        byte[] first = terminal.exchange(frame).orElseThrow();
        Message answer = terminal.decode(first);
        assertThat(answer.type()).isEqualTo("0210");
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(terminal.exchange(frame).orElseThrow()).isEqualTo(first);
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertRefused(supervised(COMPLETION_VOID, completion, 5_750), "22", "ORIGINAL_VOIDED");
        assertRefused(supervised(REFUND, completion, 1), "22", "ORIGINAL_VOIDED");
        assertRefused(completion(original, 5_000), "22", "ORIGINAL_COMPLETED");
        assertRefused(supervised(PRE_AUTH_VOID, original, 5_000), "22", "ORIGINAL_COMPLETED");
        assertRefused(topUp(original, 100), "22", "ORIGINAL_COMPLETED");
        assertRefused(supervised(COMPLETION_VOID, Done.of(answer), 5_750), "12", "ORIGINAL_OF_ANOTHER_KIND");
    }

    @Test
    void completionVoid_ofWhatCannotBeVoided_isRefusedByName_andChangesNothing() {
        Done completion = completed(2_000);
        assertRefused(supervised(COMPLETION_VOID, completion, 1_999), "64", "AMOUNT_NOT_THE_ORIGINALS");
        assertRefused(supervised(COMPLETION_VOID, completion, 999_999_999_999L), "64", "AMOUNT_NOT_THE_ORIGINALS");
        assertThat(terminal.askSigned(supervised(COMPLETION_VOID, completion, 0)).text(39)).isEqualTo("13");
        Message another = supervised(COMPLETION_VOID, completion, 2_000);
        assertThat(terminal.askSigned(another.toBuilder().text(61, terminal.batch() + completion.trace()).build()).text(39)).as("without the day").isEqualTo("30");
        assertRefused(supervised(COMPLETION_VOID, completion, 2_000).toBuilder().text(61, terminal.batch() + completion.trace() + (completion.date().equals("0102") ? "0103" : "0102")).build(),
                "25", "ORIGINAL_UNKNOWN");
        assertRefused(supervised(COMPLETION_VOID, completion, 2_000).toBuilder().text(61, "000099" + completion.trace() + completion.date()).build(), "12",
                "ORIGINAL_OF_ANOTHER_BATCH");
        assertRefused(withCard(COMPLETION_VOID, completion, 2_000, corridor.network.cards().getFirst()), "25", "ORIGINAL_OF_ANOTHER_CARD");
        assertRefused(supervised(COMPLETION_VOID, sold(2_000), 2_000), "12", "ORIGINAL_OF_ANOTHER_KIND");
        assertRefused(supervised(VOID, completion, 2_000), "12", "ORIGINAL_OF_ANOTHER_KIND");
        assertThat(terminal.askSigned(supervised(REFUND, completion, 1)).text(39)).isEqualTo("00");
        assertRefused(supervised(COMPLETION_VOID, completion, 2_000), "22", "ORIGINAL_REFUNDED");
        assertThat(state(completion)).isEqualTo("APPROVED");
    }

    // completion notices --------------------------------------------------------------------------------------------------

    @Test
    void completionNotice_takesItsAmountOnce_andIsRefundedNotVoided() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(10_000));
        assertRefused(notice(original, 11_501), "64", "AMOUNT_ABOVE_THE_PERCENTAGE");
        Message notice = notice(original, 11_500);
        byte[] frame = terminal.signed(notice);
        byte[] first = terminal.exchange(frame).orElseThrow();
        Message answer = terminal.decode(first);
        assertThat(answer.type()).isEqualTo("0230");
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(terminal.exchange(frame).orElseThrow()).as("sent again as it was").isEqualTo(first);
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 11_500);
        assertThat(terminal.askSigned(RawTerminal.reversal(notice, "98")).text(39)).as("there is no reversal of it").isEqualTo("12");
        assertRefused(completion(original, 100), "22", "ORIGINAL_COMPLETED");
        assertRefused(notice(original, 100), "22", "ORIGINAL_COMPLETED");
        assertRefused(supervised(COMPLETION_VOID, Done.of(answer), 11_500), "12", "ORIGINAL_OF_ANOTHER_KIND");
        assertThat(terminal.askSigned(supervised(REFUND, Done.of(answer), 11_500)).text(39)).isEqualTo("00");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void completionNoticeAndTopUp_needTheTransactionPassword_andAboveALimitTheSupervisor() throws Exception {
        Done original = approved(preAuth(1_000));
        for (TransactionKind kind : List.of(COMPLETION_NOTICE, PRE_AUTH_TOP_UP)) {
            assertThat(wanted(follow(kind, original, 100, Map.of(), Map.of()))).contains(new byte[] {0x02});
            assertThat(wanted(follow(kind, original, 500_000, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)))).contains(new byte[] {0x03});
        }
    }

    private Optional<byte[]> wanted(Message message) throws DecodeException {
        Message answer = terminal.askSigned(message);
        assertThat(answer.text(39)).isEqualTo("P1");
        return FactorTlv.decode(answer.bytes(57)).find(FactorTlv.FACTORS_WANTED);
    }

    // top-ups -------------------------------------------------------------------------------------------------------------

    @Test
    void topUps_raiseWhatTheCompletionMayTake() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(10_000));
        Message first = terminal.askSigned(topUp(original, 5_000));
        assertThat(first.type()).isEqualTo("0110");
        assertThat(first.text(39)).isEqualTo("00");
        terminal = RawTerminal.inService(corridor, "SYFU-OTHER-00006");
        approved(topUp(original, 1));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 15_001);
        assertRefused(completion(original, 17_252), "64", "AMOUNT_ABOVE_THE_PERCENTAGE");
        assertRefused(completion(Done.of(first), 5_000), "25", "ORIGINAL_UNKNOWN");
        Done completion = approved(completion(original, 17_251));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 17_251);
        assertRefused(topUp(original, 100), "22", "ORIGINAL_COMPLETED");
        approved(supervised(COMPLETION_VOID, completion, 17_251));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void topUps_areFreeAgainWithTheVoidOfAllOfIt() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(10_000));
        approved(topUp(original, 5_000));
        assertRefused(supervised(PRE_AUTH_VOID, original, 10_000), "64", "AMOUNT_NOT_THE_ORIGINALS");
        approved(supervised(PRE_AUTH_VOID, original, 15_000));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertRefused(topUp(original, 1), "22", "ORIGINAL_VOIDED");
    }

    @Test
    void topUp_ofWhatCannotBeRaised_isRefusedByName() {
        Done original = approved(preAuth(1_000));
        assertThat(terminal.askSigned(topUp(original, 0)).text(39)).isEqualTo("13");
        assertRefused(topUp(original, 999_999_999_999L), "61", "AMOUNT_ABOVE_THE_MAXIMUM");
        assertRefused(topUp(new Done("", "", "ZZZZZZ", original.date()), 100), "25", "ORIGINAL_UNKNOWN");
        assertRefused(withCard(PRE_AUTH_TOP_UP, original, 100, corridor.network.cards().getFirst()), "25", "ORIGINAL_OF_ANOTHER_CARD");
        assertThat(terminal.askSigned(topUp(original, 100).toBuilder().text(49, "840").build()).text(39)).as("another currency").isEqualTo("30");
        assertThat(terminal.askSigned(topUp(original, 100).toBuilder().without(38).build()).text(39)).isEqualTo("30");
    }

    @Test
    void topUp_reversed_isNotThere_andOneOfWhatHasEnded_22() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(1_000));
        Message undone = topUp(original, 500);
        approved(undone);
        assertThat(terminal.askSigned(RawTerminal.reversal(undone, "98")).text(39)).isEqualTo("00");
        until("it is reversed", () -> corridor.column(undone, "state").equals("REVERSED"));
        assertRefused(completion(original, 1_151), "64", "AMOUNT_ABOVE_THE_PERCENTAGE");
        Message kept = topUp(original, 500);
        approved(kept);
        Message completion = completion(original, 1_725);
        approved(completion);
        assertThat(terminal.askSigned(RawTerminal.reversal(kept, "98")).text(39)).as("the completion counted it").isEqualTo("22");
        assertThat(terminal.askSigned(RawTerminal.reversal(completion, "98")).text(39)).isEqualTo("00");
        until("it is reversed", () -> corridor.column(completion, "state").equals("REVERSED"));
        assertThat(terminal.askSigned(RawTerminal.reversal(kept, "98")).text(39)).isEqualTo("00");
        until("it is reversed", () -> corridor.column(kept, "state").equals("REVERSED"));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 1_000);
    }

    @Test
    void preAuth_whileATopUpIsInDoubt_doesNotEnd_09() {
        Done original = approved(preAuth(1_000));
        corridor.network.behaviour(Behaviour.silent().only("0100", "0420"));
        Message doubtful = topUp(original, 500);
        assertThat(terminal.askSigned(doubtful).text(39)).isEqualTo("98");
        assertRefused(completion(original, 1_000), "09", "FOLLOW_UP_UNDECIDED");
        assertRefused(supervised(PRE_AUTH_VOID, original, 1_000), "09", "FOLLOW_UP_UNDECIDED");
        corridor.network.behaviour(Behaviour.normal());
        until("it is given up", () -> corridor.column(doubtful, "state").equals("REVERSED"));
        approved(completion(original, 1_150));
    }

    // balance inquiries ---------------------------------------------------------------------------------------------------

    @Test
    void balance_isTold_movesNothing_andIsKeptNowhere() throws Exception {
        long before = corridor.network.balanceFen(card.pan());
        Message question = terminal.balance(card);
        Message answer = terminal.askSigned(question);
        assertThat(answer.type()).isEqualTo("0210");
        assertThat(answer.text(39)).isEqualTo("00");
        assertThat(Field54.decode(answer.text(54)).fen()).isEqualTo(before);
        assertThat(answer.has(4)).isFalse();
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertThat(corridor.column(question, "state || ' ' || amount_minor")).isEqualTo("APPROVED 0");
        assertThat(corridor.column(question, "to_jsonb(transaction)::text")).doesNotContain("%012d".formatted(before)).doesNotContain("" + before);
        Message again = terminal.askSigned(question);
        assertThat(again.text(39)).isEqualTo("00");
        assertThat(again.has(54)).as("nobody has it any more").isFalse();
        assertThat(terminal.askSigned(RawTerminal.reversal(question.toBuilder().text(4, "000000000000").build(), "98")).text(39)).isEqualTo("12");
        assertThat(corridor.bean(DayBoard.class).look().today().inDoubt()).isZero();
    }

    @Test
    void balance_withoutAnAnswer_98_andNothingIsTakenBack() {
        corridor.network.behaviour(Behaviour.silent().times(1));
        Message question = terminal.balance(card);
        assertThat(terminal.askSigned(question).text(39)).isEqualTo("98");
        assertThat(corridor.column(question, "state || ' ' || response_code")).isEqualTo("DECLINED 98");
        assertThat(terminal.askSigned(terminal.balance(corridor.network.cards().get(4))).text(39)).as("a lost card").isEqualTo("41");
        assertThat(terminal.askSigned(terminal.balance(corridor.network.cards().getFirst())).text(39)).as("a debit card without its PIN").isEqualTo("55");
    }

    // edges ---------------------------------------------------------------------------------------------------------------

    @Test
    void smallestAmount_goesThroughAllOfIt() {
        long before = corridor.network.balanceFen(card.pan());
        Done original = approved(preAuth(1));
        assertRefused(completion(original, 2), "64", "AMOUNT_ABOVE_THE_PERCENTAGE");
        approved(topUp(original, 1));
        Done completion = approved(completion(original, 2));
        approved(supervised(COMPLETION_VOID, completion, 2));
        Done again = approved(preAuth(1));
        approved(supervised(REFUND, approved(notice(again, 1)), 1));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @Test
    void traceNumbers_thatBeginAnew_stillNameTheirOriginals() {
        Done original = approved(preAuth(1_000));
        terminal.trace(999_998);
        Message last = completion(original, 1_000);
        assertThat(last.text(11)).isEqualTo("999999");
        Done completion = approved(last);
        terminal.trace(Integer.parseInt(original.trace()) - 1);
        Message reused = supervised(COMPLETION_VOID, completion, 1_000);
        assertThat(terminal.askSigned(reused).text(39)).as("a number of this batch, with other content").isEqualTo("94");
        terminal.trace(999_999);
        assertThat(Integer.parseInt(original.trace())).isGreaterThan(1);
        approved(supervised(COMPLETION_VOID, completion, 1_000));
    }

    static Stream<TransactionKind> cardTransactions() {
        return Arrays.stream(TransactionKind.values()).filter(TransactionKind::isCardTransaction);
    }

    /// With both passwords, and naming an original that is not there.
    private Message.Builder ofNoOriginal(TransactionKind kind, long fen) {
        return terminal.transaction(kind, fen, card, Map.of(FactorTlv.SUPERVISOR, "00"), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD,
                FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD)).text(37, "909900000001").text(38, "000000").text(61, terminal.batch() + "999998" + "0701").text(63, "000");
    }

    private boolean isJournaled(Message message) {
        return corridor.jdbc().sql("SELECT count(*) FROM acquiring.transaction WHERE terminal_id = ? AND trace_number = ?")
                .params(terminal.id(), Integer.parseInt(message.text(11))).query(Long.class).single() > 0;
    }

    @ParameterizedTest
    @MethodSource("cardTransactions")
    void anotherCurrency_30_andNothingIsJournaled(TransactionKind kind) {
        Message message = ofNoOriginal(kind, 100).text(49, "840").build();
        assertThat(terminal.askSigned(message).text(39)).isEqualTo("30");
        assertThat(isJournaled(message)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = TransactionKind.class, names = {"SALE", "OFFLINE_SALE", "VOID", "REFUND", "PRE_AUTH", "PRE_AUTH_TOP_UP", "PRE_AUTH_VOID", "COMPLETION", "COMPLETION_NOTICE",
        "COMPLETION_VOID"})
    void amountOfNothing_13_byEachKind(TransactionKind kind) {
        Message message = ofNoOriginal(kind, 0).build();
        assertThat(terminal.askSigned(message).text(39)).isEqualTo("13");
        assertThat(isJournaled(message)).isFalse();
    }

    /// But an offline sale, which has happened, whatever it was.
    @ParameterizedTest
    @CsvSource({"SALE, 61", "PRE_AUTH, 61", "VOID, 25", "REFUND, 25", "PRE_AUTH_TOP_UP, 25", "PRE_AUTH_VOID, 25", "COMPLETION, 25", "COMPLETION_NOTICE, 25", "COMPLETION_VOID, 25"})
    void greatestAmount_isJudgedAsAnyOther_byEachKind(TransactionKind kind, String code) {
        Message message = ofNoOriginal(kind, MinorAmount.FEN_MAX).build();
        assertThat(terminal.askSigned(message).text(39)).isEqualTo(code);
        assertThat(corridor.column(message, "amount_minor")).isEqualTo("999999999999");
    }

    // offline sales -------------------------------------------------------------------------------------------------------

    @Test
    void offlineSale_isBookedOnce_howeverOftenItIsUploaded_andCanBeRefunded() {
        long before = corridor.network.balanceFen(card.pan());
        Message upload = terminal.offlineSale(1_000, card);
        byte[] frame = terminal.signed(upload);
        byte[] first = terminal.exchange(frame).orElseThrow();
        assertThat(terminal.decode(first).type()).isEqualTo("0230");
        assertThat(terminal.decode(first).text(39)).isEqualTo("00");
        assertThat(terminal.exchange(frame).orElseThrow()).isEqualTo(first);
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 1_000);
        assertThat(terminal.askSigned(RawTerminal.reversal(upload, "98")).text(39)).isEqualTo("12");
        approved(supervised(REFUND, Done.of(terminal.decode(first)), 1_000));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(value = Behaviour.Mode.class, names = {"SILENT", "APPROVE_THEN_SILENT", "WRONG_MAC"})
    void offlineSale_withoutAnAnswerThatCounts_isNotTakenBack_andBookedOnceByTheNextUpload(Behaviour.Mode mode) {
        long before = corridor.network.balanceFen(card.pan());
        corridor.network.behaviour(new Behaviour(mode, Duration.ZERO, "91", 1, Set.of("0220")));
        Message upload = terminal.offlineSale(1_000, card);
        assertThat(terminal.askSigned(upload).text(39)).isEqualTo("98");
        assertThat(corridor.column(upload, "state")).isEqualTo("IN_DOUBT");
        corridor.bean(Reverser.class).run();
        assertThat(corridor.column(upload, "state || reversal_attempts")).as("nobody reverses it").isEqualTo("IN_DOUBT0");
        until("it is booked", () -> terminal.askSigned(upload).text(39).equals("00"));
        assertThat(terminal.askSigned(upload).text(39)).isEqualTo("00");
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before - 1_000);
        assertThat(corridor.story(upload)).containsSubsequence("SILENT", "REPEATED", "ANSWERED", "POSTED").doesNotContain("REVERSAL_QUEUED");
    }

    @Test
    void offlineSale_thatNoChipApproved_orWithoutThePassword_isRefused() {
        assertThat(terminal.askSigned(terminal.offlineSale(1_000, card).toBuilder().text(22, "022").build()).text(39)).isEqualTo("45");
        assertThat(terminal.askSigned(terminal.offlineSale(0, card)).text(39)).isEqualTo("13");
        assertThat(terminal.askSigned(terminal.transaction(OFFLINE_SALE, 100, card, Map.of(), Map.of()).text(22, "051").build()).text(39)).isEqualTo("P1");
    }

    // partial approval, texts ---------------------------------------------------------------------------------------------

    @Test
    void sale_aboveTheFunds_isApprovedInPartOnlyWhereTheTerminalCanShowIt() {
        DemoCard poor = corridor.network.cards().get(2);            // has 100
        assertThat(terminal.askSigned(terminal.sale(250, poor).build()).text(39)).isEqualTo("51");
        Message sale = terminal.partialSale(250, poor);
        byte[] frame = terminal.signed(sale);
        byte[] first = terminal.exchange(frame).orElseThrow();
        Message answer = terminal.decode(first);
        assertThat(List.of(answer.text(39), answer.text(4))).containsExactly("10", "000000000100");
        assertThat(terminal.exchange(frame).orElseThrow()).isEqualTo(first);
        assertThat(corridor.column(sale, "state || ' ' || amount_minor || ' ' || asked_minor")).isEqualTo("APPROVED 100 250");
        assertThat(terminal.askSigned(terminal.partialSale(1, poor)).text(39)).isEqualTo("51");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "06").toBuilder().text(4, "000000000099").build()).text(39)).isEqualTo("64");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "06")).text(39)).as("of what was asked for").isEqualTo("00");
        until("it is reversed", () -> corridor.column(sale, "state").equals("REVERSED"));
        Done again = approved(terminal.partialSale(100, poor));
        approved(withCard(VOID, again, 100, poor));

        corridor.network.behaviour(Behaviour.approveThenSilent().times(1));
        Message doubtful = terminal.partialSale(250, poor);
        assertThat(terminal.askSigned(doubtful).text(39)).isEqualTo("98");
        until("it is reversed", () -> corridor.column(doubtful, "state").equals("REVERSED"));
        assertThat(corridor.network.balanceFen(poor.pan())).isEqualTo(100);
    }

    @Test
    void answer_carriesTheTextsForTheReceipt_theSameEachTime() throws Exception {
        byte[] frame = terminal.signed(terminal.sale(100, card).build());
        byte[] first = terminal.exchange(frame).orElseThrow();
        Field63.Reply texts = Field63.Reply.decode(terminal.decode(first).text(63));
        assertThat(texts).isEqualTo(new Field63.Reply("CUP", "模拟发卡行", "模拟卡组织", "守银收单"));
        assertThat(terminal.exchange(frame).orElseThrow()).isEqualTo(first);
    }

    // doubt, reversals ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"VOID, SILENT", "VOID, APPROVE_THEN_SILENT", "REFUND, SILENT", "REFUND, APPROVE_THEN_SILENT", "REFUND, WRONG_MAC", "PRE_AUTH_VOID, APPROVE_THEN_SILENT",
        "COMPLETION, APPROVE_THEN_SILENT", "COMPLETION_NOTICE, APPROVE_THEN_SILENT", "COMPLETION_NOTICE, SILENT", "COMPLETION_VOID, APPROVE_THEN_SILENT",
        "PRE_AUTH_TOP_UP, APPROVE_THEN_SILENT", "PRE_AUTH_TOP_UP, SILENT"})
    void followUp_withoutAnAnswerThatCounts_98_isReversed_andCanBeDoneAgain(TransactionKind kind, Behaviour.Mode mode) {
        Done original = originalOf(kind);
        corridor.network.behaviour(new Behaviour(mode, Duration.ZERO, "91", 1, Set.of(kind.requestType())));
        Message first = supervised(kind, original, 4_000);
        assertThat(terminal.askSigned(first).text(39)).isEqualTo("98");
        assertThat(terminal.askSigned(first).text(39)).as("the same again").isEqualTo("98");
        until("it is reversed", () -> corridor.column(first, "state").equals("REVERSED"));
        assertThat(state(original)).isEqualTo("APPROVED");
        assertThat(terminal.askSigned(supervised(kind, original, 4_000)).text(39)).isEqualTo("00");
    }

    /// While it is not known whether the first refund was paid, its amount is not there for another.
    @Test
    void followUp_whileAnotherIsInDoubt_09() {
        Done sale = sold(4_000);
        corridor.network.behaviour(Behaviour.silent().only("0220", "0420"));
        assertThat(terminal.askSigned(supervised(REFUND, sale, 3_000)).text(39)).isEqualTo("98");
        assertRefused(supervised(REFUND, sale, 2_000), "09", "FOLLOW_UP_UNDECIDED");
        assertRefused(supervised(REFUND, sale, 4_001), "61", "AMOUNT_ABOVE_THE_REST");
        assertRefused(supervised(VOID, sale, 4_000), "09", "FOLLOW_UP_UNDECIDED");
        corridor.network.behaviour(Behaviour.normal());
        until("the first is given up", () -> follows(sale).contains("REVERSED"));
        assertThat(terminal.askSigned(supervised(VOID, sale, 4_000)).text(39)).isEqualTo("00");
    }

    @ParameterizedTest
    @EnumSource(value = TransactionKind.class, names = {"VOID", "PRE_AUTH_VOID", "COMPLETION", "COMPLETION_VOID", "PRE_AUTH_TOP_UP"})
    void reversal_ofAFollowUp_00_andTheOriginalStandsAgain(TransactionKind kind) {
        Done original = originalOf(kind);
        long before = corridor.network.balanceFen(card.pan());
        Message message = supervised(kind, original, 4_000);
        assertThat(terminal.askSigned(message).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(message, "98")).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(message, "98")).text(39)).isEqualTo("00");
        until("it is reversed", () -> corridor.column(message, "state").equals("REVERSED"));
        assertThat(corridor.network.balanceFen(card.pan())).isEqualTo(before);
        assertThat(terminal.askSigned(message).text(39)).as("the same once more").isEqualTo("12");
        assertThat(terminal.askSigned(supervised(kind, original, 4_000)).text(39)).isEqualTo("00");
    }

    @Test
    void reversal_ofWhatWasFollowed_22_andOfARefund_12() {
        Message sale = terminal.sale(4_000, card).build();
        Done sold = approved(sale);
        Message refund = supervised(REFUND, sold, 1_000);
        assertThat(terminal.askSigned(refund).text(39)).isEqualTo("00");
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("22");
        assertThat(terminal.askSigned(RawTerminal.reversal(refund, "98")).text(39)).isEqualTo("12");
        assertThat(state(sold)).isEqualTo("APPROVED");
        assertThat(corridor.column(refund, "state")).isEqualTo("APPROVED");
    }

    @Test
    void reversal_beforeItsVoid_25_andTheVoidDies() {
        Done sale = sold(1_000);
        Message message = supervised(VOID, sale, 1_000);
        assertThat(terminal.askSigned(RawTerminal.reversal(message, "98")).text(39)).isEqualTo("25");
        assertThat(terminal.askSigned(message).text(39)).isEqualTo("12");
        assertThat(state(sale)).isEqualTo("APPROVED");
    }

    @Test
    void followUp_declinedByTheIssuer_leavesTheOriginalFree() {
        Done sale = sold(1_000);
        corridor.network.behaviour(Behaviour.decline("05").times(1));
        assertThat(terminal.askSigned(supervised(VOID, sale, 1_000)).text(39)).isEqualTo("05");
        assertThat(terminal.askSigned(supervised(VOID, sale, 1_000)).text(39)).isEqualTo("00");
    }

    @Test
    void detail_tellsTheOriginal_andWhatHasFollowed_andTheDayIsNet() {
        TransactionQueries queries = corridor.bean(TransactionQueries.class);
        DayBoard board = corridor.bean(DayBoard.class);
        long before = board.look().today().amountFen();
        Done sale = sold(4_000);
        Message refund = supervised(REFUND, sale, 1_500);
        assertThat(terminal.askSigned(refund).text(39)).isEqualTo("00");
        assertRefused(supervised(VOID, sale, 4_000), "22", "ORIGINAL_REFUNDED");
        assertThat(terminal.askSigned(preAuth(700)).text(39)).isEqualTo("00");
        TransactionQueries.Detail ofSale = queries.detail(TransactionKey.of(sale.key(terminal))).orElseThrow();
        assertThat(ofSale.original()).isNull();
        assertThat(ofSale.followUps()).extracting(TransactionQueries.Item::kind, TransactionQueries.Item::outcome)
                .containsExactly(tuple("REFUND", "APPROVED"), tuple("VOID", "DECLINED"));
        TransactionQueries.Detail ofRefund = queries.detail(TransactionKey.of(ofSale.followUps().getFirst().id())).orElseThrow();
        assertThat(ofRefund.original().id()).isEqualTo(sale.key(terminal));
        assertThat(board.look().today().amountFen()).as("a pre-authorization is no income").isEqualTo(before + 2_500);
    }

    // hands and looks -----------------------------------------------------------------------------------------------------

    private Done sold(long fen) {
        return approved(terminal.sale(fen, card).build());
    }

    private Done approved(Message message) {
        Message answer = terminal.askSigned(message);
        assertThat(answer.text(39)).isEqualTo("00");
        return Done.of(answer);
    }

    private Message preAuth(long fen) {
        return terminal.transaction(PRE_AUTH, fen, card, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build();
    }

    private Message completion(Done original, long fen) {
        return supervised(COMPLETION, original, fen);
    }

    private Message notice(Done original, long fen) {
        return supervised(COMPLETION_NOTICE, original, fen);
    }

    private Message topUp(Done original, long fen) {
        return supervised(PRE_AUTH_TOP_UP, original, fen);
    }

    private Done completed(long fen) {
        return approved(completion(approved(preAuth(fen)), fen));
    }

    /// Of 4,000, and such as the kind may follow.
    private Done originalOf(TransactionKind kind) {
        return switch (kind) {
            case VOID, REFUND -> sold(4_000);
            case COMPLETION_VOID -> completed(4_000);
            case TransactionKind _ -> approved(preAuth(4_000));
        };
    }

    private Message supervised(TransactionKind kind, Done original, long fen) {
        return terminal.followUp(kind, original, fen, card);
    }

    private Message by(TransactionKind kind, Done original, String supervisor, String password) {
        return follow(kind, original, 5_000, Map.of(FactorTlv.SUPERVISOR, supervisor), Map.of(FactorTlv.SUPERVISOR_PASSWORD, password));
    }

    private Message follow(TransactionKind kind, Done original, long fen, Map<Integer, String> more, Map<Integer, String> sealed) {
        return terminal.naming(terminal.transaction(kind, fen, card, more, sealed), kind, original);
    }

    private Message withCard(TransactionKind kind, Done original, long fen, DemoCard other) {
        return terminal.followUp(kind, original, fen, other);
    }

    /// @param refusal the name in DF13, or null if there is none
    private void assertRefused(Message message, String code, String refusal) {
        Message answer = terminal.askSigned(message);
        assertThat(answer.text(39)).isEqualTo(code);
        try {
            assertThat(FactorTlv.decode(answer.bytes(57)).text(FactorTlv.REFUSAL).orElse(null)).isEqualTo(refusal);
        } catch (DecodeException unreadable) {
            throw new IllegalStateException(unreadable);
        }
        assertThat(corridor.column(message, "state")).isEqualTo("DECLINED");
    }

    private String state(Done transaction) {
        return corridor.jdbc().sql("SELECT state FROM acquiring.transaction WHERE rrn = ?").param(transaction.rrn()).query(String.class).single();
    }

    private List<String> follows(Done original) {
        return corridor.jdbc().sql("SELECT f.state FROM acquiring.transaction f JOIN acquiring.transaction o ON o.terminal_id = f.original_terminal_id"
                        + " AND o.batch_number = f.original_batch_number AND o.trace_number = f.original_trace_number WHERE o.rrn = ?")
                .param(original.rrn()).query(String.class).list();
    }

    private String audited(Message message) {
        return corridor.jdbc().sql("SELECT result || ' ' || reason FROM audit.entry WHERE action LIKE 'transaction.%' AND object LIKE ?")
                .param("%" + message.text(41) + "." + terminal.batch() + "." + message.text(11)).query(String.class).single();
    }
}
