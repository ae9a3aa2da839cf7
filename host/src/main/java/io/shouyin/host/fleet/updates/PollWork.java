package io.shouyin.host.fleet.updates;

import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.fleet.status.Heartbeat;
import io.shouyin.host.fleet.status.HeartbeatWork;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Tells a terminal with its heartbeat that an update waits, so that it need not sleep until its next poll.
@Component
class PollWork implements HeartbeatWork {

    private final UpdateTargets targets;
    private final InstantSource clock;

    PollWork(UpdateTargets targets, InstantSource clock) {
        this.targets = targets;
        this.clock = clock;
    }

    @Override
    public String member() {
        return "poll";
    }

    @Override
    public Optional<Object> of(TerminalSession terminal, Heartbeat heartbeat) {
        return targets.find(terminal.terminal().value()).flatMap(UpdateTarget::open).filter(action -> action.isShown(clock.instant())).map(_ -> true);
    }
}
