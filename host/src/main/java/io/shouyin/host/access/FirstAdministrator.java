package io.shouyin.host.access;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The very first account. No password is shipped: it is random, handed to the caller once, and must be changed at first use.
@Component
public class FirstAdministrator {

    public static final String USERNAME = "admin";

    private final AccountStore accounts;
    private final PasswordHasher hasher;
    private final AuditLog audit;
    private final AccessSettings settings;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    FirstAdministrator(AccountStore accounts, PasswordHasher hasher, AuditLog audit, AccessSettings settings, InstantSource time,
                       TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hasher = hasher;
        this.audit = audit;
        this.settings = settings;
        this.time = time;
        this.transaction = transaction;
    }

    /// Makes the account `admin` if there is no account at all. Of several hosts that start at once, one does.
    ///
    /// @return the one-time password, to be printed once and closed; empty if there are accounts already
    public Optional<Secret> ensure() {
        if (!accounts.empty()) {
            return Optional.empty();
        }
        var password = OneTimePassword.make();
        var hash = hasher.hash(password);
        if (Boolean.TRUE.equals(transaction.execute(_ -> add(hash)))) {
            return Optional.of(password);
        }
        password.close();
        return Optional.empty();
    }

    private boolean add(String hash) {
        var now = time.instant();
        var added = accounts.add(USERNAME, "管理员", EnumSet.of(Role.ADMINISTRATOR), hash, now.plus(settings.initialPasswordAgeMax()), now);
        if (added) {
            audit.append(AuditEntry.done("staff.create", "staff:" + USERNAME).by(AuditActor.system("start")).because("first start"));
        }
        return added;
    }
}
