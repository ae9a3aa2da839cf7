package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.Totp;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Somebody changes the own second factors. Each change is in the audit log and ends every other session of the account; the first
/// factor comes with recovery codes. The owner is told ([FactorsChanged]).
@Component
class OwnFactors {

    static final int PASSKEYS_MAX = 10;

    private final AccountStore accounts;
    private final FactorStore factors;
    private final FactorSecrets secrets;
    private final RecoveryCodes recoveryCodes;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final InstantSource time;

    OwnFactors(AccountStore accounts, FactorStore factors, FactorSecrets secrets, RecoveryCodes recoveryCodes, AuditLog audit,
               ApplicationEventPublisher events, InstantSource time) {
        this.accounts = accounts;
        this.factors = factors;
        this.secrets = secrets;
        this.recoveryCodes = recoveryCodes;
        this.audit = audit;
        this.events = events;
        this.time = time;
    }

    /// @param account as it is now
    /// @param recoveryCodes to be shown once and closed; empty if there are some already
    record Changed(Account account, List<Secret> recoveryCodes) {}

    @Transactional
    Changed addPasskey(Staff staff, RelyingParty.Passkey passkey, String label) {
        accounts.lock(staff.getName()).orElseThrow();
        refuseIf(factors.passkeys(staff.getName()).size() >= PASSKEYS_MAX, HttpStatus.CONFLICT, AccessRefusal.PASSKEY_COUNT_MAX);
        refuseIf(!factors.addPasskey(staff.getName(), passkey, label, time.instant()), HttpStatus.CONFLICT, AccessRefusal.PASSKEY_EXISTS);
        return added(staff, LoginFactor.WEBAUTHN);
    }

    /// @param secret as the vault issued it
    /// @param typed a code of it, which proves that the application has it
    @Transactional
    Changed addTotp(Staff staff, byte[] secret, Secret typed) {
        accounts.lock(staff.getName()).orElseThrow();
        var step = secrets.step(staff.getName(), secret, typed, Totp.step(time.instant().getEpochSecond()));
        refuseIf(step.isEmpty(), HttpStatus.FORBIDDEN, AccessRefusal.CODE_REFUSED);
        factors.setTotp(staff.getName(), secret, step.getAsLong(), time.instant());
        return added(staff, LoginFactor.TOTP);
    }

    @Transactional
    Changed removePasskey(Staff staff, byte[] credentialId) {
        return removed(staff, LoginFactor.WEBAUTHN, AccessRefusal.PASSKEY_UNKNOWN, () -> factors.removePasskey(staff.getName(), credentialId));
    }

    @Transactional
    Changed removeTotp(Staff staff) {
        return removed(staff, LoginFactor.TOTP, AccessRefusal.TOTP_UNKNOWN, () -> factors.removeTotp(staff.getName()));
    }

    @Transactional
    Changed renewRecoveryCodes(Staff staff) {
        accounts.lock(staff.getName()).orElseThrow();
        audit.append(AuditEntry.done("staff.factor.add", "staff:" + staff.getName()).because(LoginFactor.RECOVERY_CODE.name()));
        return ended(staff, recoveryCodes.issue(staff.getName()));
    }

    /// An administrator takes the factors of somebody who has lost them; the next login asks for new ones if the profile does. For whoever
    /// takes part in what needs two people it takes two: they go with the reset of the account, or with a case.
    @Transactional
    void reset(String username, String by) {
        refuseIf(username.equals(by), HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_OWN);
        var account = accounts.lock(username).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.ACCOUNT_UNKNOWN));
        if (Role.anyGuarded(account.roles())) {
            throw ProposalRefusal.PROPOSAL_SECOND_PERSON_NEEDED.refused();
        }
        removeAll(username);
    }

    /// In the caller's transaction; that two people agreed, where it takes two, is the caller's business.
    void removeAll(String username) {
        factors.removeAll(username);
        accounts.endSessions(username);
        events.publishEvent(new FactorsChanged(username));
        audit.append(AuditEntry.done("staff.factor.reset", "staff:" + username));
    }

    private Changed added(Staff staff, LoginFactor factor) {
        audit.append(AuditEntry.done("staff.factor.add", "staff:" + staff.getName()).because(factor.name()));
        return ended(staff, factors.recoveryCodesLeft(staff.getName()) == 0 ? recoveryCodes.issue(staff.getName()) : List.of());
    }

    private Changed removed(Staff staff, LoginFactor factor, AccessRefusal unknown, BooleanSupplier remove) {
        accounts.lock(staff.getName()).orElseThrow();
        refuseIf(!remove.getAsBoolean(), HttpStatus.NOT_FOUND, unknown);
        var left = factors.enrolled(staff.getName());
        refuseIf(staff.demand().next(false, left) == NextStep.ENROLMENT, HttpStatus.CONFLICT, AccessRefusal.FACTOR_LAST);
        if (left.isEmpty()) {
            factors.removeRecoveryCodes(staff.getName());
        }
        audit.append(AuditEntry.done("staff.factor.remove", "staff:" + staff.getName()).because(factor.name()));
        return ended(staff, List.of());
    }

    private Changed ended(Staff staff, List<Secret> codes) {
        accounts.endSessions(staff.getName());
        events.publishEvent(new FactorsChanged(staff.getName()));
        return new Changed(accounts.find(staff.getName()).orElseThrow(), codes);
    }

    /// Whatever was changed in this transaction is taken back.
    private static void refuseIf(boolean refused, HttpStatus status, AccessRefusal refusal) {
        if (refused) {
            throw new RefusedRequest(status, refusal);
        }
    }
}
