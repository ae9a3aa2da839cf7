package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// What an administrator does with the accounts of others. An administrator starts a reset and never chooses or keeps a
/// password: it is random and must be changed at first use.
@Component
class Accounts {

    private final AccountStore store;
    private final PasswordHasher hasher;
    private final AuditLog audit;
    private final AccessSettings settings;
    private final InstantSource time;
    private final TransactionTemplate transaction;

    Accounts(AccountStore store, PasswordHasher hasher, AuditLog audit, AccessSettings settings, InstantSource time,
             TransactionTemplate transaction) {
        this.store = store;
        this.hasher = hasher;
        this.audit = audit;
        this.settings = settings;
        this.time = time;
        this.transaction = transaction;
    }

    List<Account> all() {
        return store.all();
    }

    /// @return the one-time password
    Secret create(String username, String displayName, Set<Role> roles) {
        var password = OneTimePassword.make();
        var hash = hasher.hash(password);                      // slow, so before the transaction
        transaction.executeWithoutResult(_ -> {
            var now = time.instant();
            if (!store.add(username, displayName, roles, hash, now.plus(settings.initialPasswordAgeMax()), now)) {
                throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_EXISTS);
            }
            audit.append(AuditEntry.done("staff.create", "staff:" + username).after(state(displayName, roles)));
        });
        return password;
    }

    /// @return the new one-time password; every session of the account has ended
    Secret reset(String username, String by) {
        var password = OneTimePassword.make();
        var hash = hasher.hash(password);
        transaction.executeWithoutResult(_ -> {
            var account = others(username, by);
            var now = time.instant();
            store.remember(username, account.passwordHash(), settings.passwordHistoryCount(), now);
            store.setPassword(username, hash, Optional.of(now.plus(settings.initialPasswordAgeMax())), now);
            audit.append(AuditEntry.done("staff.reset", "staff:" + username));
        });
        return password;
    }

    @Transactional
    void setState(String username, Account.State state, String by) {
        int administrators = store.lockActiveAdministrators();
        var account = others(username, by);
        if (account.state() == state) {
            return;
        }
        refuseIfLast(state == Account.State.DISABLED, account, administrators);
        store.setState(username, state);
        audit.append(AuditEntry.done(state == Account.State.ACTIVE ? "staff.enable" : "staff.disable", "staff:" + username));
    }

    @Transactional
    void setRoles(String username, Set<Role> roles, String by) {
        int administrators = store.lockActiveAdministrators();
        var account = others(username, by);
        refuseIfLast(!roles.contains(Role.ADMINISTRATOR), account, administrators);
        store.setRoles(username, roles);
        audit.append(AuditEntry.done("staff.roles", "staff:" + username)
                .before(state(account.displayName(), account.roles())).after(state(account.displayName(), roles)));
    }

    private Account others(String username, String by) {
        if (username.equals(by)) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_OWN);
        }
        return store.lock(username).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.ACCOUNT_UNKNOWN));
    }

    private static void refuseIfLast(boolean leaves, Account account, int administrators) {
        if (leaves && account.active() && account.roles().contains(Role.ADMINISTRATOR) && administrators <= 1) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_LAST_ADMINISTRATOR);
        }
    }

    private static Map<String, ?> state(String displayName, Set<Role> roles) {
        return Map.of("displayName", displayName, "roles", roles.stream().sorted().map(Role::name).toList());
    }
}
