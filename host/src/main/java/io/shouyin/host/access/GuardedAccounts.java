package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// What two people do with the accounts of whoever takes part in what needs two people. Whichever it is, the account has a new one-time
/// password afterwards, of which each of the two knows one half: a password that one of them knew before is worth nothing, and so is a
/// second factor of an account that one person had made.
@Component
class GuardedAccounts implements ProposedAct {

    private final AccountStore store;
    private final FactorStore factors;
    private final PasswordHasher hasher;
    private final LoginPepper pepper;
    private final AuditLog audit;
    private final AccessSettings settings;
    private final InstantSource time;
    private final ApplicationEventPublisher events;

    GuardedAccounts(AccountStore store, FactorStore factors, PasswordHasher hasher, LoginPepper pepper, AuditLog audit, AccessSettings settings,
                    InstantSource time, ApplicationEventPublisher events) {
        this.store = store;
        this.factors = factors;
        this.hasher = hasher;
        this.pepper = pepper;
        this.audit = audit;
        this.settings = settings;
        this.time = time;
        this.events = events;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return EnumSet.of(ProposalKind.ACCOUNT_CREATE, ProposalKind.ACCOUNT_ROLES, ProposalKind.ACCOUNT_RESET, ProposalKind.ACCOUNT_ENABLE);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        if (proposal.kind() == ProposalKind.ACCOUNT_CREATE) {
            if (store.find(proposal.name()).isPresent()) {
                throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_EXISTS);
            }
        } else {
            Accounts.others(store, proposal.name(), proposal.proposedBy());
        }
    }

    /// The half that its proposer is shown.
    Secret firstHalf(Proposal proposal) {
        return OneTimePassword.firstHalf(proposal.id(), pepper);
    }

    @Override
    public Ready prepare(Proposal proposal) {
        var second = OneTimePassword.secondHalf();
        try (var first = firstHalf(proposal); var whole = OneTimePassword.joined(first, second)) {
            var hash = hasher.hash(whole);
            return approved -> {
                if (approved.kind() == ProposalKind.ACCOUNT_CREATE) {
                    create(approved, hash);
                } else {
                    change(approved, hash);
                }
                return Optional.of(second);
            };
        }
    }

    private void create(Proposal proposal, String hash) {
        var displayName = proposal.displayName().orElseThrow();
        var now = time.instant();
        if (!store.add(proposal.name(), displayName, proposal.roles(), hash, now.plus(settings.initialPasswordAgeMax()), now)) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ACCOUNT_EXISTS);
        }
        audit.append(AuditEntry.done("staff.create", proposal.subject()).after(Accounts.state(displayName, proposal.roles())).because(proposal.trail()));
    }

    private void change(Proposal proposal, String hash) {
        int administrators = store.lockActiveAdministrators();
        var account = Accounts.others(store, proposal.name(), proposal.proposedBy());
        var now = time.instant();
        store.remember(account.username(), account.passwordHash(), AccountStore.HISTORY_MAX, now);
        switch (proposal.kind()) {
            case ACCOUNT_ROLES -> {
                Accounts.refuseIfLast(!proposal.roles().contains(Role.ADMINISTRATOR), account, administrators);
                store.setRoles(account.username(), proposal.roles());
                if (!Role.anyGuarded(account.roles())) {
                    takeFactors(account);                        // one person made it, and may have enrolled them
                }
                audit.append(AuditEntry.done("staff.roles", proposal.subject()).before(Accounts.state(account.displayName(), account.roles()))
                        .after(Accounts.state(account.displayName(), proposal.roles())).because(proposal.trail()));
            }
            case ACCOUNT_ENABLE -> {
                store.setState(account.username(), Account.State.ACTIVE);
                audit.append(AuditEntry.done("staff.enable", proposal.subject()).because(proposal.trail()));
            }
            case ACCOUNT_RESET -> {
                takeFactors(account);                            // whoever needs two people to get in again may have lost everything
                audit.append(AuditEntry.done("staff.reset", proposal.subject()).because(proposal.trail()));
            }
            case ACCOUNT_CREATE, MASTER_KEY_CHANGE, MASTER_KEY_RETIRE, STEP_UP_RULES, PASSWORD_POLICY, ROUTING, ONE_TIME_SECRET, SECRET_TERMS, TERMINAL_BINDING ->
                    throw new IllegalArgumentException("not for an account that is there");
        }
        store.setPassword(account.username(), hash, Optional.of(now.plus(settings.initialPasswordAgeMax())), now);
        events.publishEvent(new PasswordChanged(account.username()));
    }

    private void takeFactors(Account account) {
        factors.removeAll(account.username());
        events.publishEvent(new FactorsChanged(account.username()));
    }
}
