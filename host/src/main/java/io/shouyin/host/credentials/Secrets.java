package io.shouyin.host.credentials;

import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.Verifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of passwords. Counting and locking are single statements, so that racing tries cannot lose a count.
@Repository
class Secrets {

    private static final String COLUMNS = "subject, salt, mac, state, failures, locked_at";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Secrets(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<StoredSecret> find(Subject subject) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credentials.secret WHERE subject = ?")
                .param(subject.key()).query(Secrets::stored).optional();
    }

    /// The login passwords of a terminal's operators.
    List<StoredSecret> operatorsOf(TerminalId terminal) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credentials.secret WHERE terminal_id = ? AND kind = 'OPERATOR' ORDER BY subject")
                .param(terminal.value()).query(Secrets::stored).list();
    }

    /// The verifiers before the present one, newest first.
    List<Verifier> earlier(Subject subject, int count) {
        return jdbc.sql("SELECT salt, mac FROM credentials.secret_history WHERE subject = ? ORDER BY replaced_at DESC LIMIT ?")
                .params(subject.key(), count)
                .query((row, number) -> new Verifier(row.getBytes("salt"), row.getBytes("mac"))).list();
    }

    /// Puts a new password in the place of the old one, which goes into the history; tries start anew.
    void replace(Subject subject, Verifier verifier, StoredSecret.State state) {
        OffsetDateTime now = now();
        jdbc.sql("""
                INSERT INTO credentials.secret_history (subject, replaced_at, salt, mac)
                SELECT subject, ?, salt, mac FROM credentials.secret WHERE subject = ?""")
                .params(now, subject.key()).update();
        String kind = switch (subject) {
            case Subject.Transaction _ -> "TRANSACTION";
            case Subject.Operator _ -> "OPERATOR";
        };
        String operator = switch (subject) {
            case Subject.Transaction _ -> null;
            case Subject.Operator op -> op.number().value();
        };
        jdbc.sql("""
                INSERT INTO credentials.secret
                  (subject, merchant_id, terminal_id, kind, operator_number, salt, mac, state, failures, locked_at, set_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, ?)
                ON CONFLICT ON CONSTRAINT secret_one_each DO UPDATE
                SET salt = excluded.salt, mac = excluded.mac, state = excluded.state, failures = 0, locked_at = NULL,
                    set_at = excluded.set_at""")
                .params(subject.key(), subject.merchant().value(), subject.terminal().value(), kind, operator,
                        verifier.salt(), verifier.mac(), state.name(), now)
                .update();
    }

    /// Counts a wrong try and locks at the limit.
    ///
    /// @return the count after this one; the limit or more means locked
    int countFailure(String subject, int failuresMax) {
        return jdbc.sql("""
                UPDATE credentials.secret
                SET failures = failures + 1,
                    locked_at = CASE WHEN failures + 1 >= ? THEN coalesce(locked_at, ?) ELSE locked_at END
                WHERE subject = ? RETURNING failures""")
                .params(failuresMax, now(), subject).query(Integer.class).single();
    }

    /// Forgets earlier wrong tries after a right one.
    ///
    /// @return false if the password has been locked meanwhile
    boolean clearFailures(String subject) {
        return jdbc.sql("UPDATE credentials.secret SET failures = 0 WHERE subject = ? AND locked_at IS NULL")
                .param(subject).update() == 1;
    }

    /// @return false if there is no such password
    boolean unlock(Subject subject) {
        return jdbc.sql("UPDATE credentials.secret SET failures = 0, locked_at = NULL WHERE subject = ?")
                .param(subject.key()).update() == 1;
    }

    boolean delete(Subject.Operator subject) {
        return jdbc.sql("DELETE FROM credentials.secret WHERE subject = ?").param(subject.key()).update() == 1;
    }

    List<OperatorRow> operatorRows(TerminalId terminal) {
        return jdbc.sql("""
                SELECT operator_number, state, locked_at FROM credentials.secret
                WHERE terminal_id = ? AND kind = 'OPERATOR' ORDER BY operator_number""")
                .param(terminal.value())
                .query((row, number) -> new OperatorRow(new OperatorNumber(row.getString("operator_number")),
                        StoredSecret.State.valueOf(row.getString("state")), row.getObject("locked_at") != null))
                .list();
    }

    /// Which terminals have a transaction password, and whether it is locked.
    List<TransactionRow> transactionRows(List<String> terminals) {
        return jdbc.sql("""
                SELECT terminal_id, locked_at FROM credentials.secret
                WHERE kind = 'TRANSACTION' AND terminal_id = ANY (?)""")
                .param(terminals.toArray(String[]::new))
                .query((row, number) -> new TransactionRow(new TerminalId(row.getString("terminal_id")),
                        row.getObject("locked_at") != null))
                .list();
    }

    long lockedTransactionPasswords() {
        return jdbc.sql("SELECT count(*) FROM credentials.secret WHERE kind = 'TRANSACTION' AND locked_at IS NOT NULL")
                .query(Long.class).single();
    }

    record OperatorRow(OperatorNumber number, StoredSecret.State state, boolean locked) {}

    record TransactionRow(TerminalId terminal, boolean locked) {}

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static StoredSecret stored(ResultSet row, int number) throws SQLException {
        return new StoredSecret(row.getString("subject"), new Verifier(row.getBytes("salt"), row.getBytes("mac")),
                StoredSecret.State.valueOf(row.getString("state")), row.getInt("failures"),
                row.getObject("locked_at") != null);
    }
}
