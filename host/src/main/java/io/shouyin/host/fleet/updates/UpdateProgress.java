package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.updates.UpdateAction.State;
import io.shouyin.host.fleet.updates.UpdateActions.Told;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// How an action goes on by what its terminal tells: each step holds the row, moves it and keeps what was said, in one transaction.
///
/// | execution | of a deployment | of a cancel |
/// |---|---|---|
/// | `closed`, `failure` | ERROR, ends | ERROR, ends |
/// | `closed`, `success` or `none` | FINISHED, ends | CANCELED, ends |
/// | `canceled` | CANCELED, ends | WARNING: not supported |
/// | `rejected` | WARNING | CANCEL_REJECTED: the deployment goes on |
/// | `download`, `downloaded` | DOWNLOAD, DOWNLOADED, which ends one that is only to be downloaded | RUNNING |
/// | `proceeding`, `scheduled`, `resumed` | RUNNING | RUNNING |
@Service
class UpdateProgress {

    private final UpdateActions actions;
    private final UpdateTargets targets;
    private final AuditLog audit;
    private final InstantSource clock;

    UpdateProgress(UpdateActions actions, UpdateTargets targets, AuditLog audit, InstantSource clock) {
        this.actions = actions;
        this.targets = targets;
        this.audit = audit;
        this.clock = clock;
    }

    private record Step(State state, UpdateStatus status) {}

    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_ACTION_UNKNOWN` also while it waits for consent, `UPDATE_ACTION_ENDED`, `UPDATE_FEEDBACK_TOO_MUCH`
    @Transactional
    public void deployment(TerminalId terminal, long id, DdiFeedback feedback) {
        UpdateAction action = open(terminal, id);
        UpdateRefusal.UPDATE_ACTION_UNKNOWN.when(action.state() == State.WAIT_FOR_CONFIRMATION);
        Step step = switch (feedback.execution()) {
            case CLOSED -> feedback.finished() == DdiFeedback.Finished.FAILURE ? new Step(State.ERROR, UpdateStatus.ERROR) : new Step(State.FINISHED, UpdateStatus.FINISHED);
            case CANCELED -> new Step(State.CANCELED, UpdateStatus.CANCELED);
            case REJECTED -> new Step(action.state(), UpdateStatus.WARNING);
            case DOWNLOAD -> new Step(action.state(), UpdateStatus.DOWNLOAD);
            case DOWNLOADED -> new Step(action.type() == UpdateAction.Type.DOWNLOAD_ONLY ? State.FINISHED : action.state(), UpdateStatus.DOWNLOADED);
            case PROCEEDING, SCHEDULED, RESUMED -> new Step(action.state(), UpdateStatus.RUNNING);
        };
        go(action, step, feedback);
    }

    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_ACTION_UNKNOWN`, `UPDATE_ACTION_ENDED`, `UPDATE_NOT_CANCELING`, `UPDATE_FEEDBACK_TOO_MUCH`
    @Transactional
    public void cancel(TerminalId terminal, long id, DdiFeedback feedback) {
        UpdateAction action = open(terminal, id);
        UpdateRefusal.UPDATE_NOT_CANCELING.when(action.state() != State.CANCELING);
        Step step = switch (feedback.execution()) {
            case CLOSED -> feedback.finished() == DdiFeedback.Finished.FAILURE ? new Step(State.ERROR, UpdateStatus.ERROR) : new Step(State.CANCELED, UpdateStatus.CANCELED);
            case REJECTED -> new Step(State.RUNNING, UpdateStatus.CANCEL_REJECTED);
            case CANCELED -> new Step(State.CANCELING, UpdateStatus.WARNING);
            case PROCEEDING, SCHEDULED, RESUMED, DOWNLOAD, DOWNLOADED -> new Step(State.CANCELING, UpdateStatus.RUNNING);
        };
        go(action, step, feedback);
    }

    private void go(UpdateAction action, Step step, DdiFeedback feedback) {
        Instant now = clock.instant();
        UpdateRefusal.UPDATE_FEEDBACK_TOO_MUCH.when(!actions.tell(action, step.state(),
                new Told(step.status(), feedback.code(), feedback.messages(), feedback.reportedAt()), true, now));
        if (step.state().isEnd()) {
            ended(action, step.state(), now);
        }
    }

