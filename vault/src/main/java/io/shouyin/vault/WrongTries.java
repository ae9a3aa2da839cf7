package io.shouyin.vault;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;

/// Keeps count of wrong answers of one kind, by the keyed hash of what is guessed at; they are in a journal too, if there is one.
///
/// What is looked at counts as wrong meanwhile, so that many at once are no more than many in a row. A right one is not counted and takes
/// nothing back.
final class WrongTries {

    private static final int LOOKED_AT_BITS = 12;

    private final Kind kind;
    private final int max;
    private final WindowCounts counts;
    /// What is looked at now; things that share a place are counted together for that moment.
    private final AtomicIntegerArray lookedAt = new AtomicIntegerArray(1 << LOOKED_AT_BITS);
    private final Optional<WrongPinJournal> journal;

    enum Kind { PIN, CARD_VALUE }

    enum Verdict { RIGHT, WRONG, LIMIT_REACHED }

    /// @param max wrong answers in a window
    WrongTries(Kind kind, int max, Duration window, Optional<WrongPinJournal> journal) {
        this.kind = kind;
        this.max = max;
        this.counts = new WindowCounts(WindowCounts.Size.WRONG_PINS, window, PinLimits.WRONG_PIN_WINDOWS_FROM_MILLIS);
        this.journal = journal;
        journal.ifPresent(kept -> kept.forEachOpened(kind, counts::add));
    }

    /// Looks at an answer, unless one of what it is counted by has had its share. A wrong one is kept: no restart takes it back.
    ///
    /// @param counted what it is counted by
    /// @throws io.shouyin.kernel.Fault as [WrongPinJournal#requireWritten] and [WrongPinJournal#add]
    Verdict judge(long millis, long[] counted, BooleanSupplier isRight) {
        journal.ifPresent(WrongPinJournal::requireWritten);
        boolean taken = true;
        for (long one : counted) {
            taken &= lookedAt.incrementAndGet(place(one)) + counts.count(one, millis) <= max;
        }
        try {
            if (!taken) {
                return Verdict.LIMIT_REACHED;
            }
            if (isRight.getAsBoolean()) {
                return Verdict.RIGHT;
            }
            keep(millis, counted);
            return Verdict.WRONG;
        } finally {
            for (long one : counted) {
                lookedAt.decrementAndGet(place(one));
            }
        }
    }

    private void keep(long millis, long[] counted) {
        for (long one : counted) {
            counts.add(one, millis);
        }
        journal.ifPresent(kept -> kept.add(kind, millis, counted));
    }

    private static int place(long hash) {
        return (int) (hash >>> Long.SIZE - LOOKED_AT_BITS);
    }
}
