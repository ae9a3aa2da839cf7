package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// The RSA blocks that TR-34 (ASC X9 TR 34-2019) is made of: key transport by RSAES-OAEP with SHA-256, and signatures
/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017). Keys have 2048 to 4096 bits and travel as SubjectPublicKeyInfo and PKCS#8, DER.
///
/// The worked example is `remote_key_load/rsa_oaep/001` of the vector files: under its private key (PKCS#8) its block of 256 bytes
/// opens to `ED922D063250E66528DC768A04C8BE6D`, and its signature of 256 bytes over these 16 is made again and verifies.
public final class RsaBlocks {

    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final int BITS_MIN = 2048;
    private static final int BITS_MAX = 4096;

    private RsaBlocks() {}

    /// RSAES-OAEP, SHA-256 for hash and mask.
    ///
    /// Another block each time, read by [#decryptOaep].
    ///
    /// @param publicKey SubjectPublicKeyInfo, DER
    /// @param clear at most the modulus less 66 bytes
    public static byte[] encryptOaep(byte[] publicKey, byte[] clear) {
        return oaep(Cipher.ENCRYPT_MODE, publicKey(publicKey), clear);
    }

    /// The inverse of [#encryptOaep]: the block of the worked example opens to `ED922D063250E66528DC768A04C8BE6D`.
    ///
    /// @param privateKey PKCS#8, DER
    /// @param encrypted as long as the modulus
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] for whatever does not decrypt
    public static byte[] decryptOaep(byte[] privateKey, byte[] encrypted) {
        return oaep(Cipher.DECRYPT_MODE, privateKey(privateKey), encrypted);
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256.
    ///
    /// As long as the modulus, checked by [#verify]; over the 16 bytes of [#decryptOaep] that of the worked example, `7E550F2FD254D6FE...`.
    ///
    /// @param privateKey PKCS#8, DER
    public static byte[] sign(byte[] privateKey, byte[] data) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey(privateKey));
            signature.update(given(data));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with RSA and SHA-256", e);
        }
    }

    /// Whether the signature is that of the data.
    ///
    /// False also for a signature of another length or form. The inverse of [#sign].
    ///
    /// @param publicKey SubjectPublicKeyInfo, DER
    public static boolean verify(byte[] publicKey, byte[] data, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(publicKey(publicKey));
            verifier.update(given(data));
            return verifier.verify(given(signature));
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK verifies RSA with SHA-256", e);
        }
    }

    private static byte[] oaep(int mode, Key key, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(mode, key, OAEP);
            return cipher.doFinal(given(data));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw mode == Cipher.DECRYPT_MODE
                    ? CryptoRefusal.SEALED_VALUE.because("the OAEP block does not decrypt")
                    : CryptoRefusal.DATA_LENGTH.because("OAEP takes at most the modulus less 66 bytes");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA-OAEP", e);
        }
    }

    private static PublicKey publicKey(byte[] spki) {
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(given(spki)));
            requireLength((RSAKey) key, CryptoRefusal.PUBLIC_KEY);
            return key;
        } catch (InvalidKeySpecException e) {
            throw CryptoRefusal.PUBLIC_KEY.because("an RSA public key is SubjectPublicKeyInfo in DER");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(given(pkcs8)));
            requireLength((RSAKey) key, CryptoRefusal.PRIVATE_KEY);
            return key;
        } catch (InvalidKeySpecException e) {
            throw CryptoRefusal.PRIVATE_KEY.because("an RSA private key is PKCS#8 in DER");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static void requireLength(RSAKey key, CryptoRefusal reason) {
        int bits = key.getModulus().bitLength();
        reason.unless(bits >= BITS_MIN && bits <= BITS_MAX, "an RSA key has 2048 to 4096 bits");
    }
}
