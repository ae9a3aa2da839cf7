package io.shouyin.host.access;

import io.shouyin.host.access.LoginGuard.Step;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Somebody wants to log in with user name and password. Whoever has a second factor is not in by that: see [ShowFactor].
///
/// Text, code and time are the same whether the account does not exist, is disabled, has another password or an initial password
/// that is too old.
@Component
class Login {

    private final AccountStore accounts;
    private final FactorStore factors;
    private final TypedFactors typedFactors;
    private final PasswordHasher hasher;
    private final PasswordJudge judge;
    private final LoginGuard guard;
    private final AuditLog audit;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    Login(AccountStore accounts, FactorStore factors, TypedFactors typedFactors, PasswordHasher hasher, PasswordJudge judge, LoginGuard guard,
          AuditLog audit, InstantSource time, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.factors = factors;
        this.typedFactors = typedFactors;
        this.hasher = hasher;
        this.judge = judge;
        this.guard = guard;
        this.audit = audit;
        this.time = time;
        this.transaction = transaction;
    }

    sealed interface Outcome {
        /// @param shown a second factor, beside the password
        record LoggedIn(Account account, Optional<LoginFactor> shown) implements Outcome {}

        record Refused() implements Outcome {}

        record Locked(LoginGuard.Delay delay) implements Outcome {}
    }

    /// @param username in lower case
    /// @param address where the request came from
    Outcome login(String username, Secret password, String address) {
        return look(Step.PASSWORD, username, password, address, Optional.empty());
    }

    /// Password and second factor at once. So the owner gets in from a new place while strangers guess at the account.
    ///
    /// @param code of the authenticator application, six digits, or a recovery code
    Outcome login(String username, Secret password, Secret code, String address) {
        var factor = isTotp(code) ? LoginFactor.TOTP : LoginFactor.RECOVERY_CODE;
        return look(factor == LoginFactor.TOTP ? Step.PASSWORD_AND_TOTP : Step.PASSWORD_AND_RECOVERY_CODE, username, password, address,
                Optional.of(new Code(factor, code)));
    }

    private record Code(LoginFactor factor, Secret typed) {}

    private static boolean isTotp(Secret code) {
        var typed = code.reveal(SecretAccess.granted());
        try {
            return new String(typed, StandardCharsets.UTF_8).strip().matches("[0-9]{6}");
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    private Outcome look(Step step, String username, Secret password, String address, Optional<Code> code) {
        hasher.refuseIfFull();
        var delay = guard.attempt(step, username, address);                                       // 1 counted before it is looked at
        if (delay.isPresent()) {
            return new Outcome.Locked(delay.get());
        }
        var account = accounts.find(username);
        var matches = matches(step, account, username, password, address);                        // 2 the same work for everybody
        var right = code.map(shown -> used(shown, username, matches)).orElse(matches);
        var reason = account.filter(_ -> right).flatMap(found -> judge.reasonToChange(password, found, time.instant()));
        return transaction.execute(_ -> right ? enter(step, account.orElseThrow(), reason, address, code.map(Code::factor)) : refuse(account));
    }

    /// Whether both are right; else the code stays good.
    private boolean used(Code code, String username, boolean passwordMatches) {
        return transaction.execute(status -> {
            var both = typedFactors.use(code.factor(), username, code.typed()) && passwordMatches;
            if (!both) {
                status.setRollbackOnly();
            }
            return both;
        });
    }

    private boolean matches(Step step, Optional<Account> account, String username, Secret password, String address) {
        try {
            return account.map(found -> hasher.matches(password, found.passwordHash())).orElseGet(() -> {
                hasher.matchesNobody(password);
                return false;
            });
        } catch (RefusedRequest busy) {
            guard.notLookedAt(step, username, address);
            throw busy;
        }
    }

    private Outcome enter(Step step, Account seen, Optional<ChangeReason> reason, String address, Optional<LoginFactor> shown) {
        var now = time.instant();
        var account = accounts.lock(seen.username()).orElseThrow();                               // 3 still the account that was looked at
        var good = account.active() && account.passwordHash().equals(seen.passwordHash())
                && account.initialUntil().map(now::isBefore).orElse(true);
        if (!good) {
            return refuse(Optional.of(account));
        }
        guard.succeeded(step, account.username(), address);                              // 4 counts back
        var entry = AuditEntry.done("staff.login", "staff:" + account.username()).by(AuditActor.staff(account.username()));
        if (shown.isPresent() || factors.enrolled(account.username()).isEmpty()) {                // 5 in, or half way in
            guard.entered(account.username(), address);
            accounts.loggedIn(account.username(), now);
            audit.append(shown.map(factor -> entry.because(factor.name())).orElse(entry));
        } else {
            audit.append(entry.because(NextStep.SECOND_FACTOR.name()));
        }
        if (reason.isEmpty() || account.mustChange()) {
            return new Outcome.LoggedIn(account, shown);
        }
        accounts.demandChange(account.username(), reason.get());                                  // 6 the password is worn out
        audit.append(AuditEntry.done("staff.password.due", "staff:" + account.username()).because(reason.get().name())
                .by(AuditActor.staff(account.username())));
        return new Outcome.LoggedIn(accounts.find(account.username()).orElseThrow(), shown);
    }

    /// A user name that does not exist is not written down: people type passwords into that box.
    private Outcome refuse(Optional<Account> account) {
        audit.append(AuditEntry.refused("staff.login", "staff:" + account.map(Account::username).orElse("unknown"),
                AccessRefusal.LOGIN_REFUSED).by(AuditActor.anonymous()));
        return new Outcome.Refused();
    }
}
