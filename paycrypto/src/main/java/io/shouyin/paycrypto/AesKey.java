package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.security.InvalidKeyException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/// An AES key (FIPS 197) of 16, 24 or 32 bytes, on the JDK's cipher and so on the processor's AES instructions.
///
/// A JDK cipher serves one thread at a time, so each key keeps a few of them ready and lends them out; a key that
/// is closed gives them back to a common store, where the next key finds them: no `getInstance` per call.
///
/// FIPS 197, C.1: key `000102030405060708090A0B0C0D0E0F`, block `00112233445566778899AABBCCDDEEFF`:
/// `69C4E0D86A7B0430D8CDB78070B4C55A`.
public final class AesKey extends ClosableKey implements BlockKey {

    private static final int LENT_MAX = 8;
    private static final CipherStore STORE = new CipherStore("AES/ECB/NoPadding");

    private static final SecretKeySpec BLANK = new SecretKeySpec(new byte[16], "AES");

    private SecretKeySpec key;
    private final AtomicReferenceArray<Cipher> encrypting = new AtomicReferenceArray<>(LENT_MAX);
    private final AtomicReferenceArray<Cipher> decrypting = new AtomicReferenceArray<>(LENT_MAX);

    private AesKey(SecretKeySpec key) {
        this.key = key;
    }

    /// @param key 16, 24 or 32 bytes; the caller wipes its own array
    public static AesKey of(byte[] key) {
        requireLength(given(key).length);
        return new AesKey(new SecretKeySpec(key, "AES"));
    }

    static void requireLength(int keyBytes) {
        CryptoRefusal.KEY_LENGTH.unless(keyBytes == 16 || keyBytes == 24 || keyBytes == 32, "an AES key has 16, 24 or 32 bytes");
    }

    @Override
    public int blockBytes() {
        return 16;
    }

    @Override
    public void encrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        crypt(encrypting, Cipher.ENCRYPT_MODE, in, inOffset, out, outOffset);
    }

    @Override
    public void decrypt(byte[] in, int inOffset, byte[] out, int outOffset) {
        crypt(decrypting, Cipher.DECRYPT_MODE, in, inOffset, out, outOffset);
    }

    private void crypt(AtomicReferenceArray<Cipher> ready, int mode, byte[] in, int inOffset, byte[] out, int outOffset) {
        Bytes.requireBlock(in, inOffset, 16);
        Bytes.requireBlock(out, outOffset, 16);
        Cipher cipher = borrow(ready, mode);
        try {
            requireOpen();
            cipher.update(in, inOffset, 16, out, outOffset);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("the output has room for a block", e);
        } finally {
            giveBack(ready, cipher);
        }
    }

    private Cipher borrow(AtomicReferenceArray<Cipher> ready, int mode) {
        for (int i = 0; i < LENT_MAX; i++) {
            Cipher cipher = ready.getPlain(i);
            if (cipher != null && ready.compareAndSet(i, cipher, null)) {
                return cipher;
            }
        }
        Cipher cipher = STORE.take();
        try {
            cipher.init(mode, key);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("AES takes a key of 16, 24 or 32 bytes", e);
        }
        return cipher;
    }

    private void giveBack(AtomicReferenceArray<Cipher> ready, Cipher cipher) {
        for (int i = 0; i < LENT_MAX; i++) {
            if (ready.getPlain(i) == null && ready.compareAndSet(i, null, cipher)) {
                if (isClosed()) {
                    wipe();                                             // which passed here before
                }
                return;
            }
        }
        forget(cipher);
    }

    /// Overwrites the schedules of the ciphers it holds and lets go of the key. The JDK keeps its copy inside of `SecretKeySpec`
    /// until it is collected.
    @Override
    void wipe() {
        key = BLANK;
        for (int i = 0; i < LENT_MAX; i++) {
            forget(encrypting.getAndSet(i, null));
            forget(decrypting.getAndSet(i, null));
        }
    }

    private static void forget(Cipher cipher) {
        if (cipher != null) {
            try {
                cipher.init(Cipher.ENCRYPT_MODE, BLANK);
            } catch (InvalidKeyException e) {
                throw new IllegalStateException("AES takes a key of 16 bytes", e);
            }
            STORE.giveBack(cipher);
        }
    }

    @Override
    public String toString() {
        return "AesKey[AES]";
    }
}
