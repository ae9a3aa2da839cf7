package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// An AES-GCM key (NIST SP 800-38D) made ready, for any number of threads.
///
/// Key (32 bytes), nonce and 16 bytes of text all zeros: `CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919`.
public final class AesGcmKey extends ClosableKey {

    private static final CipherStore STORE = new CipherStore("AES/GCM/NoPadding");
    private static final SecretKeySpec BLANK = new SecretKeySpec(new byte[16], "AES");
    private static final AtomicLong BLANK_NONCES = new AtomicLong();
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretKeySpec key;

    private AesGcmKey(SecretKeySpec key) {
        this.key = key;
    }

    /// @param key 16, 24 or 32 bytes; the caller wipes its own array
    public static AesGcmKey of(byte[] key) {
        AesKey.requireLength(given(key).length);
        return new AesGcmKey(new SecretKeySpec(key, "AES"));
    }

    /// Ciphertext and tag, `clear.length + 16` bytes.
    ///
    /// As [AesGcm#seal].
    ///
    /// @param nonce 12 bytes
    public byte[] seal(byte[] nonce, byte[] clear, byte[] aad) {
        try {
            return crypt(Cipher.ENCRYPT_MODE, nonce, clear, aad);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("encryption checks no tag", e);
        }
    }

    /// The inverse of [#seal].
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] if anything was changed
    public byte[] open(byte[] nonce, byte[] sealed, byte[] aad) {
        CryptoRefusal.SEALED_VALUE.unless(given(sealed).length >= AesGcm.TAG_BYTES, "a sealed value has at least its 16-byte tag");
        try {
            return crypt(Cipher.DECRYPT_MODE, nonce, sealed, aad);
        } catch (AEADBadTagException e) {
            throw CryptoRefusal.SEALED_VALUE.because("the sealed value was changed, or is bound to something else");
        }
    }

    /// A random nonce of 12 bytes, ciphertext and tag.
    ///
    /// The nonce, another one each time, and what [#seal] makes with it.
    public byte[] sealWithNonce(byte[] clear, byte[] aad) {
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return Bytes.concat(nonce, seal(nonce, clear, aad));
    }

    /// The inverse of [#sealWithNonce].
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] if anything was changed or cut
    public byte[] openWithNonce(byte[] sealed, byte[] aad) {
        CryptoRefusal.SEALED_VALUE.unless(given(sealed).length >= AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES,
                "a sealed value has at least its nonce of 12 and its tag of 16 bytes");
        return open(Arrays.copyOf(sealed, AesGcm.NONCE_BYTES),
                Arrays.copyOfRange(sealed, AesGcm.NONCE_BYTES, sealed.length), aad);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] data, byte[] aad) throws AEADBadTagException {
        CryptoRefusal.DATA_LENGTH.unless(given(nonce).length == AesGcm.NONCE_BYTES, "a GCM nonce has 12 bytes");
        Cipher cipher = STORE.take();
        try {
            cipher.init(mode, key, new GCMParameterSpec(8 * AesGcm.TAG_BYTES, nonce));
            requireOpen();
            cipher.updateAAD(aad, 0, given(aad).length);
            return cipher.doFinal(data, 0, given(data).length);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes any key of 16, 24 or 32 bytes with a fresh nonce", e);
        } finally {
            forget(cipher);
        }
    }

    /// Puts a blank key in the place of ours, under a nonce of its own, as the JDK refuses the same pair twice.
    private static void forget(Cipher cipher) {
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        Bytes.putLong(BLANK_NONCES.incrementAndGet(), nonce, 0);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, BLANK, new GCMParameterSpec(8 * AesGcm.TAG_BYTES, nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes a key of 16 bytes with a fresh nonce", e);
        }
        STORE.giveBack(cipher);
    }

    /// Lets go of the key. The JDK keeps its copy until it is collected.
    @Override
    void wipe() {
        key = BLANK;
    }

    @Override
    public String toString() {
        return "AesGcmKey[AES]";
    }
}
