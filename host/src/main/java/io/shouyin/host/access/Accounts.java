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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What an administrator does with the accounts of others. An administrator starts a reset and never chooses or keeps a
/// password: it is random and must be changed at first use. What concerns somebody who takes part in what needs two people he proposes
/// only, unless it takes something away: another person approves, [GuardedAccounts] does it.
@Component
class Accounts {

    /// What came of a wish: done, or waiting for a second person.
    sealed interface Outcome {
        /// @param password a one-time password, if there is a new one
        record Done(Optional<Secret> password) implements Outcome {}

        /// @param firstHalf of the one-time password that there will be; the approver is shown the other one
        record Proposed(Proposal proposal, Secret firstHalf) implements Outcome {}
    }

    private final AccountStore store;
    private final PasswordHasher hasher;
    private final Proposals proposals;
    private final GuardedAccounts guarded;
    private final AuditLog audit;
    private final AccessSettings settings;
    private final InstantSource time;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;

    Accounts(AccountStore store, PasswordHasher hasher, Proposals proposals, GuardedAccounts guarded, AuditLog audit, AccessSettings settings,
             InstantSource time, TransactionTemplate transaction, ApplicationEventPublisher events) {
        this.store = store;
        this.hasher = hasher;
        this.proposals = proposals;
        this.guarded = guarded;
        this.audit = audit;
        this.settings = settings;
        this.time = time;
        this.transaction = transaction;
        this.events = events;
    }

    List<Account> all() {
        return store.all();
    }

    Outcome create(String username, String displayName, Set<Role> roles, String by) {
        refuseBoth(roles);
        if (Role.anyGuarded(roles)) {
            return propose(ProposalKind.ACCOUNT_CREATE, username, Optional.of(displayName), roles, by);
        }
        var password = OneTimePassword.make();
        var hash = hasher.hash(password);                      // slow, so before the transaction
        transaction.executeWithoutResult(_ -> {
            var now = time.instant();
            if (!store.add(username, displayName, roles, hash, now.plus(settings.initialPasswordAgeMax()), now)) {
                throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_EXISTS);
            }
            audit.append(AuditEntry.done("staff.create", "staff:" + username).after(state(displayName, roles)));
        });
        return new Outcome.Done(Optional.of(password));
    }

    /// Every session of the account ends with its new one-time password.
    Outcome reset(String username, String by) {
        if (guarded(username)) {
            return propose(ProposalKind.ACCOUNT_RESET, username, Optional.empty(), Set.of(), by);
        }
        var password = OneTimePassword.make();
        var hash = hasher.hash(password);
        transaction.executeWithoutResult(_ -> {
            var account = others(store, username, by);
            var now = time.instant();
            store.remember(username, account.passwordHash(), AccountStore.HISTORY_MAX, now);
            store.setPassword(username, hash, Optional.of(now.plus(settings.initialPasswordAgeMax())), now);
            events.publishEvent(new PasswordChanged(username));
            audit.append(AuditEntry.done("staff.reset", "staff:" + username));
        });
        return new Outcome.Done(Optional.of(password));
    }

    Outcome setState(String username, Account.State state, String by) {
        var before = store.find(username);
        if (state == Account.State.ACTIVE && guarded(username) && before.map(account -> !account.active()).orElse(false)) {
            return propose(ProposalKind.ACCOUNT_ENABLE, username, Optional.empty(), Set.of(), by);
        }
        transaction.executeWithoutResult(_ -> {
            int administrators = store.lockActiveAdministrators();
            var account = others(store, username, by);
            if (account.state() != state) {
                refuseIfLast(state == Account.State.DISABLED, account, administrators);
                store.setState(username, state);
                audit.append(AuditEntry.done(state == Account.State.ACTIVE ? "staff.enable" : "staff.disable", "staff:" + username));
            }
        });
        return new Outcome.Done(Optional.empty());
    }

    Outcome setRoles(String username, Set<Role> roles, String by) {
        refuseBoth(roles);
        var had = store.find(username).map(Account::roles).orElse(Set.of());
        if (roles.stream().anyMatch(role -> Role.GUARDED.contains(role) && !had.contains(role))) {
            return propose(ProposalKind.ACCOUNT_ROLES, username, Optional.empty(), roles, by);
        }
        transaction.executeWithoutResult(_ -> {
            int administrators = store.lockActiveAdministrators();
            var account = others(store, username, by);
            refuseIfLast(!roles.contains(Role.ADMINISTRATOR), account, administrators);
            store.setRoles(username, roles);
            audit.append(AuditEntry.done("staff.roles", "staff:" + username)
                    .before(state(account.displayName(), account.roles())).after(state(account.displayName(), roles)));
        });
        return new Outcome.Done(Optional.empty());
    }

    private boolean guarded(String username) {
        return store.find(username).map(account -> Role.anyGuarded(account.roles())).orElse(false);
    }

    private Outcome propose(ProposalKind kind, String username, Optional<String> displayName, Set<Role> roles, String by) {
        var proposal = proposals.propose(kind, "staff:" + username, displayName, roles, Optional.empty(), by);
        return new Outcome.Proposed(proposal, guarded.firstHalf(proposal));
    }

    private static void refuseBoth(Set<Role> roles) {
        if (roles.containsAll(Role.PLATFORM)) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_OFFICER_IS_NO_ADMINISTRATOR);
        }
    }

    /// The account of somebody else, held until the end of the transaction.
    static Account others(AccountStore store, String username, String by) {
        if (username.equals(by)) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_OWN);
        }
        return store.lock(username).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.ACCOUNT_UNKNOWN));
    }

    static void refuseIfLast(boolean leaves, Account account, int administrators) {
        if (leaves && account.active() && account.roles().contains(Role.ADMINISTRATOR) && administrators <= 1) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_LAST_ADMINISTRATOR);
        }
    }

    static Map<String, ?> state(String displayName, Set<Role> roles) {
        return Map.of("displayName", displayName, "roles", roles.stream().sorted().map(Role::name).toList());
    }
}
