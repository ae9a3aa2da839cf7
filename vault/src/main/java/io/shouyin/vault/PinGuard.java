package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Keeps count of PIN blocks and wrong PINs, see [PinLimits]. Card numbers are counted by a hash under a key of this process.
final class PinGuard {

    private final PinLimits limits;
    private final InstantSource clock;
    private final SipHash hash;
    private final WindowCounts cards;
    private final WindowCounts terminals;
    private final WindowCounts wrongPins;

    PinGuard(PinLimits limits, InstantSource clock, SecureRandom random) {
        this.limits = limits;
        this.clock = clock;
        this.hash = SipHash.ofRandomKey(random);
        this.cards = new WindowCounts(limits.window(), clock.millis());
        this.terminals = new WindowCounts(limits.window(), clock.millis());
        this.wrongPins = new WindowCounts(limits.wrongPinWindow(), clock.millis());
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

        /// Counts it for a terminal that has its own key.
        ///
        /// @param keyId see [KeyCache.Entry#id]
        boolean isTakenOfTerminal(long keyId) {
            return terminals.add(keyId, millis) <= limits.blocksPerTerminalMax();
        }

        /// Counts it for a terminal whose key is derived.
        ///
        /// @param serialNumber the part of the key serial number that does not count
        boolean isTakenOfTerminal(byte[] serialNumber) {
            return isTakenOfTerminal(hash.of(serialNumber));
        }

        /// Counts its PIN as wrong before it is looked at, so that many at once are no more than many in a row.
        boolean isTakenAsWrongPin() {
            boolean taken = wrongPins.add(card, millis) <= limits.wrongPinsPerCardMax();
            if (!taken) {
                forgetWrongPin();
            }
            return taken;
        }

        /// It was right after all.
        void forgetWrongPin() {
            wrongPins.remove(card, millis);
        }
    }
}
