package io.shouyin.vault;

import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;

/// Keeps count of PIN blocks and wrong PINs, see [PinLimits]. Card numbers are counted by a hash under a key of this process.
final class PinGuard {

    private final PinLimits limits;
    private final SipHash hash;
    private final WindowCounts cards;
    private final WindowCounts terminals;
    private final WindowCounts wrongPins;

    PinGuard(PinLimits limits, InstantSource clock, SecureRandom random) {
        this.limits = limits;
        this.hash = SipHash.ofRandomKey(random);
        this.cards = new WindowCounts(limits.window(), clock);
        this.terminals = new WindowCounts(limits.window(), clock);
        this.wrongPins = new WindowCounts(limits.wrongPinWindow(), clock);
    }

    long card(Pan pan) {
        return hash.of(pan.reveal(CardDataAccess.granted()).getBytes(StandardCharsets.ISO_8859_1));
    }

    /// @param serialNumber the part of a key serial number that does not count
    long terminal(byte[] serialNumber) {
        return hash.of(serialNumber);
    }

    /// Counts a block of a card.
    boolean takesOfCard(long card) {
        return cards.add(card) <= limits.blocksPerCardMax();
    }

    /// Counts a block of a terminal.
    boolean takesOfTerminal(long terminal) {
        return terminals.add(terminal) <= limits.blocksPerTerminalMax();
    }

    /// Counts a PIN as wrong before it is looked at, so that many at once are no more than many in a row.
    boolean takesWrongPin(long card) {
        boolean taken = wrongPins.add(card) <= limits.wrongPinsPerCardMax();
        if (!taken) {
            wrongPins.remove(card);
        }
        return taken;
    }

    /// It was right after all.
    void forgetWrongPin(long card) {
        wrongPins.remove(card);
    }
}
