package io.shouyin.host.credentials;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.ResponseCode;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// What of passwords is in the audit log: deeds, wrong tries, locks. In the transaction of the change itself; whoever watches
/// is told after it.
@Component
class CredentialAudit {

    private final AuditLog log;
    private final ApplicationEventPublisher events;

    CredentialAudit(AuditLog log, ApplicationEventPublisher events) {
        this.log = log;
        this.events = events;
    }

    void done(Subject.Operator by, Subject about, String action) {
        log.append(AuditEntry.done(action, object(about)).by(actor(by)));
        events.publishEvent(new PasswordStateChanged(about.terminal()));
    }

    void refused(Subject.Operator by, Subject about, String action, List<PasswordRules.Rule> broken) {
        log.append(AuditEntry.refused(action, object(about), ResponseCode.SECRET_REFUSED)
                .because(broken.stream().map(Enum::name).collect(Collectors.joining(","))).by(actor(by)));
    }

    void wrongTry(Subject subject, int failures, int failuresMax) {
        log.append(AuditEntry.refused("password.verify", object(subject), ResponseCode.FACTOR_WRONG).by(actor(subject)));
        if (failures == failuresMax) {
            log.append(AuditEntry.done("password.lock", object(subject)).by(actor(subject)));
            events.publishEvent(new PasswordStateChanged(subject.terminal()));
        }
    }

    /// An operator that the terminal does not have.
    void unknown(Subject.Operator operator) {
        log.append(AuditEntry.refused("password.verify", object(operator), ResponseCode.ORIGINAL_NOT_FOUND).by(AuditActor.terminal(operator.terminal())));
    }

    private static AuditActor actor(Subject subject) {
        return switch (subject) {
            case Subject.Transaction transaction -> AuditActor.terminal(transaction.terminal());
            case Subject.Operator operator -> new AuditActor(AuditActor.Type.TERMINAL,
                    operator.terminal() + "/" + operator.number(), List.of());
        };
    }

    private static String object(Subject subject) {
        return switch (subject) {
            case Subject.Transaction transaction -> "transaction-password:" + transaction.terminal();
            case Subject.Operator operator -> "operator:" + operator.terminal() + "/" + operator.number();
        };
    }
}
