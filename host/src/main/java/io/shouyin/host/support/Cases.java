package io.shouyin.host.support;

import io.shouyin.host.access.AccountRecovery;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.support.ResetCase.Proof;
import io.shouyin.host.support.ResetCase.ProofKind;
import io.shouyin.host.support.ResetCase.State;
import io.shouyin.host.support.ResetCase.Wish;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.PhoneNumber;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Cases of the service desk: opened, proved, approved by another person and carried out with the approval, in one transaction.
///
/// Each step has its line in the audit log; one that is refused leaves nothing but such a line. The tables hold by themselves which state
/// follows which, and that whoever approves neither opened the case, nor saw a proof, nor is whom it is about.
@Service
class Cases {

    private static final AuditActor SYSTEM = AuditActor.system("support");
    private static final Duration COUNTED = Duration.ofHours(24);
    private static final String ID_CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int ID_LENGTH = 8;

    private final CaseStore store;
    private final Channels channels;
    private final AccountPhones phones;
    private final AccountRecovery accounts;
    private final Delivery delivery;
    private final TerminalCaps caps;
    private final AuditLog audit;
    private final SupportSettings settings;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final SecureRandom random = new SecureRandom();

    Cases(CaseStore store, Channels channels, AccountPhones phones, AccountRecovery accounts, Delivery delivery, TerminalCaps caps, AuditLog audit,
          SupportSettings settings, InstantSource clock, TransactionTemplate transaction) {
        this.store = store;
        this.channels = channels;
        this.phones = phones;
        this.accounts = accounts;
        this.delivery = delivery;
        this.caps = caps;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
        this.transaction = transaction;
    }

    Page<ResetCase> search(String query, String state, PageQuery page) {
        settle();
        return store.search(query, state, page);
    }

    /// @param proofs in the order in which they were seen
    record Told(ResetCase reset, List<Proof> proofs) {}

    Told find(String id) {
        settle();
        return told(id);
    }

    /// What somebody asks of the service desk.
    ///
    /// @param newPhone for another phone
    /// @param factorsLost who asks says that no second factor remains
    record Wanted(Wish wish, CaseSubject subject, String ticket, String reason, boolean factorsLost, Optional<String> newPhone) {}

