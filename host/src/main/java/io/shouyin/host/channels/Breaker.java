package io.shouyin.host.channels;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Keeps sales away from a channel that does not answer, so that no further customer is left in doubt.
///
/// It opens after so many transactions in a row whose outcome is unknown; a line that breaks counts once, however many were on it. While it is open none leaves. After a pause it is half open: one goes,
/// and what comes of it closes the breaker or begins the next pause. An answer closes it whenever it comes: a decline is an answer.
/// Reversals are not its business: they are repeated whether it is open or not.
final class Breaker {

    private final int failuresMax;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private int failures;
    private boolean open;
    private long openUntilNanos;
    private boolean probing;

    /// @param nanos as [System#nanoTime()]: no clock that somebody sets
    Breaker(int failuresMax, Duration pause, LongSupplier nanos) {
        this.failuresMax = failuresMax;
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    synchronized BreakerState state() {
        if (!open) {
            return BreakerState.CLOSED;
        }
        return nanos.getAsLong() - openUntilNanos < 0 ? BreakerState.OPEN : BreakerState.HALF_OPEN;
    }

    /// Whether [#enter] would let a transaction in.
    synchronized boolean admits() {
        return switch (state()) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> !probing;
        };
    }

    /// @return true for a transaction that may go; its caller calls [#left]
    synchronized boolean enter() {
        boolean admitted = admits();
        probing |= admitted && open;
        return admitted;
    }

    /// @param sign what came of a transaction that was let in
    synchronized void left(Sign sign) {
        boolean probed = probing;
        probing = false;
        switch (sign) {
            case ANSWERED -> {
                failures = 0;
                open = false;
            }
            case UNKNOWN -> {
                failures++;
                if (probed || failures >= failuresMax) {
                    open = true;
                    openUntilNanos = nanos.getAsLong() + pauseNanos;
                }
            }
            case NONE -> { }
        }
    }

    /// What a transaction tells of its channel.
    enum Sign {
        ANSWERED,
        /// It may have left, and nobody knows what came of it.
        UNKNOWN,
        /// It did not leave, or another one told the same before.
        NONE
    }
}
