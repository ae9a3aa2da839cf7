package io.shouyin.paycrypto;

/// AES-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag.
///
/// For a key that is used more than once make an [AesGcmKey]. One nonce is never used twice under one key; who makes nonces at random changes the key before 2^32 messages.
public final class AesGcm {

    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private AesGcm() {}

    /// Ciphertext and tag, `clear.length + 16` bytes.
    ///
    /// Key and nonce of zeros over sixteen zero bytes give `CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919`
    /// with a key of 32 bytes.
    ///
    /// @param key 16, 24 or 32 bytes
    /// @param nonce 12 bytes
    /// @param aad what is bound to the text but not part of it
    public static byte[] seal(byte[] key, byte[] nonce, byte[] clear, byte[] aad) {
        return AesGcmKey.of(key).seal(nonce, clear, aad);
    }

    /// The inverse of [#seal].
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] if anything was changed
    public static byte[] open(byte[] key, byte[] nonce, byte[] sealed, byte[] aad) {
        return AesGcmKey.of(key).open(nonce, sealed, aad);
    }
}
