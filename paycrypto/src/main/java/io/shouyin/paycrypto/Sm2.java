package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;
import static io.shouyin.paycrypto.CryptoRefusal.givenAll;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/// SM2 on the curve sm2p256v1 (GB/T 32918-2016/2017, GM/T 0003): signature, public-key encryption and key exchange, with SM3.
///
/// Private keys and coordinates are 32 bytes, points `04 | x | y` (65 bytes). Every point from outside is checked to be on the
/// curve.
public final class Sm2 {

    /// The identity that is used where nothing else was agreed (GM/T 0009-2012, 10).
    public static final String DEFAULT_ID = "1234567812345678";

    public static final int PRIVATE_KEY_BYTES = 32;
    public static final int POINT_BYTES = 65;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("sm2p256v1");
    private static final BigInteger N = CURVE.getN();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Sm2() {}

    /// A fresh random private key, 32 bytes.
    ///
    /// Another each time; [#publicKey] gives its other half.
    public static byte[] newPrivateKey() {
        return fixed(random(N.subtract(BigInteger.ONE)));
    }

    /// The public key of a private one: `04 | x | y`.
    ///
    /// GB/T 32918.5-2017, A.2: `3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8` gives x
    /// `09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020`.
    public static byte[] publicKey(byte[] privateKey) {
        return base(privateValue(privateKey)).getEncoded(false);
    }

    // Signature, part 2

    /// `r` and `s`, 32 bytes each, in one array of 64. Another signature each time, checked by [#verify].
    ///
    /// @param privateKey 32 bytes
    /// @param id of the signer, mostly [#DEFAULT_ID]
    public static byte[] sign(byte[] privateKey, byte[] id, byte[] message) {
        byte[] signature;
        do {
            signature = signWith(privateKey, id, message, random(N));
        } while (signature == null);
        return signature;
    }

    /// With the random number given, for known answers.
    ///
    /// GB/T 32918.5-2017, A.2: private key `3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8`, message
    /// `message digest`, random number `59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21`: r is
    /// `F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3`.
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#PARAMETER] in the negligible case that this number gives no signature
    public static byte[] sign(byte[] privateKey, byte[] id, byte[] message, byte[] k) {
        byte[] signature = signWith(privateKey, id, message, scalar(k));
        CryptoRefusal.PARAMETER.unless(signature != null, "this random number gives no signature");
        return signature;
    }

    private static byte[] signWith(byte[] privateKey, byte[] id, byte[] message, BigInteger k) {
        BigInteger d = privateValue(privateKey);
        BigInteger e = new BigInteger(1, messageHash(base(d).getEncoded(false), id, message));
        BigInteger r = e.add(base(k).getAffineXCoord().toBigInteger()).mod(N);
        if (r.signum() == 0 || r.add(k).equals(N)) {
            return null;
        }
        BigInteger s = BigIntegers.modOddInverse(N, d.add(BigInteger.ONE)).multiply(k.subtract(r.multiply(d))).mod(N);
        return s.signum() == 0 ? null : Bytes.concat(fixed(r), fixed(s));
    }

