package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.X9143;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Check values, key blocks, components and shares.
final class KeyChecks {

    private static final int LEGACY_BYTES = 3;
    private static final int CMAC_BYTES = 5;

    private KeyChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        String name = vector.algorithm();
        String operation = vector.operation();
        if (operation.equals("kcv")) {
            return name.startsWith("TDES") || name.startsWith("AES") || name.startsWith("SM4")
                    ? Optional.of(KeyChecks::checkValue) : Optional.empty();
        }
        if (name.startsWith("TR-31 header parse")) {
            return Optional.of(c -> X9143.Header.parse(c.text("header")));
        }
        if (name.startsWith("TR-31") && operation.startsWith("unwrap")) {
            return Optional.of(vector.isRefusal() ? KeyChecks::refusedKeyBlock : KeyChecks::keyBlock);
        }
        if (name.startsWith("XOR key components")) {
            return Optional.of(KeyChecks::components);
        }
        if (name.startsWith("Shamir")) {
            return Optional.of(KeyChecks::shares);
        }
        return Optional.empty();
    }

    // Check values

    private static void checkValue(VectorCase c) {
        byte[] key = c.key();
        String name = c.algorithm();
        if (name.startsWith("TDES")) {
            if (c.expects("kcv")) {
                c.expect("kcv", name.contains("CMAC") ? KeyCheck.tdesCmac(key, cmacBytes(c)) : KeyCheck.tdes(key, LEGACY_BYTES));
            }
            c.expect("legacy3", KeyCheck.tdes(key, 3));
            c.expect("cmac5", KeyCheck.tdesCmac(key, 5));
        } else if (name.startsWith("AES")) {
            if (c.expects("kcv")) {
                c.expect("kcv", KeyCheck.aesCmac(key, cmacBytes(c)));
            }
            c.expect("cmac5", KeyCheck.aesCmac(key, 5));
            c.expect("ecb3_legacy", KeyCheck.aesLegacy(key));
        } else {
            c.expect("kcv8", KeyCheck.sm4(key));
            c.expect("ecb8", KeyCheck.sm4(key));
            c.expect("cmac5", KeyCheck.sm4Cmac(key, 5));
        }
    }

    /// 5, or 3 as TR-31:2018 had it where the algorithm's name says "first n bytes".
    private static int cmacBytes(VectorCase c) {
        return c.algorithm().contains("first n bytes") && c.expectedText("kcv").length() == 2 * LEGACY_BYTES ? LEGACY_BYTES : CMAC_BYTES;
    }

    // Key blocks

    /// Blocks that published cases have wrong are under weak keys: what is wrong with them is looked for all the same.
    private static void refusedKeyBlock(VectorCase c) {
        if (c.expects("original")) {
            try {
                unwrap(c, c.expectedText("original"));
            } catch (CryptoRefusedException e) {
                throw new VectorCase.Mismatch("the original is refused too: " + e.reason());
            }
        }
        unwrap(c, c.text("key_block"));
    }

    private static void unwrap(VectorCase c, String block) {
        char version = block.isEmpty() ? ' ' : block.charAt(0);
        try (X9143.Protection protection = c.isAboutWeakKeys() ? X9143.Protection.of(version, c.key()) : X9143.Protection.ofPublished(version, c.key())) {
            protection.unwrap(block).close();
        }
    }

    private static void keyBlock(VectorCase c) {
        byte[] kbpk = c.key();
        String block = c.text("key_block");
        try (X9143.Unwrapped unwrapped = X9143.unwrap(kbpk, block)) {
            X9143.Header header = unwrapped.header();
            c.expect("clear_key", unwrapped.key());
            c.expectExactly("header", block.substring(0, 16));
            c.expectExactly("version", String.valueOf(header.version()));
            c.expectExactly("usage", header.usage());
            c.expectExactly("algorithm", String.valueOf(header.algorithm()));
            c.expectExactly("mode_of_use", String.valueOf(header.modeOfUse()));
            c.expectExactly("key_version", header.keyVersion());
            c.expectExactly("exportability", String.valueOf(header.exportability()));
            if (c.expects("optional_blocks")) {
                List<Map<String, String>> blocks = new ArrayList<>();
                for (X9143.OptionalBlock optional : header.optionalBlocks()) {
                    Map<String, String> fields = new LinkedHashMap<>();
                    fields.put("id", optional.id());
                    fields.put("data", optional.data());
                    blocks.add(fields);
                }
                c.check(blocks.equals(c.expectedValue("optional_blocks")), "the optional blocks differ");
                c.checked("optional_blocks");
            }
            c.expect("kbek", X9143.encryptionKey(header.version(), kbpk));
            c.expect("kbak", X9143.macKey(header.version(), kbpk));
            if (c.expectedValue("padding") instanceof String) {
                try (X9143.Protection protection = X9143.Protection.of(header.version(), kbpk)) {
                    String again = protection.wrap(header, unwrapped.key(), c.expectedBytes("padding"));
                    c.check(again.equals(block), "wrapped again with the padding it is another block");
                    c.checked("padding");
                }
            }
        }
    }

    // Components and shares

    private static void components(VectorCase c) {
        boolean aes = c.algorithm().contains("AES");
        List<byte[]> components = c.list("components").stream().map(hex -> VectorCase.bytes(hex, "component")).toList();
        if (c.has("component_kcvs")) {
            List<?> values = c.list("component_kcvs");
            c.check(values.size() == components.size(), "each component has its check value");
            for (int i = 0; i < components.size(); i++) {
                c.check(checkValue(components.get(i), aes).equalsIgnoreCase((String) values.get(i)),
                        "a component's check value differs");
            }
        }
        byte[] sum = KeyComponents.combine(components);
        byte[] key = c.algorithm().contains("odd parity") ? Tdes.withOddParity(sum) : sum;
        c.expect("key_before_parity", sum);
        c.expect("key", key);
        if (c.expects("kcv")) {
            c.expect("kcv", checkValue(key, aes));
        }
        if (c.expects("kcv_tdes3")) {
            c.expect("kcv_tdes3", KeyCheck.tdes(key, 3));
        }
        if (c.expects("kcv_aes_cmac5")) {
            c.expect("kcv_aes_cmac5", KeyCheck.aesCmac(key, 5));
        }
    }

    private static String checkValue(byte[] key, boolean aes) {
        return aes ? KeyCheck.aesCmac(key, CMAC_BYTES) : KeyCheck.tdes(key, LEGACY_BYTES);
    }

    private static void shares(VectorCase c) {
        int threshold = c.number("threshold");
        List<KeyComponents.Share> shares = new ArrayList<>();
        for (Object one : c.list("shares")) {
            Map<?, ?> share = (Map<?, ?>) one;
            shares.add(new KeyComponents.Share(((Long) share.get("x")).intValue(), VectorCase.bytes(share.get("y"), "share")));
        }
        byte[] secret = null;
        for (List<KeyComponents.Share> some : choose(shares, threshold, 0)) {
            secret = KeyComponents.recover(some);
            c.expect("secret", secret);
        }
        c.check(secret != null, "there are as many shares as the threshold");
        if (c.expects("any_t_minus_1_reveals_nothing")) {
            byte[] whole = secret;
            boolean nothing = threshold == 2
                    ? shares.stream().noneMatch(share -> Arrays.equals(share.y(), whole))
                    : choose(shares, threshold - 1, 0).stream().noneMatch(some -> Arrays.equals(KeyComponents.recover(some), whole));
            c.expect("any_t_minus_1_reveals_nothing", nothing);
        }
        if (c.expects("kcv_aes_cmac5")) {
            c.expect("kcv_aes_cmac5", KeyCheck.aesCmac(secret, 5));
        }
    }

    private static List<List<KeyComponents.Share>> choose(List<KeyComponents.Share> from, int count, int start) {
        if (count == 0) {
            return List.of(List.of());
        }
        List<List<KeyComponents.Share>> all = new ArrayList<>();
        for (int i = start; i <= from.size() - count; i++) {
            for (List<KeyComponents.Share> rest : choose(from, count - 1, i + 1)) {
                List<KeyComponents.Share> chosen = new ArrayList<>(List.of(from.get(i)));
                chosen.addAll(rest);
                all.add(chosen);
            }
        }
        return all;
    }
}
