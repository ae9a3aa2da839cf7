package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// The PIN verification value of Visa (also ABA PVV): four digits from card number, key index and PIN.
///
/// The transformed security parameter is 11 digits of the card number (the rightmost without the check digit), the
/// key index and the leftmost four PIN digits. It is encrypted under the PVK pair; the first four decimal digits of
/// the result are the PVV, and if there are fewer, a second pass takes A to F as 0 to 5.
///
/// The scheme's own text is not public; the steps are those of IBM CCA's Visa PVV.
public final class Pvv {

    private Pvv() {}

    /// `pvv(0123456789ABCDEFFEDCBA9876543210, "1122334455667788", 1, "4524")` is `8523`.
    ///
    /// @param pvkPair 16 bytes: both halves of the pair, which differ
    /// @param pan 12 to 19 digits
    /// @param keyIndex 0 to 9; 0 is for cards without a PVV in the field, issuers use 1 to 6
    /// @param pin 4 to 12 digits, of which the first four count
    /// @return 4 digits
    /// @throws CryptoRefusedException [CryptoRefusal#KEY_WEAK] for a pair of equal halves, or with a weak or semi-weak one
    public static String pvv(byte[] pvkPair, CharSequence pan, int keyIndex, CharSequence pin) {
        CryptoRefusal.KEY_LENGTH.unless(given(pvkPair).length == 16, "a PVK pair has 16 bytes");
        Tdes.requireStrong(pvkPair);
        try (TdesKey key = TdesKey.of(pvkPair)) {
            return pvv(key, pan, keyIndex, PinBlocks.pinField(pin));
        }
    }

    /// As [#pvv(byte[], CharSequence, int, CharSequence)] with a key made ready. Whether its halves differ is for who made it to know
    /// ([Tdes#requireStrong]); published test data has pairs that do not.
    public static String pvv(TdesKey key, CharSequence pan, int keyIndex, CharSequence pin) {
        return pvv(key, pan, keyIndex, PinBlocks.pinField(pin));
    }

    /// Compares in constant time.
    ///
    /// The PVV is that of [#pvv(TdesKey, CharSequence, int, CharSequence)].
    ///
    /// @param pvv 4 digits
    public static boolean verify(TdesKey key, CharSequence pan, int keyIndex, CharSequence pin, CharSequence pvv) {
        return Decimals.same(pvv(key, pan, keyIndex, pin), pvv);
    }

    /// Whether the digits A to F were needed: rare, and so worth a test.
    ///
    /// With pair `5751166246E0FB7CC11C68A4989D3838`, card `3453412408380197`, index 1, PIN `4508` they are: `8183`.
    public static boolean usesSecondPass(TdesKey key, CharSequence pan, int keyIndex, CharSequence pin) {
        return Decimals.needsSecondPass(given(key).encrypt(parameter(pan, keyIndex, PinBlocks.pinField(pin))), 4);
    }

    static String pvv(TdesKey key, CharSequence pan, int keyIndex, long pinField) {
        return Decimals.decimalise(given(key).encrypt(parameter(pan, keyIndex, pinField)), 4);
    }

    static void requireReference(int keyIndex, CharSequence pvv) {
        requireKeyIndex(keyIndex);
        CryptoRefusal.NOT_DIGITS.unless(given(pvv).length() == 4 && Bytes.isDecimal(pvv), "a PVV has four decimal digits");
    }

    private static void requireKeyIndex(int keyIndex) {
        CryptoRefusal.PARAMETER.unless(keyIndex >= 0 && keyIndex <= 9, "a PVV key index is 0 to 9");
    }

    private static long parameter(CharSequence pan, int keyIndex, long pinField) {
        requireKeyIndex(keyIndex);
        PinBlocks.requirePan(pan, 12);
        long parameter = 0;
        for (int i = pan.length() - 12; i < pan.length() - 1; i++) {
            parameter = parameter << 4 | pan.charAt(i) - '0';
        }
        return parameter << 20 | (long) keyIndex << 16 | pinField >>> 40 & 0xFFFF;
    }
}
