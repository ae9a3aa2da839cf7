package io.shouyin.vault;

import io.shouyin.vault.WrongTries.Verdict;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Keeps count of wrong card values, see [PinLimits]: by the card's number, and by the digits that the value is made of.
///
/// These are number, expiry and service code in a row. A longer or shorter number to which the others' digits are moved has the same value,
/// so the number alone would count one value under several names.
final class CardValueGuard {

    private static final int DIGITS = 32;

    private final InstantSource clock;
    private final SipHash hash;
    private final WrongTries wrongValues;

    /// @param hash of the journal, if there is one
    CardValueGuard(PinLimits limits, InstantSource clock, SipHash hash, Optional<WrongPinJournal> journal) {
        this.clock = clock;
        this.hash = hash;
        this.wrongValues = new WrongTries(WrongTries.Kind.CARD_VALUE, limits.wrongCardValuesPerCardMax(), limits.wrongPinWindow(), journal);
    }

    /// @param pan 12 to 19 digits
    /// @throws io.shouyin.kernel.Fault as [WrongTries#judge]
    Verdict judge(String pan, String expiry, String serviceCode, BooleanSupplier isRight) {
        return wrongValues.judge(clock.millis(), new long[] {hash.of(Long.parseUnsignedLong(pan)), madeOf(pan, expiry, serviceCode)}, isRight);
    }

    /// The digits in a row, zeros behind them, as they are enciphered.
    private long madeOf(String pan, String expiry, String serviceCode) {
        long left = 0;
        long right = 0;
        String digits = pan + expiry + serviceCode;
        for (int i = 0; i < DIGITS; i++) {
            left = left << 4 | right >>> 60;
            right = right << 4 | (i < digits.length() ? digits.charAt(i) & 0xF : 0);
        }
        return hash.of(left, right);
    }
}