    /// Whether a signature of 64 bytes is that of the message.
    ///
    /// The signature is that of [#sign].
    ///
    /// @param publicKey 65 bytes
    /// @param id of the signer
    public static boolean verify(byte[] publicKey, byte[] id, byte[] message, byte[] signature) {
        givenAll(id, message);
        ECPoint q = point(publicKey);
        if (given(signature).length != 64) {
            return false;
        }
        BigInteger r = BigIntegers.fromUnsignedByteArray(signature, 0, 32);
        BigInteger s = BigIntegers.fromUnsignedByteArray(signature, 32, 32);
        BigInteger t = r.add(s).mod(N);
        if (!inRange(r) || !inRange(s) || t.signum() == 0) {
            return false;
        }
        ECPoint sum = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), s, q, t).normalize();
        if (sum.isInfinity()) {
            return false;
        }
        BigInteger e = new BigInteger(1, messageHash(publicKey, id, message));
        return e.add(sum.getAffineXCoord().toBigInteger()).mod(N).equals(r);
    }

    /// ZA: the hash of identity, curve and public key (part 2, 5.5). 32 bytes.
    ///
    /// Of [#DEFAULT_ID] and the public key in the example of [#publicKey]:
    /// `B2E14C5C79C6DF5B85F4FE7ED8DB7A262B9DA7E07CCB0EA9F4747B8CCDA8A4F3`.
    public static byte[] identityHash(byte[] publicKey, byte[] id) {
        CryptoRefusal.DATA_LENGTH.unless(given(id).length <= 8191, "an SM2 identity has at most 8191 bytes");
        point(publicKey);
        int bits = 8 * id.length;
        byte[] point = Arrays.copyOfRange(publicKey, 1, POINT_BYTES);
        return Sm3.digest(new byte[] {(byte) (bits >> 8), (byte) bits}, id,
                fixed(CURVE.getCurve().getA().toBigInteger()), fixed(CURVE.getCurve().getB().toBigInteger()),
                Arrays.copyOfRange(CURVE.getG().getEncoded(false), 1, POINT_BYTES), point);
    }

    /// e: the hash of ZA and message. 32 bytes.
    ///
    /// With the same and `message digest`: `F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640`.
    public static byte[] messageHash(byte[] publicKey, byte[] id, byte[] message) {
        return Sm3.digest(identityHash(publicKey, id), message);
    }

    // Encryption, part 4

    /// `C1 | C3 | C2`: point 65, hash 32, then as long as the message.
    ///
    /// Another each time, read by [#decrypt].
    ///
    /// @param message 1 byte or more
    public static byte[] encrypt(byte[] publicKey, byte[] message) {
        byte[] encrypted;
        do {
            encrypted = encryptWith(publicKey, message, random(N));
        } while (encrypted == null);
        return encrypted;
    }

    /// With the random number given, for known answers.
    ///
    /// The public key of the example of [#publicKey], message `encryption standard`, the random number of the example of [#sign]:
    /// C2 is `21886CA989CA9C7D58087307CA93092D651EFA`, C3 `59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766`.
    public static byte[] encrypt(byte[] publicKey, byte[] message, byte[] k) {
        byte[] encrypted = encryptWith(publicKey, message, scalar(k));
        CryptoRefusal.PARAMETER.unless(encrypted != null, "this random number gives no ciphertext");
        return encrypted;
    }

    private static byte[] encryptWith(byte[] publicKey, byte[] message, BigInteger k) {
        CryptoRefusal.DATA_LENGTH.unless(given(message).length > 0, "SM2 encrypts at least one byte");
        ECPoint shared = point(publicKey).multiply(k).normalize();
        byte[] x = shared.getAffineXCoord().getEncoded();
        byte[] y = shared.getAffineYCoord().getEncoded();
        byte[] mask = Sm3.derive(message.length, x, y);
        if (Bytes.isZero(mask)) {
            return null;
        }
        Bytes.xorInto(mask, 0, message, 0, message.length);
        return Bytes.concat(base(k).getEncoded(false), Sm3.digest(x, message, y), mask);
    }

    /// The inverse of [#encrypt].
    ///
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] for whatever does not decrypt
    public static byte[] decrypt(byte[] privateKey, byte[] encrypted) {
        BigInteger d = privateValue(privateKey);
        CryptoRefusal.SEALED_VALUE.unless(given(encrypted).length > POINT_BYTES + Sm3.DIGEST_BYTES,
                "an SM2 ciphertext has a point of 65 bytes, a hash of 32 and at least one byte");
        ECPoint shared;
        try {
            shared = point(Arrays.copyOf(encrypted, POINT_BYTES)).multiply(d).normalize();
        } catch (CryptoRefusedException e) {
            throw CryptoRefusal.SEALED_VALUE.because("the SM2 ciphertext does not decrypt");
        }
        byte[] x = shared.getAffineXCoord().getEncoded();
        byte[] y = shared.getAffineYCoord().getEncoded();
        int start = POINT_BYTES + Sm3.DIGEST_BYTES;
        byte[] message = Sm3.derive(encrypted.length - start, x, y);
        boolean empty = Bytes.isZero(message);
        Bytes.xorInto(message, 0, encrypted, start, message.length);
        byte[] hash = Arrays.copyOfRange(encrypted, POINT_BYTES, start);
        if (empty || !Bytes.same(hash, Sm3.digest(x, message, y))) {
            Bytes.wipe(message);
            throw CryptoRefusal.SEALED_VALUE.because("the SM2 ciphertext does not decrypt");
        }
        return message;
    }

    /// From the order of 2012 on (`C1 | C3 | C2`) to the older one (`C1 | C2 | C3`).
    ///
    /// What [#encrypt] gives, in the order that older peers read.
    public static byte[] toOldOrder(byte[] c1c3c2) {
        CryptoRefusal.DATA_LENGTH.unless(given(c1c3c2).length > POINT_BYTES + Sm3.DIGEST_BYTES,
                "an SM2 ciphertext has a point of 65 bytes, a hash of 32 and at least one byte");
        int start = POINT_BYTES + Sm3.DIGEST_BYTES;
        return Bytes.concat(Arrays.copyOf(c1c3c2, POINT_BYTES),
                Arrays.copyOfRange(c1c3c2, start, c1c3c2.length),
                Arrays.copyOfRange(c1c3c2, POINT_BYTES, start));
    }

    /// The inverse of [#toOldOrder].
    public static byte[] fromOldOrder(byte[] c1c2c3) {
        CryptoRefusal.DATA_LENGTH.unless(given(c1c2c3).length > POINT_BYTES + Sm3.DIGEST_BYTES,
                "an SM2 ciphertext has a point of 65 bytes, a hash of 32 and at least one byte");
        int end = c1c2c3.length - Sm3.DIGEST_BYTES;
        return Bytes.concat(Arrays.copyOf(c1c2c3, POINT_BYTES),
                Arrays.copyOfRange(c1c2c3, end, c1c2c3.length),
                Arrays.copyOfRange(c1c2c3, POINT_BYTES, end));
    }

    // Key exchange, part 3

    /// One side of the exchange. Both sides get the same key if identities and keys are those that each believes in.
    ///
    /// Private keys `81EB26E941BB5AF16DF116495F90695272AE2CD63D6C4AE1678418BE48230029` (A) and
    /// `785129917D45A9EA5437A59356B82338EAADDA6CEB199088F14AE10DEFA229B5`, random ones
    /// `D4DE15474DB74D06491C440D305E012400990F3E390C7E87153C12DB2EA60BB3` (A) and
    /// `7E07124814B309489125EAED101113164EBF0F3458C5BD88335C1F9D596243D6`, identities [#DEFAULT_ID], 16 bytes:
    /// `6C89347354DE2484C60B4AB1FDE4C6E5`.
    ///
    /// @param initiator whether this side is A
    /// @param privateKey own, 32 bytes
    /// @param ephemeral own random private key of this exchange, 32 bytes
    /// @param ownId own identity
    /// @param otherPublicKey of the other side, 65 bytes
    /// @param otherEphemeralPublicKey of the other side, 65 bytes
    /// @param otherId of the other side
    /// @param lengthBytes of the key that both get, 1 to 8160
    public static byte[] agree(boolean initiator, byte[] privateKey, byte[] ephemeral, byte[] ownId, byte[] otherPublicKey,
                               byte[] otherEphemeralPublicKey, byte[] otherId, int lengthBytes) {
        CryptoRefusal.PARAMETER.unless(lengthBytes >= 1 && lengthBytes <= 8160, "an agreed key has 1 to 8160 bytes");
        BigInteger d = privateValue(privateKey);
        BigInteger r = privateValue(ephemeral);
        ECPoint otherKey = point(otherPublicKey);
        ECPoint otherEphemeral = point(otherEphemeralPublicKey);
        BigInteger t = d.add(reduced(base(r)).multiply(r)).mod(N);
        ECPoint shared = otherKey.add(otherEphemeral.multiply(reduced(otherEphemeral))).multiply(t).normalize();
        CryptoRefusal.PUBLIC_KEY.unless(!shared.isInfinity(), "the shared point is not infinity");
        byte[] own = identityHash(publicKey(privateKey), ownId);
        byte[] other = identityHash(otherPublicKey, otherId);
        return Sm3.derive(lengthBytes, shared.getAffineXCoord().getEncoded(), shared.getAffineYCoord().getEncoded(),
                initiator ? own : other, initiator ? other : own);
    }

    /// 2^127 plus the lower 127 bits of x (part 3, 6.1).
    private static BigInteger reduced(ECPoint point) {
        BigInteger two127 = BigInteger.ONE.shiftLeft(127);
        return point.normalize().getAffineXCoord().toBigInteger().mod(two127).add(two127);
    }

    private static ECPoint base(BigInteger k) {
        return new FixedPointCombMultiplier().multiply(CURVE.getG(), k).normalize();
    }

    private static ECPoint point(byte[] encoded) {
        CryptoRefusal.PUBLIC_KEY.unless(given(encoded).length == POINT_BYTES && encoded[0] == 4,
                "an SM2 point has 65 bytes and starts with 04");
        return EcKeys.decoded(CURVE.getCurve(), encoded).normalize();
    }

    /// 1 to n-2, as a signature divides by d+1.
    private static BigInteger privateValue(byte[] privateKey) {
        CryptoRefusal.PRIVATE_KEY.unless(given(privateKey).length == PRIVATE_KEY_BYTES, "an SM2 private key has 32 bytes");
        BigInteger d = new BigInteger(1, privateKey);
        CryptoRefusal.PRIVATE_KEY.unless(d.signum() > 0 && d.compareTo(N.subtract(BigInteger.ONE)) < 0,
                "an SM2 private key is 1 to n-2");
        return d;
    }

    private static BigInteger scalar(byte[] k) {
        CryptoRefusal.PARAMETER.unless(given(k).length == 32 && inRange(new BigInteger(1, k)), "an SM2 random number is 1 to n-1");
        return new BigInteger(1, k);
    }

    private static boolean inRange(BigInteger value) {
        return value.signum() > 0 && value.compareTo(N) < 0;
    }

    private static BigInteger random(BigInteger below) {
        BigInteger value;
        do {
            value = BigIntegers.createRandomBigInteger(N.bitLength(), RANDOM);
        } while (value.signum() == 0 || value.compareTo(below) >= 0);
        return value;
    }

    private static byte[] fixed(BigInteger value) {
        return BigIntegers.asUnsignedByteArray(32, value);
    }
}
