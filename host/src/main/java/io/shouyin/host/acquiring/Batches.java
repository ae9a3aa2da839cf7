package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.BatchTotals.Sums;
import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.kernel.OperatorNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of batches, and what the journal says that a batch comes to.
@Repository
class Batches {

    static final String BY_KEY = " WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ?";
    private static final String[] FOREIGN_FIRST_DIGITS = CardOrigin.FOREIGN_FIRST_DIGITS.toArray(String[]::new);
    private static final String JOURNALED = """
            SELECT left(card_masked, 1) = ANY (?) AS is_foreign,
                   coalesce(sum(amount_minor) FILTER (WHERE kind IN %1$s), 0) AS debit_minor, count(*) FILTER (WHERE kind IN %1$s) AS debit_count,
                   coalesce(sum(amount_minor) FILTER (WHERE kind IN %2$s), 0) AS credit_minor, count(*) FILTER (WHERE kind IN %2$s) AS credit_count
            FROM acquiring.transaction""".formatted(KindsInSql.TAKING, KindsInSql.GIVING_BACK) + BY_KEY + " AND state = 'APPROVED' GROUP BY is_foreign";

    private final JdbcClient jdbc;
    private final JdbcTemplate rows;

    Batches(JdbcClient jdbc, JdbcTemplate rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /// Whose totals.
    enum Party {
        TERMINAL,
        HOST
    }

    /// Begins a batch, unless it has begun.
    void open(BatchKey key, Instant at) {
        jdbc.sql("INSERT INTO acquiring.batch (merchant_id, terminal_id, batch_number, state, opened_at) VALUES (?, ?, ?, 'OPEN', ?) ON CONFLICT DO NOTHING")
                .params(values(key, Journal.utc(at))).update();
    }

    Optional<Batch> lock(BatchKey key) {
        return jdbc.sql("SELECT state, domestic_result, foreign_result FROM acquiring.batch" + BY_KEY + " FOR UPDATE").params(key.values())
                .query((row, _) -> new Batch(key, BatchState.valueOf(row.getString("state")), result(row.getString("domestic_result")),
                        result(row.getString("foreign_result")))).optional();
    }

    private static Result result(String stored) {
        return stored == null ? null : Result.valueOf(stored);
    }

    boolean isSettled(BatchKey key) {
        return jdbc.sql("SELECT state = 'SETTLED' FROM acquiring.batch" + BY_KEY).params(key.values()).query(Boolean.class).optional().orElse(false);
    }

    /// What the journal says that the batch comes to.
    BatchTotals journaled(BatchKey key) {
        Map<CardOrigin, Sums> found = new EnumMap<>(CardOrigin.class);
        jdbc.sql(JOURNALED).params(FOREIGN_FIRST_DIGITS, key.merchant().value(), key.terminal().value(), key.batch().value()).query(row -> {
            found.put(row.getBoolean("is_foreign") ? CardOrigin.FOREIGN : CardOrigin.DOMESTIC, sums(row));
        });
        return totals(found);
    }

    /// What a party has said that it comes to.
    Optional<BatchTotals> told(BatchKey key, Party party) {
        Map<CardOrigin, Sums> found = new EnumMap<>(CardOrigin.class);
        jdbc.sql("SELECT origin, debit_minor, debit_count, credit_minor, credit_count FROM acquiring.batch_total" + BY_KEY + " AND party = ?")
                .params(values(key, party.name())).query(row -> {
                    found.put(CardOrigin.valueOf(row.getString("origin")), sums(row));
                });
        return found.isEmpty() ? Optional.empty() : Optional.of(totals(found));
    }

    private static BatchTotals totals(Map<CardOrigin, Sums> found) {
        return new BatchTotals(found.getOrDefault(CardOrigin.DOMESTIC, Sums.NOTHING), found.getOrDefault(CardOrigin.FOREIGN, Sums.NOTHING));
    }

    private static Sums sums(ResultSet row) throws SQLException {
        return new Sums(row.getLong("debit_minor"), row.getLong("debit_count"), row.getLong("credit_minor"), row.getLong("credit_count"));
    }

    void tell(BatchKey key, Party party, BatchTotals totals) {
        for (CardOrigin origin : CardOrigin.values()) {
            Sums sums = totals.of(origin);
            jdbc.sql("""
                    INSERT INTO acquiring.batch_total
                      (merchant_id, terminal_id, batch_number, party, origin, debit_minor, debit_count, credit_minor, credit_count)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT ON CONSTRAINT batch_total_once DO UPDATE SET debit_minor = excluded.debit_minor, debit_count = excluded.debit_count,
                      credit_minor = excluded.credit_minor, credit_count = excluded.credit_count""")
                    .params(values(key, party.name(), origin.name(), sums.debitFen(), sums.debitCount(), sums.creditFen(), sums.creditCount())).update();
        }
    }

    void compared(BatchKey key, Optional<OperatorNumber> operator, Result domestic, Result foreign, Instant at) {
        jdbc.sql("""
                UPDATE acquiring.batch SET state = 'UPLOADING', operator_number = ?, asked_at = ?, domestic_result = ?, foreign_result = ?""" + BY_KEY)
                .params(behind(key, operator.map(Object::toString).orElse(null), Journal.utc(at), domestic.name(), foreign.name())).update();
    }

    void settled(BatchKey key, Integer announced, int differences, Instant at, LocalDate businessDate) {
        jdbc.sql("""
                UPDATE acquiring.batch SET state = 'SETTLED', announced_count = ?, difference_count = ?, settled_at = ?, business_date = ?""" + BY_KEY)
                .params(behind(key, announced, differences, Journal.utc(at), businessDate)).update();
    }

    // what the terminal has, line by line

    /// A line of the terminal.
    ///
    /// @param cardIndex null of a payment by code
    record Line(int trace, String cardMasked, byte[] cardIndex, long amountFen) {}

    void upload(BatchKey key, List<Line> lines) {
        rows.batchUpdate("""
                INSERT INTO acquiring.batch_upload (merchant_id, terminal_id, batch_number, trace_number, card_masked, card_index, amount_minor)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT batch_upload_once DO UPDATE SET card_masked = excluded.card_masked, card_index = excluded.card_index,
                  amount_minor = excluded.amount_minor""",
                lines.stream().map(line -> values(key, line.trace(), line.cardMasked(), line.cardIndex(), line.amountFen()).toArray()).toList());
    }

    void forgetUploads(BatchKey key) {
        jdbc.sql("DELETE FROM acquiring.batch_upload" + BY_KEY).params(key.values()).update();
    }

    /// Whether it has sent exactly this before.
    boolean isUploaded(BatchKey key, Line line) {
        return jdbc.sql("SELECT count(*) FROM acquiring.batch_upload" + BY_KEY + " AND trace_number = ? AND card_index IS NOT DISTINCT FROM ?::bytea AND amount_minor = ?")
                .params(values(key, line.trace(), line.cardIndex(), line.amountFen())).query(Long.class).single() == 1;
    }

    private static List<Object> values(BatchKey key, Object... more) {
        List<Object> values = new ArrayList<>(key.values());
        values.addAll(Arrays.asList(more));
        return values;
    }

    private static List<Object> behind(BatchKey key, Object... first) {
        List<Object> values = new ArrayList<>(Arrays.asList(first));
        values.addAll(key.values());
        return values;
    }
}
