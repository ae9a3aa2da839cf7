package io.shouyin.host.credentials;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// What of passwords is in the audit log: deeds, wrong tries, locks, refusals that no honest hand gets. In the transaction of the change
/// itself; whoever watches is told after it.
@Component
class CredentialAudit {

    private final AuditLog log;
    private final ApplicationEventPublisher events;

    CredentialAudit(AuditLog log, ApplicationEventPublisher events) {
        this.log = log;
        this.events = events;
    }

    void done(Subject.Operator by, Subject about, String action) {
        log.append(AuditEntry.done(action, object(about)).by(AuditActor.terminal(by.terminal(), Optional.of(by.number()))));
        changed(about);
    }

    void refused(Subject.Operator by, Subject about, String action, List<PasswordRules.Rule> broken) {
        log.append(AuditEntry.refused(action, object(about), ResponseCode.SECRET_REFUSED)
                .because(broken.stream().map(Enum::name).collect(Collectors.joining(","))).by(AuditActor.terminal(by.terminal(), Optional.of(by.number()))));
    }

    /// @param terminal where it was typed
    void wrongTry(Subject subject, TerminalId terminal, int failures, int failuresMax) {
        AuditActor typist = switch (subject) {
            case Subject.Operator operator -> AuditActor.terminal(terminal, Optional.of(operator.number()));
            case Subject.Transaction _, Subject.Card _ -> AuditActor.terminal(terminal);
        };
        log.append(AuditEntry.refused("password.verify", object(subject), ResponseCode.FACTOR_WRONG).by(typist));
        if (failures == failuresMax) {
            log.append(AuditEntry.done("password.lock", object(subject)).by(typist));
            changed(subject);
        }
    }

    /// A password that was typed and not compared: it is locked, or guesses at it are slowed down.
    void notCompared(Subject.Operator operator, StepUpRefusal why) {
        log.append(AuditEntry.refused("password.verify", object(operator), why).by(AuditActor.terminal(operator.terminal(), Optional.of(operator.number()))));
    }

    /// An operator that the terminal does not have.
    void unknown(Subject.Operator operator) {
        log.append(AuditEntry.refused("password.verify", object(operator), SecretRefusal.OPERATOR_NOT_READY).by(AuditActor.terminal(operator.terminal())));
    }

    void refused(StepUp.Request request, StepUpRefusal why) {
        log.append(AuditEntry.refused("step-up.refuse", object(request), why).by(AuditActor.terminal(request.terminal(), request.operator())));
    }

    void wrongChallenge(StepUp.Request request, Factor factor, StepUpRefusal why) {
        log.append(AuditEntry.refused(action(factor), object(request), why).by(AuditActor.terminal(request.terminal(), request.operator())));
    }

    void proven(StepUp.Request request, Factor factor) {
        log.append(AuditEntry.done(action(factor), object(request)).by(AuditActor.terminal(request.terminal(), request.operator())));
    }

    private static String action(Factor factor) {
        return factor == Factor.FINGERPRINT ? "fingerprint.verify" : "code.verify";
    }

    /// @param phoneMasked where it went
    void codeSent(Challenge challenge, String phoneMasked) {
        Challenge.Transaction transaction = challenge.transaction();
        log.append(AuditEntry.done("code.send", object(transaction.terminal(), transaction.trace().toString())).because(phoneMasked)
                .by(AuditActor.terminal(transaction.terminal(), Optional.of(transaction.operator()))));
    }

    void used(StepUp.Request request, Effect.UseUp once) {
        log.append(AuditEntry.done("secret.use", object(once.subject())).because(reason(once.secret())).by(AuditActor.terminal(request.terminal(), request.operator())));
        changed(once.subject());
    }

    /// By whoever is logged in, or the host itself.
    void secret(String action, Subject about, UUID secret) {
        log.append(AuditEntry.done(action, object(about)).because(reason(secret)));
        changed(about);
    }

    /// By whoever is logged in.
    void staff(String action, Subject about) {
        log.append(AuditEntry.done(action, object(about)));
        changed(about);
    }

    /// The host ended it, since its time was over.
    void expired(Secrets.Ended ended) {
        log.append(AuditEntry.done("secret.expire", "subject:" + ended.subject()).because(reason(ended.secret())).by(AuditActor.system("credentials")));
    }

    /// By whoever is logged in, or the host itself.
    void authenticator(String action, Subject.Operator about) {
        log.append(AuditEntry.done(action, object(about)));
    }

    private static String reason(UUID secret) {
        return "one-time secret " + secret;
    }

    private void changed(Subject about) {
        switch (about) {
            case Subject.Transaction transaction -> events.publishEvent(new PasswordStateChanged(transaction.terminal()));
            case Subject.Operator operator -> events.publishEvent(new PasswordStateChanged(operator.terminal()));
            case Subject.Card _ -> { }                                          // no terminal's list shows it
        }
    }

    static AuditActor actor(Subject.Operator operator) {
        return AuditActor.terminal(operator.terminal(), Optional.of(operator.number()));
    }

    private static String object(StepUp.Request request) {
        return object(request.terminal(), request.trace().toString());
    }

    private static String object(TerminalId terminal, String trace) {
        return "transaction:" + terminal + "/" + trace;
    }

    private static String object(Subject subject) {
        return switch (subject) {
            case Subject.Transaction transaction -> "transaction-password:" + transaction.terminal();
            case Subject.Operator operator -> "operator:" + operator.terminal() + "/" + operator.number();
            case Subject.Card card -> "card-password:" + card.cardId();
        };
    }
}
