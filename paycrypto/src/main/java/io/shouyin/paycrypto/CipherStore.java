package io.shouyin.paycrypto;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.Cipher;

/// JDK ciphers that wait for work: `getInstance` is slow, and a cipher serves one thread at a time.
///
/// Whoever takes one initialises it, and gives it back without a key of worth in it.
final class CipherStore {

    private static final int KEPT_MAX = 64;

    private final String transformation;
    private final AtomicReferenceArray<Cipher> kept = new AtomicReferenceArray<>(KEPT_MAX);

    CipherStore(String transformation) {
        this.transformation = transformation;
    }

    Cipher take() {
        for (int i = 0; i < KEPT_MAX; i++) {
            Cipher cipher = kept.getPlain(i);
            if (cipher != null && kept.compareAndSet(i, cipher, null)) {
                return cipher;
            }
        }
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + transformation, e);
        }
    }

    void giveBack(Cipher cipher) {
        for (int i = 0; i < KEPT_MAX; i++) {
            if (kept.getPlain(i) == null && kept.compareAndSet(i, null, cipher)) {
                return;
            }
        }
    }
}
