package io.shouyin.host.ledger;

import io.shouyin.host.ledger.MoneyTransactions.Told;
import io.shouyin.host.ledger.Posting.Kind;
import io.shouyin.kernel.MerchantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The invariants over the books, looked at in one moment: sales go on meanwhile, and none is seen by half.
///
/// It reads every journal and every money transaction, each once and side by side, and keeps none of them in memory.
@Component
public class LedgerCheck {

    /// How many of each kind are told by name.
    public static final int NAMED_MAX = 20;

    private static final int FETCH_ROWS = 2_000;
    private static final Comparator<Key> ORDER = Comparator.comparing((Key key) -> key.merchant().value()).thenComparing(Key::key);
    private static final String UNBALANCED_JOURNALS = "SELECT merchant_id || ' ' || journal_key FROM ledger.journal WHERE ledger.total(amounts_minor) <> 0";
    private static final String UNBALANCED_DAYS = "SELECT business_date::text FROM ledger.entry GROUP BY business_date HAVING sum(amount_minor) <> 0";
    private static final String NOT_THE_NEGATIVE = """
            SELECT undone.merchant_id || ' ' || undone.journal_key
            FROM ledger.journal undone JOIN ledger.journal original
              ON original.merchant_id = undone.merchant_id AND original.journal_key = coalesce(undone.reverses_key, undone.original_key)
            WHERE undone.kind IN ('REVERSAL', 'VOID', 'COMPLETION_VOID')
              AND (undone.accounts <> original.accounts
                OR EXISTS (SELECT FROM unnest(undone.amounts_minor, original.amounts_minor) AS line (back, forth) WHERE back + forth IS DISTINCT FROM 0))""";
    private static final String VOIDED_TWICE = """
            SELECT merchant_id || ' ' || original_key FROM ledger.journal voided
            WHERE kind IN ('VOID', 'COMPLETION_VOID')
              AND NOT EXISTS (SELECT FROM ledger.journal r WHERE r.merchant_id = voided.merchant_id AND r.journal_key = 'rev:' || voided.journal_key)
            GROUP BY merchant_id, original_key HAVING count(*) > 1""";
    private static final String REFUNDED_WRONG = """
            SELECT merchant_id || ' ' || original_key FROM (
              SELECT refund.merchant_id, refund.original_key, -sum(line.amount_minor) FILTER (WHERE line.account = 1101) AS refunded,
                     coalesce(sum(line.amount_minor) FILTER (WHERE line.account = 4101), 0) AS fee_back
              FROM ledger.journal refund, unnest(refund.accounts, refund.amounts_minor) AS line (account, amount_minor)
              WHERE refund.kind = 'REFUND' GROUP BY refund.merchant_id, refund.original_key) refunds
            JOIN LATERAL (
              SELECT sum(line.amount_minor) FILTER (WHERE line.account = 1101) AS amount,
                     coalesce(-sum(line.amount_minor) FILTER (WHERE line.account = 4101), 0) AS fee
              FROM ledger.journal original, unnest(original.accounts, original.amounts_minor) AS line (account, amount_minor)
              WHERE original.merchant_id = refunds.merchant_id AND original.journal_key = refunds.original_key) original ON true
            WHERE refunded > amount OR fee_back <> div(fee * refunded * 2 + amount, amount * 2)""";
    private static final String OUT_OF_EQUATION = """
            SELECT merchant_id FROM ledger.entry
            WHERE account IN (1101, 1102, 1201, 2101, 2102, 2103, 2104, 2105, 2107, 2201, 2202, 2203, 4101, 4102, 4103, 5101, 5102, 5103)
            GROUP BY merchant_id HAVING sum(amount_minor) <> 0""";
    private static final String BELOW_THE_FLOOR = """
            SELECT merchant_id || ' ' || account FROM ledger.entry WHERE account IN (2101, 2102, 2103, 2104, 2105, 2107)
            GROUP BY merchant_id, account HAVING sum(amount_minor) > 0""";

    private final JdbcClient jdbc;
    private final MoneyTransactions told;
    private final TransactionTemplate moment;

