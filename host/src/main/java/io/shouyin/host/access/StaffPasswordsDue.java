package io.shouyin.host.access;

import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// Passwords of the console whose rotation is near or over.
@Component
public class StaffPasswordsDue {

    private final AccountStore accounts;
    private final PasswordJudge judge;

    StaffPasswordsDue(AccountStore accounts, PasswordJudge judge) {
        this.accounts = accounts;
        this.judge = judge;
    }

    /// @param opensUntil the policy's grace included
    public record Due(String username, Instant setAt, Instant expiresAt, Instant opensUntil) {}

    /// Of accounts that may log in, where the policy rotates them.
    public List<Due> all() {
        return accounts.all().stream().filter(Account::active).flatMap(account -> judge.due(account)
                .map(due -> new Due(account.username(), account.passwordChangedAt(), due.at(), due.opensUntil())).stream()).toList();
    }
}
