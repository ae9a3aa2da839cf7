package io.shouyin.host.fleet;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.register.DeviceHistory;
import io.shouyin.host.fleet.register.DeviceHistory.Step;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.TerminalId;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// What of terminals is in the audit log, in the transaction of the change itself; whoever watches is told after it.
@Component
class FleetAudit {

    private final AuditLog log;
    private final DeviceHistory history;
    private final ApplicationEventPublisher events;

    FleetAudit(AuditLog log, DeviceHistory history, ApplicationEventPublisher events) {
        this.log = log;
        this.history = history;
        this.events = events;
    }

    void registered(TerminalId terminal, MerchantId merchant, String serialNumber, TerminalProfile profile) {
        log.append(AuditEntry.done("terminal.register", object(terminal))
                .after(Map.of("merchantId", merchant.value(), "serialNumber", serialNumber, "profile", profile.code())));
        events.publishEvent(new TerminalRegistered(terminal, merchant));
        events.publishEvent(new TerminalChanged(terminal));
    }

    /// By a code for a device that is in service: whoever has it can put another one in its place.
    void mayBeReplaced(TerminalId terminal, MerchantId merchant) {
        events.publishEvent(new ActivationReissued(terminal, merchant));
    }

    void activationIssued(TerminalId terminal, TerminalProfile profile) {
        log.append(AuditEntry.done("terminal.activation-code.issue", object(terminal)).because("profile " + profile.code()));
        history.add(Step.CODE_ISSUED, terminal, AuditActor.current(), null, null, Map.of("profile", profile.code()));
    }

    void loadedByHand(TerminalId terminal, TerminalProfile profile, String masterKeyCheckValue) {
        log.append(AuditEntry.done("terminal.load-by-hand", object(terminal)).because("profile " + profile.code() + ", master key " + masterKeyCheckValue));
        history.add(Step.LOADED_BY_HAND, terminal, AuditActor.current(), null, TerminalState.ACTIVATED.name(), keys(profile, masterKeyCheckValue));
        events.publishEvent(new TerminalChanged(terminal));
    }

    void activated(TerminalId terminal, TerminalProfile profile, String masterKeyCheckValue) {
        log.append(AuditEntry.done("terminal.activate", object(terminal))
                .because("profile " + profile.code() + ", master key " + masterKeyCheckValue)
                .by(AuditActor.terminal(terminal)));
        history.add(Step.ACTIVATED, terminal, AuditActor.terminal(terminal), null, TerminalState.ACTIVATED.name(), keys(profile, masterKeyCheckValue));
        events.publishEvent(new TerminalChanged(terminal));
    }

    void activationRefused(TerminalId terminal, FleetRefusal refusal) {
        log.append(AuditEntry.refused("terminal.activate", object(terminal), refusal).by(AuditActor.anonymous()));
    }

    void signedIn(TerminalId terminal, String operator, WorkingKeySet set) {
        log.append(AuditEntry.done("terminal.sign-in", object(terminal))
                .because("operator as told " + (operator.isEmpty() ? "none" : operator) + ", keys " + set.name())
                .by(AuditActor.terminal(terminal)));
        events.publishEvent(new TerminalChanged(terminal));
    }

    void signedOut(TerminalId terminal) {
        log.append(AuditEntry.done("terminal.sign-out", object(terminal)).by(AuditActor.terminal(terminal)));
        events.publishEvent(new TerminalChanged(terminal));
    }

    void fingerprintEnrolled(TerminalId terminal, OperatorNumber operator) {
        log.append(AuditEntry.done("fingerprint.enrol", object(terminal, operator)).by(AuditActor.terminal(terminal)));
    }

    void fingerprintRemoved(TerminalId terminal, OperatorNumber operator) {
        log.append(AuditEntry.done("fingerprint.remove", object(terminal, operator)));
    }

    void fingerprintShown(TerminalId terminal, OperatorNumber operator) {
        log.append(AuditEntry.done("fingerprint.show", object(terminal, operator)).by(AuditActor.terminal(terminal)));
    }

    void fingerprintRefused(TerminalId terminal, OperatorNumber operator, Refusal refusal) {
        log.append(AuditEntry.refused("fingerprint.show", object(terminal, operator), refusal).by(AuditActor.terminal(terminal)));
    }

    private static Map<String, String> keys(TerminalProfile profile, String masterKeyCheckValue) {
        return Map.of("profile", profile.code(), "masterKey", masterKeyCheckValue);
    }

    private static String object(TerminalId terminal, OperatorNumber operator) {
        return "operator:" + terminal + "/" + operator;
    }

    private static String object(TerminalId terminal) {
        return "terminal:" + terminal;
    }
}
