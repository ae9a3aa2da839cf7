package io.shouyin.host.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.ledger.MoneyTransactions.Told;
import io.shouyin.host.ledger.Posting.Kind;
import io.shouyin.host.platform.TestDatabase;
import io.shouyin.kernel.MerchantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/// Whatever is wrong in the books is found, and named with its place. The tables' own constraints are away for it.
class LedgerCheckTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final String MERCHANT = "104290058120001";
    private static final String SALE = "{1101,2101,4101}";

    private static JdbcClient owner;

    private final List<Told> told = new ArrayList<>();

    @BeforeAll
    static void withoutConstraints() {
        owner = database.ownerJdbc();
        owner.sql("ALTER TABLE ledger.journal DROP CONSTRAINT journal_balances, DROP CONSTRAINT journal_original_known, DROP CONSTRAINT journal_reversed_known").update();
        owner.sql("ALTER TABLE ledger.journal DISABLE TRIGGER append_only").update();
    }

    @BeforeEach
    void empty() {
        owner.sql("DELETE FROM ledger.journal").update();
    }

    @Test
    void books_inOrder_hold() {
        approved("a", Kind.SALE, 100);
        posted("a", "SALE", null, SALE, "{100,-99,-1}");
        approved("b", Kind.REFUND, 40);
        posted("b", "REFUND", "a", "{2101,1101}", "{40,-40}");
        undone("c", Kind.SALE, 100);
        posted("c", "SALE", null, SALE, "{100,-99,-1}");
        reversed("c", "{-100,99,1}");
        undone("d", Kind.SALE, 100);
        LedgerCheck.Report report = run();
        assertThat(report.broken()).isEmpty();
        assertThat(report.journals()).isEqualTo(3);
        assertThat(report.transactions()).isEqualTo(4);
    }

    @Test
    void approvals_beforeTheLedgerCame_needNoJournal() {
        told.add(new Told(new MerchantId(MERCHANT), "a", Kind.SALE, "main", true, 100, Instant.EPOCH));
        assertThat(run().broken()).isEmpty();
    }

    @Test
    void approval_withoutAJournal_isFound_andSoIsAJournalWithoutOne() {
        approved("a", Kind.SALE, 100);
        posted("b", "SALE", null, SALE, "{100,-99,-1}");
        approved("c", Kind.SALE, 100);
        assertThat(run().broken()).isEqualTo(Map.of(Invariant.APPROVED_ONCE, List.of(MERCHANT + " a", MERCHANT + " b", MERCHANT + " c")));
    }

    @ParameterizedTest
    @CsvSource({"SALE, 99, true", "COMPLETION, 100, true", "SALE, 100, false"})
    void approval_ofAnotherAmountOrKind_orUndone_isFound(Kind kind, long amount, boolean stands) {
        told.add(new Told(new MerchantId(MERCHANT), "a", kind, "main", stands, amount, Instant.now()));
        posted("a", "SALE", null, SALE, "{100,-99,-1}");
        assertThat(run().broken()).isEqualTo(Map.of(Invariant.APPROVED_ONCE, List.of(MERCHANT + " a")));
    }

    @Test
    void approval_thatIsReversedInTheBooks_isFound() {
        approved("a", Kind.SALE, 100);
        posted("a", "SALE", null, SALE, "{100,-99,-1}");
        reversed("a", "{-100,99,1}");
        assertThat(run().broken()).isEqualTo(Map.of(Invariant.APPROVED_ONCE, List.of(MERCHANT + " a")));
    }

    @Test
    void journal_thatDoesNotBalance_isFound_withItsDay() {
        approved("a", Kind.SALE, 100);
        posted("a", "SALE", null, SALE, "{100,-99,-2}");
        assertThat(run().broken()).containsEntry(Invariant.JOURNALS_BALANCE, List.of(MERCHANT + " a"))
                .containsEntry(Invariant.DAYS_BALANCE, List.of("2026-11-23")).containsEntry(Invariant.EQUATION, List.of(MERCHANT));
    }

    @Test
    void reversal_thatIsNotTheNegative_isFound_andAVoidDoneTwice() {
        undone("a", Kind.SALE, 100);
        posted("a", "SALE", null, SALE, "{100,-99,-1}");
        reversed("a", "{-100,98,2}");
        approved("b", Kind.SALE, 100);
        posted("b", "SALE", null, SALE, "{100,-99,-1}");
        for (String key : List.of("c", "d")) {
            approved(key, Kind.VOID, 100);
            posted(key, "VOID", "b", SALE, "{-100,99,1}");
        }
        assertThat(run().broken()).containsEntry(Invariant.REVERSED_TO_NOTHING, List.of(MERCHANT + " rev:a", MERCHANT + " b"))
                .containsEntry(Invariant.FLOORS, List.of(MERCHANT + " 2101"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1001 | {2101,4101,1101} | {995,6,-1001}
            500  | {2101,4101,1101} | {498,2,-500}
            500  | {2101,1101}      | {500,-500}
            """)
    void refund_ofTooMuch_orWithTheWrongFee_isFound(long amount, String accounts, String amounts) {
        approved("a", Kind.SALE, 1_000);
        posted("a", "SALE", null, SALE, "{1000,-994,-6}");
        approved("b", Kind.REFUND, amount);
        posted("b", "REFUND", "a", accounts, amounts);
        assertThat(run().broken()).containsEntry(Invariant.REFUNDS_WITHIN_THE_SALE, List.of(MERCHANT + " a"));
    }

    private LedgerCheck.Report run() {
        DataSource source = database.dataSource();
        told.sort(Comparator.comparing(Told::key));
        return new LedgerCheck(JdbcClient.create(source), told::stream, new JdbcTransactionManager(source)).run();
    }

    private void approved(String key, Kind kind, long amount) {
        told.add(new Told(new MerchantId(MERCHANT), key, kind, "main", true, amount, Instant.now()));
    }

    private void undone(String key, Kind kind, long amount) {
        told.add(new Told(new MerchantId(MERCHANT), key, kind, "main", false, amount, Instant.now()));
    }

    private static void posted(String key, String kind, String original, String accounts, String amounts) {
        insert(key, kind, original, null, accounts, amounts);
    }

    private static void reversed(String key, String amounts) {
        insert("rev:" + key, "REVERSAL", null, key, SALE, amounts);
    }

    private static void insert(String key, String kind, String original, String reverses, String accounts, String amounts) {
        owner.sql("""
                INSERT INTO ledger.journal (merchant_id, journal_key, kind, original_key, reverses_key, channel, business_date, posted_at, accounts, amounts_minor)
                VALUES (:merchant, :key, :kind, :original, :reverses, 'main', '2026-11-23', now(), :accounts::integer[], :amounts::bigint[])""")
                .param("merchant", MERCHANT).param("key", key).param("kind", kind).param("original", original).param("reverses", reverses)
                .param("accounts", accounts).param("amounts", amounts).update();
    }
}
