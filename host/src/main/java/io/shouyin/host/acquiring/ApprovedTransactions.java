package io.shouyin.host.acquiring;

import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.ChipBlock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Approved transactions as their receipts have them.
@Repository
public class ApprovedTransactions {

    private static final String COLUMNS = """
            terminal_id, batch_number, trace_number, kind, amount_minor, operator_number, card_masked, entry_mode, auth_code, rrn, institutions,
            receipt_texts, received_at, original_terminal_id, original_batch_number, original_trace_number, card_sealed,
            (SELECT step ->> 'detail' FROM jsonb_array_elements(story) AS steps (step) WHERE step ->> 'step' = 'CHIP_READ') AS chip,
            (SELECT step ->> 'detail' FROM jsonb_array_elements(story) AS steps (step) WHERE step ->> 'step' IN ('SCRIPTS_TOLD', 'LAST_WORD') LIMIT 1) AS last_word""";
    private static final String APPROVED = """
             FROM acquiring.transaction
            WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND state = 'APPROVED' AND kind <> 'BALANCE'""";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;
    private final CardAtRest cardsAtRest;

    ApprovedTransactions(JdbcClient jdbc, CardAtRest cardsAtRest) {
        this.jdbc = jdbc;
        this.cardsAtRest = cardsAtRest;
    }

    /// @param operator two digits, empty if the terminal named none
    /// @param expiryYymm empty if the transaction had none
    /// @param entryMode field 22, 3 digits
    /// @param institutions field 44, empty if the network named none
    /// @param texts field 63, empty if there are none
    /// @param original what it is about
    /// @param chip what its chip said in the request
    public record Approved(TransactionKey key, TransactionKind kind, MinorAmount amount, String operator, String cardMasked, String expiryYymm, String entryMode,
                           String authCode, String rrn, String institutions, String texts, Instant at, Optional<TransactionKey> original,
                           Optional<ChipBlock> chip) {}

    public boolean has(TransactionKey key) {
        return jdbc.sql("SELECT count(*)" + APPROVED).params(named(key)).query(Long.class).single() == 1;
    }

    /// Empty if there is none of this key, or it was not approved, was reversed since, or is one that was only asked.
    public Optional<Approved> find(TransactionKey key) {
        return jdbc.sql("SELECT " + COLUMNS + APPROVED).params(named(key)).query((row, _) -> approved(key, row)).optional();
    }

    private static List<Object> named(TransactionKey key) {
        return List.of(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value());
    }

    private Approved approved(TransactionKey key, ResultSet row) throws SQLException {
        return new Approved(key, TransactionKind.valueOf(row.getString("kind")), new MinorAmount(row.getLong("amount_minor")), text(row, "operator_number"),
                text(row, "card_masked"), expiry(key, row), text(row, "entry_mode"), text(row, "auth_code"), text(row, "rrn"), text(row, "institutions"), text(row, "receipt_texts"),
                row.getObject("received_at", OffsetDateTime.class).toInstant(), original(key, row), chip(row.getString("chip"), row.getString("last_word")));
    }

    private String expiry(TransactionKey key, ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("card_sealed");
        return sealed == null ? "" : cardsAtRest.expiry(key, sealed);
    }

    /// As the story has it. What the card said after the answer the terminal has told if it has no printer, or with the results of scripts; else it alone knows.
    private static Optional<ChipBlock> chip(String request, String lastWord) {
        if (request == null) {
            return Optional.empty();
        }
        JsonNode said = JSON.readTree(request);
        JsonNode last = JSON.readTree(lastWord == null ? "{}" : lastWord);
        String certificate = last.path("tc").asString(said.path("tc").asString(""));
        return Optional.of(new ChipBlock(said.path("aid").asString(""), said.path("tvr").asString(""), last.path("tsi").asString(""), said.path("atc").asString(""),
                certificate.isEmpty() ? said.path("arqc").asString("") : certificate, certificate.isEmpty() ? ChipBlock.REQUEST : ChipBlock.CERTIFICATE));
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
