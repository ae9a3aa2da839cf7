package io.shouyin.vault;

import static io.shouyin.vault.SelfTest.hex;
import static io.shouyin.vault.SelfTest.told;

import io.shouyin.kernel.Fault;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.HmacKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Known answers of what the vault itself makes of the algorithms: sealed data, password verifiers, counts without card numbers, check values.
final class KnownAtRest {

    private static final byte[] KEY = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");

    private KnownAtRest() {}

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("data at rest", List.of("00112233", "SEALED_DATA_BROKEN", "SEALED_DATA_BROKEN"), KnownAtRest::sealed),
                new SelfTest("password verifiers", List.of("A6BD6D1F56FA0841AE80DDA7AF3BB98EDFBD9336035213D75CAEF47932D9FCEB", "true", "false", "false"),
                        KnownAtRest::verifiers),
                new SelfTest("SipHash of numbers", List.of("93F5F5799A932462", "3F2ACC7F57C29BDB"), KnownAtRest::hashes),
                new SelfTest("check values as they are told", List.of("08D7B4FB", "true", "false", "false"), KnownAtRest::checkValues));
    }

    /// It opens for what it is bound to, by whoever sealed it.
    private static List<String> sealed() {
        byte[] owner = {1};
        try (AesGcmKey key = AesGcmKey.of(KEY)) {
            byte[] sealed = Sealing.BY_CALLER.seal(key, hex("00112233"), owner);
            return List.of(hex(Sealing.BY_CALLER.open(key, sealed, owner)), broken(() -> Sealing.BY_CALLER.open(key, sealed, new byte[] {2})),
                    broken(() -> Sealing.OF_KEY_PART.open(key, sealed, owner)));
        }
    }

    private static String broken(Runnable opening) {
        try {
            opening.run();
            return "opened";
        } catch (Fault refused) {
            return refused.code();
        }
    }

    private static List<String> verifiers() {
        byte[] salt = hex("000102030405060708090A0B0C0D0E0F");
        byte[] password = "tea5Pot9".getBytes(StandardCharsets.US_ASCII);
        byte[] other = "tea5Pot8".getBytes(StandardCharsets.US_ASCII);
        try (HmacKey key = HmacKey.of(KEY)) {
            Verifier kept = new Verifier(salt, SoftPasswords.verifierMac(key, "self-test", salt, password));
            return List.of(hex(kept.mac()), told(SoftPasswords.isOf(key, "self-test", password, kept)), told(SoftPasswords.isOf(key, "self-test", other, kept)),
                    told(SoftPasswords.isOf(key, "other", password, kept)));
        }
    }

    private static List<String> hashes() {
        SipHash hash = SipHash.ofKey(hex("000102030405060708090A0B0C0D0E0F"));
        return List.of("%016X".formatted(hash.of(0x0706050403020100L)), "%016X".formatted(hash.of(0x0706050403020100L, 0x0F0E0D0C0B0A0908L)));
    }

    private static List<String> checkValues() {
        String told = KeyTemplate.checkValue('T', hex("0123456789ABCDEFFEDCBA9876543210"));
        return List.of(told, told(CheckValues.agree(told, "08d7b4")), told(CheckValues.agree(told, "08D7B5")), told(CheckValues.agree(told, "08D7B")));
    }
}
