package io.shouyin.host.keys;

import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SealedPartCommands.EntryKey;
import io.shouyin.vault.SealedPartCommands.Form;
import io.shouyin.vault.SealedPartCommands.SealedPart;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of ceremonies and of their parts. What is sealed is wiped with the end of the ceremony.
@Repository
class CeremonyStore {

    private static final String WIPED = "foreign_block = NULL, ceremony_key = NULL, block = NULL, credential_block = NULL, "
            + "entry_public_key = NULL, entry_private_key = NULL";

    private final JdbcClient jdbc;

    CeremonyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @throws org.springframework.dao.DuplicateKeyException if one for the same key or terminal is under way
    void propose(String id, CeremonyKind kind, Ceremony.Plan plan, String by, Instant at, Instant expiresAt) {
        jdbc.sql("""
                INSERT INTO keys.ceremony (ceremony_id, kind, state, key_name, key_version, purpose, terminal_id, form, parts, threshold,
                  expected_check_value, with_credential_key, replace_keys, exchange_key_name, foreign_block, proposed_by, proposed_at, expires_at)
                VALUES (:id, :kind, 'PROPOSED', :keyName, :version, :purpose, :terminal, :form, :parts, :threshold,
                  :checkValue, :withCredentialKey, :replaceKeys, :exchangeKey, :foreignBlock, :by, :at, :expiresAt)""")
                .param("id", id).param("kind", kind.name()).param("keyName", plan.keyName().orElse(null))
                .param("version", plan.version().orElse(null)).param("purpose", plan.purpose().map(Enum::name).orElse(null))
                .param("terminal", plan.terminal().map(TerminalId::value).orElse(null)).param("form", plan.form().map(Enum::name).orElse(null))
                .param("parts", plan.form().map(_ -> plan.parts()).orElse(null)).param("threshold", plan.form().map(_ -> plan.threshold()).orElse(null))
                .param("checkValue", plan.checkValue().orElse(null)).param("withCredentialKey", plan.withCredentialKey())
                .param("replaceKeys", plan.replaceKeys())
                .param("exchangeKey", plan.exchangeKey().orElse(null)).param("foreignBlock", plan.foreignBlock().orElse(null))
                .param("by", by).param("at", utc(at)).param("expiresAt", utc(expiresAt)).update();
    }

    void approve(String id, String by, Instant at) {
        jdbc.sql("UPDATE keys.ceremony SET state = 'APPROVED', approved_by = ?, approved_at = ? WHERE ceremony_id = ?")
                .params(by, utc(at), id).update();
    }

    /// Keeps what waits for the parts.
    void seal(String id, KeyBlock ceremonyKey) {
        jdbc.sql("UPDATE keys.ceremony SET ceremony_key = ? WHERE ceremony_id = ?").params(ceremonyKey.value(), id).update();
    }

    /// Keeps what the officers seal their parts for.
    void entryKey(String id, EntryKey key) {
        jdbc.sql("UPDATE keys.ceremony SET entry_public_key = ?, entry_private_key = ? WHERE ceremony_id = ?")
                .params(key.publicKey(), key.sealedPrivateKey(), id).update();
    }

    /// Keeps a key that was generated.
    void made(String id, KeyBlock block, String checkValue) {
        jdbc.sql("UPDATE keys.ceremony SET block = ?, check_value = ? WHERE ceremony_id = ?").params(block.value(), checkValue, id).update();
    }

    /// As [#made], for a terminal's credential key.
    void madeCredential(String id, KeyBlock block, String checkValue) {
        jdbc.sql("UPDATE keys.ceremony SET credential_block = ?, credential_check_value = ? WHERE ceremony_id = ?")
                .params(block.value(), checkValue, id).update();
    }

    void found(String id, String checkValue) {
        jdbc.sql("UPDATE keys.ceremony SET check_value = ? WHERE ceremony_id = ?").params(checkValue, id).update();
    }

    void end(String id, CeremonyState state, Instant at) {
        jdbc.sql("UPDATE keys.ceremony SET state = ?, ended_at = ?, " + WIPED + " WHERE ceremony_id = ?").params(state.name(), utc(at), id).update();
        jdbc.sql("UPDATE keys.ceremony_part SET sealed = NULL, sealed_credential = NULL WHERE ceremony_id = ?").param(id).update();
    }

    /// Those whose time is over, held until the end of the transaction.
    List<String> overdue(Instant now) {
        return jdbc.sql("SELECT ceremony_id FROM keys.ceremony WHERE ended_at IS NULL AND expires_at <= ? ORDER BY ceremony_id FOR UPDATE SKIP LOCKED")
                .param(utc(now)).query(String.class).list();
    }

    /// Holds the row until the end of the transaction, so that two people take their steps one after the other.
    Optional<Ceremony> lock(String id) {
        return jdbc.sql("SELECT * FROM keys.ceremony WHERE ceremony_id = ? FOR UPDATE").param(id).query((row, _) -> ceremony(row)).optional();
    }

    Optional<Ceremony> find(String id) {
        return jdbc.sql("SELECT * FROM keys.ceremony WHERE ceremony_id = ?").param(id).query((row, _) -> ceremony(row)).optional();
    }

