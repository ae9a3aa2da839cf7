package io.shouyin.bench.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// A cipher of the JDK as a floor uses it: made once, in place on one array, given a new key where the operation has a new one.
final class JdkCipher {

    private final Cipher cipher;
    private final String algorithm;
    private final int mode;

    private JdkCipher(String transformation, int mode, byte[] key) {
        try {
            this.cipher = Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + transformation, e);
        }
        this.algorithm = transformation.substring(0, transformation.indexOf('/'));
        this.mode = mode;
        rekey(key);
    }

    /// @param transformation such as `DESede/ECB/NoPadding`
    static JdkCipher encrypting(String transformation, byte[] key) {
        return new JdkCipher(transformation, Cipher.ENCRYPT_MODE, key);
    }

    static JdkCipher decrypting(String transformation, byte[] key) {
        return new JdkCipher(transformation, Cipher.DECRYPT_MODE, key);
    }

    JdkCipher rekey(byte[] key) {
        try {
            cipher.init(mode, new SecretKeySpec(key, algorithm));
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key fits the cipher", e);
        }
    }

    /// @param lengthBytes whole blocks from the start of `data`
    void run(byte[] data, int lengthBytes) {
        try {
            cipher.update(data, 0, lengthBytes, data, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the output is as long as the input", e);
        }
    }
}
