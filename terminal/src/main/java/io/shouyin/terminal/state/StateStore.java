package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.TerminalRefusal;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the [TerminalState] on storage. What [#update] returned is durable; if it threw, the state before still holds.
public final class StateStore {

    /// Room that must be left before a sale or a change of password starts.
    public static final long FREE_BYTES_MIN = 4L * 1024 * 1024;

    private static final String FILE = "state.json";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Storage storage;
    private volatile TerminalState state;

    private StateStore(Storage storage, TerminalState state) {
        this.storage = storage;
        this.state = state;
    }

    /// Reads what is there, or writes what `fresh` gives.
    ///
    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static StateStore open(Storage storage, Supplier<TerminalState> fresh) {
        var bytes = storage.read(FILE);
        if (bytes.isEmpty()) {
            var store = new StateStore(storage, fresh.get());
            store.write(store.state);
            return store;
        }
        try {
            TerminalState state = JSON.readValue(bytes.get(), TerminalState.class);
            if (state != null) {
                return new StateStore(storage, state);
            }
        } catch (JacksonException | IllegalArgumentException unreadable) {
            throw new Fault(TerminalRefusal.TERMINAL_STATE_UNREADABLE, Recovery.STOP);
        }
        throw new Fault(TerminalRefusal.TERMINAL_STATE_UNREADABLE, Recovery.STOP);
    }

    public TerminalState state() {
        return state;
    }

    /// Changes the state, durably.
    ///
    /// @throws Fault `STORAGE_FULL` or `STORAGE_BROKEN`
    public synchronized TerminalState update(UnaryOperator<TerminalState> change) {
        TerminalState next = change.apply(state);
        write(next);
        state = next;
        return next;
    }

    public boolean hasRoom() {
        return storage.freeBytes() >= FREE_BYTES_MIN;
    }

    private void write(TerminalState next) {
        storage.write(FILE, JSON.writeValueAsBytes(next));
    }
}
