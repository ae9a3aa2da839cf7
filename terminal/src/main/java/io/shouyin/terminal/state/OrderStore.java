package io.shouyin.terminal.state;

import io.shouyin.kernel.Fault;
import io.shouyin.terminal.device.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What the host has ordered, beside the [StateStore]: the highest number that was taken, what waits to be done, what came of it, and the lock.
///
/// A number is durable before anything is done about it, so no order is carried out twice, whenever the power fails.
public final class OrderStore {

    private static final String FILE = "orders.json";
    /// Ended ones that are remembered, so that one that comes again is answered again.
    private static final int REMEMBERED_MAX = 32;

    private final StoredList<Kept> file;

    /// @param lock null if the terminal is not locked
    /// @param orders in the order of their numbers
    public record Kept(long highest, Lock lock, List<Taken> orders) {

        static final Kept NOTHING = new Kept(0, null, List.of());

        public Kept {
            orders = List.copyOf(orders);
        }

        Kept with(Taken next) {
            return new Kept(highest, lock, Stream.concat(orders.stream().filter(one -> !one.id.equals(next.id)), Stream.of(next)).sorted((a, b) -> Long.compare(a.sequence, b.sequence)).toList());
        }
    }

    /// @param text that is shown with it; null if there is none
    public record Lock(Instant since, String text) {}

    /// @param text null if there is none
    /// @param logsFrom the earliest line of the log that is wanted; null: from the first
    /// @param logsTo the latest; null: to the last
    /// @param reason of a failed one; else null
    /// @param lines of the log that the host has, of an upload that is done; else null
    /// @param told the host knows its stage
    public record Taken(String id, long sequence, String kind, String text, boolean evenUnsettled, Instant logsFrom, Instant logsTo, Stage stage, String reason, Long lines, boolean told) {

        public Taken in(Stage next) {
            return new Taken(id, sequence, kind, text, evenUnsettled, logsFrom, logsTo, next, null, null, false);
        }

        public Taken done(long uploadedLines) {
            return new Taken(id, sequence, kind, text, evenUnsettled, logsFrom, logsTo, Stage.DONE, null, uploadedLines, false);
        }

        public Instant from() {
            return logsFrom == null ? Instant.EPOCH : logsFrom;
        }

        public Instant to() {
            return logsTo == null ? Instant.MAX : logsTo;
        }

        public Taken failed(String why) {
            return new Taken(id, sequence, kind, text, evenUnsettled, logsFrom, logsTo, Stage.FAILED, why, null, false);
        }

        Taken known(boolean toTheHost) {
            return new Taken(id, sequence, kind, text, evenUnsettled, logsFrom, logsTo, stage, reason, lines, toTheHost);
        }
    }

    public enum Stage {
        /// Waits to be done.
        TAKEN,
        /// Is being done.
        BEGUN,
        DONE,
        FAILED
    }

    private OrderStore(StoredList<Kept> file) {
        this.file = file;
    }

    /// @throws Fault `TERMINAL_STATE_UNREADABLE`
    public static OrderStore open(Storage storage) {
        return new OrderStore(new StoredList<>(storage, FILE, Kept[].class));
    }

    public Kept kept() {
        return file.get().isEmpty() ? Kept.NOTHING : file.get().getFirst();
    }

    public Optional<Lock> lock() {
        return Optional.ofNullable(kept().lock);
    }

    public Optional<Taken> find(String id) {
        return kept().orders.stream().filter(one -> one.id.equals(id)).findFirst();
    }

    /// The one with the lowest number that is at a stage.
    ///
    /// @param wanted its kind
    public Optional<Taken> first(Stage stage, Predicate<String> wanted) {
        return kept().orders.stream().filter(one -> one.stage == stage && wanted.test(one.kind)).findFirst();
    }

    /// Those of which the host does not know how far they are.
    public List<Taken> untold() {
        return kept().orders.stream().filter(one -> !one.told).toList();
    }

    /// Takes an order: its number is used up. Durable when it returns.
    public synchronized void take(Taken order) {
        change(kept -> {
            Kept with = kept.with(order);
            int over = with.orders.size() - REMEMBERED_MAX;
            List<Taken> remembered = over <= 0 ? with.orders : with.orders.stream()
                    .filter(one -> one.stage == Stage.TAKEN || one.stage == Stage.BEGUN || one.sequence > with.orders.get(over - 1).sequence).toList();
            return new Kept(order.sequence, kept.lock, remembered);
        });
    }

    /// How far an order is by now. Durable when it returns.
    public synchronized void put(Taken order) {
        change(kept -> kept.with(order));
    }

    /// The order is done, and the terminal is locked, or not any more. Durable when it returns.
    ///
    /// @param lock null: it is not
    public synchronized void locked(Taken order, Lock lock) {
        change(kept -> new Kept(kept.highest, lock, kept.with(order.in(Stage.DONE)).orders));
    }

    /// The host knows how far it is, or need not know it again.
    ///
    /// @param order as it was told
    /// @param known false: it is to be told again
    public synchronized void told(Taken order, boolean known) {
        find(order.id).filter(now -> now.stage == order.stage).ifPresent(now -> change(kept -> kept.with(now.known(known))));
    }

    /// The terminal begins anew.
    public synchronized void clear() {
        file.set(List.of());
    }

    private void change(UnaryOperator<Kept> how) {
        file.set(List.of(how.apply(kept())));
    }
}