    private void ended(UpdateAction action, State end, Instant now) {
        if (end == State.FINISHED && action.type() != UpdateAction.Type.DOWNLOAD_ONLY) {
            targets.installed(action, now);
        }
        audit.append(AuditEntry.done(switch (end) {
            case FINISHED -> "update.finish";
            case ERROR -> "update.fail";
            case CANCELED -> "update.cancel";
            case SCHEDULED, WAIT_FOR_CONFIRMATION, RUNNING, CANCELING -> throw new IllegalStateException(end + " is no end");
        }, object(action.terminal(), action.id())).by(AuditActor.terminal(action.terminal())));
    }

    /// @param confirmed or denied, after which it waits on
    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_ACTION_UNKNOWN` unless it waits for consent, `UPDATE_ACTION_ENDED`, `UPDATE_FEEDBACK_TOO_MUCH`
    @Transactional
    public void consent(TerminalId terminal, long id, boolean confirmed, Optional<Integer> code, List<String> messages) {
        UpdateAction action = open(terminal, id);
        UpdateRefusal.UPDATE_ACTION_UNKNOWN.when(action.state() != State.WAIT_FOR_CONFIRMATION);
        Step step = confirmed ? new Step(State.RUNNING, UpdateStatus.RUNNING) : new Step(State.WAIT_FOR_CONFIRMATION, UpdateStatus.WAIT_FOR_CONFIRMATION);
        UpdateRefusal.UPDATE_FEEDBACK_TOO_MUCH.when(!actions.tell(action, step.state(), new Told(step.status(), code, messages, Optional.empty()), true, clock.instant()));
        audit.append(AuditEntry.done(confirmed ? "update.confirm" : "update.deny", object(terminal, id)).by(AuditActor.terminal(terminal)));
    }

    /// From now on nothing of it waits for consent.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_AUTO_CONFIRM_ON`
    @Transactional
    public void confirmAutomatically(TerminalId terminal, Optional<String> initiator, Optional<String> remark) {
        Instant now = clock.instant();
        UpdateRefusal.UPDATE_AUTO_CONFIRM_ON.when(!targets.confirmAutomatically(terminal, initiator, remark, now));
        actions.lockWaiting(terminal).forEach(action ->
                actions.tell(action, State.RUNNING, Told.of(UpdateStatus.RUNNING, "Confirmed automatically"), false, now));
        audit.append(AuditEntry.done("update.auto-confirm.on", "terminal:" + terminal).by(AuditActor.terminal(terminal)));
    }

    @Transactional
    public void confirmNoLonger(TerminalId terminal) {
        if (targets.confirmNoLonger(terminal)) {
            audit.append(AuditEntry.done("update.auto-confirm.off", "terminal:" + terminal).by(AuditActor.terminal(terminal)));
        }
    }

    /// Takes an update back: at once as long as the terminal has not asked what it is, otherwise the terminal is asked and may refuse.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest `UPDATE_ACTION_UNKNOWN`, `UPDATE_ACTION_ENDED`
    @Transactional
    public void stop(TerminalId terminal, long id) {
        UpdateAction action = actions.lock(terminal, id).orElseThrow(UpdateRefusal.UPDATE_ACTION_UNKNOWN::refused);
        UpdateRefusal.UPDATE_ACTION_ENDED.when(action.state().isEnd());
        boolean seen = action.retrieved() || action.begun();
        actions.tell(action, seen ? State.CANCELING : State.CANCELED, Told.of(seen ? UpdateStatus.CANCELING : UpdateStatus.CANCELED, "Cancelled by the host"), false, clock.instant());
        audit.append(AuditEntry.done("update.stop", object(terminal, id)));
    }

    private UpdateAction open(TerminalId terminal, long id) {
        UpdateAction action = actions.lock(terminal, id).filter(found -> found.state() != State.SCHEDULED).orElseThrow(UpdateRefusal.UPDATE_ACTION_UNKNOWN::refused);
        UpdateRefusal.UPDATE_ACTION_ENDED.when(action.state().isEnd());
        return action;
    }

    static String object(TerminalId terminal, long action) {
        return "update:" + terminal + "/" + action;
    }
}
