package io.shouyin.host.acquiring;

import io.shouyin.host.ledger.MoneyTransactions;
import io.shouyin.host.ledger.Posting.Kind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The journal of transactions as the ledger's check reads it.
@Component
public class JournaledMoney implements MoneyTransactions {

    private static final int FETCH_ROWS = 2_000;

    private static final String IN_ORDER = """
            SELECT t.merchant_id, t.terminal_id, t.batch_number, t.trace_number, t.kind, t.channel, t.state = 'APPROVED' AS stands, t.amount_minor,
                   CASE WHEN t.kind IN %2$s THEN
                     (SELECT o.received_at FROM acquiring.transaction o
                      WHERE o.merchant_id = t.merchant_id AND o.terminal_id = t.original_terminal_id AND o.batch_number = t.original_batch_number
                        AND o.trace_number = t.original_trace_number) ELSE t.received_at END AS since
            FROM acquiring.transaction t
            WHERE (t.kind IN %1$s OR t.kind IN %2$s) AND t.state IN ('APPROVED', 'REVERSING', 'REVERSED')
            ORDER BY t.merchant_id COLLATE "C", t.terminal_id COLLATE "C", t.batch_number, t.trace_number"""
            .formatted(KindsInSql.TAKING, KindsInSql.GIVING_BACK);

    private final JdbcClient jdbc;

    public JournaledMoney(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Stream<Told> inOrder() {
        return jdbc.sql(IN_ORDER).withFetchSize(FETCH_ROWS).query(JournaledMoney::told).stream();
    }

    private static Told told(ResultSet row, int number) throws SQLException {
        TransactionKey key = new TransactionKey(new MerchantId(row.getString("merchant_id")), new TerminalId(row.getString("terminal_id")),
                new BatchNumber(row.getInt("batch_number")), new TraceNumber(row.getInt("trace_number")));
        return new Told(key.merchant(), Bookkeeping.key(key), kind(row.getString("kind")), row.getString("channel"), row.getBoolean("stands"),
                row.getLong("amount_minor"), row.getObject("since", OffsetDateTime.class).toInstant());
    }

    private static Kind kind(String kind) {
        return switch (kind) {
            case "OFFLINE_SALE" -> Kind.SALE;
            case "COMPLETION_NOTICE" -> Kind.COMPLETION;
            case String other -> Kind.valueOf(other);
        };
    }
}
