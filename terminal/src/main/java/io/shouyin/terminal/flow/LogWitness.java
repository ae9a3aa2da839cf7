package io.shouyin.terminal.flow;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.state.SeenCheckpoints;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps the last checkpoints of the host's audit log, as thousands of terminals do: a log that takes back what it has signed cannot ask for it back here. They are kept
/// as they were signed; whoever has the log's key verifies them later.
final class LogWitness implements HeartbeatAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(LogWitness.class);

    private final SeenCheckpoints seen;

    LogWitness(SeenCheckpoints seen) {
        this.seen = seen;
    }

    @Override
    public String member() {
        return "checkpoint";
    }

    @Override
    public void take(JsonNode value) {
        if (!value.isString()) {
            return;
        }
        try {
            Note note = Note.parse(value.asString());
            Checkpoint.parse(note.text());
            seen.add(note);
        } catch (Fault notKept) {
            LOG.debug("no checkpoint is kept: {}", notKept.code());
        }
    }

    @Override
    public void tell(ObjectNode beat) {
        beat.put("checkpointSize", seen.size());
    }
}
