package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.Cmac;
import io.shouyin.paycrypto.CryptoRefusal;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesDukptTerminal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// DUKPT with TDES and AES: keys by usage and type, and what is done with them.
final class DukptChecks {

    private static final Pattern WORKING_KEY = Pattern.compile(
            "(kek|pin|mac_gen|mac_ver|mac_both|data_enc|data_dec|data_both)_([0-9A-Za-z]+)");
    private static final Pattern PIN_BLOCK = Pattern.compile("enciphered_pin_block_fmt4(?:_([0-9A-Za-z]+))?");
    private static final Pattern NEXT = Pattern.compile("next_after_([0-9A-F]+)");
    private static final Pattern REFUSED_COUNTER = Pattern.compile("counter_([0-9A-F]{8})_refused.*");

    private DukptChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        String name = vector.algorithm();
        boolean facts = vector.operation().equals("KSN counter facts");
        if (name.startsWith("TDES DUKPT")) {
            return Optional.of(facts ? DukptChecks::tdesFacts : DukptChecks::tdes);
        }
        if (name.startsWith("AES DUKPT update key")) {
            return Optional.of(c -> c.expect("update_key", AesDukpt.updateKey(c.key("initial_key"), c.bytes("initial_key_id"),
                    keyType(c.text("key_type")))));
        }
        if (name.startsWith("AES DUKPT") || name.matches("AES-(128|192|256) DUKPT.*")) {
            return Optional.of(facts ? DukptChecks::aesFacts : DukptChecks::aes);
        }
        return Optional.empty();
    }

    // TDES

    private static void tdes(VectorCase c) {
        byte[] ksn = c.bytes("ksn");
        byte[] initialKey = c.hasNamedKey("initial_key") ? c.key("initial_key") : TdesDukpt.initialKey(c.key(), ksn);
        c.expect("initial_key", initialKey);
        byte[] key = TdesDukpt.transactionKey(initialKey, ksn);
        c.expect("transaction_key", key);
        byte[] pinKey = TdesDukpt.useKey(key, TdesDukpt.Use.PIN);
        c.expect("pin_key", pinKey);
        if (c.has("pin")) {
            byte[] clear = PinBlocks.encodeFormat0(c.text("pin"), c.text("pan"));
            if (c.has("clear_pin_block_iso0")) {
                c.check(Arrays.equals(clear, c.bytes("clear_pin_block_iso0")), "the clear PIN block differs");
            }
            c.expect("enciphered_pin_block", Tdes.encryptEcb(pinKey, clear));
        }
        c.informational("pan", "pin");
        byte[] macData = c.bytesOr("mac_data_hex", c.bytesOr("data_hex", new byte[0]));
        direction(c, key, "request", TdesDukpt.Use.MAC_REQUEST, TdesDukpt.Use.DATA_REQUEST, macData);
        direction(c, key, "response", TdesDukpt.Use.MAC_RESPONSE, TdesDukpt.Use.DATA_RESPONSE, macData);
        c.require("data_mode", "CBC zero IV");
        // the terminal comes to the same key on its own way; far counters would take it long
        long counter = new BigInteger(1, ksn).longValue() & 0x1FFFFF;
        if (counter <= 64) {
            TdesDukptTerminal terminal = TdesDukptTerminal.load(initialKey, ksn);
            TdesDukptTerminal.Transaction transaction;
            do {
                transaction = terminal.next();
            } while (!Arrays.equals(transaction.ksn(), ksn));
            c.check(Arrays.equals(transaction.key(TdesDukpt.Use.PIN), pinKey), "the terminal has another PIN key");
        }
    }

    private static void direction(VectorCase c, byte[] key, String name, TdesDukpt.Use mac, TdesDukpt.Use data, byte[] macData) {
        byte[] macKey = TdesDukpt.useKey(key, mac);
        c.expect("mac_" + name + "_key", macKey);
        byte[] retail = RetailMac.mac(macKey, MacPadding.ZEROS, macData);
        c.expect("mac_" + name + "_alg3", retail);
        c.expect("mac_" + name + "_alg3_4byte", Arrays.copyOf(retail, 4));
        c.expect("cmac_" + name, Cmac.tdes(macKey, macData));
        byte[] dataKey = TdesDukpt.useKey(key, data);
        c.expect("data_" + name + "_key", dataKey);
        if (c.expects("data_" + name + "_cbc")) {
            c.expect("data_" + name + "_cbc", Tdes.encryptCbc(dataKey, new byte[8], c.bytes("data_hex")));
        }
    }

    private static void tdesFacts(VectorCase c) {
        c.expect("counter_bits", TdesDukpt.COUNTER_BITS);
        c.expect("max_one_bits", TdesDukpt.COUNTER_ONE_BITS_MAX);
        byte[] ksn = new byte[TdesDukpt.KSN_BYTES];
        c.expect("refuse_counter_zero", refused(CryptoRefusal.KEY_SERIAL_NUMBER, () -> TdesDukpt.requireValid(ksn)));
        byte[] eleven = ksn.clone();
        eleven[8] = 0x07;
        eleven[9] = (byte) 0xFF;
        c.expect("refuse_more_than_10_bits", refused(CryptoRefusal.KEY_SERIAL_NUMBER, () -> TdesDukpt.requireValid(eleven)));
        if (c.expects("valid_counters")) {
            long count = 0;
            byte[] at = ksn;
            while (true) {
                try {
                    at = TdesDukpt.next(at);
                } catch (CryptoRefusedException e) {
                    break;
                }
                count++;
            }
            c.expect("valid_counters", count);
        }
        for (String name : c.expectedNames()) {
            Matcher next = NEXT.matcher(name);
            if (next.matches()) {
                c.expect(name, TdesDukpt.next(VectorCase.bytes(next.group(1), name)));
            }
        }
    }

    // AES

    private static void aes(VectorCase c) {
        byte[] ksn = c.bytes("ksn");
        byte[] id = Arrays.copyOf(ksn, 8);
        if (c.has("initial_key_id")) {
            c.check(Arrays.equals(id, c.bytes("initial_key_id")), "the KSN starts with the initial key identifier");
        }
        byte[] initialKey = c.hasNamedKey("initial_key") ? c.key("initial_key") : AesDukpt.initialKey(c.key(), id);
        c.expect("initial_key", initialKey);
        byte[] derivationKey = AesDukpt.derivationKey(initialKey, ksn);
        c.expect("derivation_key", derivationKey);
        AesDukpt.KeyType own = keyType("AES" + 8 * initialKey.length);
        for (String name : c.expectedNames()) {
            Matcher working = WORKING_KEY.matcher(name);
            Matcher block = PIN_BLOCK.matcher(name);
            if (working.matches() && isKeyType(working.group(2))) {
                c.expect(name, AesDukpt.workingKey(derivationKey, ksn, usage(working.group(1)), keyType(working.group(2))));
            } else if (block.matches()) {
                AesDukpt.KeyType type = block.group(1) == null ? own : keyType(block.group(1));
                byte[] key = AesDukpt.workingKey(derivationKey, ksn, AesDukpt.Usage.PIN_ENCRYPTION, type);
                c.expect(name, PinBlocks.encipherFormat4(AesKey.of(key), c.text("pin"), c.text("pan"), c.bytes("fmt4_random8")));
            }
        }
        c.informational("pin", "pan", "fmt4_random8");
        if (c.expects("working_key")) {
            c.expect("working_key", AesDukpt.workingKey(derivationKey, ksn, usage(c.text("usage")), keyType(c.text("key_type"))));
        }
        if (c.has("message_hex")) {
            uses(c, derivationKey, ksn, own);
        }
    }

    private static void uses(VectorCase c, byte[] derivationKey, byte[] ksn, AesDukpt.KeyType own) {
        c.require("data_padding", "zeros to 32 bytes, CBC, zero IV");
        c.require("request_uses", "mac_gen/data_enc usage");
        c.require("response_uses", "mac_ver/data_dec usage");
        byte[] message = c.bytes("message_hex");
        byte[] padded = Arrays.copyOf(message, (message.length + 15) / 16 * 16);
        AesDukpt.KeyType hmac = keyType("HMAC" + 8 * own.lengthBytes());
        for (boolean request : new boolean[] {true, false}) {
            String name = request ? "request" : "response";
            AesDukpt.Usage mac = request ? AesDukpt.Usage.MAC_GENERATION : AesDukpt.Usage.MAC_VERIFICATION;
            AesDukpt.Usage data = request ? AesDukpt.Usage.DATA_ENCRYPTION : AesDukpt.Usage.DATA_DECRYPTION;
            c.expect("cmac_" + name, Cmac.aes(AesDukpt.workingKey(derivationKey, ksn, mac, own), message));
            c.expect("hmac_sha256_" + name, HmacSha256.mac(AesDukpt.workingKey(derivationKey, ksn, mac, hmac), message));
            c.expect("data_" + name, AesKey.of(AesDukpt.workingKey(derivationKey, ksn, data, own))
                    .encryptCbc(new byte[16], padded));
        }
    }

    private static void aesFacts(VectorCase c) {
        c.expect("counter_bits", Integer.SIZE);
        c.expect("max_one_bits", AesDukpt.COUNTER_ONE_BITS_MAX);
        c.expect("valid_counters", AesDukpt.validCounters());
        c.expect("refuse_key_stronger_than_bdk", refused(CryptoRefusal.PARAMETER, () -> AesDukpt.workingKeyOf(new byte[16],
                VectorCase.bytes("123456789012345600000001", "ksn"), AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_256)));
        c.expect("refuse_counter_zero", refused(CryptoRefusal.KEY_SERIAL_NUMBER,
                () -> AesDukpt.requireValid(new byte[AesDukpt.KSN_BYTES])));
        for (String name : c.expectedNames()) {
            Matcher counter = REFUSED_COUNTER.matcher(name);
            Matcher next = NEXT.matcher(name);
            if (counter.matches()) {
                byte[] ksn = VectorCase.bytes("1234567890123456" + counter.group(1), name);
                c.expect(name, refused(CryptoRefusal.KEY_SERIAL_NUMBER, () -> AesDukpt.requireValid(ksn)));
            } else if (next.matches()) {
                c.expect(name, AesDukpt.next(VectorCase.bytes(next.group(1), name)));
            }
        }
    }

    private static boolean refused(CryptoRefusal reason, Runnable work) {
        try {
            work.run();
            return false;
        } catch (CryptoRefusedException e) {
            return e.reason() == reason;
        }
    }

    private static AesDukpt.Usage usage(String name) {
        return switch (name) {
            case "kek" -> AesDukpt.Usage.KEY_ENCRYPTION;
            case "pin" -> AesDukpt.Usage.PIN_ENCRYPTION;
            case "mac_gen" -> AesDukpt.Usage.MAC_GENERATION;
            case "mac_ver" -> AesDukpt.Usage.MAC_VERIFICATION;
            case "mac_both" -> AesDukpt.Usage.MAC_BOTH;
            case "data_enc" -> AesDukpt.Usage.DATA_ENCRYPTION;
            case "data_dec" -> AesDukpt.Usage.DATA_DECRYPTION;
            case "data_both" -> AesDukpt.Usage.DATA_BOTH;
            default -> throw new VectorCase.Mismatch("the usage is not known: " + name);
        };
    }

    private static boolean isKeyType(String name) {
        return name.toUpperCase(Locale.ROOT).matches("2TDEA|3TDEA|(AES|HMAC)(128|192|256)");
    }

    static AesDukpt.KeyType keyType(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "2TDEA" -> AesDukpt.KeyType.TDES_2KEY;
            case "3TDEA" -> AesDukpt.KeyType.TDES_3KEY;
            case "AES128" -> AesDukpt.KeyType.AES_128;
            case "AES192" -> AesDukpt.KeyType.AES_192;
            case "AES256" -> AesDukpt.KeyType.AES_256;
            case "HMAC128" -> AesDukpt.KeyType.HMAC_128;
            case "HMAC192" -> AesDukpt.KeyType.HMAC_192;
            case "HMAC256" -> AesDukpt.KeyType.HMAC_256;
            default -> throw new VectorCase.Mismatch("the key type is not known: " + name);
        };
    }
}
