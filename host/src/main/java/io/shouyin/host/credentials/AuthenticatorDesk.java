package io.shouyin.host.credentials;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// Where authenticator applications of terminals' operators are set up and taken away, each step in the audit log. One goes with its
/// operator, and with the operator's next initial password.
@Component
class AuthenticatorDesk {

    private final Authenticators authenticators;
    private final TerminalPasswords passwords;
    private final Secrets secrets;
    private final CredentialAudit audit;
    private final ApplicationEventPublisher events;

    AuthenticatorDesk(Authenticators authenticators, TerminalPasswords passwords, Secrets secrets, CredentialAudit audit, ApplicationEventPublisher events) {
        this.authenticators = authenticators;
        this.passwords = passwords;
        this.secrets = secrets;
        this.audit = audit;
        this.events = events;
    }

    /// @param number of an operator of this terminal who has changed the initial password
    /// @return to be scanned once, then closed
    @Transactional
    public Secret issue(TerminalId terminal, OperatorNumber number) {
        SecretRefusal.OPERATOR_NOT_READY.when(!established(terminal).contains(number));
        Secret secret = authenticators.issue(operator(terminal, number));
        audit.authenticator("authenticator.issue", operator(terminal, number));
        return secret;
    }

    @Transactional
    public void confirm(TerminalId terminal, OperatorNumber number, Secret code) {
        Subject.Operator operator = operator(terminal, number);
        Authenticators.Kept issued = list(terminal).stream().filter(kept -> kept.operator().equals(operator)).findFirst()
                .orElseThrow(SecretRefusal.AUTHENTICATOR_UNKNOWN::refused);
        SecretRefusal.AUTHENTICATOR_CODE_WRONG.when(!authenticators.confirm(issued, code));
        audit.authenticator("authenticator.enrol", operator);
        events.publishEvent(new AuthenticatorEnrolled(operator));
    }

    @Transactional
    public void remove(TerminalId terminal, OperatorNumber number) {
        Subject.Operator operator = operator(terminal, number);
        SecretRefusal.AUTHENTICATOR_UNKNOWN.when(!authenticators.remove(operator));
        audit.authenticator("authenticator.remove", operator);
    }

    public List<Authenticators.Kept> list(TerminalId terminal) {
        return authenticators.of(merchant(terminal), terminal);
    }

    /// In the transaction of whatever happened to an operator's password, at its end.
    @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
    public void forget(PasswordStateChanged changed) {
        authenticators.keepOnly(changed.terminal(), established(changed.terminal()))
                .forEach(gone -> audit.authenticator("authenticator.remove", operator(changed.terminal(), gone)));
    }

    private List<OperatorNumber> established(TerminalId terminal) {
        return passwords.operators(terminal).stream().filter(operator -> operator.state() != TerminalPasswords.State.INITIAL)
                .map(TerminalPasswords.OperatorState::number).toList();
    }

    private Subject.Operator operator(TerminalId terminal, OperatorNumber number) {
        return new Subject.Operator(merchant(terminal), terminal, number);
    }

    private MerchantId merchant(TerminalId terminal) {
        return secrets.merchantOf(terminal).orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused);
    }
}
