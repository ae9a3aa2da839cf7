package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/// Keeps count of PIN blocks and wrong PINs, see [PinLimits]. Card numbers are counted by a keyed hash; wrong PINs are in a journal too, if
/// there is one.
final class PinGuard {

    private final PinLimits limits;
    private final InstantSource clock;
    private final SipHash hash;
    private final WindowCounts cards;
    private final WindowCounts terminals;
    private final WindowCounts wrongPins;
    private final Optional<WrongPinJournal> journal;

    /// @param hash of the journal, if there is one
    PinGuard(PinLimits limits, InstantSource clock, SipHash hash, Optional<WrongPinJournal> journal) {
        this.limits = limits;
        this.clock = clock;
        this.hash = hash;
        this.cards = new WindowCounts(limits.window(), clock.millis());
        this.terminals = new WindowCounts(limits.window(), clock.millis());
        this.wrongPins = new WindowCounts(limits.wrongPinWindow(), PinLimits.WRONG_PIN_WINDOWS_FROM_MILLIS);
        this.journal = journal;
        journal.ifPresent(kept -> kept.forEachOpened(wrongPins::add));
    }

    /// One PIN block of a card, now.
    Attempt attempt(Pan pan) {
        return new Attempt(hash.of(pan.reveal(CardDataAccess.granted()).getBytes(StandardCharsets.ISO_8859_1)), clock.millis());
    }

    final class Attempt {
        private final long card;
        private final long millis;

        private Attempt(long card, long millis) {
            this.card = card;
            this.millis = millis;
        }

        /// Counts it for the card.
        boolean isTakenOfCard() {
            return cards.add(card, millis) <= limits.blocksPerCardMax();
        }

        /// Counts it for a terminal.
        ///
        /// @param terminal its [TerminalMark], or the part of the key serial number that does not count if its key is derived
        boolean isTakenOfTerminal(byte[] terminal) {
            return terminals.add(hash.of(terminal), millis) <= limits.blocksPerTerminalMax();
        }

        /// Counts its PIN as wrong before it is looked at, so that many at once are no more than many in a row.
        ///
        /// @throws io.shouyin.kernel.Fault as [WrongPinJournal#requireWritten]
        boolean isTakenAsWrongPin() {
            journal.ifPresent(WrongPinJournal::requireWritten);
            boolean taken = wrongPins.add(card, millis) <= limits.wrongPinsPerCardMax();
            if (!taken) {
                forgetWrongPin();
            }
            return taken;
        }

        /// It was wrong: a restart does not take it back.
        ///
        /// @throws io.shouyin.kernel.Fault as [WrongPinJournal#add]
        void keepWrongPin() {
            journal.ifPresent(kept -> kept.add(card, millis));
        }

        /// It was right after all.
        void forgetWrongPin() {
            wrongPins.remove(card, millis);
        }
    }
}
