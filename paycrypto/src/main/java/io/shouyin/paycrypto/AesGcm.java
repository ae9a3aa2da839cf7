package io.shouyin.paycrypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag.
///
/// One nonce is never used twice under one key; who makes nonces at random changes the key before 2^32 messages.
public final class AesGcm {

    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private static final String NAME = "AES/GCM/NoPadding";

    private AesGcm() {}

    /// Ciphertext and tag, `clear.length + 16` bytes.
    ///
    /// @param key 16, 24 or 32 bytes
    /// @param nonce 12 bytes
    /// @param aad what is bound to the text but not part of it
    public static byte[] seal(byte[] key, byte[] nonce, byte[] clear, byte[] aad) {
        try {
            return crypt(Cipher.ENCRYPT_MODE, key, nonce, clear, aad);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("encryption checks no tag", e);
        }
    }

    /// The inverse of [#seal].
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] if anything was changed
    public static byte[] open(byte[] key, byte[] nonce, byte[] sealed, byte[] aad) {
        CryptoRefusal.SEALED_VALUE.unless(sealed.length >= TAG_BYTES, "a sealed value has at least its 16-byte tag");
        try {
            return crypt(Cipher.DECRYPT_MODE, key, nonce, sealed, aad);
        } catch (AEADBadTagException e) {
            throw CryptoRefusal.SEALED_VALUE.because("the sealed value was changed, or is bound to something else");
        }
    }

    private static byte[] crypt(int mode, byte[] key, byte[] nonce, byte[] data, byte[] aad)
            throws AEADBadTagException {
        CryptoRefusal.KEY_LENGTH.unless(key.length == 16 || key.length == 24 || key.length == 32,
                "an AES key has 16, 24 or 32 bytes");
        CryptoRefusal.DATA_LENGTH.unless(nonce.length == NONCE_BYTES, "a GCM nonce has 12 bytes");
        try {
            Cipher cipher = Cipher.getInstance(NAME);
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(data);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + NAME, e);
        }
    }
}
