package io.shouyin.kernel;

import java.math.BigDecimal;
import java.util.Locale;

/// An amount of Chinese yuan in fen: 0 to 999,999,999,999 (ISO 8583 field 4, twelve digits).
public record MinorAmount(long fen) implements Comparable<MinorAmount> {

    public static final long FEN_MAX = 999_999_999_999L;
    public static final MinorAmount ZERO = new MinorAmount(0);

    public MinorAmount {
        Check.argument(fen >= 0 && fen <= FEN_MAX, "an amount is 0 to 999999999999 fen");
    }

    /// Reads the twelve digits of field 4.
    public static MinorAmount ofField4(String digits) {
        Check.argument(digits.length() == 12 && Check.isDigits(digits), "field 4 has 12 decimal digits");
        return new MinorAmount(Long.parseLong(digits));
    }

    /// `000000001000` for ten yuan.
    public String field4() {
        return Check.zeroPadded(fen, 12);
    }

    /// @throws IllegalArgumentException if the sum leaves the range
    public MinorAmount plus(MinorAmount other) {
        return new MinorAmount(Math.addExact(fen, other.fen));
    }

    /// @throws IllegalArgumentException if the difference is negative
    public MinorAmount minus(MinorAmount other) {
        return new MinorAmount(Math.subtractExact(fen, other.fen));
    }

    public boolean isZero() {
        return fen == 0;
    }

    @Override
    public int compareTo(MinorAmount other) {
        return Long.compare(fen, other.fen);
    }

    /// Yuan with two decimals and the thousands apart, as it stands on screen and paper: `1,234.50`.
    public String grouped() {
        return String.format(Locale.ROOT, "%,d.%02d", fen / 100, fen % 100);
    }

    /// Yuan with two decimals: `10.00`.
    @Override
    public String toString() {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }
}
