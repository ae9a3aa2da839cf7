package io.shouyin.host.acquiring;

import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Approved transactions as their receipts have them.
@Repository
public class ApprovedTransactions {

    private static final String COLUMNS = """
            terminal_id, batch_number, trace_number, kind, amount_minor, operator_number, card_masked, entry_mode, auth_code, rrn, institutions,
            receipt_texts, received_at, original_terminal_id, original_batch_number, original_trace_number""";

    private final JdbcClient jdbc;

    ApprovedTransactions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param operator two digits, empty if the terminal named none
    /// @param entryMode field 22, 3 digits
    /// @param institutions field 44, empty if the network named none
    /// @param texts field 63, empty if there are none
    /// @param original what it is about
    public record Approved(TransactionKey key, TransactionKind kind, MinorAmount amount, String operator, String cardMasked, String entryMode,
                           String authCode, String rrn, String institutions, String texts, Instant at, Optional<TransactionKey> original) {}

    /// Empty if there is none of this key, or it was not approved, was reversed since, or is one that was only asked.
    public Optional<Approved> find(TransactionKey key) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM acquiring.transaction
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND state = 'APPROVED' AND kind <> 'BALANCE'""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query((row, _) -> approved(key, row)).optional();
    }

    private static Approved approved(TransactionKey key, ResultSet row) throws SQLException {
        return new Approved(key, TransactionKind.valueOf(row.getString("kind")), new MinorAmount(row.getLong("amount_minor")), text(row, "operator_number"),
                text(row, "card_masked"), text(row, "entry_mode"), text(row, "auth_code"), text(row, "rrn"), text(row, "institutions"), text(row, "receipt_texts"),
                row.getObject("received_at", OffsetDateTime.class).toInstant(), original(key, row));
    }

    /// The key in the columns of the original.
    static Optional<TransactionKey> original(TransactionKey key, ResultSet row) throws SQLException {
        String terminal = row.getString("original_terminal_id");
        return terminal == null ? Optional.empty() : Optional.of(new TransactionKey(key.merchant(), new TerminalId(terminal),
                new BatchNumber(row.getInt("original_batch_number")), new TraceNumber(row.getInt("original_trace_number"))));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
