package io.shouyin.host.access;

import io.shouyin.host.access.LoginGuard.Step;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.policies.PolicyInForce;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Somebody changes the own password, an initial one or a later one.
@Component
class ChangePassword {

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final PasswordJudge judge;
    private final LoginGuard guard;
    private final AuditLog audit;
    private final InstantSource time;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    ChangePassword(AccountStore accounts, PasswordHasher hasher, PasswordJudge judge, LoginGuard guard, AuditLog audit,
                   InstantSource time, TransactionTemplate transaction, ApplicationEventPublisher events) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.judge = judge;
        this.guard = guard;
        this.audit = audit;
        this.time = time;
        this.transaction = transaction;
        this.events = events;
    }

    sealed interface Outcome {
        /// Every other session of the account has ended.
        ///
        /// @param account as it is now
        record Changed(Account account) implements Outcome {}

        record CurrentWrong() implements Outcome {}

        record Locked(LoginGuard.Delay delay) implements Outcome {}

        /// @param broken every rule that the new password breaks, in the order of the enum
        record Refused(List<Rule> broken) implements Outcome {}
    }

    Outcome change(String username, Secret current, Secret wanted, String address) {
        var delay = guard.attempt(Step.PASSWORD, username, address);                                             // 1 guessing here is guessing too
        if (delay.isPresent()) {
            return new Outcome.Locked(delay.get());
        }
        var account = accounts.find(username).orElseThrow();
        if (!matches(current, account, address)) {                                                // 2 whose session it is must know the password
            transaction.executeWithoutResult(_ -> audit.append(
                    AuditEntry.refused("staff.password", "staff:" + username, AccessRefusal.CURRENT_PASSWORD_WRONG)));
            return new Outcome.CurrentWrong();
        }
        var policy = judge.policy(account);
        var broken = broken(wanted, account, policy);                                             // 3 every rule, before anything is changed
        if (isTooSoon(account, policy)) {
            broken.add(Rule.CHANGED_TOO_SOON);
        }
        if (!broken.isEmpty()) {
            return transaction.execute(_ -> {
                guard.succeeded(Step.PASSWORD, username, address);
                audit.append(AuditEntry.refused("staff.password", "staff:" + username, AccessRefusal.PASSWORD_REFUSED));
                return new Outcome.Refused(broken);
            });
        }
        var hash = hasher.hash(wanted, policy.policy().storage().normalisation());
        return transaction.execute(_ -> keep(account, hash, policy, address));                    // 4 one commit with its audit entry
    }

    private boolean matches(Secret current, Account account, String address) {
        try {
            return hasher.matches(current, account.passwordHash());
        } catch (RefusedRequest busy) {
            guard.notLookedAt(Step.PASSWORD, account.username(), address);
            throw busy;
        }
    }

    /// A new password, judged; nothing is done yet.
    ///
    /// @param broken every rule that it breaks
    /// @param hash empty if it breaks any
    record Judged(List<Rule> broken, Optional<String> hash, PolicyInForce policy) {

        @Override
        public String toString() {
            return "Judged[" + broken + "]";
        }
    }

    /// Somebody proved in another way to be the account's owner: [AccountRecovery]. However old the forgotten password is, it may be changed.
    Judged judge(Account account, Secret wanted) {
        var policy = judge.policy(account);
        var broken = broken(wanted, account, policy);
        return new Judged(broken, broken.isEmpty() ? Optional.of(hasher.hash(wanted, policy.policy().storage().normalisation())) : Optional.empty(), policy);
    }

    /// Sets what breaks no rule, in the caller's transaction; every session of the account has ended.
    void recover(Account account, Judged wanted) {
        set(account, wanted.hash().orElseThrow(), wanted.policy());
    }

    private Outcome keep(Account seen, String hash, PolicyInForce policy, String address) {
        var account = accounts.lock(seen.username()).orElseThrow();
        if (!account.passwordHash().equals(seen.passwordHash())) {
            return new Outcome.CurrentWrong();
        }
        guard.succeeded(Step.PASSWORD, account.username(), address);
        set(account, hash, policy);
        events.publishEvent(new PasswordChanged(account.username()));
        return new Outcome.Changed(accounts.find(account.username()).orElseThrow());
    }

    private void set(Account account, String hash, PolicyInForce policy) {
        var now = time.instant();
        accounts.remember(account.username(), account.passwordHash(), AccountStore.HISTORY_MAX, now);
        accounts.setPassword(account.username(), hash, Optional.empty(), now);
        accounts.judged(account.username(), policy, judge.expiry(policy, now));
        audit.append(AuditEntry.done("staff.password", "staff:" + account.username()));
    }

    private List<Rule> broken(Secret wanted, Account account, PolicyInForce inForce) {
        var broken = new ArrayList<>(judge.broken(wanted, account, inForce));
        if (broken.contains(Rule.TOO_LONG)) {
            return broken;
        }
        var history = inForce.policy().history();
        // the present one is the first of the last ones, and never a change
        var earlier = Stream.concat(Stream.of(account.passwordHash()), accounts.earlierPasswords(account.username(), history.count()).stream())
                .limit(Math.max(1, history.count()));
        if (earlier.anyMatch(hash -> hasher.matches(wanted, hash))) {
            broken.add(Rule.RECENTLY_USED);
        }
        return broken;
    }

    private boolean isTooSoon(Account account, PolicyInForce inForce) {
        var ageMin = Duration.ofHours(inForce.policy().history().minAgeHours());
        return !account.mustChange() && time.instant().isBefore(account.passwordChangedAt().plus(ageMin));
    }
}
