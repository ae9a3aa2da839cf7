package io.shouyin.host.credentials;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.SealedFactor;
import io.shouyin.vault.SecurityModule;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Decides whether the factors that came with a transaction are enough.
///
/// [#judge] only reads. What follows from the judgement (a wrong try to count, a count to clear) is written by
/// [#settle] inside the transaction that journals the outcome, so that a repeated message counts once.
@Component
public class StepUp {

    private final Secrets secrets;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final CredentialSettings settings;
    private final CredentialAudit audit;

    StepUp(Secrets secrets, SecurityModule vault, InstitutionKeys keys, CredentialSettings settings, CredentialAudit audit) {
        this.secrets = secrets;
        this.vault = vault;
        this.keys = keys;
        this.settings = settings;
        this.audit = audit;
    }

    /// @param credentialKey the terminal's TCK
    /// @param transactionPassword as it came in field 57, if it did
    public record Request(MerchantId merchant, TerminalId terminal, KeyBlock credentialKey,
                          Optional<SealedFactor> transactionPassword) {}

    public sealed interface Judgement {
        /// @param clearFailures earlier wrong tries are to be forgotten
        record Passed(List<Factor> factors, Request request, boolean clearFailures) implements Judgement {}

        /// Something is missing, locked or not yet set: nothing to count.
        record Refused(ResponseCode code, List<Factor> wanted) implements Judgement {}

        /// A wrong password: to be counted.
        record Wrong(Request request) implements Judgement {}
    }

    /// The outcome after counting.
    ///
    /// @param code [ResponseCode#APPROVED] if the factors are enough
    /// @param wanted what is missing, for [ResponseCode#FACTOR_MISSING]
    /// @param triesLeft for [ResponseCode#FACTOR_WRONG]
    public record Outcome(ResponseCode code, List<Factor> factors, List<Factor> wanted, Optional<Integer> triesLeft) {}

    /// Judges the factors. One read, no write.
    public Judgement judge(Request request) {
        Optional<StoredSecret> kept = secrets.find(subject(request));
        if (kept.isEmpty()) {                                                                   // not set yet
            return new Judgement.Refused(ResponseCode.FACTOR_INITIAL, List.of(Factor.TXN_PASSWORD));
        }
        if (kept.get().locked()) {
            return new Judgement.Refused(ResponseCode.FACTOR_LOCKED, List.of());
        }
        if (request.transactionPassword().isEmpty()) {
            return new Judgement.Refused(ResponseCode.FACTOR_MISSING, List.of(Factor.TXN_PASSWORD));
        }
        return switch (vault.verify(request.credentialKey(), keys.credentialVerifier(), request.transactionPassword().get(),
                kept.get().subject(), kept.get().verifier())) {
            case RIGHT -> new Judgement.Passed(List.of(Factor.TXN_PASSWORD), request, kept.get().failures() > 0);
            case WRONG -> new Judgement.Wrong(request);
            case UNREADABLE -> new Judgement.Refused(ResponseCode.SECURITY_PROCESSING_FAILED, List.of());
        };
    }

    /// Writes what follows from a judgement. Call it in the transaction that journals the outcome.
    public Outcome settle(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Passed passed -> {
                boolean locked = passed.clearFailures() && !secrets.clearFailures(subject(passed.request()).key());
                yield locked
                        ? new Outcome(ResponseCode.FACTOR_LOCKED, List.of(), List.of(), Optional.empty())
                        : new Outcome(ResponseCode.APPROVED, passed.factors(), List.of(), Optional.empty());
            }
            case Judgement.Refused refused ->
                    new Outcome(refused.code(), List.of(), refused.wanted(), Optional.empty());
            case Judgement.Wrong wrong -> {
                Subject subject = subject(wrong.request());
                int failures = secrets.countFailure(subject.key(), settings.failuresMax());
                audit.wrongTry(subject, failures, settings.failuresMax());
                yield failures >= settings.failuresMax()
                        ? new Outcome(ResponseCode.FACTOR_LOCKED, List.of(), List.of(), Optional.of(0))
                        : new Outcome(ResponseCode.FACTOR_WRONG, List.of(), List.of(),
                                Optional.of(settings.failuresMax() - failures));
            }
        };
    }

    private static Subject.Transaction subject(Request request) {
        return new Subject.Transaction(request.merchant(), request.terminal());
    }
}
