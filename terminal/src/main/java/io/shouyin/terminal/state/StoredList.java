package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.TerminalRefusal;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A list that is kept whole in one file of the terminal's storage.
final class StoredList<T> {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Storage storage;
    private final String file;
    private volatile List<T> kept;

    /// @param type of an array of the list's elements
    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    StoredList(Storage storage, String file, Class<T[]> type) {
        this.storage = storage;
        this.file = file;
        try {
            kept = storage.read(file).map(bytes -> List.of(JSON.readValue(bytes, type))).orElse(List.of());
        } catch (JacksonException unreadable) {
            throw new Fault(TerminalRefusal.TERMINAL_STATE_UNREADABLE, Recovery.STOP);
        }
    }

    List<T> get() {
        return kept;
    }

    /// Durable when it returns.
    void set(List<T> next) {
        storage.write(file, JSON.writeValueAsBytes(next));
        kept = next;
    }
}
