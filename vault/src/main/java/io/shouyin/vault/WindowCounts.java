package io.shouyin.vault;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts things within a window of time, in memory that does not grow and without locks: a count-min sketch.
///
/// A thing is its keyed hash. It is counted in one slot of each row, and its count is the smallest of them: never too small, and too
/// large only by things that share its slot in every row. Nobody makes room for more tries by naming many other things. A slot holds
/// the number of its window above its count, so that a new window needs no clearing.
final class WindowCounts {

    static final int COUNT_MAX = 1_000_000_000;

    private static final int ROWS = 2;
    private static final int SLOTS = 1 << 16;
    private static final int COUNT_BITS = 30;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray slots = new AtomicLongArray(ROWS * SLOTS);
    private final InstantSource clock;
    private final long windowMillis;

    WindowCounts(Duration window, InstantSource clock) {
        this.windowMillis = window.toMillis();
        this.clock = clock;
    }

    /// Counts one more.
    ///
    /// @return how many there are in this window
    int add(long hash) {
        return change(hash, 1);
    }

    /// Takes back one that was added in this window.
    void remove(long hash) {
        change(hash, -1);
    }

    private int change(long hash, int by) {
        long window = Math.floorDiv(clock.millis(), windowMillis);
        long least = COUNT_MASK;
        for (int row = 0; row < ROWS; row++) {
            int slot = row * SLOTS + (int) (hash >>> 16 * row & SLOTS - 1);
            least = Math.min(least, slots.accumulateAndGet(slot, window << COUNT_BITS, (was, now) -> {
                long count = was >>> COUNT_BITS == now >>> COUNT_BITS ? was & COUNT_MASK : 0;
                return now | Math.clamp(count + by, 0, COUNT_MASK);
            }) & COUNT_MASK);
        }
        return (int) least;
    }
}
