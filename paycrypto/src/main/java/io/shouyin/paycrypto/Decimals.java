package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// Digits out of a block, as PVV, CVV and CVC3 have it.
final class Decimals {

    private Decimals() {}

    /// The first `count` decimal nibbles from the left; if there are too few, the others follow as A = 0 to F = 5.
    static String decimalise(long block, int count) {
        char[] digits = new char[count];
        int at = 0;
        for (int i = 0; i < 16 && at < count; i++) {
            int nibble = (int) (block >>> 60 - 4 * i) & 0xF;
            if (nibble < 10) {
                digits[at++] = (char) ('0' + nibble);
            }
        }
        for (int i = 0; i < 16 && at < count; i++) {
            int nibble = (int) (block >>> 60 - 4 * i) & 0xF;
            if (nibble >= 10) {
                digits[at++] = (char) ('0' + nibble - 10);
            }
        }
        return new String(digits);
    }

    /// Whether the second pass was needed.
    static boolean needsSecondPass(long block, int count) {
        int decimal = 0;
        for (int i = 0; i < 16; i++) {
            decimal += (block >>> 60 - 4 * i & 0xF) < 10 ? 1 : 0;
        }
        return decimal < count;
    }

    /// Constant time for equal lengths.
    static boolean same(CharSequence a, CharSequence b) {
        if (a.length() != given(b).length()) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < a.length(); i++) {
            different |= a.charAt(i) ^ b.charAt(i);
        }
        return different == 0;
    }
}