    /// Newest first.
    List<Ceremony> newest(int countMax) {
        return jdbc.sql("SELECT * FROM keys.ceremony ORDER BY proposed_at DESC LIMIT ?").param(countMax).query((row, _) -> ceremony(row)).list();
    }

    // parts

    /// A part of a generated key, for whoever comes for it.
    void offer(String id, SealedPart part, Optional<SealedPart> credential) {
        jdbc.sql("""
                INSERT INTO keys.ceremony_part (ceremony_id, part, sealed, check_value, sealed_credential, credential_check_value)
                VALUES (:id, :part, :sealed, :checkValue, :sealedCredential, :credentialCheckValue)""")
                .param("id", id).param("part", part.number()).param("sealed", part.sealed()).param("checkValue", part.checkValue())
                .param("sealedCredential", credential.map(SealedPart::sealed).orElse(null), Types.BINARY)
                .param("credentialCheckValue", credential.map(SealedPart::checkValue).orElse(null)).update();
    }

    /// @param credential of a terminal's credential key
    record Offered(SealedPart part, Optional<SealedPart> credential) {}

    /// Hands the next part to an officer and wipes it here.
    ///
    /// @throws org.springframework.dao.DuplicateKeyException if he has one already
    Optional<Offered> take(String id, String officer, Instant at) {
        Optional<Offered> offered = jdbc.sql("""
                SELECT part, sealed, check_value, sealed_credential, credential_check_value FROM keys.ceremony_part
                WHERE ceremony_id = ? AND officer IS NULL ORDER BY part LIMIT 1 FOR UPDATE""").param(id)
                .query((row, _) -> offered(row)).optional();
        offered.ifPresent(found -> jdbc.sql("""
                UPDATE keys.ceremony_part SET officer = ?, at = ?, sealed = NULL, sealed_credential = NULL WHERE ceremony_id = ? AND part = ?""")
                .params(officer, utc(at), id, found.part().number()).update());
        return offered;
    }

    private static Offered offered(ResultSet row) throws SQLException {
        int part = row.getInt("part");
        byte[] credential = row.getBytes("sealed_credential");
        return new Offered(new SealedPart(part, row.getBytes("sealed"), row.getString("check_value")), credential == null ? Optional.empty()
                : Optional.of(new SealedPart(part, credential, row.getString("credential_check_value"))));
    }

    /// Keeps a part that an officer entered.
    ///
    /// @throws org.springframework.dao.DuplicateKeyException if the part is there already, or he has entered one
    void enter(String id, SealedPart part, String officer, Instant at) {
        jdbc.sql("INSERT INTO keys.ceremony_part (ceremony_id, part, officer, at, sealed, check_value) VALUES (?, ?, ?, ?, ?, ?)")
                .params(id, part.number(), officer, utc(at), part.sealed(), part.checkValue()).update();
    }

    List<SealedPart> entered(String id) {
        return jdbc.sql("SELECT part, sealed, check_value FROM keys.ceremony_part WHERE ceremony_id = ? ORDER BY part").param(id)
                .query((row, _) -> new SealedPart(row.getInt("part"), row.getBytes("sealed"), row.getString("check_value"))).list();
    }

    private List<Ceremony.PartTaken> taken(String id) {
        return jdbc.sql("SELECT part, officer, at, check_value FROM keys.ceremony_part WHERE ceremony_id = ? AND officer IS NOT NULL ORDER BY part")
                .param(id).query((row, _) -> new Ceremony.PartTaken(row.getInt("part"), row.getString("officer"),
                        row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("check_value"))).list();
    }

    private Ceremony ceremony(ResultSet row) throws SQLException {
        String id = row.getString("ceremony_id");
        Ceremony.Plan plan = new Ceremony.Plan(text(row, "key_name"), Optional.ofNullable(row.getObject("key_version", Integer.class)),
                text(row, "purpose").map(KeyPurpose::valueOf), text(row, "terminal_id").map(TerminalId::new), text(row, "form").map(Form::valueOf),
                row.getInt("parts"), row.getInt("threshold"), text(row, "expected_check_value"), text(row, "exchange_key_name"),
                text(row, "foreign_block"), row.getBoolean("with_credential_key"), row.getBoolean("replace_keys"));
        Optional<Ceremony.Sealing> sealing = row.getString("ceremony_key") == null ? Optional.empty()
                : Optional.of(new Ceremony.Sealing(new KeyBlock(row.getString("ceremony_key")), text(row, "block").map(KeyBlock::new),
                        text(row, "credential_block").map(KeyBlock::new), entryKey(row)));
        return new Ceremony(id, CeremonyKind.valueOf(row.getString("kind")), CeremonyState.valueOf(row.getString("state")), plan, sealing,
                text(row, "check_value"), text(row, "credential_check_value"), row.getString("proposed_by"),
                instant(row, "proposed_at").orElseThrow(), text(row, "approved_by"), instant(row, "approved_at"),
                instant(row, "expires_at").orElseThrow(), instant(row, "ended_at"), taken(id));
    }

    private static Optional<EntryKey> entryKey(ResultSet row) throws SQLException {
        byte[] publicKey = row.getBytes("entry_public_key");
        return publicKey == null ? Optional.empty() : Optional.of(new EntryKey(publicKey, row.getBytes("entry_private_key")));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
