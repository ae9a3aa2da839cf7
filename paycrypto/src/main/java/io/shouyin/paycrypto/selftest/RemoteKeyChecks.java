package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyDerivation;
import io.shouyin.paycrypto.RsaBlocks;
import io.shouyin.paycrypto.X9143;
import java.util.Arrays;
import java.util.Optional;

/// Remote key load: ECDH, key derivation, RSA blocks.
final class RemoteKeyChecks {

    private RemoteKeyChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        String name = vector.algorithm();
        if (name.startsWith("ECDH P-")) {
            return Optional.of(name.contains("TR-31") ? RemoteKeyChecks::endToEnd : RemoteKeyChecks::agreement);
        }
        if (name.startsWith("ANSI X9.63 KDF SHA-256")) {
            return Optional.of(c -> c.expect("key",
                    KeyDerivation.x963(c.bytes("z"), c.bytesOr("shared_info", new byte[0]), c.number("length"))));
        }
        if (name.contains("concat") && name.contains("KDF")) {
            return Optional.of(c -> c.expect("key",
                    KeyDerivation.concatenation(c.bytes("z"), c.bytesOr("shared_info", new byte[0]), c.number("length"))));
        }
        if (name.startsWith("RSA-") && name.contains("OAEP SHA-256")) {
            return Optional.of(RemoteKeyChecks::rsa);
        }
        return Optional.empty();
    }

    private static EcKeys curve(VectorCase c) {
        return switch (c.algorithm().substring(5, 10)) {
            case "P-256" -> EcKeys.P256;
            case "P-384" -> EcKeys.P384;
            case "P-521" -> EcKeys.P521;
            default -> throw new VectorCase.Mismatch("the curve is not known");
        };
    }

    private static void agreement(VectorCase c) {
        EcKeys curve = curve(c);
        byte[] z = curve.agreeRaw(c.key("d1"), curve.publicPoint(c.key("d2")));
        c.expect("z", z);
        c.check(Arrays.equals(z, curve.agreeRaw(c.key("d2"), curve.publicPoint(c.key("d1")))), "the sides have different secrets");
    }

    private static void endToEnd(VectorCase c) {
        EcKeys curve = curve(c);
        byte[] host = c.bytes("host_public");
        byte[] terminal = c.bytes("terminal_public");
        c.check(Arrays.equals(host, curve.publicPoint(c.key("host_d"))), "the host's public key differs");
        c.check(Arrays.equals(terminal, curve.publicPoint(c.key("terminal_d"))), "the terminal's public key differs");
        byte[] z = curve.agreeRaw(c.key("host_d"), terminal);
        c.expect("z", z);
        c.check(Arrays.equals(z, curve.agreeRaw(c.key("terminal_d"), host)), "the sides have different secrets");
        byte[] info = c.bytes("shared_info");
        int length = c.number("kek_length");
        byte[] x963 = KeyDerivation.x963(z, info, length);
        byte[] concatenation = KeyDerivation.concatenation(z, info, length);
        c.expect("kek_x963_sha256", x963);
        c.expect("kek_sp800_56a_concat_sha256", concatenation);
        String block = c.text("key_block");
        try (X9143.Unwrapped key = X9143.unwrap(protects(x963, block) ? x963 : concatenation, block)) {
            c.expect("clear_key", key.key());
        }
    }

    private static boolean protects(byte[] kek, String block) {
        try (X9143.Unwrapped _ = X9143.unwrap(kek, block)) {
            return true;
        } catch (CryptoRefusedException e) {
            return false;
        }
    }

    private static void rsa(VectorCase c) {
        byte[] privateKey = c.key("pkcs8_der");
        byte[] publicKey = c.key("spki_der");
        byte[] plain = RsaBlocks.decryptOaep(privateKey, c.bytes("ciphertext"));
        c.expect("plaintext", plain);
        c.check(Arrays.equals(RsaBlocks.decryptOaep(privateKey, RsaBlocks.encryptOaep(publicKey, plain)), plain),
                "encrypted again it decrypts to something else");
        byte[] message = c.bytes("signed_message");
        byte[] signature = c.bytes("signature_pkcs1v15_sha256");
        c.expect("signature_ok", RsaBlocks.verify(publicKey, message, signature));
        c.check(!c.expectedText("signature_ok").equals("true") || Arrays.equals(RsaBlocks.sign(privateKey, message), signature),
                "signed again it is another signature");
    }
}
