package io.shouyin.host.access;

import io.shouyin.host.access.LoginGuard.Step;
import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.kernel.Refusal;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Somebody who is half way in, or in and about to do something sensitive, shows a factor.
@Component
class ShowFactor {

    private final AccountStore accounts;
    private final FactorStore factors;
    private final TypedFactors typedFactors;
    private final RelyingParty relyingParty;
    private final PasswordHasher hasher;
    private final LoginGuard guard;
    private final AuditLog audit;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    ShowFactor(AccountStore accounts, FactorStore factors, TypedFactors typedFactors, RelyingParty relyingParty, PasswordHasher hasher, LoginGuard guard, AuditLog audit, InstantSource time, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.factors = factors;
        this.typedFactors = typedFactors;
        this.relyingParty = relyingParty;
        this.hasher = hasher;
        this.guard = guard;
        this.audit = audit;
        this.time = time;
        this.transaction = transaction;
    }

    sealed interface Outcome {
        record Shown(LoginFactor factor) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        record Locked(LoginGuard.Delay delay) implements Outcome {}
    }

    /// What a check finds: nothing, or why not.
    private interface Check extends Supplier<Optional<Refusal>> {}

    Outcome password(Staff staff, Secret typed, String address) {
        return unlessLocked(staff, Step.PASSWORD, address, () -> {
            var right = matches(staff, typed, address);                                           // slow, so before the transaction
            return concluded(staff, LoginFactor.PASSWORD, address,
                    () -> right ? Optional.empty() : Optional.of(AccessRefusal.CURRENT_PASSWORD_WRONG));
        });
    }

    private boolean matches(Staff staff, Secret typed, String address) {
        try {
            return hasher.matches(typed, staff.account().passwordHash());
        } catch (RefusedRequest busy) {
            guard.notLookedAt(Step.PASSWORD, staff.getName(), address);
            throw busy;
        }
    }

    Outcome totp(Staff staff, Secret typed, String address) {
        return typed(staff, LoginFactor.TOTP, typed, address);
    }

    Outcome recoveryCode(Staff staff, Secret typed, String address) {
        return typed(staff, LoginFactor.RECOVERY_CODE, typed, address);
    }

    private Outcome typed(Staff staff, LoginFactor factor, Secret typed, String address) {
        return secondFactor(staff, factor, address,
                () -> typedFactors.use(factor, staff.getName(), typed) ? Optional.empty() : Optional.of(AccessRefusal.CODE_REFUSED));
    }

    /// @param answer the browser's credential as JSON
    /// @param credentialId that the answer names
    Outcome passkey(Staff staff, String answer, byte[] credentialId, byte[] challenge, String address) {
        return secondFactor(staff, LoginFactor.WEBAUTHN, address, () -> {
            var kept = factors.passkeys(staff.getName()).stream().map(FactorStore.KeptPasskey::passkey)
                    .filter(passkey -> Arrays.equals(passkey.credentialId(), credentialId)).findFirst();
            if (kept.isEmpty()) {
                return Optional.of(AccessRefusal.PASSKEY_UNKNOWN);
            }
            return switch (relyingParty.verify(answer, challenge, kept.get())) {
                case RelyingParty.Assertion.Refused(var refusal) -> Optional.of(refusal);
                case RelyingParty.Assertion.Right(var passkey) ->
                        factors.used(kept.get(), passkey, time.instant()) ? Optional.empty() : Optional.of(AccessRefusal.CODE_REFUSED);
            };
        });
    }

    private Outcome secondFactor(Staff staff, LoginFactor factor, String address, Check check) {
        return unlessLocked(staff, Step.SECOND_FACTOR, address, () -> concluded(staff, factor, address, check));
    }

    private Outcome unlessLocked(Staff staff, Step step, String address, Supplier<Outcome> look) {
        var delay = guard.attempt(step, staff.getName(), address);                                // 1 counted before it is looked at
        return delay.<Outcome>map(Outcome.Locked::new).orElseGet(look);
    }

    private Outcome concluded(Staff staff, LoginFactor factor, String address, Check check) {
        var step = factor == LoginFactor.PASSWORD ? Step.PASSWORD : Step.SECOND_FACTOR;
        return transaction.execute(_ -> {
            var refusal = check.get();                                                            // 2 used up by being right
            if (refusal.isPresent()) {
                audit.append(AuditEntry.refused("staff.factor.show", "staff:" + staff.getName(), refusal.get()));
                return new Outcome.Refused(refusal.get());
            }
            guard.succeeded(step, staff.getName(), address);                                      // 3 counts back, source known
            if (staff.next() == NextStep.SECOND_FACTOR && step == Step.SECOND_FACTOR) {
                guard.entered(staff.getName(), address);
                accounts.loggedIn(staff.getName(), time.instant());
            }
            audit.append(AuditEntry.done("staff.factor.show", "staff:" + staff.getName()).because(factor.name()));
            return new Outcome.Shown(factor);
        });
    }
}
