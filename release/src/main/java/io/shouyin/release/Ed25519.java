package io.shouyin.release;

import io.shouyin.kernel.Check;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// Ed25519 of RFC 8032 as the JDK has it, with public keys as their 32 bytes.
public final class Ed25519 {

    public static final int PUBLIC_KEY_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    /// What stands before the 32 bytes in an X.509 key, RFC 8410 section 4.
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final String NAME = "Ed25519";

    private Ed25519() {}

    public static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(NAME).generateKeyPair();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// @return 64 bytes
    public static byte[] sign(PrivateKey key, byte[] text) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException notOfThisKind) {
            throw new IllegalArgumentException("a signing key is Ed25519", notOfThisKind);
        }
    }

    /// @param key 32 bytes
    public static boolean verifies(byte[] key, byte[] text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(NAME);
            verifier.initVerify(publicKey(key));
            verifier.update(text);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException notOne) {
            return false;
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /// @param raw 32 bytes
    public static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
        Check.argument(raw.length == PUBLIC_KEY_BYTES, "an Ed25519 public key has 32 bytes");
        byte[] encoded = Arrays.copyOf(X509, X509.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509.length, raw.length);
        return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded));
    }

    /// @return 32 bytes
    public static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        Check.argument(encoded.length == X509.length + PUBLIC_KEY_BYTES && Arrays.equals(encoded, 0, X509.length, X509, 0, X509.length), "a public key is Ed25519");
        return Arrays.copyOfRange(encoded, X509.length, encoded.length);
    }

    /// The name that a key goes by: the first 4 bytes of the SHA-256 of its 32, in hex.
    public static String keyId(byte[] raw) {
        return HexFormat.of().formatHex(sha256(raw), 0, 4);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
