package io.shouyin.host.access;

import io.shouyin.host.access.LoginGuard.Step;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.PasswordRules.Context;
import io.shouyin.kernel.PasswordRules.Policy;
import io.shouyin.kernel.PasswordRules.Rule;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Somebody changes the own password, an initial one or a later one.
@Component
class ChangePassword {

    private static final int LENGTH_MAX = 128;
    /// A long password may hold a short run or repetition.
    private static final int RUN_MAX = 4;
    private static final int NAME_LENGTH_MIN = 4;

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final LoginGuard guard;
    private final AuditLog audit;
    private final AccessSettings settings;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    ChangePassword(AccountStore accounts, PasswordHasher hasher, LoginGuard guard, AuditLog audit, AccessSettings settings,
                   InstantSource time, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.guard = guard;
        this.audit = audit;
        this.settings = settings;
        this.time = time;
        this.transaction = transaction;
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
        var broken = broken(wanted, account);                                                     // 3 every rule, before anything is changed
        if (!broken.isEmpty()) {
            return transaction.execute(_ -> {
                guard.succeeded(Step.PASSWORD, username, address);
                audit.append(AuditEntry.refused("staff.password", "staff:" + username, AccessRefusal.PASSWORD_REFUSED));
                return new Outcome.Refused(broken);
            });
        }
        var hash = hasher.hash(wanted);
        return transaction.execute(_ -> keep(account, hash, address));                            // 4 one commit with its audit entry
    }

    private boolean matches(Secret current, Account account, String address) {
        try {
            return hasher.matches(current, account.passwordHash());
        } catch (RefusedRequest busy) {
            guard.notLookedAt(Step.PASSWORD, account.username(), address);
            throw busy;
        }
    }

    private Outcome keep(Account seen, String hash, String address) {
        var account = accounts.lock(seen.username()).orElseThrow();
        if (!account.passwordHash().equals(seen.passwordHash())) {
            return new Outcome.CurrentWrong();
        }
        var now = time.instant();
        guard.succeeded(Step.PASSWORD, account.username(), address);
        accounts.remember(account.username(), account.passwordHash(), settings.passwordHistoryCount(), now);
        accounts.setPassword(account.username(), hash, Optional.empty(), now);
        audit.append(AuditEntry.done("staff.password", "staff:" + account.username()));
        return new Outcome.Changed(accounts.find(account.username()).orElseThrow());
    }

    private List<Rule> broken(Secret wanted, Account account) {
        var utf8 = wanted.reveal(SecretAccess.granted());
        var text = new String(utf8, StandardCharsets.UTF_8);
        var policy = new Policy(settings.passwordLengthMin(), LENGTH_MAX, true, true, false, RUN_MAX, RUN_MAX);
        var broken = new ArrayList<>(PasswordRules.broken(text, policy, new Context(Set.of(), Set.of())));
        if (broken.contains(Rule.TOO_LONG)) {
            return broken;
        }
        var holdsName = account.username().length() >= NAME_LENGTH_MIN
                && text.toLowerCase(Locale.ROOT).contains(account.username());
        if (holdsName && !broken.contains(Rule.COMMON)) {
            broken.add(Rule.COMMON);                                                              // one's own name is as easily guessed
        }
        // the present one is the first of the last four
        var earlier = new ArrayList<>(List.of(account.passwordHash()));
        earlier.addAll(accounts.earlierPasswords(account.username(), settings.passwordHistoryCount() - 1));
        if (earlier.stream().anyMatch(hash -> hasher.matches(wanted, hash))) {
            broken.add(Rule.RECENTLY_USED);
        }
        broken.sort(null);
        return broken;
    }
}
