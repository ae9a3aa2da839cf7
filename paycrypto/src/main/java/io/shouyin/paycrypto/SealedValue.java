package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A secret typed on a terminal, sealed under its credential key (field 57, protocol section 8):
/// version `01`, nonce 12, AES-256-GCM of 64 padded bytes, tag 16. So 93 bytes, whatever the length of the secret.
public final class SealedValue {

    public static final int VALUE_BYTES = 93;
    public static final int SECRET_BYTES_MAX = 63;

    private static final byte VERSION = 1;
    private static final int PADDED_BYTES = 64;

    private SealedValue() {}

    /// What a value is bound to: message type 4, merchant (field 42) 15, terminal (field 41) 8, batch (60.2) 6, trace
    /// number (field 11) 6, all ASCII, then the tag in 2 bytes.
    ///
    /// @param tag such as `0xDF02`
    public static byte[] additionalData(String messageType, String merchant, String terminal, String batch,
                                        String trace, int tag) {
        boolean whole = given(messageType).length() == 4 & given(merchant).length() == 15 & given(terminal).length() == 8
                & given(batch).length() == 6 & given(trace).length() == 6;
        String bound = messageType + merchant + terminal + batch + trace;
        CryptoRefusal.PARAMETER.unless(whole && Bytes.isAscii(bound) && tag >= 0 && tag <= 0xFFFF,
                "a sealed value is bound to 4 + 15 + 8 + 6 + 6 characters of ASCII and a tag of 2 bytes");
        return Bytes.concat(bound.getBytes(StandardCharsets.US_ASCII), new byte[] {(byte) (tag >> 8), (byte) tag});
    }

    /// Seals a secret.
    ///
    /// Key `00 01 .. 1F`, nonce `00 01 .. 0B`, secret `Wq7pz2`, bound to `0200`, merchant `104110053110001`, terminal `00000001`, batch
    /// `000001`, trace `000002`, tag `DF02`: the ciphertext starts `1073E16BBFD7421B` and the tag is
    /// `2D630027B241E9D399200AD40E109A2F`.
    ///
    /// @param tck 32 bytes
    /// @param nonce 12 bytes, random, never used twice under one key
    /// @param secretUtf8 at most 63 bytes
    /// @param aad see [#additionalData]
    /// @return 93 bytes
    public static byte[] seal(byte[] tck, byte[] nonce, byte[] secretUtf8, byte[] aad) {
        CryptoRefusal.KEY_LENGTH.unless(given(tck).length == 32, "a terminal credential key has 32 bytes");
        CryptoRefusal.DATA_LENGTH.unless(given(secretUtf8).length <= SECRET_BYTES_MAX, "a sealed secret has at most 63 bytes");
        byte[] padded = Arrays.copyOf(secretUtf8, PADDED_BYTES);
        padded[secretUtf8.length] = (byte) 0x80;
        byte[] sealed = AesGcm.seal(tck, nonce, padded, aad);
        Bytes.wipe(padded);
        return Bytes.concat(new byte[] {VERSION}, nonce, sealed);
    }

    /// The inverse of [#seal]: the secret in UTF-8. Wipe it after use.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] for whatever reason it does not open
    public static byte[] open(byte[] tck, byte[] value, byte[] aad) {
        CryptoRefusal.KEY_LENGTH.unless(given(tck).length == 32, "a terminal credential key has 32 bytes");
        try (AesGcmKey key = AesGcmKey.of(tck)) {
            return open(key, value, aad);
        }
    }

    /// As [#open(byte[], byte[], byte[])] with a key made ready.
    public static byte[] open(AesGcmKey tck, byte[] value, byte[] aad) {
        CryptoRefusal.SEALED_VALUE.unless(given(value).length == VALUE_BYTES && value[0] == VERSION,
                "a sealed value has 93 bytes and version 01");
        byte[] padded = given(tck).openWithNonce(Arrays.copyOfRange(value, 1, VALUE_BYTES), aad);
        try {
            int end = PADDED_BYTES - 1;
            while (end > 0 && padded[end] == 0) {
                end--;
            }
            CryptoRefusal.SEALED_VALUE.unless(padded[end] == (byte) 0x80, "a sealed secret is padded with 80 and zeros");
            return Arrays.copyOf(padded, end);
        } finally {
            Bytes.wipe(padded);
        }
    }
}
