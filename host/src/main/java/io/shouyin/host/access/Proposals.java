package io.shouyin.host.access;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// What one person proposes and another one approves. With the approval it is done, in the same transaction.
///
/// Each step has its line in the audit log; one that is refused leaves nothing but such a line. The table holds by itself that the two are
/// two, and that neither is the account that it is about.
@Service
public class Proposals {

    static final Duration OPEN_MAX = Duration.ofHours(24);

    private static final String ID_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int ID_LENGTH = 8;
    private static final int LISTED_MAX = 100;

    private final ProposalStore store;
    private final AccountStore accounts;
    private final Map<ProposalKind, ProposedAct> acts = new EnumMap<>(ProposalKind.class);
    private final AuditLog audit;
    private final InstantSource time;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    Proposals(ProposalStore store, AccountStore accounts, List<ProposedAct> acts, AuditLog audit, InstantSource time, TransactionTemplate transaction) {
        this.store = store;
        this.accounts = accounts;
        acts.forEach(act -> act.kinds().forEach(kind -> this.acts.put(kind, act)));
        this.audit = audit;
        this.time = time;
        this.transaction = transaction;
    }

    /// @param all also what is about accounts and keys
    List<Proposal> newest(boolean all) {
        expire();
        return store.newest(LISTED_MAX).stream().filter(proposal -> all || !proposal.kind().ofAccountsAndKeys()).toList();
    }

    /// Proposes what concerns no account.
    public Proposal propose(ProposalKind kind, String subject, String by) {
        return propose(kind, subject, Optional.empty(), Set.of(), Optional.empty(), by);
    }

    /// @param content what exactly, as JSON
    public Proposal propose(ProposalKind kind, String subject, String content, String by) {
        return propose(kind, subject, Optional.empty(), Set.of(), Optional.of(content), by);
    }

    Proposal propose(ProposalKind kind, String subject, Optional<String> displayName, Set<Role> roles, Optional<String> content, String by) {
        return step("proposal.propose", subject, () -> {
            var now = time.instant();
            var proposal = new Proposal(newId(), kind, subject, displayName, roles, content, Proposal.State.PROPOSED, by, now, now.plus(OPEN_MAX),
                    Optional.empty(), Optional.empty(), Optional.empty());
            acts.get(kind).requirePossible(proposal);
            try {
                store.add(proposal);
            } catch (DuplicateKeyException another) {
                throw ProposalRefusal.PROPOSAL_UNDER_WAY.refused();
            }
            audit.append(AuditEntry.done("proposal.propose", subject).because(kind + " " + proposal.id()));
            return proposal;
        });
    }

    /// @param shown to the approver, once
    record Approved(Proposal proposal, Optional<Secret> shown) {}

    Approved approve(String id, String by) {
        var ready = store.find(id).map(proposal -> acts.get(proposal.kind()).prepare(proposal));   // slow, so before the transaction
        return step("proposal.approve", "proposal:" + id, () -> {
            var proposal = open(id);
            requireRole(proposal, by);
            require(!proposal.proposedBy().equals(by), ProposalRefusal.PROPOSAL_SECOND_PERSON_NEEDED);
            require(!proposal.subject().equals("staff:" + by), ProposalRefusal.PROPOSAL_FOR_ONESELF);
            store.approve(id, by);
            audit.append(AuditEntry.done("proposal.approve", proposal.subject()).because(proposal.trail()));
            var shown = ready.orElseThrow().carryOut(store.lock(id).orElseThrow());
            store.done(id, time.instant());
            return new Approved(store.lock(id).orElseThrow(), shown);
        });
    }

    /// By anybody who may approve, and by who proposed it.
    Proposal reject(String id, String by) {
        return step("proposal.reject", "proposal:" + id, () -> {
            var proposal = open(id);
            if (!proposal.proposedBy().equals(by)) {
                requireRole(proposal, by);
            }
            reject(proposal, by);
            acts.get(proposal.kind()).denied(proposal);
            return store.lock(id).orElseThrow();
        });
    }

    /// Ends what is open on a subject that somebody who may has put an end to; in the transaction of the caller.
    public void withdraw(ProposalKind kind, String subject, String by) {
        store.lockOpen(kind, subject).ifPresent(proposal -> reject(proposal, by));
    }

    private void reject(Proposal proposal, String by) {
        store.reject(proposal.id(), by, time.instant());
        audit.append(AuditEntry.done("proposal.reject", proposal.subject()).because(proposal.trail()));
    }

    /// Ends what was open for too long.
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void expire() {
        transaction.executeWithoutResult(_ -> store.expire(time.instant()).forEach(proposal -> {
            audit.append(AuditEntry.done("proposal.expire", proposal.subject()).by(AuditActor.system("access")).because(proposal.trail()));
            acts.get(proposal.kind()).denied(proposal);
        }));
    }

    private void requireRole(Proposal proposal, String by) {
        require(accounts.find(by).filter(approver -> proposal.kind().isApprovedBy(approver.roles())).isPresent(), ProposalRefusal.PROPOSAL_ROLE_NEEDED);
    }

    private Proposal open(String id) {
        var proposal = store.lock(id).orElseThrow(ProposalRefusal.PROPOSAL_UNKNOWN::refused);
        return switch (proposal.state()) {
            case PROPOSED -> proposal;
            case EXPIRED -> throw ProposalRefusal.PROPOSAL_EXPIRED.refused();
            case APPROVED, DONE, REJECTED -> throw ProposalRefusal.PROPOSAL_ENDED.refused();
        };
    }

    /// One step in one transaction. A refusal undoes it and is written down.
    private <T> T step(String action, String object, Supplier<T> work) {
        expire();
        try {
            return transaction.execute(_ -> work.get());
        } catch (RefusedRequest refused) {
            transaction.executeWithoutResult(_ -> audit.append(AuditEntry.refused(action, object, refused.refusal())));
            throw refused;
        }
    }

    private String newId() {
        var id = new StringBuilder();
        random.ints(ID_LENGTH, 0, ID_CHARACTERS.length()).forEach(i -> id.append(ID_CHARACTERS.charAt(i)));
        return id.toString();
    }

    private static void require(boolean holds, ProposalRefusal refusal) {
        if (!holds) {
            throw refusal.refused();
        }
    }
}
