package io.shouyin.host.ledger;

import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_NOTICE;
import static io.shouyin.iso8583.terminal.TransactionKind.COMPLETION_VOID;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH;
import static io.shouyin.iso8583.terminal.TransactionKind.PRE_AUTH_TOP_UP;
import static io.shouyin.iso8583.terminal.TransactionKind.REFUND;
import static io.shouyin.iso8583.terminal.TransactionKind.VOID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.Corridor;
import io.shouyin.host.CountedStatements;
import io.shouyin.host.gateway.RawTerminal;
import io.shouyin.host.gateway.RawTerminal.Done;
import io.shouyin.host.platform.OneWrite;
import io.shouyin.iso8583.Message;
import io.shouyin.iso8583.terminal.FactorTlv;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.network.Behaviour;
import io.shouyin.network.DemoCard;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// What card transactions over the wire leave in the books, account by account, in fen: debits positive, credits negative.
class LedgerIT {

    private static final AtomicInteger SERIALS = new AtomicInteger();
    private static final Map<Integer, Long> NOTHING = Map.of();

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static DemoCard credit;

    private RawTerminal terminal;
    private Map<Integer, Long> before;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.channels.answer-wait", "600ms", "shouyin.acquiring.reversal-retry-min", "100ms", "test.statements", "true"));
        corridor.awaitNetwork();
        credit = corridor.network.cards().get(1);
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @BeforeEach
    void putTerminalInService() {
        terminal = RawTerminal.inService(corridor, "SYLG-%09d".formatted(SERIALS.incrementAndGet()));
        before = balances();
    }

    @AfterEach
    void booksHold() {
        corridor.network.behaviour(Behaviour.normal());
        corridor.assertBooksHold();
    }

    @Test
    void sale_byCredit_owesTheMerchantTheRest_andCostsItsParts() {
        sold(10_000);
        assertMoved(Map.of(1101, 10_000L, 2101, -9_940L, 4101, -60L, 5101, 45L, 2201, -45L, 5102, 3L, 2202, -3L));
        JdbcClient jdbc = corridor.jdbc();
        assertThat(jdbc.sql("SELECT terms ->> 'class' || ' ' || (terms ->> 'card') || ' ' || (terms -> 'fee' ->> 'rateE7') FROM ledger.journal ORDER BY posted_at DESC LIMIT 1")
                .query(String.class).single()).as("the terms are kept").isEqualTo("STANDARD CREDIT 60000");
    }

    @Test
    void sale_byDebit_isPricedAsDebit() {
        approved(terminal.sale(10_000, corridor.network.cards().getFirst()).build());
        assertMoved(Map.of(1101, 10_000L, 2101, -9_950L, 4101, -50L, 5101, 32L, 2201, -32L, 5102, 3L, 2202, -3L));
    }

    @Test
    void refunds_giveTheWholeFeeBack_inParts() {
        Message sale = sold(10_000);
        for (long part : new long[] {3_333, 3_333, 3_334}) {
            approved(refund(sale, part));
        }
        assertMoved(Map.of(5101, 45L, 2201, -45L, 5102, 3L, 2202, -3L));
        assertThat(corridor.jdbc().sql("SELECT amount_minor FROM ledger.entry WHERE kind = 'REFUND' AND account = 4101 AND journal_key LIKE ? ORDER BY posted_at")
                .param(terminal.id() + ".%").query(Long.class).list()).containsExactly(20L, 20L, 20L);
    }

