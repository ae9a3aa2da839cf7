package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletChannel;
import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.SettlementSide;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Holds what a terminal has uploaded against the journal, line by line, and keeps what differs. It posts nothing: what the terminal has
/// and the journal has not is for people to look at.
@Repository
class BatchComparison {

    private final JdbcClient jdbc;
    private final JdbcTemplate rows;

    BatchComparison(JdbcClient jdbc, JdbcTemplate rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    enum Difference {
        /// The terminal has it as done; the journal does not.
        MISSING_HERE,
        /// The journal has it as done; the terminal has not.
        MISSING_THERE,
        AMOUNT_DIFFERS,
        CARD_DIFFERS,
        /// Of a payment by code, in any of these ways: which one say the amounts and the state beside it.
        PAYMENT_BY_CODE
    }

    /// @param byCode how many of them are of payments by code
    record Kept(int count, long byCode) {}

    /// @param terminalFen null if it has none
    /// @param hostFen likewise
    /// @param hostState null if the journal has no such trace number
    private record Found(int trace, Difference difference, String cardMasked, Long terminalFen, Long hostFen, String hostState) {}

    /// @return how many lines differ
    Kept keepDifferences(Batch batch) {
        List<Found> found = jdbc.sql("""
                SELECT coalesce(u.trace_number, t.trace_number) AS trace_number, u.amount_minor AS terminal_minor, t.amount_minor AS host_minor,
                       coalesce(t.card_masked, u.card_masked) AS card_masked, u.card_index IS NOT DISTINCT FROM t.card_index AS is_same_card, t.kind, t.state,
                       coalesce(t.channel = ?, u.card_index IS NULL) AS is_by_code
                FROM (SELECT * FROM acquiring.batch_upload WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ?) u
                FULL JOIN (SELECT * FROM acquiring.transaction WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ?) t
                  ON t.trace_number = u.trace_number""")
                .params(behindChannel(batch.key().values())).query((row, _) -> found(batch, row)).list().stream().flatMap(Optional::stream).toList();
        rows.batchUpdate("""
                INSERT INTO acquiring.batch_difference
                  (merchant_id, terminal_id, batch_number, trace_number, difference, card_masked, terminal_minor, host_minor, host_state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                found.stream().map(one -> behind(batch.key(), one.trace(), one.difference().name(), one.cardMasked(), one.terminalFen(), one.hostFen(),
                        one.hostState())).toList());
        return new Kept(found.size(), found.stream().filter(one -> one.difference() == Difference.PAYMENT_BY_CODE).count());
    }

    private static Optional<Found> found(Batch batch, ResultSet row) throws SQLException {
        Long terminalFen = row.getObject("terminal_minor", Long.class);
        Long hostFen = row.getObject("host_minor", Long.class);
        boolean approved = TransactionState.APPROVED.name().equals(row.getString("state"));
        Optional<Difference> difference;
        if (terminalFen == null) {
            difference = approved && isToBeUploaded(batch, row) ? Optional.of(Difference.MISSING_THERE) : Optional.empty();
        } else if (!approved) {
            difference = Optional.of(Difference.MISSING_HERE);
        } else if (!terminalFen.equals(hostFen)) {
            difference = Optional.of(Difference.AMOUNT_DIFFERS);
        } else {
            difference = row.getBoolean("is_same_card") ? Optional.empty() : Optional.of(Difference.CARD_DIFFERS);
        }
        int trace = row.getInt("trace_number");
        String card = row.getString("card_masked");
        String state = row.getString("state");
        boolean isByCode = row.getBoolean("is_by_code");
        return difference.map(what -> new Found(trace, isByCode ? Difference.PAYMENT_BY_CODE : what, card, terminalFen, hostFen, state));
    }

    /// A terminal sends the side that does not balance, and what counts in its totals.
    private static boolean isToBeUploaded(Batch batch, ResultSet row) throws SQLException {
        return batch.result(CardOrigin.of(row.getString("card_masked"))) == Result.UNBALANCED
                && SettlementSide.of(TransactionKind.valueOf(row.getString("kind"))).isPresent();
    }

    private static List<Object> behindChannel(List<Object> values) {
        List<Object> both = new ArrayList<>(List.of(WalletChannel.NAME));
        both.addAll(values);
        both.addAll(values);
        return both;
    }

    private static Object[] behind(BatchKey key, Object... more) {
        List<Object> values = new ArrayList<>(key.values());
        values.addAll(Arrays.asList(more));
        return values.toArray();
    }
}