    Told open(Wanted wanted, String by) {
        return step("case.open", wanted.subject().key(), () -> {
            var subject = wanted.subject();
            requireHandled(wanted.wish(), subject, by);
            var now = clock.instant();
            CaseRefusal.CASE_LIMIT_SUBJECT.when(store.openedAbout(subject, now.minus(COUNTED)) >= settings.casesPerSubjectMax());
            CaseRefusal.CASE_LIMIT_AGENT.when(store.openedBy(by, now.minus(COUNTED)) >= settings.casesPerAgentMax());
            var newPhone = newPhone(wanted);
            var opened = new ResetCase(newId(), wanted.wish(), subject, wanted.ticket(), wanted.reason(), lacksFactors(wanted), newPhone.map(PhoneNumber::masked),
                    State.OPEN, by, now, now.plus(settings.caseAgeMax()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
            try {
                store.add(opened, newPhone.map(phone -> phones.sealFor(opened.id(), phone)));
            } catch (DuplicateKeyException another) {
                throw CaseRefusal.CASE_UNDER_WAY.refused();
            }
            log("case.open", opened);
            return told(opened.id());
        });
    }

    /// Records what somebody showed; with the last proof that is needed the case waits for approval.
    Told prove(String id, ProofKind kind, String seen, String by) {
        return step("case.prove", "case:" + id, () -> {
            var reset = held(id);
            CaseRefusal.CASE_NOT_OPEN.when(reset.state() != State.OPEN);
            requireNotOneself(reset.subject(), by);
            var now = clock.instant();
            try {
                store.addProof(id, new Proof(kind, seen, by, now));
            } catch (DuplicateKeyException repeated) {
                throw CaseRefusal.CASE_PROOF_REPEATED.refused();
            }
            if (store.proofs(id).size() >= reset.proofsNeeded()) {
                store.proved(id, by, now);
            }
            audit.append(AuditEntry.done("case.prove", reset.subject().key()).because(reset.trail() + ", " + kind));
            return told(id);
        });
    }

    /// By a second person: a link or code is sent, or the phone is changed.
    Told approve(String id, String by) {
        return step("case.approve", "case:" + id, () -> {
            var reset = proved(id, by);
            requireHandled(reset.wish(), reset.subject(), by);
            store.approved(id, by, clock.instant());
            log("case.approve", reset);
            delivery.send(store.lock(id).orElseThrow());
            return told(id);
        });
    }

    /// By a second person.
    Told reject(String id, String why, String by) {
        return step("case.reject", "case:" + id, () -> {
            var reset = proved(id, by);
            store.ended(id, State.REJECTED, by, why, clock.instant());
            log("case.reject", reset);
            return told(id);
        });
    }

    /// By anybody of the service desk; what was sent opens nothing any more.
    Told cancel(String id, String why, String by) {
        return step("case.cancel", "case:" + id, () -> {
            var reset = held(id);
            requireNotOneself(reset.subject(), by);
            delivery.withdraw(reset);
            store.ended(id, State.CANCELLED, by, why, clock.instant());
            log("case.cancel", reset);
            return told(id);
        });
    }

    /// Completes cases whose new password was set at a terminal, and ends those whose time is over.
    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.SECONDS)
    void settle() {
        transaction.executeWithoutResult(_ -> {
            var now = clock.instant();
            store.lockSentToTerminals().stream().filter(delivery::isTakenUp).forEach(reset -> {
                delivery.complete(reset, SYSTEM);
                delivery.tellCompleted(reset);
            });
            store.lockOverdue(now).forEach(reset -> {
                delivery.withdraw(reset);
                store.expired(reset.id(), now);
                audit.append(AuditEntry.done("case.expire", reset.subject().key()).by(SYSTEM).because(reset.trail()));
            });
        });
        caps.refresh();
    }

    private void log(String action, ResetCase reset) {
        audit.append(AuditEntry.done(action, reset.subject().key()).because(reset.trail()));
    }

    /// Whether the service desk may do this for the subject at all: asked when it is opened, and once more when it is approved.
    private void requireHandled(Wish wish, CaseSubject subject, String by) {
        var fits = switch (subject) {
            case CaseSubject.Account _ -> true;
            case CaseSubject.Merchant _ -> wish == Wish.CHANNEL;
            case CaseSubject.Operator _, CaseSubject.TransactionPassword _, CaseSubject.Card _ -> wish == Wish.FORGOTTEN;
        };
        CaseRefusal.CASE_WISH_UNFIT.when(!fits);
        requireNotOneself(subject, by);
        CaseRefusal.CASE_SUBJECT_UNKNOWN.when(!channels.isKnown(subject));
        if (subject instanceof CaseSubject.Account(var username)) {
            CaseRefusal.CASE_ACCOUNT_GUARDED.when(accounts.find(username).orElseThrow().ofPlatform());
        }
        if (wish == Wish.FORGOTTEN) {
            CaseRefusal.CASE_CHANNEL_MISSING.when(channels.phoneOf(subject).isEmpty());
            CaseRefusal.CASE_CHANNEL_TOO_NEW.when(hasNewChannel(subject));
        }
    }

    /// Whether the phone of a subject was changed so lately that it is not trusted yet.
    private boolean hasNewChannel(CaseSubject subject) {
        var now = clock.instant();
        return store.hasNewChannel(channels.channelOwner(subject), now)
                || channels.changedAt(subject).filter(at -> at.plus(settings.cooling()).isAfter(now)).isPresent();
    }

    private static void requireNotOneself(CaseSubject subject, String by) {
        CaseRefusal.CASE_FOR_ONESELF.when(subject.equals(new CaseSubject.Account(by)));
    }

    /// Whoever has no second factor at all has lost it, for what a case asks.
    private boolean lacksFactors(Wanted wanted) {
        return wanted.wish() == Wish.FORGOTTEN && wanted.subject() instanceof CaseSubject.Account(var username)
                && (wanted.factorsLost() || accounts.find(username).orElseThrow().factors().isEmpty());
    }

    private static Optional<PhoneNumber> newPhone(Wanted wanted) {
        if (wanted.wish() == Wish.FORGOTTEN) {
            return Optional.empty();
        }
        return Optional.of(wanted.newPhone().flatMap(PhoneNumber::find).orElseThrow(CaseRefusal.CASE_PHONE_REFUSED::refused));
    }

    /// A case under way.
    private ResetCase held(String id) {
        var reset = store.lock(id).orElseThrow(CaseRefusal.CASE_UNKNOWN::refused);
        return switch (reset.state()) {
            case OPEN, PROVED, APPROVED, SENT -> reset;
            case EXPIRED -> throw CaseRefusal.CASE_EXPIRED.refused();
            case COMPLETED, REJECTED, CANCELLED -> throw CaseRefusal.CASE_ENDED.refused();
        };
    }

    /// A case that waits for this person's decision.
    private ResetCase proved(String id, String by) {
        var reset = held(id);
        CaseRefusal.CASE_NOT_PROVED.when(reset.state() != State.PROVED);
        requireNotOneself(reset.subject(), by);
        CaseRefusal.CASE_SECOND_PERSON_NEEDED.when(reset.openedBy().equals(by) || store.proofs(id).stream().anyMatch(proof -> proof.seenBy().equals(by)));
        return reset;
    }

    private Told told(String id) {
        return new Told(store.find(id).orElseThrow(CaseRefusal.CASE_UNKNOWN::refused), store.proofs(id));
    }

    /// One step in one transaction. A refusal undoes it and is written down.
    private <T> T step(String action, String object, Supplier<T> work) {
        settle();
        try {
            var done = transaction.execute(_ -> work.get());
            caps.refresh();
            return done;
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
}
