package io.shouyin.paycrypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signatures that the JDK has made, and what is made of them that must not pass.
class EcSignaturesTest {

    private static final BigInteger N = new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
    private static final BigInteger P = new BigInteger("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF", 16);
    private static final byte[] MESSAGE = "POST\n/device/v1/heartbeats".getBytes(StandardCharsets.US_ASCII);

    private final KeyPair pair = pair("secp256r1");
    private final byte[] key = pair.getPublic().getEncoded();
    private final byte[] signature = signed(pair, MESSAGE);

    @Test
    void signature_publishedInRfc6979_isTaken() {
        byte[] published = spki("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
                + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
        byte[] rs = der(new BigInteger("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", 16),
                new BigInteger("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 16));

        assertThat(EcSignatures.isP256(published, "sample".getBytes(StandardCharsets.US_ASCII), rs)).isTrue();
        assertThat(EcSignatures.isP256(published, "test".getBytes(StandardCharsets.US_ASCII), rs)).isFalse();
    }

    @Test
    void signature_ofManyKeysAndMessages_isTakenByItsOwnAlone() {
        IntStream.range(0, 200).forEach(number -> {
            KeyPair other = pair("secp256r1");
            byte[] message = new byte[number];
            byte[] made = signed(other, message);
            assertThat(EcSignatures.isP256(other.getPublic().getEncoded(), message, made)).isTrue();
            assertThat(EcSignatures.isP256(key, message, made)).isFalse();
            assertThat(EcSignatures.isP256(other.getPublic().getEncoded(), new byte[number + 1], made)).isFalse();
        });
    }

    @Test
    void signature_withAnyBitTurned_isRefused() {
        for (int bit = 0; bit < signature.length * 8; bit++) {
            assertThat(EcSignatures.isP256(key, MESSAGE, turned(signature, bit))).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void key_withAnyBitOfItsPointTurned_hasSignedNothing() {
        for (int bit = 26 * 8; bit < key.length * 8; bit++) {
            assertThat(EcSignatures.isP256(turned(key, bit), MESSAGE, signature)).as("bit %d", bit).isFalse();
        }
    }

    /// Numbers are zero, one, n and its neighbours, p, or beyond; also as the pair that forges where nobody looks at zero.
    @ParameterizedTest
    @CsvSource({"0,0", "0,1", "1,0", "n,n", "0,n", "n,0", "1,n", "n,1", "1,1", "n-1,n-1", "n-1,1", "n+1,1", "1,n+1", "p,p", "-1,1", "1,-1", "2n,2n"})
    void numbers_atTheEdges_areRefused(String r, String s) {
        assertThat(EcSignatures.isP256(key, MESSAGE, der(edge(r), edge(s)))).isFalse();
    }

    @Test
    void numbers_outOfRangeButRightModuloN_areRefused() {
        BigInteger[] rs = numbers(signature);

        assertThat(EcSignatures.isP256(key, MESSAGE, der(rs[0], rs[1]))).isTrue();
        assertThat(EcSignatures.isP256(key, MESSAGE, der(rs[0].add(N), rs[1]))).isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, der(rs[0], rs[1].add(N)))).isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, der(rs[0].subtract(N), rs[1]))).isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, der(rs[0], rs[1].negate()))).isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, der(rs[1], rs[0]))).isFalse();
    }

    @Test
    void encoding_otherThanDer_isRefused() {
        BigInteger[] rs = numbers(signature);
        byte[] body = Arrays.copyOfRange(signature, 2, signature.length);
        byte[] r = rs[0].toByteArray();
        byte[] s = rs[1].toByteArray();
        byte[] rDer = joined(new byte[] {2, (byte) r.length}, r);
        byte[] sDer = joined(new byte[] {2, (byte) s.length}, s);

        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(rDer, sDer))).as("as DER has it").isTrue();
        assertThat(EcSignatures.isP256(key, MESSAGE, joined(new byte[] {0x30, (byte) 0x81, (byte) body.length}, body))).as("long length").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, joined(new byte[] {0x30, (byte) 0x80}, body, new byte[2]))).as("indefinite length").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(joined(new byte[] {2, (byte) (r.length + 1), 0}, r), sDer))).as("r with a zero before it").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(rDer, joined(new byte[] {2, (byte) (s.length + 1), 0}, s)))).as("s with a zero before it").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, joined(signature, new byte[1]))).as("a byte after it").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(rDer, sDer, new byte[] {5, 0}))).as("a third member").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(rDer))).as("one member").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(new byte[] {5, 0}, sDer))).as("null for r").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, sequence(joined(new byte[] {4, (byte) r.length}, r), sDer))).as("octets for r").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, new byte[72])).as("zeros").isFalse();
        assertThat(EcSignatures.isP256(key, MESSAGE, new byte[5000])).as("long").isFalse();
        for (int length = 0; length < signature.length; length++) {
            assertThat(EcSignatures.isP256(key, MESSAGE, Arrays.copyOf(signature, length))).as("cut to %d", length).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp384r1", "secp521r1"})
    void key_ofAnotherCurve_hasSignedNothing(String curve) {
        KeyPair other = pair(curve);

        assertThat(EcSignatures.isP256(other.getPublic().getEncoded(), MESSAGE, signed(other, MESSAGE))).isFalse();
    }

    @Test
    void key_thatIsNone_hasSignedNothing() {
        assertThat(EcSignatures.isP256(new byte[0], MESSAGE, signature)).isFalse();
        assertThat(EcSignatures.isP256(new byte[91], MESSAGE, signature)).isFalse();
        assertThat(EcSignatures.isP256(Arrays.copyOf(key, 90), MESSAGE, signature)).isFalse();
        assertThat(EcSignatures.isP256(spki("00".repeat(64)), MESSAGE, signature)).as("a point off the curve").isFalse();
        assertThat(EcSignatures.isP256(spki("FF".repeat(64)), MESSAGE, signature)).as("coordinates beyond p").isFalse();
    }

    private static BigInteger edge(String name) {
        return switch (name) {
            case "n" -> N;
            case "n-1" -> N.subtract(BigInteger.ONE);
            case "n+1" -> N.add(BigInteger.ONE);
            case "2n" -> N.shiftLeft(1);
            case "p" -> P;
            default -> new BigInteger(name);
        };
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        return sequence(integer(r), integer(s));
    }

    private static byte[] integer(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return joined(new byte[] {2, (byte) bytes.length}, bytes);
    }

    private static byte[] sequence(byte[]... members) {
        byte[] body = joined(members);
        return joined(new byte[] {0x30, (byte) body.length}, body);
    }

    private static BigInteger[] numbers(byte[] der) {
        int r = der[3];
        return new BigInteger[] {new BigInteger(Arrays.copyOfRange(der, 4, 4 + r)), new BigInteger(Arrays.copyOfRange(der, 6 + r, der.length))};
    }

    private static byte[] joined(byte[]... parts) {
        return HexFormat.of().parseHex(String.join("", Arrays.stream(parts).map(HexFormat.of()::formatHex).toList()));
    }

    private static byte[] turned(byte[] bytes, int bit) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    private static byte[] spki(String xy) {
        return HexFormat.of().parseHex("3059301306072A8648CE3D020106082A8648CE3D03010703420004" + xy);
    }

    private static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static byte[] signed(KeyPair pair, byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
