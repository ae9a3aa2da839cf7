package io.shouyin.host.platform;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What the database keeps and every transaction asks for, in memory: at most a second old on every host. Its owner has a job that calls
/// [#refresh] each [#REFRESH_MILLIS], so that no transaction waits for it.
///
/// A change by this host is seen at once: what was read before a [#forget], or while it came, is given to nobody who asks after it.
public final class Recent<T> {

    public static final int REFRESH_MILLIS = 500;
    private static final long AGE_MAX_NANOS = Duration.ofSeconds(1).toNanos();

    private record Kept<T>(T value, long readAtNanos, long changesBefore) {}

    private final Supplier<T> read;
    private final UnaryOperator<T> again;
    private final LongSupplier nanos;
    private final AtomicLong changes = new AtomicLong();
    /// One reads, the others wait for what it finds.
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Kept<T> kept;

    public Recent(Supplier<T> read) {
        this(read, _ -> read.get());
    }

    /// @param again what to keep, given what is known; may be the same
    public Recent(Supplier<T> read, UnaryOperator<T> again) {
        this(read, again, System::nanoTime);
    }

    Recent(Supplier<T> read, UnaryOperator<T> again, LongSupplier nanos) {
        this.read = read;
        this.again = again;
        this.nanos = nanos;
    }

    public T get() {
        Kept<T> known = kept;
        if (isGood(known)) {
            return known.value();
        }
        reading.lock();
        try {
            return isGood(kept) ? kept.value() : keep(read);
        } finally {
            reading.unlock();
        }
    }

    /// Reads in the caller's thread.
    public void refresh() {
        reading.lock();
        try {
            Kept<T> known = kept;
            keep(isGood(known) ? () -> again.apply(known.value()) : read);
        } finally {
            reading.unlock();
        }
    }

    /// After a change by this host, which is to see it at once.
    public void forget() {
        changes.incrementAndGet();
    }

    private T keep(Supplier<T> found) {
        long before = changes.get();
        long now = nanos.getAsLong();
        T value = found.get();
        kept = new Kept<>(value, now, before);
        return value;
    }

    private boolean isGood(Kept<T> known) {
        return known != null && known.changesBefore() == changes.get() && nanos.getAsLong() - known.readAtNanos() < AGE_MAX_NANOS;
    }
}
