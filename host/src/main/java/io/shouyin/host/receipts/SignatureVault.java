package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Signatures at rest: encrypted by the vault, each bound to its transaction, so that a row moved to another one opens nothing.
@Repository
class SignatureVault {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final InstantSource clock;

    SignatureVault(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
    }

    /// The same again changes nothing.
    ///
    /// @return false if the transaction has another one already
    boolean keep(TransactionKey key, Signature signature) {
        int rows = jdbc.sql("""
                INSERT INTO receipts.signature (merchant_id, terminal_id, batch_number, trace_number, signature_sealed, received_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT signature_once DO NOTHING""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(),
                        vault.seal(keys.data(), signature.encode(), boundTo(key)), clock.instant().atOffset(ZoneOffset.UTC)).update();
        return rows == 1 || find(key).equals(Optional.of(signature));
    }

    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the row was changed
    Optional<Signature> find(TransactionKey key) {
        return jdbc.sql("SELECT signature_sealed FROM receipts.signature WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query(byte[].class).optional().map(sealed -> Signature.decode(vault.open(keys.data(), sealed, boundTo(key))));
    }

    private static byte[] boundTo(TransactionKey key) {
        return ("signature:" + key).getBytes(StandardCharsets.US_ASCII);
    }
}
