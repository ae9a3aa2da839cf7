package io.shouyin.host.access;

import io.shouyin.host.access.LoginGuard.Step;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
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
    private final PasswordHasher hasher;
    private final PasswordJudge judge;
    private final LoginGuard guard;
    private final AuditLog audit;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    Login(AccountStore accounts, FactorStore factors, PasswordHasher hasher, PasswordJudge judge, LoginGuard guard, AuditLog audit,
          InstantSource time, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.factors = factors;
        this.hasher = hasher;
        this.judge = judge;
        this.guard = guard;
        this.audit = audit;
        this.time = time;
        this.transaction = transaction;
    }

    sealed interface Outcome {
        record LoggedIn(Account account) implements Outcome {}

        record Refused() implements Outcome {}

        record Locked(LoginGuard.Delay delay) implements Outcome {}
    }

    /// @param username in lower case
    /// @param address where the request came from
    Outcome login(String username, Secret password, String address) {
        var delay = guard.attempt(Step.PASSWORD, username, address);                                             // 1 counted before it is looked at
        if (delay.isPresent()) {
            return new Outcome.Locked(delay.get());
        }
        var account = accounts.find(username);
        var matches = matches(account, username, password, address);                              // 2 the same work for everybody
        var reason = account.filter(_ -> matches).flatMap(found -> judge.reasonToChange(password, found, time.instant()));
        return transaction.execute(_ -> matches ? enter(account.orElseThrow(), reason, address) : refuse(account));
    }

    private boolean matches(Optional<Account> account, String username, Secret password, String address) {
        try {
            return account.map(found -> hasher.matches(password, found.passwordHash())).orElseGet(() -> {
                hasher.matchesNobody(password);
                return false;
            });
        } catch (RefusedRequest busy) {
            guard.notLookedAt(Step.PASSWORD, username, address);
            throw busy;
        }
    }

    private Outcome enter(Account seen, Optional<ChangeReason> reason, String address) {
        var now = time.instant();
        var account = accounts.lock(seen.username()).orElseThrow();                               // 3 still the account that was looked at
        var good = account.active() && account.passwordHash().equals(seen.passwordHash())
                && account.initialUntil().map(now::isBefore).orElse(true);
        if (!good) {
            return refuse(Optional.of(account));
        }
        guard.succeeded(Step.PASSWORD, account.username(), address);                              // 4 counts back
        var entry = AuditEntry.done("staff.login", "staff:" + account.username()).by(AuditActor.staff(account.username()));
        if (factors.enrolled(account.username()).isEmpty()) {                                     // 5 in, or half way in
            guard.entered(account.username(), address);
            accounts.loggedIn(account.username(), now);
            audit.append(entry);
        } else {
            audit.append(entry.because(NextStep.SECOND_FACTOR.name()));
        }
        if (reason.isEmpty() || account.mustChange()) {
            return new Outcome.LoggedIn(account);
        }
        accounts.demandChange(account.username(), reason.get());                                  // 6 the password is worn out
        audit.append(AuditEntry.done("staff.password.due", "staff:" + account.username()).because(reason.get().name())
                .by(AuditActor.staff(account.username())));
        return new Outcome.LoggedIn(accounts.find(account.username()).orElseThrow());
    }

    /// A user name that does not exist is not written down: people type passwords into that box.
    private Outcome refuse(Optional<Account> account) {
        audit.append(AuditEntry.refused("staff.login", "staff:" + account.map(Account::username).orElse("unknown"),
                AccessRefusal.LOGIN_REFUSED).by(AuditActor.anonymous()));
        return new Outcome.Refused();
    }
}
