package io.shouyin.host.credentials;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.Totp;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.TotpCommands.IssuedTotp;
import io.shouyin.vault.TotpCommands.TypedStep;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Authenticator applications of terminals' operators (RFC 6238). A code holds once, and none that is older after it; after
/// [#FAILURES_MAX] wrong ones in a row the application is to be set up anew.
@Repository
class Authenticators {

    static final int FAILURES_MAX = 5;

    private static final String OF_TERMINAL =
            "SELECT operator_number, secret, last_step, failures FROM credentials.authenticator WHERE terminal_id = ? ORDER BY operator_number";

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final InstantSource clock;

    Authenticators(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
    }

    /// @param lastStep nothing before the first code was confirmed
    record Kept(Subject.Operator operator, byte[] secret, Optional<Long> lastStep, int failures) {

        boolean isConfirmed() {
            return lastStep.isPresent();
        }

        boolean isLocked() {
            return failures >= FAILURES_MAX;
        }
    }

    /// Makes a secret in the place of an earlier one; it counts once a code of it is confirmed.
    ///
    /// @return Base32, shown once
    Secret issue(Subject.Operator operator) {
        IssuedTotp issued = vault.issueTotp(keys.data(), operator.key());
        jdbc.sql("""
                INSERT INTO credentials.authenticator (subject, terminal_id, operator_number, secret, enrolled_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT authenticator_one_each DO UPDATE
                SET secret = excluded.secret, last_step = NULL, failures = 0, enrolled_at = excluded.enrolled_at""")
                .params(operator.key(), operator.terminal().value(), operator.number().value(), issued.kept(), clock.instant().atOffset(ZoneOffset.UTC)).update();
        return issued.clear();
    }

    /// @return false if the code is wrong, or was confirmed already
    boolean confirm(Kept kept, Secret code) {
        return vault.totpStep(keys.data(), kept.secret(), kept.operator().key(), code, stepNow())
                .filter(step -> jdbc.sql("UPDATE credentials.authenticator SET last_step = ? WHERE subject = ? AND last_step IS NULL AND secret = ?")
                        .params(step, kept.operator().key(), kept.secret()).update() == 1).isPresent();
    }

    /// Of one terminal, those included that are not confirmed yet.
    List<Kept> of(MerchantId merchant, TerminalId terminal) {
        return jdbc.sql(OF_TERMINAL).param(terminal.value()).query(kept(merchant, terminal)).list();
    }

    /// The same as part of a read.
    Supplier<List<Kept>> of(OneRead read, MerchantId merchant, TerminalId terminal) {
        return read.ask(OF_TERMINAL, List.of(terminal.value()), kept(merchant, terminal));
    }

    private static RowMapper<Kept> kept(MerchantId merchant, TerminalId terminal) {
        return (row, _) -> new Kept(new Subject.Operator(merchant, terminal, new OperatorNumber(row.getString("operator_number"))),
                row.getBytes("secret"), Optional.ofNullable(row.getObject("last_step", Long.class)), row.getInt("failures"));
    }

    /// Those that can show a code: the operator's own, and the supervisor's, who may stand beside.
    ///
    /// @param all of the terminal
    static List<Kept> usable(List<Kept> all, Subject.Operator trading) {
        return all.stream().filter(Kept::isConfirmed)
                .filter(kept -> kept.operator().equals(trading) || kept.operator().number().equals(OperatorNumber.SUPERVISOR)).toList();
    }

    TypedStep step(Kept kept, StepUp.Shown shown) {
        return vault.typedTotpStep(shown.credentialKey(), keys.data(), shown.sealed().get(Factor.ONE_TIME_CODE), kept.secret(), kept.operator().key(), stepNow());
    }

    /// Uses up a step and every earlier one.
    ///
    /// @return false if somebody was faster, at whatever terminal
    boolean use(Subject.Operator operator, long step) {
        return jdbc.sql("UPDATE credentials.authenticator SET last_step = ?, failures = 0 WHERE subject = ? AND last_step < ? AND failures < ?")
                .params(step, operator.key(), step, FAILURES_MAX).update() == 1;
    }

    /// @return how many tries are left
    int countWrong(Subject.Operator operator) {
        return jdbc.sql("UPDATE credentials.authenticator SET failures = failures + 1 WHERE subject = ? RETURNING greatest(? - failures, 0)")
                .params(operator.key(), FAILURES_MAX).query(Integer.class).optional().orElse(0);
    }

    /// A locked one stays locked.
    void clearFailures(Subject.Operator operator) {
        jdbc.sql("UPDATE credentials.authenticator SET failures = 0 WHERE subject = ? AND failures < ?").params(operator.key(), FAILURES_MAX).update();
    }

    /// @return false if there is none
    boolean remove(Subject.Operator operator) {
        return jdbc.sql("DELETE FROM credentials.authenticator WHERE subject = ?").param(operator.key()).update() == 1;
    }

    /// Those of anybody else go.
    ///
    /// @return whose went
    List<OperatorNumber> keepOnly(TerminalId terminal, Collection<OperatorNumber> operators) {
        return jdbc.sql("DELETE FROM credentials.authenticator WHERE terminal_id = ? AND operator_number <> ALL (?) RETURNING operator_number")
                .params(terminal.value(), operators.stream().map(OperatorNumber::value).toArray(String[]::new))
                .query(String.class).list().stream().map(OperatorNumber::new).toList();
    }

    private long stepNow() {
        return Totp.step(clock.instant().getEpochSecond());
    }
}
