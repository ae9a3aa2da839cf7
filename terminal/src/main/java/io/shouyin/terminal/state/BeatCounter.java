package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Storage;
import java.util.List;

/// Numbers of heartbeats: each is taken once, whatever crashes when.
public final class BeatCounter {

    private static final String FILE = "heartbeat.json";

    private final StoredList<Long> last;

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public BeatCounter(Storage storage) {
        this.last = new StoredList<>(storage, FILE, Long[].class);
    }

    /// The next number, from 1; durable when it returns.
    ///
    /// @throws Fault `STORAGE_FULL` or `STORAGE_BROKEN`
    public long next() {
        long next = last.get().stream().findFirst().orElse(0L) + 1;
        last.set(List.of(next));
        return next;
    }
}
