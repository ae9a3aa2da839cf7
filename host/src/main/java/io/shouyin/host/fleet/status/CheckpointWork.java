package io.shouyin.host.fleet.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.audit.Checkpoints;
import io.shouyin.host.fleet.TerminalSession;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Hands the latest checkpoint of the audit log to each terminal that has an older one: thousands of witnesses for nothing.
@Component
class CheckpointWork implements HeartbeatWork {

    private final Checkpoints checkpoints;
    private final Counter ahead;

    CheckpointWork(Checkpoints checkpoints, MeterRegistry registry) {
        this.checkpoints = checkpoints;
        this.ahead = Counter.builder("shouyin.audit.terminals.ahead")
                .description("heartbeats of terminals that say they keep a checkpoint of a larger log than this host has signed").register(registry);
    }

    @Override
    public String member() {
        return "checkpoint";
    }

    @Override
    public Optional<Object> of(TerminalSession terminal, Heartbeat heartbeat) {
        Optional<Checkpoints.Latest> latest = checkpoints.latest();
        long size = latest.map(one -> one.checkpoint().size()).orElse(0L);
        if (heartbeat.checkpointSize() > size) {
            ahead.increment();
        }
        return latest.filter(_ -> heartbeat.checkpointSize() < size).map(Checkpoints.Latest::note);
    }
}
