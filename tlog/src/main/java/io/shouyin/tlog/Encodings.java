package io.shouyin.tlog;

import java.util.Base64;

/// Texts that have one form and no other, so that nothing signed or stored can be written in two ways.
final class Encodings {

    private static final int NUMBER_DIGITS_MAX = 18;

    private Encodings() {}

    /// Standard base64 with padding.
    static byte[] base64(String text, TlogRefusal otherwise) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            otherwise.unless(Base64.getEncoder().encodeToString(bytes).equals(text));
            return bytes;
        } catch (IllegalArgumentException noBase64) {
            throw otherwise.refused();
        }
    }

    /// Decimal, without sign and without zeros before it.
    static long number(String text, TlogRefusal otherwise) {
        otherwise.unless(text.length() <= NUMBER_DIGITS_MAX && text.matches("0|[1-9][0-9]*"));
        return Long.parseLong(text);
    }
}
