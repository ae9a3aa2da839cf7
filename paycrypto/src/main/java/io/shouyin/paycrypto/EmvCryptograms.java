package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.util.Arrays;

/// Cryptograms between card and issuer (EMV 4.3 book 2, 8): the card's ARQC, TC and AAC, the issuer's ARPC, and issuer scripts.
public final class EmvCryptograms {

    private EmvCryptograms() {}

    /// The application cryptogram (8.1): ISO/IEC 9797-1 algorithm 3 over the data that the profile names. 8 bytes.
    ///
    /// Session key `3E736BF8D37664348A04E3ABE00DEFC1`, data `0123456789ABCDEF0123456789ABCDEF`, method 2: `4B46013359B7A58B`.
    ///
    /// @param sessionKey 16 bytes, whose halves differ
    /// @param padding [MacPadding#ONE_AND_ZEROS] for EMV, [MacPadding#ZEROS] for Visa's old profiles
    public static byte[] cryptogram(byte[] sessionKey, MacPadding padding, byte[] data) {
        return RetailMac.mac(sessionKey, padding, data);
    }

    /// Compares in constant time.
    ///
    /// The cryptogram is that of [#cryptogram].
    public static boolean verify(byte[] sessionKey, MacPadding padding, byte[] data, byte[] cryptogram) {
        return Bytes.same(cryptogram(sessionKey, padding, data), cryptogram);
    }

    /// ARPC by method 1 (8.2.1): the cryptogram XOR the response code, encrypted. 8 bytes.
    ///
    /// Key `F84315C7B95BD3B0C74694922C3808B0`, cryptogram `4B46013359B7A58B`, response code `0000`: `F8C9CECAABD55AD1`.
    ///
    /// @param key session key or card key, as the profile says, 16 bytes
    /// @param arqc 8 bytes
    /// @param responseCode 2 bytes
    public static byte[] arpcMethod1(byte[] key, byte[] arqc, byte[] responseCode) {
        CryptoRefusal.DATA_LENGTH.unless(given(arqc).length == 8 && given(responseCode).length == 2,
                "method 1 takes a cryptogram of 8 bytes and a response code of 2");
        requireKey(key);
        try (TdesKey ready = TdesKey.of(key)) {
            byte[] block = Bytes.xor(arqc, Arrays.copyOf(responseCode, 8));
            ready.encrypt(block, 0, block, 0);
            return block;
        }
    }

    /// ARPC by method 2 (8.2.2): the MAC over cryptogram, card status update and proprietary data. 4 bytes.
    ///
    /// Key `3E736BF8D37664348A04E3ABE00DEFC1`, cryptogram `4B46013359B7A58B`, update `00000000`, data `1234567890ABCDEF`:
    /// `4962B76C`.
    ///
    /// @param cardStatusUpdate 4 bytes
    /// @param proprietary at most 8 bytes
    public static byte[] arpcMethod2(byte[] key, byte[] arqc, byte[] cardStatusUpdate, byte[] proprietary) {
        CryptoRefusal.DATA_LENGTH.unless(given(arqc).length == 8 && given(cardStatusUpdate).length == 4 && given(proprietary).length <= 8,
                "method 2 takes a cryptogram of 8 bytes, a card status update of 4 and at most 8 of the issuer's own");
        return Arrays.copyOf(RetailMac.mac(key, MacPadding.ONE_AND_ZEROS,
                Bytes.concat(arqc, cardStatusUpdate, proprietary)), 4);
    }

    /// The MAC of an issuer script command (9.2.3): over what the profile puts together. 8 bytes; some cards take fewer.
    ///
    /// Key `0123456789ABCDEFFEDCBA9876543210`, parts `8418000008`, `001C` and `29CCA15AE665FA2E`: `9490A62151A91C6E`.
    ///
    /// @param sessionKey for integrity, 16 bytes
    public static byte[] scriptMac(byte[] sessionKey, byte[]... parts) {
        return RetailMac.mac(sessionKey, MacPadding.ONE_AND_ZEROS, Bytes.concat(parts));
    }

    /// Script data in Visa's way: a length byte in front, `80` and zeros behind, TDES in ECB.
    ///
    /// Key `0123456789ABCDEFFEDCBA9876543210`, data `241234FFFFFFFFFF`: `41355BA9B7939D773A8AE1947D2AD964`.
    ///
    /// @param sessionKey for confidentiality, 16 bytes
    public static byte[] encryptScriptDataVisa(byte[] sessionKey, byte[] data) {
        CryptoRefusal.DATA_LENGTH.unless(given(data).length <= 255, "script data has at most 255 bytes");
        requireKey(sessionKey);
        byte[] padded = MacPadding.ONE_AND_ZEROS.pad(Bytes.concat(new byte[] {(byte) data.length}, data), 8);
        return Tdes.encryptEcb(sessionKey, padded);
    }

    /// Script data in Mastercard's way: padded only if it is not whole blocks, TDES in CBC.
    ///
    /// Key `0123456789ABCDEFFEDCBA9876543210`, data `241234FFFFFFFFFF`: `9859240AE52820C3`.
    public static byte[] encryptScriptDataMastercard(byte[] sessionKey, byte[] data) {
        requireKey(sessionKey);
        byte[] padded = given(data).length % 8 == 0 ? data : MacPadding.ONE_AND_ZEROS.pad(data, 8);
        return Tdes.encryptCbc(sessionKey, new byte[8], padded);
    }

    /// Visa's PIN block for a PIN change (VIS 1.5, C.11.2): bound to the card by its key, and to the current PIN if there is one.
    ///
    /// Card key `0123456789ABCDEFFEDCBA9876543210`, PIN `1234`: `041234FF76543210`.
    ///
    /// @param cardKey for cryptograms, 16 bytes
    /// @param currentPin null if the card does not ask for it
    public static byte[] visaPinChangeBlock(byte[] cardKey, CharSequence pin, CharSequence currentPin) {
        requireKey(cardKey);
        long block = PinBlocks.pinField(pin) ^ Bytes.longAt(cardKey, 0) & 0xFFFFFFFFL;
        if (currentPin != null) {
            long current = PinBlocks.pinField(currentPin);
            int fill = 4 * (14 - PinBlocks.pinLength(current));
            // the digits of the current PIN stand at the left, without control nibble and length
            block ^= (current & ~((1L << fill) - 1)) << 8;
        }
        return Bytes.ofLong(block);
    }

    /// Equal halves are no key of a card: single DES under another name.
    private static void requireKey(byte[] key) {
        EmvKeys.requireDouble(key);
        Tdes.requireStrong(key);
    }
}
