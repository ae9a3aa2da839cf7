package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Storage;
import java.util.List;
import java.util.Map;

/// The parameters that the host has said, beside the [StateStore]: those in force, and newer ones that wait until nobody is in the middle of anything.
public final class ParameterStore {

    private static final String FILE = "parameters.json";

    private final StoredList<Kept> file;

    /// @param version rises with each bundle; 0 if the host has said nothing
    public record Bundle(long version, Map<String, String> values) {

        static final Bundle NOTHING = new Bundle(0, Map.of());

        public Bundle {
            values = Map.copyOf(values);
        }
    }

    /// @param waiting null if there is none
    record Kept(Bundle inForce, Bundle waiting) {}

    private ParameterStore(StoredList<Kept> file) {
        this.file = file;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static ParameterStore open(Storage storage) {
        return new ParameterStore(new StoredList<>(storage, FILE, Kept[].class));
    }

    private Kept kept() {
        return file.get().isEmpty() ? new Kept(Bundle.NOTHING, null) : file.get().getFirst();
    }

    public Bundle inForce() {
        return kept().inForce;
    }

    /// What is in force next.
    public Bundle newest() {
        Kept kept = kept();
        return kept.waiting == null ? kept.inForce : kept.waiting;
    }

    /// Keeps a newer one until it is put in force. Durable when it returns.
    public synchronized void keep(Bundle next) {
        file.set(List.of(new Kept(kept().inForce, next)));
    }

    /// @return whether there was one that waited
    public synchronized boolean putInForce() {
        Kept kept = kept();
        if (kept.waiting == null) {
            return false;
        }
        file.set(List.of(new Kept(kept.waiting, null)));
        return true;
    }

    /// The terminal begins anew.
    public synchronized void clear() {
        file.set(List.of());
    }
}
