package io.shouyin.iso8583.terminal;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.DecodeRefusal;

/// Reading the digits of private fields.
final class Digits {

    private Digits() {}

    static boolean only(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /// Refuses anything but digits.
    static void require(String text, int field) throws DecodeException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new DecodeException(DecodeRefusal.DIGIT_NOT_DECIMAL, field, i);
            }
        }
    }

    /// Whether `value` has `length` digits.
    static boolean are(String value, int length) {
        return value.length() == length && only(value);
    }
}
