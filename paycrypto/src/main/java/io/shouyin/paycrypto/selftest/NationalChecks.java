package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.Sm2;
import io.shouyin.paycrypto.Sm3;
import io.shouyin.paycrypto.Sm4Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SM2, SM3 and SM4.
final class NationalChecks {

    private static final Pattern ITERATIONS = Pattern.compile("after_([0-9]{1,8})_iterations");

    private NationalChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        String name = vector.algorithm();
        if (name.equals("SM3") && vector.operation().equals("digest")) {
            return Optional.of(c -> c.expect("digest", Sm3.digest(c.bytes("message_hex"))));
        }
        if (name.startsWith("SM2 signature")) {
            return Optional.of(NationalChecks::signature);
        }
        if (name.startsWith("SM2 public-key encryption")) {
            return Optional.of(NationalChecks::encryption);
        }
        if (name.startsWith("SM2 key exchange")) {
            return Optional.of(NationalChecks::exchange);
        }
        return switch (name) {
            case "SM4-ECB", "SM4-CBC", "SM4" -> Optional.of(NationalChecks::sm4);
            default -> Optional.empty();
        };
    }

    private static void sm4(VectorCase c) {
        Sm4Key key = Sm4Key.of(c.key());
        byte[] plain = c.bytes("plain");
        byte[] ecb = key.encryptEcb(plain);
        c.check(Arrays.equals(key.decryptEcb(ecb), plain), "it decrypts to something else");
        c.expect("ecb", ecb);
        if (c.has("iv")) {
            byte[] cbc = key.encryptCbc(c.bytes("iv"), plain);
            c.check(Arrays.equals(key.decryptCbc(c.bytes("iv"), cbc), plain), "it decrypts to something else");
            c.expect("cbc", cbc);
            c.expect("cipher", c.algorithm().equals("SM4-CBC") ? cbc : ecb);
        } else {
            c.expect("cipher", ecb);
        }
        for (String expected : c.expectedNames()) {
            Matcher many = ITERATIONS.matcher(expected);
            if (many.matches()) {
                byte[] block = plain.clone();
                for (int i = 0; i < Integer.parseInt(many.group(1)); i++) {
                    key.encrypt(block, 0, block, 0);
                }
                c.expect(expected, block);
            }
        }
    }

    private static void signature(VectorCase c) {
        byte[] d = c.key("d");
        byte[] id = c.text("id").getBytes(StandardCharsets.UTF_8);
        byte[] message = c.bytes("message_hex");
        byte[] publicKey = publicKey(c);
        byte[] signature = Sm2.sign(d, id, message, c.bytes("k"));
        c.expect("ZA", Sm2.identityHash(publicKey, id));
        c.expect("e", Sm2.messageHash(publicKey, id, message));
        c.expect("r", Arrays.copyOf(signature, 32));
        c.expect("s", Arrays.copyOfRange(signature, 32, 64));
        c.check(Sm2.verify(publicKey, id, message, signature), "the signature does not verify");
        c.check(Sm2.verify(publicKey, id, message, Sm2.sign(d, id, message)), "a fresh signature does not verify");
        signature[63] ^= 1;
        c.check(!Sm2.verify(publicKey, id, message, signature), "a changed signature verifies");
    }

    private static void encryption(VectorCase c) {
        byte[] d = c.key("d");
        byte[] message = c.bytes("message_hex");
        byte[] publicKey = publicKey(c);
        byte[] encrypted = Sm2.encrypt(publicKey, message, c.bytes("k"));
        c.expect("C1", Arrays.copyOf(encrypted, 65));
        c.expect("C3", Arrays.copyOfRange(encrypted, 65, 97));
        c.expect("C2", Arrays.copyOfRange(encrypted, 97, encrypted.length));
        c.expect("C1C3C2", encrypted);
        byte[] old = Sm2.toOldOrder(encrypted);
        c.expect("C1C2C3_old_order", old);
        c.check(Arrays.equals(Sm2.fromOldOrder(old), encrypted), "the old order turns back into something else");
        c.check(Arrays.equals(Sm2.decrypt(d, encrypted), message), "it decrypts to something else");
        c.check(Arrays.equals(Sm2.decrypt(d, Sm2.encrypt(publicKey, message)), message), "a fresh one decrypts to something else");
    }

    private static byte[] publicKey(VectorCase c) {
        byte[] publicKey = Sm2.publicKey(c.key("d"));
        if (c.hasNamedKey("public_x")) {
            c.check(Arrays.equals(Arrays.copyOfRange(publicKey, 1, 33), c.key("public_x"))
                    && Arrays.equals(Arrays.copyOfRange(publicKey, 33, 65), c.key("public_y")), "the public key differs");
        }
        return publicKey;
    }

    private static void exchange(VectorCase c) {
        byte[] idA = c.text("idA").getBytes(StandardCharsets.UTF_8);
        byte[] idB = c.text("idB").getBytes(StandardCharsets.UTF_8);
        byte[] ephemeralA = c.bytes("rA");
        byte[] ephemeralB = c.bytes("rB");
        int length = c.number("klen_bytes");
        byte[] keyA = Sm2.agree(true, c.key("dA"), ephemeralA, idA, Sm2.publicKey(c.key("dB")), Sm2.publicKey(ephemeralB), idB,
                length);
        byte[] keyB = Sm2.agree(false, c.key("dB"), ephemeralB, idB, Sm2.publicKey(c.key("dA")), Sm2.publicKey(ephemeralA), idA,
                length);
        c.expect("shared_key", keyA);
        c.check(Arrays.equals(keyA, keyB), "the sides have different keys");
    }
}
