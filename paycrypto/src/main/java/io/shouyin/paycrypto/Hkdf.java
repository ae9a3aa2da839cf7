package io.shouyin.paycrypto;

import java.util.Arrays;

/// HKDF-SHA-256 (RFC 5869): extract and expand in one.
public final class Hkdf {

    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /// @param ikm input keying material
    /// @param salt empty stands for 32 zero bytes
    /// @param info what the key is for
    /// @param lengthBytes 1 to 8160
    public static byte[] derive(byte[] ikm, byte[] salt, byte[] info, int lengthBytes) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 1 && lengthBytes <= 255 * HASH_BYTES,
                "HKDF-SHA-256 gives 1 to 8160 bytes");
        byte[] pseudoRandomKey = HmacSha256.mac(salt.length == 0 ? new byte[HASH_BYTES] : salt, ikm);
        byte[] result = new byte[lengthBytes];
        byte[] block = new byte[0];
        for (int at = 0, counter = 1; at < lengthBytes; at += HASH_BYTES, counter++) {
            byte[] next = HmacSha256.mac(pseudoRandomKey, block, info, new byte[] {(byte) counter});
            Bytes.wipe(block);
            block = next;
            System.arraycopy(block, 0, result, at, Math.min(HASH_BYTES, lengthBytes - at));
        }
        Arrays.fill(pseudoRandomKey, (byte) 0);
        Bytes.wipe(block);
        return result;
    }
}
