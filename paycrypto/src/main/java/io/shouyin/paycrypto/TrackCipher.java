package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// Encrypted track data of UnionPay-style terminals (field 53, third digit 1): the 16 digits that end one digit before
/// the last (odd length) or two before the last (even length) are encrypted under the TDK, TDES in ECB, and stand in
/// their place as hex.
///
/// UnionPay-style, protocol section 5: no official text is public.
public final class TrackCipher {

    private static final int PART_DIGITS = 16;

    private TrackCipher() {}

    /// Track `6216261000000000018=30122200000000000` under TDK `7F6E5D4C3B2A19081726354453627180` becomes
    /// `6216261000000000018DB47A3539B5E5F2F40`.
    ///
    /// @param tdk 16 or 24 bytes
    /// @param track 17 (even length: 18) digits or more, `=` or `D` as separator
    /// @return as many characters, upper-case hex, `D` as separator
    public static String encrypt(byte[] tdk, CharSequence track) {
        try (TdesKey key = TdesKey.of(tdk)) {
            return encrypt(key, track);
        }
    }

    /// As [#encrypt(byte[], CharSequence)] with a key made ready.
    public static String encrypt(TdesKey tdk, CharSequence track) {
        char[] text = normalised(track);
        for (char c : text) {
            CryptoRefusal.NOT_DIGITS.unless(c <= '9' || c == 'D', "a track has digits and separators only");
        }
        int at = partOffset(text.length);
        put(given(tdk).encrypt(part(text, at)), text, at);
        return new String(text);
    }

    /// The inverse of [#encrypt]: digits, `=` as separator.
    ///
    /// @param track may have lower-case hex, and `=` for `D` anywhere
    /// @throws CryptoRefusedException [CryptoRefusal#NOT_DIGITS] if no track comes out: most likely another key
    public static String decrypt(byte[] tdk, CharSequence track) {
        try (TdesKey key = TdesKey.of(tdk)) {
            return decrypt(key, track);
        }
    }

    /// As [#decrypt(byte[], CharSequence)] with a key made ready.
    public static String decrypt(TdesKey tdk, CharSequence track) {
        char[] text = normalised(track);
        int at = partOffset(text.length);
        put(given(tdk).decrypt(part(text, at)), text, at);
        for (int i = 0; i < text.length; i++) {
            CryptoRefusal.NOT_DIGITS.unless(text[i] <= '9' || text[i] == 'D', "a track has digits and separators only");
            text[i] = text[i] == 'D' ? '=' : text[i];
        }
        return new String(text);
    }

    private static int partOffset(int length) {
        int offset = length - PART_DIGITS - (length % 2 == 0 ? 2 : 1);
        CryptoRefusal.DATA_LENGTH.unless(offset >= 0, "a track that is encrypted has at least 17 digits");
        return offset;
    }

    private static char[] normalised(CharSequence track) {
        char[] text = new char[given(track).length()];
        for (int i = 0; i < text.length; i++) {
            char c = track.charAt(i) == '=' ? 'D' : Bytes.upper(track.charAt(i));
            CryptoRefusal.NOT_DIGITS.unless(c >= '0' && c <= '9' || c >= 'A' && c <= 'F',
                    "a track has digits and separators only");
            text[i] = c;
        }
        return text;
    }

    private static long part(char[] text, int at) {
        long part = 0;
        for (int i = at; i < at + PART_DIGITS; i++) {
            part = part << 4 | Character.digit(text[i], 16);
        }
        return part;
    }

    private static void put(long part, char[] text, int at) {
        for (int i = 0; i < PART_DIGITS; i++) {
            text[at + i] = "0123456789ABCDEF".charAt((int) (part >>> 60 - 4 * i) & 0xF);
        }
    }
}
