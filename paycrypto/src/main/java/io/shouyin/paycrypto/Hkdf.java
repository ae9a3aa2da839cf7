package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

/// HKDF-SHA-256 (RFC 5869): extract and expand in one.
public final class Hkdf {

    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /// The key for one purpose, `lengthBytes` bytes.
    ///
    /// RFC 5869, A.1: key of 22 bytes `0B`, salt `000102030405060708090A0B0C`, info `F0F1F2F3F4F5F6F7F8F9`, 42 bytes:
    /// `3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF34007208D5B887185865`.
    ///
    /// @param ikm input keying material
    /// @param salt empty stands for 32 zero bytes
    /// @param info what the key is for
    /// @param lengthBytes 1 to 8160
    public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int lengthBytes) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 1 && lengthBytes <= 255 * HASH_BYTES,
                "HKDF-SHA-256 gives 1 to 8160 bytes");
        byte[] pseudoRandomKey = HmacSha256.mac(given(salt).length == 0 ? new byte[HASH_BYTES] : salt, ikm);
        byte[] result = new byte[lengthBytes];
        byte[] block = new byte[0];
        for (int at = 0, counter = 1; at < lengthBytes; at += HASH_BYTES, counter++) {
            byte[] next = HmacSha256.mac(pseudoRandomKey, block, info, new byte[] {(byte) counter});
            Bytes.wipe(block);
            block = next;
            System.arraycopy(block, 0, result, at, Math.min(HASH_BYTES, lengthBytes - at));
        }
        Bytes.wipe(pseudoRandomKey, block);
        return result;
    }
}
