package io.shouyin.vault;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts things within a window of time, in memory that does not grow and without locks: a count-min sketch.
///
/// A thing is its keyed hash. It is counted in one slot of each row, and its count is the smallest of them: never too small, and too
/// large only by things that share its slot in every row. Nobody makes room for more tries by naming many other things. A slot holds
/// the number of its window above its count, so that a new window needs no clearing.
final class WindowCounts {

    static final int COUNT_MAX = 1_000_000_000;

    private static final int COUNT_BITS = 30;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final Size size;
    private final AtomicLongArray slots;
    private final long windowMillis;
    private final long startMillis;

    /// How much memory, and so how seldom things share all of their slots.
    enum Size {
        /// 1 MiB, for counts in the hundreds.
        RATES(2, 16),
        /// 16 MiB, for the few wrong PINs of a day, or its wrong card values. If 100,000 of them lock 10,000 cards, another card is locked with them with a probability
        /// of 1.3 in ten million; spread over 100,000 cards they lock no other.
        WRONG_PINS(4, 19);

        private final int rows;
        private final int slotBits;

        Size(int rows, int slotBits) {
            this.rows = rows;
            this.slotBits = slotBits;
        }
    }

    /// @param startMillis when the first window begins
    WindowCounts(Size size, Duration window, long startMillis) {
        this.size = size;
        this.slots = new AtomicLongArray(size.rows << size.slotBits);
        this.windowMillis = window.toMillis();
        this.startMillis = startMillis;
    }

    /// Counts one more.
    ///
    /// @return how many there are in the window of this moment
    int add(long hash, long millis) {
        long window = window(millis);
        long least = COUNT_MASK;
        for (int row = 0; row < size.rows; row++) {
            least = Math.min(least, increment(slot(hash, row), window));
        }
        return (int) least;
    }

    /// How many there are in the window of this moment.
    int count(long hash, long millis) {
        long window = window(millis);
        long least = COUNT_MASK;
        for (int row = 0; row < size.rows; row++) {
            least = Math.min(least, countIn(window, slots.get(slot(hash, row))));
        }
        return (int) least;
    }

    private long window(long millis) {
        return Math.floorDiv(millis - startMillis, windowMillis) << COUNT_BITS;
    }

    /// Two halves of the hash make a slot of each row (Kirsch and Mitzenmacher, 2006).
    private int slot(long hash, int row) {
        int step = (int) (hash >>> 32) | 1;
        return (row << size.slotBits) + ((int) hash + row * step >>> 32 - size.slotBits);
    }

    private long increment(int slot, long window) {
        while (true) {
            long was = slots.get(slot);
            long count = Math.min(countIn(window, was) + 1, COUNT_MASK);
            if (slots.weakCompareAndSetVolatile(slot, was, window | count)) {
                return count;
            }
        }
    }

    private static long countIn(long window, long slot) {
        return (slot & ~COUNT_MASK) == window ? slot & COUNT_MASK : 0;
    }
}
