package io.shouyin.host.fleet.updates;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.updates.Rollout.Group;
import io.shouyin.host.fleet.updates.Rollout.GroupState;
import io.shouyin.host.fleet.updates.Rollout.State;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Rollouts: one person puts one down, another one approves, somebody starts it; then the groups begin one after the other, as their thresholds say.
///
/// Which terminals are in is fixed at the start: those that the filter names then, in an order by chance, the first group taking its percent, the next
/// its percent of the rest. Each change holds the row of its rollout, so that with several hosts each group begins once.
@Service
class Rollouts implements ProposedAct {

    private static final int PERCENT = 100;

    private final RolloutStore store;
    private final Releases releases;
    private final ObjectProvider<Proposals> proposals;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /// @param proposals asks for all that is proposed, and so for this: hence by a detour
    Rollouts(RolloutStore store, Releases releases, ObjectProvider<Proposals> proposals, AuditLog audit, InstantSource clock, TransactionTemplate transaction) {
        this.store = store;
        this.releases = releases;
        this.proposals = proposals;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    static String object(long rollout) {
        return "rollout:" + rollout;
    }

    /// Puts one down, for another person to approve.
    ///
    /// @throws RefusedRequest `UPDATE_RELEASE_UNKNOWN`, why the release cannot be rolled out, `UPDATE_ROLLOUT_GROUPS_WRONG`
    @Transactional
    public long propose(Rollout.Wanted wanted, String by) {
        requireRollable(wanted.releaseId());
        UpdateRefusal.UPDATE_ROLLOUT_GROUPS_WRONG.when(wanted.groups().isEmpty() || wanted.groups().getLast() != PERCENT);
        UpdateRefusal.UPDATE_ROLLOUT_FORCED_WHEN.when((wanted.type() == UpdateAction.Type.TIMEFORCED) != wanted.forcedAt().isPresent());
        long id = store.add(wanted, by, clock.instant());
        audit.append(AuditEntry.done("rollout.propose", object(id)).because("release " + wanted.releaseId()));
        proposals.getObject().propose(ProposalKind.ROLLOUT, object(id), by);
        return id;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return EnumSet.of(ProposalKind.ROLLOUT);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        in(number(proposal), State.WAITING_FOR_APPROVAL);
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::approve;
    }

    private Optional<Secret> approve(Proposal approved) {
        Rollout rollout = in(number(approved), State.WAITING_FOR_APPROVAL);
        requireRollable(rollout.releaseId());
        store.approve(rollout.rolloutId(), approved.approvedBy().orElseThrow());
        audit.append(AuditEntry.done("rollout.approve", object(rollout.rolloutId())).because(approved.trail()));
        return Optional.empty();
    }

    @Override
    public void denied(Proposal proposal) {
        store.lock(number(proposal)).filter(rollout -> rollout.state() == State.WAITING_FOR_APPROVAL).ifPresent(rollout -> {
            store.setState(rollout.rolloutId(), State.APPROVAL_DENIED, clock.instant());
            note("rollout.stop", rollout, "not approved");
        });
    }

    private static long number(Proposal proposal) {
        return Long.parseLong(proposal.name());
    }

    /// Fixes its terminals, and begins with the first group.
    ///
    /// @throws RefusedRequest `UPDATE_ROLLOUT_UNKNOWN`, `UPDATE_ROLLOUT_NOT_NOW`, why the release cannot be rolled out
    @Transactional
    public void start(long id) {
        Rollout rollout = in(id, State.READY);
        requireRollable(rollout.releaseId());
        List<String> left = store.matching(rollout.releaseId(), rollout.filter());
        int terminals = left.size();
        for (Group group : store.groups(id)) {
            int count = (left.size() * group.percent() + PERCENT - 1) / PERCENT;
            store.schedule(rollout, group.position(), left.subList(0, count), clock.instant());
            left = left.subList(count, left.size());
        }
        store.setState(id, State.RUNNING, clock.instant());
        begin(rollout, 1);
        audit.append(AuditEntry.done("rollout.start", object(id)).because(terminals + " terminals"));
    }

    /// No further group begins; what is open goes on.
    @Transactional
    public void pause(long id) {
        in(id, State.RUNNING);
        store.setState(id, State.PAUSED, clock.instant());
        audit.append(AuditEntry.done("rollout.pause", object(id)));
    }

    /// Goes on, also past a group with too many failures: somebody has looked.
    @Transactional
    public void resume(long id) {
        Rollout rollout = in(id, State.PAUSED);
        requireRollable(rollout.releaseId());
        List<Group> groups = store.groups(id);
        groups.stream().filter(group -> group.state() == GroupState.ERROR).forEach(group -> store.setGroup(id, group.position(), GroupState.FINISHED));
        store.setState(id, State.RUNNING, clock.instant());
        if (groups.stream().noneMatch(group -> group.state() == GroupState.RUNNING)) {
            beginNext(rollout, groups);
        }
        audit.append(AuditEntry.done("rollout.resume", object(id)));
    }

    /// Ends it, and takes back what terminals have not finished. One that waits for approval is denied, and asks nobody for it any more.
    @Transactional
    public void stop(long id, String by) {
        proposals.getObject().withdraw(ProposalKind.ROLLOUT, object(id), by);
        Rollout rollout = in(id, State.WAITING_FOR_APPROVAL, State.READY, State.RUNNING, State.PAUSED);
        store.takeBack(id, clock.instant());
        store.setState(id, rollout.state() == State.WAITING_FOR_APPROVAL ? State.APPROVAL_DENIED : State.STOPPED, clock.instant());
        audit.append(AuditEntry.done("rollout.stop", object(id)));
    }

    /// Once more for the terminals where it failed.
    ///
    /// @throws RefusedRequest also `UPDATE_ROLLOUT_NOTHING_FAILED`
    @Transactional
    public void retry(long id) {
        Rollout rollout = in(id, State.RUNNING, State.PAUSED, State.FINISHED);
        requireRollable(rollout.releaseId());
        List<Integer> groups = store.scheduleFailed(rollout, clock.instant());
        UpdateRefusal.UPDATE_ROLLOUT_NOTHING_FAILED.when(groups.isEmpty());
        store.setState(id, State.RUNNING, clock.instant());
        groups.forEach(group -> begin(rollout, group));
        audit.append(AuditEntry.done("rollout.retry", object(id)));
    }

    private Rollout in(long id, State... states) {
        Rollout rollout = store.lock(id).orElseThrow(UpdateRefusal.UPDATE_ROLLOUT_UNKNOWN::refused);
        UpdateRefusal.UPDATE_ROLLOUT_NOT_NOW.when(!List.of(states).contains(rollout.state()));
        return rollout;
    }

    private void requireRollable(long release) {
        releases.lacks(release).ifPresent(refusal -> {
            throw Releases.refused(refusal);
        });
    }

    private void begin(Rollout rollout, int group) {
        store.setGroup(rollout.rolloutId(), group, GroupState.RUNNING);
        store.begin(rollout, group);
    }

    private void beginNext(Rollout rollout, List<Group> groups) {
        groups.stream().filter(group -> group.state() == GroupState.SCHEDULED).min(Comparator.comparingInt(Group::position)).ifPresent(next -> {
            begin(rollout, next.position());
            note("rollout.group.start", rollout, "group " + next.position());
        });
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    public void evaluate() {
        store.inState(State.RUNNING).forEach(id -> transaction.executeWithoutResult(_ -> store.lockIfFree(id)
                .filter(rollout -> rollout.state() == State.RUNNING).ifPresent(this::evaluate)));
    }

    /// One look at one rollout, which the caller holds.
    private void evaluate(Rollout rollout) {
        Optional<String> lack = releases.lacks(rollout.releaseId()).map(refusal -> refusal.name());
        if (lack.isPresent()) {
            halt(rollout, lack.get());
            return;
        }
        List<Group> groups = store.groups(rollout.rolloutId());
        boolean nextMayBegin = true;
        for (Group group : groups) {
            if (group.state() == GroupState.RUNNING) {
                boolean through = group.finished() * PERCENT >= rollout.successPercent() * group.total();
                if (group.failed() * PERCENT > rollout.errorPercent() * group.total() || group.open() == 0 && !through) {
                    store.setGroup(rollout.rolloutId(), group.position(), GroupState.ERROR);
                    halt(rollout, "group %d: %d of %d failed".formatted(group.position(), group.failed(), group.total()));
                    return;
                }
                if (group.open() == 0) {
                    store.setGroup(rollout.rolloutId(), group.position(), GroupState.FINISHED);
                }
                nextMayBegin &= through;
            }
        }
        if (nextMayBegin) {
            beginNext(rollout, groups);
        }
        if (store.groups(rollout.rolloutId()).stream().allMatch(group -> group.state() == GroupState.FINISHED)) {
            store.setState(rollout.rolloutId(), State.FINISHED, clock.instant());
            note("rollout.finish", rollout, groups.stream().mapToInt(Group::finished).sum() + " terminals");
        }
    }

    private void halt(Rollout rollout, String why) {
        store.setState(rollout.rolloutId(), State.PAUSED, clock.instant());
        note("rollout.pause", rollout, why);
    }

    private void note(String action, Rollout rollout, String why) {
        audit.append(AuditEntry.done(action, object(rollout.rolloutId())).by(AuditActor.system("updates")).because(why));
    }
}
