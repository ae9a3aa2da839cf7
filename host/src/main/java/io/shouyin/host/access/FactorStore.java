package io.shouyin.host.access;

import io.shouyin.host.webauthn.RelyingParty.Passkey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of passkeys, authenticator applications and recovery codes.
@Repository
class FactorStore {

    private final JdbcClient jdbc;

    FactorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record KeptPasskey(Passkey passkey, String label, Instant createdAt, Optional<Instant> lastUsedAt) {}

    record KeptTotp(byte[] secret, Instant createdAt) {}

    /// Which second factors an account has, recovery codes aside.
    Set<LoginFactor> enrolled(String username) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM access.passkey WHERE username = :username) AS passkey,
                       EXISTS (SELECT FROM access.totp WHERE username = :username) AS totp""")
                .param("username", username).query((row, _) -> {
                    var enrolled = EnumSet.noneOf(LoginFactor.class);
                    if (row.getBoolean("passkey")) {
                        enrolled.add(LoginFactor.WEBAUTHN);
                    }
                    if (row.getBoolean("totp")) {
                        enrolled.add(LoginFactor.TOTP);
                    }
                    return enrolled;
                }).single();
    }

    List<KeptPasskey> passkeys(String username) {
        return jdbc.sql("SELECT * FROM access.passkey WHERE username = :username ORDER BY created_at").param("username", username)
                .query((row, _) -> passkey(row)).list();
    }

    /// @return false if the passkey is kept already, by whomever
    boolean addPasskey(String username, Passkey passkey, String label, Instant now) {
        return jdbc.sql("""
                INSERT INTO access.passkey (credential_id, username, label, data, sign_count, backup_eligible, backed_up, created_at)
                VALUES (:credentialId, :username, :label, :data, :signCount, :backupEligible, :backedUp, :now)
                ON CONFLICT (credential_id) DO NOTHING""")
                .param("credentialId", passkey.credentialId()).param("username", username).param("label", label).param("data", passkey.data())
                .param("signCount", passkey.signCount()).param("backupEligible", passkey.backupEligible()).param("backedUp", passkey.backedUp())
                .param("now", AccountStore.utc(now)).update() == 1;
    }

    /// Of two answers with the same counter one is kept; an authenticator that does not count says 0 always.
    ///
    /// @return false if the passkey was used or removed meanwhile
    boolean used(Passkey before, Passkey after, Instant now) {
        return jdbc.sql("""
                UPDATE access.passkey SET sign_count = :after, backed_up = :backedUp, last_used_at = :now
                WHERE credential_id = :credentialId AND sign_count = :before""")
                .param("after", after.signCount()).param("backedUp", after.backedUp()).param("now", AccountStore.utc(now))
                .param("credentialId", before.credentialId()).param("before", before.signCount()).update() == 1;
    }

    boolean removePasskey(String username, byte[] credentialId) {
        return jdbc.sql("DELETE FROM access.passkey WHERE username = :username AND credential_id = :credentialId")
                .param("username", username).param("credentialId", credentialId).update() == 1;
    }

    Optional<KeptTotp> totp(String username) {
        return jdbc.sql("SELECT secret, created_at FROM access.totp WHERE username = :username").param("username", username)
                .query((row, _) -> new KeptTotp(row.getBytes("secret"), at(row, "created_at").orElseThrow())).optional();
    }

    /// In place of an earlier one.
    void setTotp(String username, byte[] secret, long lastStep, Instant now) {
        jdbc.sql("""
                INSERT INTO access.totp (username, secret, last_step, created_at) VALUES (:username, :secret, :lastStep, :now)
                ON CONFLICT (username) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, created_at = excluded.created_at""")
                .param("username", username).param("secret", secret).param("lastStep", lastStep).param("now", AccountStore.utc(now)).update();
    }

    /// @return false if a code of this step or a later one was used already; of two at once one is first
    boolean useStep(String username, long step) {
        return jdbc.sql("UPDATE access.totp SET last_step = :step WHERE username = :username AND last_step < :step")
                .param("username", username).param("step", step).update() == 1;
    }

    boolean removeTotp(String username) {
        return jdbc.sql("DELETE FROM access.totp WHERE username = :username").param("username", username).update() == 1;
    }

    int recoveryCodesLeft(String username) {
        return jdbc.sql("SELECT count(*) FROM access.recovery_code WHERE username = :username AND used_at IS NULL")
                .param("username", username).query(Integer.class).single();
    }

    /// In place of all earlier ones.
    void setRecoveryCodes(String username, List<byte[]> hashes, Instant now) {
        removeRecoveryCodes(username);
        for (var hash : hashes) {
            jdbc.sql("INSERT INTO access.recovery_code (username, hash, created_at) VALUES (:username, :hash, :now)")
                    .param("username", username).param("hash", hash).param("now", AccountStore.utc(now)).update();
        }
    }

    /// @return false if there is no such code, or it was used; of two at once one is first
    boolean useRecoveryCode(String username, byte[] hash, Instant now) {
        return jdbc.sql("UPDATE access.recovery_code SET used_at = :now WHERE username = :username AND hash = :hash AND used_at IS NULL")
                .param("username", username).param("hash", hash).param("now", AccountStore.utc(now)).update() == 1;
    }

    void removeRecoveryCodes(String username) {
        jdbc.sql("DELETE FROM access.recovery_code WHERE username = :username").param("username", username).update();
    }

    /// Passkeys, authenticator application and recovery codes.
    void removeAll(String username) {
        jdbc.sql("DELETE FROM access.passkey WHERE username = :username").param("username", username).update();
        removeTotp(username);
        removeRecoveryCodes(username);
    }

    private static KeptPasskey passkey(ResultSet row) throws SQLException {
        return new KeptPasskey(new Passkey(row.getBytes("credential_id"), row.getBytes("data"), row.getLong("sign_count"),
                row.getBoolean("backup_eligible"), row.getBoolean("backed_up")), row.getString("label"), at(row, "created_at").orElseThrow(),
                at(row, "last_used_at"));
    }

    private static Optional<Instant> at(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
