package io.shouyin.host.fleet;

import io.shouyin.host.credentials.Fingerprints;
import io.shouyin.host.platform.OneRead;
import io.shouyin.host.webauthn.RelyingParty.Passkey;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The register of operators' fingerprints, and enrolments that were begun.
@Repository
class FingerprintStore implements Fingerprints {

    private final JdbcClient jdbc;

    FingerprintStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Enrolled(OperatorNumber operator, Passkey passkey) {}

    @Override
    public Supplier<List<OperatorNumber>> enrolled(OneRead read, TerminalId terminal) {
        return read.ask("SELECT DISTINCT operator_number FROM fleet.fingerprint WHERE terminal_id = ?", List.of(terminal.value()),
                (row, _) -> new OperatorNumber(row.getString("operator_number")));
    }

    List<Enrolled> of(TerminalId terminal) {
        return jdbc.sql("""
                SELECT operator_number, credential_id, passkey, sign_count, backup_eligible, backed_up FROM fleet.fingerprint
                WHERE terminal_id = ? ORDER BY enrolled_at""")
                .param(terminal.value()).query(FingerprintStore::enrolled).list();
    }

    private static Enrolled enrolled(ResultSet row, int number) throws SQLException {
        return new Enrolled(new OperatorNumber(row.getString("operator_number")), new Passkey(row.getBytes("credential_id"), row.getBytes("passkey"),
                row.getLong("sign_count"), row.getBoolean("backup_eligible"), row.getBoolean("backed_up")));
    }

    /// @return false if the register has this credential already
    boolean add(TerminalId terminal, OperatorNumber operator, Passkey passkey, Instant at) {
        return jdbc.sql("""
                INSERT INTO fleet.fingerprint
                  (credential_id, terminal_id, operator_number, passkey, sign_count, backup_eligible, backed_up, enrolled_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT fingerprint_once DO NOTHING""")
                .params(passkey.credentialId(), terminal.value(), operator.value(), passkey.data(), passkey.signCount(), passkey.backupEligible(),
                        passkey.backedUp(), utc(at)).update() == 1;
    }

    void used(Passkey passkey, Instant at) {
        jdbc.sql("UPDATE fleet.fingerprint SET sign_count = ?, backed_up = ?, used_at = ? WHERE credential_id = ?")
                .params(passkey.signCount(), passkey.backedUp(), utc(at), passkey.credentialId()).update();
    }

    /// Fingerprints of anybody else go.
    ///
    /// @return whose went
    List<OperatorNumber> keepOnly(TerminalId terminal, Collection<OperatorNumber> operators) {
        return jdbc.sql("DELETE FROM fleet.fingerprint WHERE terminal_id = ? AND operator_number <> ALL (?) RETURNING operator_number")
                .params(terminal.value(), operators.stream().map(OperatorNumber::value).toArray(String[]::new))
                .query(String.class).list().stream().distinct().map(OperatorNumber::new).toList();
    }

    /// An enrolment that was begun.
    record Begun(UUID id, TerminalId terminal, OperatorNumber operator, byte[] challenge) {}

    void begin(Begun enrolment, Instant expiresAt) {
        jdbc.sql("DELETE FROM fleet.fingerprint_enrolment WHERE terminal_id = ?").param(enrolment.terminal().value()).update();
        jdbc.sql("INSERT INTO fleet.fingerprint_enrolment (enrolment_id, terminal_id, operator_number, challenge, expires_at) VALUES (?, ?, ?, ?, ?)")
                .params(enrolment.id(), enrolment.terminal().value(), enrolment.operator().value(), enrolment.challenge(), utc(expiresAt)).update();
    }

    /// Ends an enrolment: it is answered once.
    Optional<Begun> end(UUID id, TerminalId terminal, Instant now) {
        return jdbc.sql("""
                DELETE FROM fleet.fingerprint_enrolment WHERE enrolment_id = ? AND terminal_id = ? AND expires_at > ?
                RETURNING operator_number, challenge""")
                .params(id, terminal.value(), utc(now))
                .query((row, _) -> new Begun(id, terminal, new OperatorNumber(row.getString("operator_number")), row.getBytes("challenge"))).optional();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
