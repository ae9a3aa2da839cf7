package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Keys out of an agreed secret: the two forms that remote key load uses after ECDH, both with SHA-256.
public final class KeyDerivation {

    private static final int HASH_BYTES = 32;

    private KeyDerivation() {}

    /// ANSI X9.63-2011, 5.6.3: hash of secret, counter, shared information.
    ///
    /// `x963(96C05619D56C328AB95FE84B18264B08725B85E33FD34F08, empty, 16)` is `443024C3DAE66B95E6F5670601558F71`.
    ///
    /// @param lengthBytes 1 to 8160
    public static byte[] x963(byte[] secret, byte[] sharedInfo, int lengthBytes) {
        return derive(secret, sharedInfo, lengthBytes, false);
    }

    /// The one-step concatenation form of NIST SP 800-56C rev. 2, 4.1: hash of counter, secret, fixed information.
    ///
    /// `concatenation(96C05619D56C328AB95FE84B18264B08725B85E33FD34F08, empty, 16)` is `EA4959465AA61B5BE409CBC08EBF9451`.
    ///
    /// @param lengthBytes 1 to 8160
    public static byte[] concatenation(byte[] secret, byte[] fixedInfo, int lengthBytes) {
        return derive(secret, fixedInfo, lengthBytes, true);
    }

    private static byte[] derive(byte[] secret, byte[] info, int lengthBytes, boolean counterFirst) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 1 && lengthBytes <= 255 * HASH_BYTES, "a derived key has 1 to 8160 bytes");
        CryptoRefusal.DATA_LENGTH.unless(given(secret).length > 0, "an agreed secret has at least one byte");
        byte[] key = new byte[lengthBytes];
        MessageDigest sha256 = sha256();
        for (int at = 0, counter = 1; at < lengthBytes; at += HASH_BYTES, counter++) {
            byte[] number = {0, 0, 0, (byte) counter};
            sha256.update(counterFirst ? number : secret);
            sha256.update(counterFirst ? secret : number);
            byte[] part = sha256.digest(given(info));
            System.arraycopy(part, 0, key, at, Math.min(HASH_BYTES, lengthBytes - at));
            Bytes.wipe(part);
        }
        return key;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
