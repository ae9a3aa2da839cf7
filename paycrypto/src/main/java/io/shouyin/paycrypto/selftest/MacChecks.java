package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CmacKey;
import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.Iso9797;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.Sm3;
import io.shouyin.paycrypto.Sm4Key;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.UnionPayMac;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// MACs: the algorithm's name tells cipher, ISO/IEC 9797-1 algorithm and padding.
final class MacChecks {

    private static final Pattern PADDING = Pattern.compile("padding (?:method )?([123])");
    private static final Pattern TRUNCATED = Pattern.compile("[a-z0-9_]*truncated([0-9]{1,2})");

    private MacChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        if (!vector.operation().equals("mac")) {
            return Optional.empty();
        }
        String name = vector.algorithm();
        if (name.contains("UnionPay")) {
            return Optional.of(MacChecks::unionPay);
        }
        if (name.contains("HMAC-SHA-256")) {
            return Optional.of(c -> expectMac(c, HmacSha256.mac(c.key(), c.bytes("message_hex"))));
        }
        if (name.contains("HMAC-SM3")) {
            return Optional.of(c -> expectMac(c, Sm3.hmac(c.key(), c.bytes("message_hex"))));
        }
        if (name.contains("CMAC")) {
            return Optional.of(c -> expectMac(c, CmacKey.of(cipher(c.algorithm(), c.key())).mac(c.bytes("message_hex"))));
        }
        if (name.contains("ISO 9797-1 algorithm 1") && PADDING.matcher(name).find()) {
            return Optional.of(c -> {
                byte[] mac = Iso9797.algorithm1(cipher(c.algorithm(), c.key()), padding(c), c.bytes("message_hex"));
                expectMac(c, mac);
            });
        }
        if (name.contains("ISO 9797-1 algorithm 3") && PADDING.matcher(name).find()) {
            return Optional.of(MacChecks::algorithm3);
        }
        return Optional.empty();
    }

    private static void algorithm3(VectorCase c) {
        BlockKey first;
        BlockKey second;
        if (c.hasNamedKey("k2")) {
            first = TdesKey.of(c.key("k"));
            second = TdesKey.of(c.key("k2"));
        } else {
            c.check(c.key().length == 16, "algorithm 3 takes a key of 16 bytes");
            first = TdesKey.of(Arrays.copyOf(c.key(), 8));
            second = TdesKey.of(Arrays.copyOfRange(c.key(), 8, 16));
        }
        expectMac(c, Iso9797.algorithm3(first, second, padding(c), c.bytes("message_hex")));
    }

    /// The whole MAC, and its left bytes where the name of an expected value says how many.
    private static void expectMac(VectorCase c, byte[] mac) {
        c.expect("mac", mac);
        for (String name : c.expectedNames()) {
            Matcher truncated = TRUNCATED.matcher(name);
            if (truncated.matches()) {
                c.expect(name, Arrays.copyOf(mac, Math.min(mac.length, Integer.parseInt(truncated.group(1)))));
            }
        }
    }

    private static void unionPay(VectorCase c) {
        byte[] mab = c.bytes("message_hex");
        byte[] mac = c.algorithm().contains("SM4") ? UnionPayMac.macSm4(c.key(), mab) : UnionPayMac.mac(c.key(), mab);
        c.expect("mac_ascii", new String(mac, StandardCharsets.US_ASCII));
    }

    private static MacPadding padding(VectorCase c) {
        Matcher matcher = PADDING.matcher(c.algorithm());
        c.check(matcher.find(), "the algorithm names its padding");
        return MacPadding.values()[Integer.parseInt(matcher.group(1)) - 1];
    }

    static BlockKey cipher(String name, byte[] key) {
        int length;
        BlockKey cipher;
        if (name.contains("AES")) {
            length = name.contains("AES-128") ? 16 : name.contains("AES-192") ? 24 : name.contains("AES-256") ? 32 : key.length;
            cipher = AesKey.of(key);
        } else if (name.contains("SM4")) {
            length = 16;
            cipher = Sm4Key.of(key);
        } else if (name.contains("3-key TDES")) {
            length = 24;
            cipher = TdesKey.of(key);
        } else if (name.contains("TDES")) {
            length = name.contains("2-key") ? 16 : key.length;
            cipher = TdesKey.of(key);
        } else if (name.contains("DES")) {
            length = 8;
            cipher = TdesKey.of(key);
        } else {
            throw new VectorCase.Mismatch("the cipher is not known: " + name);
        }
        if (key.length != length) {
            throw new VectorCase.Mismatch("the key is not as long as its cipher wants");
        }
        return cipher;
    }
}
