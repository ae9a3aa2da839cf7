package io.shouyin.host.fleet;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.TerminalKeyCommands.DeviceProof;
import io.shouyin.vault.TerminalKeyCommands.KeyLoad;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Turns a registered device into a terminal with keys: one code, one device, one key.
///
/// 1. The open activation of the serial number is locked, so that two devices cannot use one code.
/// 2. The vault checks the device's proof of the code and makes TMK and TCK.
/// 3. Keys, the device's key and the spent code are one commit; a wrong proof is counted in a commit of its own.
///
/// A device that lost the answer may ask again with the same code and the same device key, until its first sign-in: it gets
/// fresh keys in the place of those that never arrived. It asks with a nonce of its own each time: a proof is good once, so
/// that a recorded request replaces nothing.
@Service
class Activation {

    private static final int REFUSALS_NOTED_MAX = 20;

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final FleetSettings settings;
    private final FleetAudit audit;
    private final DeviceSettings device;
    private final InstantSource clock;
    private final TransactionTemplate transactions;
    private final JsonMapper json;

    Activation(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, FleetSettings settings,
               FleetAudit audit, DeviceSettings device, InstantSource clock, TransactionTemplate transactions,
               JsonMapper json) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.settings = settings;
        this.audit = audit;
        this.device = device;
        this.clock = clock;
        this.transactions = transactions;
        this.json = json;
    }

    sealed interface Result {
        record Activated(TerminalId terminal, KeyLoad.Loaded keys) implements Result {}

        record Refused(FleetRefusal refusal) implements Result {}
    }

    Result activate(DeviceProof proof) {
        Result result = tried(proof);
        if (result instanceof Result.Refused(FleetRefusal refusal) && refusal != FleetRefusal.ACTIVATION_CODE_WRONG) {
            noteRefusal(proof.serialNumber(), refusal);                          // wrong codes are noted where they are counted
        }
        return result;
    }

    private Result tried(DeviceProof proof) {
        try {
            return inTransaction(proof);
        } catch (DuplicateKeyException anotherWasFaster) {                      // the same device key for two terminals at once
            return new Result.Refused(FleetRefusal.DEVICE_KEY_IN_USE);
        }
    }

    /// In the audit log, so many times for each code that was issued: whoever asks need not prove anything, and must not fill it.
    private void noteRefusal(String serialNumber, FleetRefusal refusal) {
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                UPDATE fleet.terminal SET refused_activations = refused_activations + 1
                WHERE serial_number = ? AND refused_activations < ? RETURNING terminal_id""")
                .params(serialNumber, REFUSALS_NOTED_MAX).query(String.class).optional()
                .ifPresent(terminal -> audit.activationRefused(new TerminalId(terminal), refusal)));
    }

    private Result inTransaction(DeviceProof proof) {
        return transactions.execute(_ -> {
            Optional<Open> open = open(proof);                                   // 1
            if (open.isEmpty()) {
                return new Result.Refused(known(proof.serialNumber())
                        ? FleetRefusal.ACTIVATION_CODE_EXPIRED : FleetRefusal.TERMINAL_UNKNOWN);
            }
            if (open.get().wrongProofs() >= settings.wrongProofsMax()) {
                return new Result.Refused(FleetRefusal.ACTIVATION_LOCKED);
            }
            if (!clock.instant().isBefore(open.get().expiresAt().toInstant())) {
                return new Result.Refused(FleetRefusal.ACTIVATION_CODE_EXPIRED);
            }
            byte[] deviceKeyHash = sha256(proof.devicePublicKey());
            if (open.get().proofSpent()) {
                return new Result.Refused(FleetRefusal.ACTIVATION_CODE_EXPIRED);
            }
            if (open.get().usedBy().isPresent() && !MessageDigest.isEqual(open.get().usedBy().get(), deviceKeyHash)) {
                return new Result.Refused(FleetRefusal.ACTIVATION_CODE_EXPIRED);
            }
            if (belongsToAnother(deviceKeyHash, open.get().terminal())) {
                return new Result.Refused(FleetRefusal.DEVICE_KEY_IN_USE);
            }
            return switch (vault.loadTerminal(keys.data(), open.get().sealedCode(), proof, open.get().profile(),
                    settingsFor(open.get()))) { // 2
                case KeyLoad.Loaded loaded -> keep(open.get(), proof, deviceKeyHash, loaded);                    // 3
                case KeyLoad.ProofWrong _ -> countWrongProof(open.get());
                case KeyLoad.PublicKeyInvalid _ -> new Result.Refused(FleetRefusal.DEVICE_KEY_INVALID);
            };
        });
    }

    /// @param batch the one to begin with: a new one for a device that starts anew, since its trace numbers may start at 1 again
    private record Open(TerminalId terminal, MerchantId merchant, BatchNumber batch, TerminalProfile profile, byte[] sealedCode,
                        OffsetDateTime expiresAt, int wrongProofs, Optional<byte[]> usedBy, boolean proofSpent) {}

    private Optional<Open> open(DeviceProof proof) {
        return jdbc.sql("""
                SELECT t.terminal_id, t.merchant_id, t.batch_number, t.activated_at, a.profile, a.sealed_code, a.expires_at, a.wrong_proofs, a.used_by,
                       ? = ANY (a.spent_proofs) AS proof_spent
                FROM fleet.activation a JOIN fleet.terminal t ON t.terminal_id = a.terminal_id
                WHERE t.serial_number = ? AND t.state <> 'RETIRED' FOR UPDATE OF a""")
                .params(proof.proof(), proof.serialNumber())
                .query((row, number) -> new Open(new TerminalId(row.getString("terminal_id")),
                        new MerchantId(row.getString("merchant_id")), beginning(row), TerminalProfile.of(row.getString("profile")),
                        row.getBytes("sealed_code"),
                        row.getObject("expires_at", OffsetDateTime.class), row.getInt("wrong_proofs"),
                        Optional.ofNullable(row.getBytes("used_by")), row.getBoolean("proof_spent")))
                .optional();
    }

    private static BatchNumber beginning(ResultSet row) throws SQLException {
        BatchNumber present = new BatchNumber(row.getInt("batch_number"));
        return row.getObject("activated_at") == null ? present : present.next();
    }

    private boolean known(String serialNumber) {
        return jdbc.sql("SELECT count(*) FROM fleet.terminal WHERE serial_number = ?")
                .param(serialNumber).query(Integer.class).single() > 0;
    }

    private boolean belongsToAnother(byte[] deviceKeyHash, TerminalId terminal) {
        return jdbc.sql("SELECT count(*) FROM fleet.terminal WHERE device_key_hash = ? AND terminal_id <> ?")
                .params(deviceKeyHash, terminal.value()).query(Integer.class).single() > 0;
    }

    private Result keep(Open open, DeviceProof proof, byte[] deviceKeyHash, KeyLoad.Loaded loaded) {
        jdbc.sql("""
                UPDATE fleet.terminal SET state = 'ACTIVATED', profile = ?, step_up = 'online', device_key_hash = ?, master_key = ?,
                  master_key_check_value = ?, credential_key = ?, activated_at = ?, batch_number = ? WHERE terminal_id = ?""")
                .params(open.profile().code(), deviceKeyHash, loaded.terminalMasterKey().value(), loaded.masterKeyCheckValue(),
                        loaded.terminalCredentialKey().value(), clock.instant().atOffset(ZoneOffset.UTC), open.batch().value(),
                        open.terminal().value())
                .update();
        jdbc.sql("DELETE FROM fleet.sign_in WHERE terminal_id = ?").param(open.terminal().value()).update();
        // what was ordered was signed for the keys before
        jdbc.sql("UPDATE fleet.terminal_order SET state = 'CANCELLED', ended_at = ? WHERE terminal_id = ? AND ended_at IS NULL")
                .params(clock.instant().atOffset(ZoneOffset.UTC), open.terminal().value()).update();
        jdbc.sql("UPDATE fleet.activation SET used_by = ?, spent_proofs = spent_proofs || ?::bytea WHERE terminal_id = ?")
                .params(deviceKeyHash, proof.proof(), open.terminal().value()).update();
        audit.activated(open.terminal(), open.profile(), loaded.masterKeyCheckValue());
        return new Result.Activated(open.terminal(), loaded);
    }

    private Result countWrongProof(Open open) {
        jdbc.sql("UPDATE fleet.activation SET wrong_proofs = wrong_proofs + 1 WHERE terminal_id = ?")
                .param(open.terminal().value()).update();
        audit.activationRefused(open.terminal(), FleetRefusal.ACTIVATION_CODE_WRONG);
        return new Result.Refused(open.wrongProofs() + 1 >= settings.wrongProofsMax()
                ? FleetRefusal.ACTIVATION_LOCKED : FleetRefusal.ACTIVATION_CODE_WRONG);
    }

    private byte[] settingsFor(Open open) {
        return json.writeValueAsBytes(device.of(open.terminal(), open.merchant(), open.batch(), open.profile(), "online"));
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
