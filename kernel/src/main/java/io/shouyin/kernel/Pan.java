package io.shouyin.kernel;

import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;

/// A primary account number: 12 to 19 digits (ISO/IEC 7812-1).
///
/// Printing it shows the last four digits only. The check digit is not enforced, since a terminal must pass on
/// what the card says; ask [#isLuhnValid()].
public final class Pan {

    public static final int DIGITS_MIN = 12;
    public static final int DIGITS_MAX = 19;

    private final String digits;

    private Pan(String digits) {
        this.digits = digits;
    }

    /// @throws IllegalArgumentException unless 12 to 19 digits; the message does not repeat them
    public static Pan of(String digits) {
        Check.argument(digits.length() >= DIGITS_MIN && digits.length() <= DIGITS_MAX,
                "a card number has 12 to 19 digits");
        Check.argument(Check.isDigits(digits), "a card number has decimal digits only");
        return new Pan(digits);
    }

    /// The whole number.
    public String reveal(CardDataAccess access) {
        Check.argument(access != null, "reading a card number needs CardDataAccess");
        return digits;
    }

    /// First six and last four digits, a `*` for each digit between: the form of receipts and lists.
    public String masked() {
        int hidden = digits.length() - 10;
        return digits.substring(0, 6) + "*".repeat(hidden) + lastFour();
    }

    public String lastFour() {
        return digits.substring(digits.length() - 4);
    }

    /// ISO/IEC 7812-1 annex B: the last digit is the Luhn check digit of the others.
    public boolean isLuhnValid() {
        int sum = 0;
        boolean twice = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pan pan && MessageDigest.isEqual(
                digits.getBytes(StandardCharsets.US_ASCII), pan.digits.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }

    /// `Pan[...0018]`
    @Override
    public String toString() {
        return "Pan[..." + lastFour() + "]";
    }
}
