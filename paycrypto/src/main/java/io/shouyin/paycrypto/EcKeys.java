package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/// Elliptic-curve key pairs and ECDH (NIST SP 800-56A rev. 3, 5.7.1.2; ISO/IEC 11770-3) on the NIST curves.
///
/// Keys travel as X.509 SubjectPublicKeyInfo and PKCS#8, DER. Every public key is checked to be a point of the
/// named curve before it is used.
public enum EcKeys {
    P256("P-256", SECObjectIdentifiers.secp256r1, 32),
    P384("P-384", SECObjectIdentifiers.secp384r1, 48),
    P521("P-521", SECObjectIdentifiers.secp521r1, 66);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final X9ECParameters curve;
    private final ASN1ObjectIdentifier oid;
    private final int fieldBytes;

    EcKeys(String name, ASN1ObjectIdentifier oid, int fieldBytes) {
        this.curve = CustomNamedCurves.getByName(name);
        this.oid = oid;
        this.fieldBytes = fieldBytes;
    }

    /// A key pair as bytes. Close it to wipe the private key.
    public static final class Pair extends ClosableKey {
        private final byte[] publicKey;
        private final byte[] privateKey;

        private Pair(byte[] publicKey, byte[] privateKey) {
            this.publicKey = publicKey;
            this.privateKey = privateKey;
        }

        /// X.509 SubjectPublicKeyInfo, DER.
        public byte[] publicKey() {
            return publicKey.clone();
        }

        /// PKCS#8 PrivateKeyInfo, DER. Keep it secret.
        public byte[] privateKey() {
            return copy(privateKey);
        }

        @Override
        void wipe() {
            Bytes.wipe(privateKey);
        }

        @Override
        public String toString() {
            return "EcKeys.Pair[...]";
        }
    }

    /// A fresh random pair.
    public Pair generate() {
        BigInteger d;
        do {
            d = BigIntegers.createRandomBigInteger(curve.getN().bitLength(), RANDOM);
        } while (d.signum() == 0 || d.compareTo(curve.getN()) >= 0);
        return pair(d);
    }

    private Pair pair(BigInteger d) {
        ECPoint q = new FixedPointCombMultiplier().multiply(curve.getG(), d).normalize();
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, oid);
        try {
            byte[] point = q.getEncoded(false);
            byte[] spki = new SubjectPublicKeyInfo(algorithm, point).getEncoded("DER");
            byte[] pkcs8 = new PrivateKeyInfo(algorithm,
                    new ECPrivateKey(curve.getN().bitLength(), d, new DERBitString(point), null)).getEncoded("DER");
            return new Pair(spki, pkcs8);
        } catch (IOException e) {
            throw new IllegalStateException("a key in memory encodes", e);
        }
    }

    /// The shared secret: the x coordinate, as long as the field (P-256: 32 bytes). Wipe it after use.
    ///
    /// As [#agreeRaw], with keys in the form of [Pair].
    ///
    /// @param privateKey PKCS#8, DER, of this curve
    /// @param publicKey SubjectPublicKeyInfo, DER, of this curve
    /// @throws CryptoRefusedException [CryptoRefusal#PUBLIC_KEY] or [CryptoRefusal#PRIVATE_KEY]
    public byte[] agree(byte[] privateKey, byte[] publicKey) {
        return agree(privateValue(privateKey), point(publicKey));
    }

    /// With raw keys, as remote key load exchanges them.
    ///
    /// RFC 5903, 8.1: private key `C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433` with the public key of
    /// `C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53` gives
    /// `D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE`.
    ///
    /// @param privateValue 1 to n-1, big-endian, at most as long as the field
    /// @param point `04 | x | y`
    public byte[] agreeRaw(byte[] privateValue, byte[] point) {
        return agree(rawValue(privateValue), uncompressed(point));
    }

    /// `04 | x | y` of a raw private key.
    ///
    /// P-256, RFC 5903, 8.1, the private key of [#agreeRaw]:
    /// `04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C37725811805271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3`.
    public byte[] publicPoint(byte[] privateValue) {
        return new FixedPointCombMultiplier().multiply(curve.getG(), rawValue(privateValue)).normalize().getEncoded(false);
    }

    private BigInteger rawValue(byte[] privateValue) {
        BigInteger d = new BigInteger(1, given(privateValue));
        CryptoRefusal.PRIVATE_KEY.unless(privateValue.length <= fieldBytes && d.signum() > 0 && d.compareTo(curve.getN()) < 0,
                "a private key is 1 to n-1");
        return d;
    }

    byte[] agree(BigInteger d, ECPoint other) {
        ECPoint shared = other.multiply(d).normalize();
        CryptoRefusal.PUBLIC_KEY.unless(!shared.isInfinity(), "the shared point is not infinity");
        return BigIntegers.asUnsignedByteArray(fieldBytes, shared.getAffineXCoord().toBigInteger());
    }

    /// Refuses what is no public key of this curve.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#PUBLIC_KEY]
    public void requirePublicKey(byte[] publicKey) {
        point(publicKey);
    }

    ECPoint point(byte[] spki) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
            requireCurve(info.getAlgorithm(), CryptoRefusal.PUBLIC_KEY);
            return uncompressed(info.getPublicKeyData().getOctets());
        } catch (CryptoRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw CryptoRefusal.PUBLIC_KEY.because("a public key is SubjectPublicKeyInfo in DER");
        }
    }

    ECPoint uncompressed(byte[] encoded) {
        CryptoRefusal.PUBLIC_KEY.unless(given(encoded).length == 1 + 2 * fieldBytes && encoded[0] == 4, "a public point is 04, x and y");
        return decoded(curve.getCurve(), encoded);
    }

    /// Refuses what is no point of the curve.
    static ECPoint decoded(ECCurve curve, byte[] encoded) {
        try {
            ECPoint point = curve.decodePoint(encoded);
            CryptoRefusal.PUBLIC_KEY.unless(!point.isInfinity() && point.isValid(), "a public key is a point of the curve");
            return point;
        } catch (CryptoRefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            throw CryptoRefusal.PUBLIC_KEY.because("a public key is a point of the curve");
        }
    }

    BigInteger privateValue(byte[] pkcs8) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
            requireCurve(info.getPrivateKeyAlgorithm(), CryptoRefusal.PRIVATE_KEY);
            BigInteger d = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
            CryptoRefusal.PRIVATE_KEY.unless(d.signum() > 0 && d.compareTo(curve.getN()) < 0,
                    "a private key is 1 to n-1");
            return d;
        } catch (CryptoRefusedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw CryptoRefusal.PRIVATE_KEY.because("a private key is PKCS#8 in DER");
        }
    }

    private void requireCurve(AlgorithmIdentifier algorithm, CryptoRefusal reason) {
        reason.unless(X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
                && oid.equals(algorithm.getParameters()), "the key names the curve it is used with");
    }
}
