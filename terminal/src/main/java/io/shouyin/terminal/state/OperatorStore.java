package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.Storage;
import java.util.Optional;
import java.util.stream.Stream;

/// The operators of a terminal that judges them itself; empty where the host does.
public final class OperatorStore {

    private static final String FILE = "operators.json";

    private final StoredList<Kept> kept;

    /// @param salt hex
    /// @param mark hex of what the PIN pad makes of password and salt
    /// @param initial it opens nothing but its own change
    /// @param wrong tries since the last right one
    public record Kept(String operator, String salt, String mark, boolean initial, int wrong) {

        public Kept withWrong(int next) {
            return new Kept(operator, salt, mark, initial, next);
        }

        @Override
        public String toString() {
            return "Kept[" + operator + "]";
        }
    }

    private OperatorStore(StoredList<Kept> kept) {
        this.kept = kept;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static OperatorStore open(Storage storage) {
        return new OperatorStore(new StoredList<>(storage, FILE, Kept[].class));
    }

    public Optional<Kept> find(OperatorNumber operator) {
        return kept.get().stream().filter(one -> one.operator.equals(operator.value())).findFirst();
    }

    /// Durable when it returns.
    public void put(Kept next) {
        kept.set(Stream.concat(others(next.operator), Stream.of(next)).toList());
    }

    /// Durable when it returns.
    public void remove(OperatorNumber operator) {
        kept.set(others(operator.value()).toList());
    }

    private Stream<Kept> others(String operator) {
        return kept.get().stream().filter(one -> !one.operator.equals(operator));
    }
}
