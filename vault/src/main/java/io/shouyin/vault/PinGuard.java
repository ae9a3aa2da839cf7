package io.shouyin.vault;

import io.shouyin.kernel.Pan;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Keeps count of PIN blocks and wrong PINs, see [PinLimits]. A card is counted by a keyed hash of what a PIN is bound to; wrong PINs are
/// in a journal too, if there is one.
///
/// That is the eleven digits left of the check digit: formats 0 and 3 and the Chinese block bind these and one more, a PVV these alone. A
/// number with another beginning, length or check digit is the same card to them, and so to the count.
final class PinGuard {

    private final PinLimits limits;
    private final InstantSource clock;
    private final SipHash hash;
    private final WindowCounts cards;
    private final WindowCounts sources;
    private final WrongTries wrongPins;

    /// @param hash of the journal, if there is one
    PinGuard(PinLimits limits, InstantSource clock, SipHash hash, Optional<WrongPinJournal> journal) {
        this.limits = limits;
        this.clock = clock;
        this.hash = hash;
        this.cards = new WindowCounts(WindowCounts.Size.RATES, limits.window(), clock.millis());
        this.sources = new WindowCounts(WindowCounts.Size.RATES, limits.window(), clock.millis());
        this.wrongPins = new WrongTries(WrongTries.Kind.PIN, limits.wrongPinsPerCardMax(), limits.wrongPinWindow(), journal);
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

    /// A terminal: its key says which one.
    Source terminal(TerminalMark mark) {
        return new Source(hash.of(mark.number()), limits.blocksPerTerminalMax());
    }

    /// As [#terminal(TerminalMark)], of one whose key is derived.
    ///
    /// @param serial the part of the key serial number that does not count
    Source terminal(byte[] serial) {
        return new Source(hash.of(serial), limits.blocksPerTerminalMax());
    }

    /// A network that sends blocks, told by its key.
    Source network(TerminalMark key) {
        return new Source(hash.of(key.number()), limits.blocksPerNetworkKeyMax());
    }

    /// Where blocks come from.
    ///
    /// @param counted what it is counted by
    /// @param blocksMax in a window
    record Source(long counted, int blocksMax) {}

    private long card(Pan pan) {
        return hash.of(boundDigits(Clear.digits(pan)));
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
            int most = 0;
            for (long one : counted) {
                most = Math.max(most, cards.add(one, millis));
            }
            return most <= limits.blocksPerCardMax();
        }

        /// Counts it for where it comes from.
        boolean isTakenOf(Source source) {
            return sources.add(source.counted, millis) <= source.blocksMax;
        }

        /// Looks at its PIN.
        ///
        /// @throws io.shouyin.kernel.Fault as [WrongTries#judge]
        WrongTries.Verdict judge(BooleanSupplier isRight) {
            return wrongPins.judge(millis, counted, isRight);
        }
    }
}
