package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Storage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Signatures of the batch, sealed by the PIN pad, beside the [StateStore] so that no sale writes them again. One stays until the host has it,
/// and until its batch is over, for reprints.
public final class SignatureStore {

    private static final String FILE = "signatures.json";

    private final StoredList<Kept> kept;

    /// @param type of the transaction's message, which the seal is bound to
    /// @param sealed base64
    public record Kept(int batch, int trace, String type, String sealed, State state) {

        private Kept in(State next) {
            return new Kept(batch, trace, type, sealed, next);
        }

        private boolean isOf(int ofBatch, int ofTrace) {
            return batch == ofBatch && trace == ofTrace;
        }
    }

    public enum State {
        /// To be sent.
        PENDING,
        /// The host has it.
        SENT,
        /// The host will never take it.
        REFUSED
    }

    private SignatureStore(StoredList<Kept> kept) {
        this.kept = kept;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static SignatureStore open(Storage storage) {
        return new SignatureStore(new StoredList<>(storage, FILE, Kept[].class));
    }

    /// Durable when it returns. Those of earlier batches go, unless they are still to be sent.
    public synchronized void add(int batch, int trace, String type, String sealed) {
        kept.set(Stream.concat(kept.get().stream().filter(one -> one.state == State.PENDING || one.batch == batch).filter(one -> !one.isOf(batch, trace)),
                Stream.of(new Kept(batch, trace, type, sealed, State.PENDING))).toList());
    }

    public Optional<Kept> find(int batch, int trace) {
        return kept.get().stream().filter(one -> one.isOf(batch, trace)).findFirst();
    }

    /// Oldest first.
    public List<Kept> pending() {
        return kept.get().stream().filter(one -> one.state == State.PENDING).toList();
    }

    /// The terminal begins anew.
    public synchronized void clear() {
        kept.set(List.of());
    }

    public synchronized void mark(Kept sent, State state) {
        kept.set(kept.get().stream().map(one -> one.isOf(sent.batch, sent.trace) ? one.in(state) : one).toList());
    }
}