    public LedgerCheck(JdbcClient jdbc, MoneyTransactions told, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.told = told;
        this.moment = new TransactionTemplate(transactions);
        moment.setReadOnly(true);
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /// @param journals in the books
    /// @param transactions that were compared with them
    /// @param broken what does not hold, and where: the first [#NAMED_MAX] places of each
    public record Report(long journals, long transactions, Map<Invariant, List<String>> broken) {

        public boolean holds() {
            return broken.isEmpty();
        }
    }

    public Report run() {
        return moment.execute(_ -> {
            Findings findings = new Findings();
            Compared compared = compare(findings);
            findings.add(Invariant.JOURNALS_BALANCE, UNBALANCED_JOURNALS);
            findings.add(Invariant.DAYS_BALANCE, UNBALANCED_DAYS);
            findings.add(Invariant.REVERSED_TO_NOTHING, NOT_THE_NEGATIVE);
            findings.add(Invariant.REVERSED_TO_NOTHING, VOIDED_TWICE);
            findings.add(Invariant.REFUNDS_WITHIN_THE_SALE, REFUNDED_WRONG);
            findings.add(Invariant.EQUATION, OUT_OF_EQUATION);
            findings.add(Invariant.FLOORS, BELOW_THE_FLOOR);
            return new Report(compared.journals(), compared.transactions(), findings.broken);
        });
    }

    private final class Findings {

        private final Map<Invariant, List<String>> broken = new EnumMap<>(Invariant.class);

        void add(Invariant invariant, String sql) {
            jdbc.sql("SELECT * FROM (" + sql + ") AS found LIMIT " + NAMED_MAX).query(String.class).list().forEach(where -> note(invariant, where));
        }

        void note(Invariant invariant, String where) {
            List<String> places = broken.computeIfAbsent(invariant, _ -> new ArrayList<>());
            if (places.size() < NAMED_MAX) {
                places.add(where);
            }
        }
    }

    private record Key(MerchantId merchant, String key) {

        @Override
        public String toString() {
            return merchant + " " + key;
        }
    }

    private record Booked(Key key, Kind kind, String channel, long clearingFen, boolean reversed) {}

    private record Compared(long journals, long transactions) {}

    /// Both in the same order, so that one step on either side finds what the other lacks.
    private Compared compare(Findings findings) {
        Instant openedAt = jdbc.sql("SELECT min(opened_at) FROM ledger.opening").query(OffsetDateTime.class).single().toInstant();
        long journals = 0;
        long transactions = 0;
        try (Stream<Told> allTold = told.inOrder(); Stream<Booked> allBooked = booked()) {
            Iterator<Told> tellings = allTold.iterator();
            Iterator<Booked> bookings = allBooked.iterator();
            Told one = next(tellings);
            Booked other = next(bookings);
            while (one != null || other != null) {
                int order = one == null ? 1 : other == null ? -1 : ORDER.compare(key(one), other.key());
                if (order < 0 ? one.stands() && !one.since().isBefore(openedAt) : order > 0 || !agree(one, other)) {
                    findings.note(Invariant.APPROVED_ONCE, (order > 0 ? other.key() : key(one)).toString());
                }
                if (order <= 0) {
                    transactions++;
                    one = next(tellings);
                }
                if (order >= 0) {
                    journals++;
                    other = next(bookings);
                }
            }
        }
        return new Compared(journals, transactions);
    }

    private static boolean agree(Told told, Booked booked) {
        long signFen = switch (booked.kind()) {
            case SALE, COMPLETION -> told.amountFen();
            case VOID, COMPLETION_VOID, REFUND -> -told.amountFen();
            case REVERSAL -> throw new IllegalStateException("a reversal is not compared");
        };
        return told.stands() != booked.reversed() && told.kind() == booked.kind() && booked.channel().equals(told.channel()) && booked.clearingFen() == signFen;
    }

    private static Key key(Told told) {
        return new Key(told.merchant(), told.key());
    }

    private static <T> T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }

    private Stream<Booked> booked() {
        return jdbc.sql("""
                SELECT merchant_id, journal_key, kind, channel,
                       (SELECT sum(line.amount_minor)::bigint FROM unnest(accounts, amounts_minor) AS line (account, amount_minor) WHERE line.account = 1101) AS clearing,
                       EXISTS (SELECT FROM ledger.journal r WHERE r.merchant_id = journal.merchant_id AND r.journal_key = 'rev:' || journal.journal_key) AS reversed
                FROM ledger.journal WHERE kind <> 'REVERSAL' ORDER BY merchant_id COLLATE "C", journal_key COLLATE "C" ASC""")
                .withFetchSize(FETCH_ROWS).query(LedgerCheck::booking).stream();
    }

    private static Booked booking(ResultSet row, int number) throws SQLException {
        return new Booked(new Key(new MerchantId(row.getString("merchant_id")), row.getString("journal_key")), Kind.valueOf(row.getString("kind")), row.getString("channel"),
                row.getLong("clearing"), row.getBoolean("reversed"));
    }
}