    @Test
    void refunds_atTheSameTime_giveBackNoMoreOfTheFee() throws Exception {
        Message sale = sold(10_000);
        List<RawTerminal> terminals = IntStream.range(0, 4)
                .mapToObj(_ -> RawTerminal.inService(corridor, "SYLG-%09d".formatted(SERIALS.incrementAndGet()))).toList();
        RawTerminal first = terminal;
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = each.invokeAll(terminals.stream().<Callable<String>>map(one ->
                    () -> one.askSigned(refund(one, sale, 2_500)).text(39)).toList());
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("00");
            }
        }
        terminal = first;
        assertMoved(Map.of(5101, 45L, 2201, -45L, 5102, 3L, 2202, -3L));
    }

    @Test
    void void_takesEverythingBack_andItsReversalRestoresIt() {
        Message sale = sold(8_338);
        Map<Integer, Long> afterSale = moved();
        Message undone = supervised(terminal, VOID, 8_338).text(37, sale.text(37)).text(61, terminal.batch() + sale.text(11)).build();
        approved(undone);
        assertMoved(NOTHING);
        assertThat(terminal.askSigned(RawTerminal.reversal(undone, "98")).text(39)).isEqualTo("00");
        assertMoved(afterSale);
    }

    @Test
    void reversal_ofASale_isItsExactNegative_once() {
        Message sale = terminal.sale(8_338, credit).build();
        approved(sale);
        for (int i = 0; i < 3; i++) {
            assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("00");
        }
        assertMoved(NOTHING);
        String key = key(sale);
        assertThat(corridor.jdbc().sql("SELECT journal_key FROM ledger.journal WHERE journal_key LIKE '%' || ? ORDER BY posted_at").param(key).query(String.class).list())
                .containsExactly(key, "rev:" + key);
    }

    @Test
    void reversal_ofWhatIsNotKnown_postsNothing_andTheLateSaleDies() {
        Message sale = terminal.sale(5_000, credit).build();
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "98")).text(39)).isEqualTo("25");
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("12");
        assertMoved(NOTHING);
    }

    @Test
    void sale_inDoubt_postsNothing() {
        corridor.network.behaviour(Behaviour.approveThenSilent().times(1));
        assertThat(terminal.askSigned(terminal.sale(5_000, credit).build()).text(39)).isEqualTo("98");
        assertMoved(NOTHING);
    }

    @Test
    void preAuthorization_postsNothing_andItsCompletionWhatItTakes() {
        Done held = preAuthorized(5_000);
        assertMoved(NOTHING);
        approved(terminal.followUp(COMPLETION, held, 4_000, credit));
        assertMoved(Map.of(1101, 4_000L, 2101, -3_976L, 4101, -24L, 5101, 18L, 2201, -18L, 5102, 1L, 2202, -1L));
    }

    @Test
    void completionByNotice_postsLikeACompletion_topUpAndBalanceNothing() {
        Done held = preAuthorized(5_000);
        approved(terminal.followUp(PRE_AUTH_TOP_UP, held, 1_000, credit));
        approved(terminal.balance(credit));
        assertMoved(NOTHING);
        approved(terminal.followUp(COMPLETION_NOTICE, held, 4_000, credit));
        assertMoved(Map.of(1101, 4_000L, 2101, -3_976L, 4101, -24L, 5101, 18L, 2201, -18L, 5102, 1L, 2202, -1L));
    }

    @Test
    void completionVoid_isItsExactNegative_andItsReversalRestoresIt() {
        Done completion = Done.of(approved(terminal.followUp(COMPLETION, preAuthorized(8_338), 8_338, credit)));
        Map<Integer, Long> afterCompletion = moved();
        Message undone = terminal.followUp(COMPLETION_VOID, completion, 8_338, credit);
        approved(undone);
        assertMoved(NOTHING);
        assertThat(terminal.askSigned(RawTerminal.reversal(undone, "98")).text(39)).isEqualTo("00");
        assertMoved(afterCompletion);
    }

    @Test
    void offlineSale_isPostedOnce_onceTheNetworkHasAnswered() {
        Message upload = terminal.offlineSale(10_000, credit);
        corridor.network.behaviour(Behaviour.approveThenSilent().times(1));
        assertThat(terminal.askSigned(upload).text(39)).isEqualTo("98");
        assertMoved(NOTHING);
        for (int i = 0; i < 2; i++) {
            assertThat(terminal.askSigned(upload).text(39)).isEqualTo("00");
            assertMoved(Map.of(1101, 10_000L, 2101, -9_940L, 4101, -60L, 5101, 45L, 2201, -45L, 5102, 3L, 2202, -3L));
        }
    }

    @Test
    void sale_approvedInPart_postsThePart_andItsReversalThat() {
        Message sale = terminal.partialSale(250, corridor.network.cards().get(2));              // has 100
        assertThat(terminal.askSigned(sale).text(39)).isEqualTo("10");
        assertThat(moved()).containsEntry(1101, 100L);
        assertThat(terminal.askSigned(RawTerminal.reversal(sale, "06")).text(39)).isEqualTo("00");
        assertMoved(NOTHING);
    }

    @Test
    void sale_ofOneFen_andOfTheMost_balance() {
        sold(1);
        assertMoved(Map.of(1101, 1L, 2101, -1L));
    }

    /// The journal goes with the outcome in one execution; only the commit is one more.
    @Test
    void sale_goesToTheDatabase_asOftenAsWithoutBooks() {
        sold(100);
        CountedStatements statements = corridor.bean(CountedStatements.class);
        statements.taken();
        sold(100);
        assertThat(statements.taken()).filteredOn(sql -> sql.contains("ledger.")).singleElement().asString().contains("UPDATE acquiring.transaction", "INSERT INTO ledger.journal");
    }

    @Test
    void repeatOfASale_postsItOnce() {
        byte[] frame = terminal.signed(terminal.sale(10_000, credit).build());
        terminal.exchange(frame).orElseThrow();
        terminal.exchange(frame).orElseThrow();
        assertThat(moved()).containsEntry(1101, 10_000L);
    }

    // the tables -----------------------------------------------------------------------------------------------------------

    @Test
    void key_thatIsUsed_takesTheCallersTransactionWithIt() {
        String key = key(sold(100));
        assertThatThrownBy(() -> post(key, new Line(Account.CLEARING_RECEIVABLE, 1), new Line(Account.MERCHANT_PENDING, -1)))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void table_takesNoJournalThatDoesNotBalance_andChangesNone() {
        String insert = "INSERT INTO ledger.journal (merchant_id, journal_key, kind, channel, business_date, posted_at, accounts, amounts_minor) VALUES ('104290058120001', 'x', 'SALE', 'main', current_date, now(), ";
        for (String lines : List.of("'{1101,2101}', '{1,-2}'", "'{1101}', '{0}'", "'{1101,2101}', '{0,0}'", "'{1101,2101,4101}', '{1,-1}'", "'{1101,9999}', '{1,-1}'",
                "'{1101,2101,NULL}', '{1,-1,NULL}'", "'{}', '{}'")) {
            assertThatThrownBy(() -> corridor.jdbc().sql(insert + lines + ")").update()).as(lines).isInstanceOf(DataIntegrityViolationException.class);
        }
        assertThatThrownBy(() -> corridor.jdbc().sql("UPDATE ledger.journal SET amounts_minor = amounts_minor").update()).rootCause().hasMessageContaining("permission denied");
        assertThatThrownBy(() -> corridor.jdbc().sql("DELETE FROM ledger.journal").update()).rootCause().hasMessageContaining("permission denied");
    }

    private static void post(String key, Line... lines) {
        corridor.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            OneWrite write = new OneWrite();
            corridor.bean(Books.class).post(write, new Posting(Corridor.MERCHANT, key, Posting.Kind.SALE, Optional.empty(), Optional.empty(), "main",
                    LocalDate.of(2026, 11, 23), List.of(lines), Optional.empty()));
            write.run(corridor.bean(JdbcOperations.class));
        });
    }

    // hands ----------------------------------------------------------------------------------------------------------------

    private Message sold(long fen) {
        return approved(terminal.sale(fen, credit).build());
    }

    private Done preAuthorized(long fen) {
        return Done.of(approved(terminal.transaction(PRE_AUTH, fen, credit, Map.of(), Map.of(FactorTlv.TRANSACTION_PASSWORD, Corridor.TRANSACTION_PASSWORD)).build()));
    }

    private Message approved(Message message) {
        Message answer = terminal.askSigned(message);
        assertThat(answer.text(39)).isEqualTo("00");
        return answer;
    }

    private Message refund(Message sale, long fen) {
        return refund(terminal, sale, fen);
    }

    private static Message refund(RawTerminal terminal, Message sale, long fen) {
        return supervised(terminal, REFUND, fen).text(37, sale.text(37)).text(61, "000000000000" + sale.text(13)).text(63, "000").build();
    }

    private static Message.Builder supervised(RawTerminal terminal, TransactionKind kind, long fen) {
        return terminal.transaction(kind, fen, credit, Map.of(FactorTlv.SUPERVISOR, "00"), Map.of(FactorTlv.SUPERVISOR_PASSWORD, Corridor.SUPERVISOR_PASSWORD));
    }

    private String key(Message message) {
        return terminal.id() + "." + terminal.batch() + "." + message.text(11);
    }

    private static Map<Integer, Long> balances() {
        record Balance(int account, long fen) {}
        return corridor.jdbc().sql("SELECT account, sum(amount_minor)::bigint AS fen FROM ledger.entry GROUP BY account").query(Balance.class).list().stream()
                .collect(Collectors.toMap(Balance::account, Balance::fen));
    }

    /// What the books have moved since the test began.
    private Map<Integer, Long> moved() {
        Map<Integer, Long> moved = new TreeMap<>(balances());
        before.forEach((account, fen) -> moved.merge(account, -fen, Long::sum));
        moved.values().removeIf(fen -> fen == 0);
        return moved;
    }

    private void assertMoved(Map<Integer, Long> expected) {
        assertThat(moved()).isEqualTo(expected);
    }
}
