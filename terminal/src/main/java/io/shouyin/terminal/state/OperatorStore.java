package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.TerminalRefusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The operators of a terminal that judges them itself; empty where the host does.
public final class OperatorStore {

    private static final String FILE = "operators.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Storage storage;
    private volatile List<Kept> kept;

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

    private OperatorStore(Storage storage, List<Kept> kept) {
        this.storage = storage;
        this.kept = kept;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static OperatorStore open(Storage storage) {
        try {
            return new OperatorStore(storage, storage.read(FILE).map(bytes -> List.of(JSON.readValue(bytes, Kept[].class))).orElse(List.of()));
        } catch (JacksonException unreadable) {
            throw new Fault(TerminalRefusal.TERMINAL_STATE_UNREADABLE, Recovery.STOP);
        }
    }

    public Optional<Kept> find(OperatorNumber operator) {
        return kept.stream().filter(one -> one.operator.equals(operator.value())).findFirst();
    }

    /// Durable when it returns.
    public void put(Kept next) {
        write(Stream.concat(others(next.operator), Stream.of(next)).toList());
    }

    /// Durable when it returns.
    public void remove(OperatorNumber operator) {
        write(others(operator.value()).toList());
    }

    private Stream<Kept> others(String operator) {
        return kept.stream().filter(one -> !one.operator.equals(operator));
    }

    private void write(List<Kept> next) {
        storage.write(FILE, JSON.writeValueAsBytes(next));
        kept = next;
    }
}
