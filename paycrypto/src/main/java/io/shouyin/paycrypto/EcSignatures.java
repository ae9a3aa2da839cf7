package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/// Checks of ECDSA signatures on P-256 with SHA-256 (FIPS 186-5, 6.4.2).
///
/// Nothing is kept between two checks: a key is read and its point checked each time, which is lost in the noise beside the two multiplications, and no key can outlive its replacement.
public final class EcSignatures {

    private static final ECDomainParameters P256 = new ECDomainParameters(CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1));
    /// Two integers of 33 bytes with their heads, in a sequence.
    private static final int SIGNATURE_BYTES_MAX = 72;

    private EcSignatures() {}

    /// Whether this key has signed this message.
    ///
    /// RFC 6979, A.2.5: the key `04 | 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6 | 7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299`
    /// has signed the text sample with r `EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716` and
    /// s `F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8`.
    ///
    /// @param publicKey SubjectPublicKeyInfo, DER; one that is not of P-256 has signed nothing
    /// @param signature r and s in DER; no other form of the same numbers is taken
    public static boolean isP256(byte[] publicKey, byte[] message, byte[] signature) {
        given(publicKey);
        byte[] hash = sha256(given(message));
        if (given(signature).length > SIGNATURE_BYTES_MAX) {
            return false;
        }
        try {
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, new ECPublicKeyParameters(EcKeys.P256.point(publicKey), P256));
            BigInteger[] numbers = StandardDSAEncoding.INSTANCE.decode(P256.getN(), signature);
            return verifier.verifySignature(hash, numbers[0], numbers[1]);
        } catch (IOException | IllegalArgumentException | ClassCastException unreadable) {
            return false;
        }
    }

    private static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
