package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Keeps count of PIN blocks and wrong PINs, see [PinLimits]. A card is counted by a keyed hash of what a PIN is bound to; wrong PINs are
/// in a journal too, if there is one.
///
/// That is the eleven digits left of the check digit: formats 0 and 3 and the Chinese block bind these and one more, a PVV these alone. A
/// number with another beginning, length or check digit is the same card to them, and so to the count.
final class PinGuard {

    private static final int LOOKED_AT_BITS = 12;

    private final PinLimits limits;
    private final InstantSource clock;
    private final SipHash hash;
    private final WindowCounts cards;
    private final WindowCounts terminals;
    private final WindowCounts wrongPins;
    /// PINs that are looked at now, by card; cards that share a number are counted together for that moment.
    private final AtomicIntegerArray lookedAt = new AtomicIntegerArray(1 << LOOKED_AT_BITS);
    private final Optional<WrongPinJournal> journal;

    /// @param hash of the journal, if there is one
    PinGuard(PinLimits limits, InstantSource clock, SipHash hash, Optional<WrongPinJournal> journal) {
        this.limits = limits;
        this.clock = clock;
        this.hash = hash;
        this.cards = new WindowCounts(WindowCounts.Size.RATES, limits.window(), clock.millis());
        this.terminals = new WindowCounts(WindowCounts.Size.RATES, limits.window(), clock.millis());
        this.wrongPins = new WindowCounts(WindowCounts.Size.WRONG_PINS, limits.wrongPinWindow(), PinLimits.WRONG_PIN_WINDOWS_FROM_MILLIS);
        this.journal = journal;
        journal.ifPresent(kept -> kept.forEachOpened(wrongPins::add));
    }

    /// One PIN block of a card, now.
    Attempt attempt(Pan pan) {
        return new Attempt(clock.millis(), card(pan));
    }

    /// One that is compared by an offset, now. Its validation data may have digits that the card's eleven have not, and the other way round;
    /// so both are counted.
    Attempt attempt(Pan pan, String validationData) {
        return new Attempt(clock.millis(), card(pan), hash.of(validationData.getBytes(StandardCharsets.US_ASCII)));
    }

    /// What a terminal is counted by.
    long terminal(TerminalMark mark) {
        return hash.of(mark.number());
    }

    /// As [#terminal(TerminalMark)], of one whose key is derived.
    ///
    /// @param serial the part of the key serial number that does not count
    long terminal(byte[] serial) {
        return hash.of(serial);
    }

    private long card(Pan pan) {
        return hash.of(boundDigits(pan.reveal(CardDataAccess.granted())));
    }

    /// The eleven digits left of the check digit, as a number.
    private static long boundDigits(String pan) {
        long digits = 0;
        for (int i = pan.length() - 12; i < pan.length() - 1; i++) {
            digits = 10 * digits + pan.charAt(i) - '0';
        }
        return digits;
    }

    final class Attempt {
        private final long millis;
        private final long[] counted;

        private Attempt(long millis, long... counted) {
            this.millis = millis;
            this.counted = counted;
        }

        /// Counts it for the card.
        boolean isTakenOfCard() {
            return add(cards) <= limits.blocksPerCardMax();
        }

        /// Counts it for a terminal.
        ///
        /// @param terminal as [PinGuard#terminal]
        boolean isTakenOfTerminal(long terminal) {
            return terminals.add(terminal, millis) <= limits.blocksPerTerminalMax();
        }

        /// Takes its PIN to be looked at, until [#ends]: it counts as wrong meanwhile, so that many at once are no more than many in a row.
        ///
        /// @throws io.shouyin.kernel.Fault as [WrongPinJournal#requireWritten]
        boolean isTakenToBeLookedAt() {
            journal.ifPresent(WrongPinJournal::requireWritten);
            boolean taken = true;
            for (long one : counted) {
                taken &= lookedAt.incrementAndGet(place(one)) + wrongPins.count(one, millis) <= limits.wrongPinsPerCardMax();
            }
            if (!taken) {
                ends();
            }
            return taken;
        }

        /// It was wrong: neither its end nor a restart takes it back.
        ///
        /// @throws io.shouyin.kernel.Fault as [WrongPinJournal#add]
        void keepWrongPin() {
            add(wrongPins);
            journal.ifPresent(kept -> kept.add(millis, counted));
        }

        /// It was looked at.
        void ends() {
            for (long one : counted) {
                lookedAt.decrementAndGet(place(one));
            }
        }

        private static int place(long hash) {
            return (int) (hash >>> Long.SIZE - LOOKED_AT_BITS);
        }

        /// @return the larger count
        private int add(WindowCounts counts) {
            int most = 0;
            for (long one : counted) {
                most = Math.max(most, counts.add(one, millis));
            }
            return most;
        }
    }
}
