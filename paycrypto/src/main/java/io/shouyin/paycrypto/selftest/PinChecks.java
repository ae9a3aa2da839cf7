package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CryptoRefusal;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Ibm3624;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.PinVerification;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.Sm4Key;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PIN blocks, their translation, and PIN verification.
final class PinChecks {

    private static final Pattern ISO_FORMAT = Pattern.compile("ISO 9564-1 (?:format |iso)([0-4])");
    private static final Pattern ROUTE = Pattern.compile(
            "(tdes|aes|sm4)(_dukpt)?(?:_zpk)?_(iso[0-4]|cn16)_to_(tdes|aes|sm4)(?:_zpk)?_(iso[0-4]|cn16)");

    private PinChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        String name = vector.algorithm();
        String operation = vector.operation();
        if (ISO_FORMAT.matcher(name).find() || name.startsWith("Chinese 16-byte PIN block")) {
            return Optional.of(name.contains("plain PAN field")
                    ? c -> c.expect("plain_pan_field", PinBlocks.format4PanField(c.text("pan"))) : PinChecks::block);
        }
        if (name.equals("PIN translation") && ROUTE.matcher(operation).matches()) {
            return Optional.of(PinChecks::translate);
        }
        if (name.startsWith("PCI PIN") && operation.equals("policy")) {
            return Optional.of(PinChecks::policy);
        }
        if (name.startsWith("IBM 3624") && operation.startsWith("decimalisation table")) {
            return Optional.of(c -> Ibm3624.DecimalisationTable.of(c.text("decimalisation_table")));
        }
        if (name.equals("IBM 3624 PIN offset")) {
            return Optional.of(PinChecks::offset);
        }
        if (name.equals("Visa PVV")) {
            return Optional.of(PinChecks::pvv);
        }
        if (name.startsWith("verify enciphered PIN block")) {
            return Optional.of(PinChecks::verify);
        }
        return Optional.empty();
    }

    // Blocks

    private static void block(VectorCase c) {
        PinFormat format = format(c.algorithm());
        String pan = c.textOr("pan", null);
        Optional<BlockKey> key = c.hasKey() ? Optional.of(key(c, format)) : Optional.empty();
        if (format == PinFormat.ISO_4 && key.isEmpty()) {
            c.expect("pin", PinBlocks.decodeFormat4PinField(c.bytes(c.has("plain_pin_field") ? "plain_pin_field" : "clear_pin_block")));
            return;
        }
        if (format == PinFormat.ISO_4) {
            format4(c, key.orElseThrow(), pan);
            return;
        }
        byte[] clear;
        if (c.has("clear_pin_block")) {
            clear = c.bytes("clear_pin_block");
        } else if (c.has("enciphered_pin_block")) {
            clear = key.orElseThrow().decryptEcb(c.bytes("enciphered_pin_block"));
        } else {
            clear = encode(c, format, c.text("pin"), pan);
        }
        String pin = new String(decode(format, clear, pan));
        c.expect("clear_pin_block", clear);
        c.expect("pin", pin);
        if (c.has("pin")) {
            c.check(c.text("pin").equals(pin), "the block decodes to another PIN");
        }
        if (c.expects("fill_digits")) {
            String fill = c.expectedText("fill_digits");
            c.checked("fill_digits");
            c.check(Arrays.equals(PinBlocks.encodeFormat3(pin, pan, fill), clear), "the fill digits differ");
        }
        key.ifPresent(ready -> c.expect("enciphered_pin_block", ready.encryptEcb(clear)));
    }

    private static byte[] encode(VectorCase c, PinFormat format, String pin, String pan) {
        return switch (format) {
            case ISO_0 -> PinBlocks.encodeFormat0(pin, pan);
            case ISO_1 -> PinBlocks.encodeFormat1(pin, c.text("transaction_fill_hex_digits"));
            case ISO_2 -> PinBlocks.encodeFormat2(pin);
            case ISO_3 -> PinBlocks.encodeFormat3(pin, pan, c.text("fill_digits"));
            case CN_16 -> PinBlocks.encodeCn16(pin, pan);
            case ISO_4 -> throw new IllegalStateException("format 4 has a way of its own");
        };
    }

    private static char[] decode(PinFormat format, byte[] clear, String pan) {
        return switch (format) {
            case ISO_0 -> PinBlocks.decodeFormat0(clear, pan);
            case ISO_1 -> PinBlocks.decodeFormat1(clear);
            case ISO_2 -> PinBlocks.decodeFormat2(clear);
            case ISO_3 -> PinBlocks.decodeFormat3(clear, pan);
            case CN_16 -> PinBlocks.decodeCn16(clear, pan);
            case ISO_4 -> throw new IllegalStateException("format 4 has a way of its own");
        };
    }

    private static void format4(VectorCase c, BlockKey key, String pan) {
        byte[] enciphered = c.has("enciphered_pin_block") ? c.bytes("enciphered_pin_block")
                : PinBlocks.encipherFormat4(key, c.text("pin"), pan, c.bytes("random8"));
        String pin = new String(PinBlocks.decipherFormat4(key, enciphered, pan));
        if (c.has("pin")) {
            c.check(c.text("pin").equals(pin), "the block deciphers to another PIN");
        }
        c.expect("pin", pin);
        c.expect("enciphered_pin_block", enciphered);
        c.expect("plain_pan_field", PinBlocks.format4PanField(pan));
        if (c.expects("plain_pin_field")) {
            byte[] random = Arrays.copyOfRange(c.expectedBytes("plain_pin_field"), 8, 16);
            c.expect("plain_pin_field", PinBlocks.format4PinField(pin, random));
            c.check(Arrays.equals(PinBlocks.encipherFormat4(key, pin, pan, random), enciphered), "it enciphers to another block");
        }
    }

    private static PinFormat format(String name) {
        Matcher iso = ISO_FORMAT.matcher(name);
        return iso.find() ? PinFormat.ofIso(Integer.parseInt(iso.group(1))) : PinFormat.CN_16;
    }

    private static BlockKey key(VectorCase c, PinFormat format) {
        return switch (format) {
            case ISO_0, ISO_1, ISO_2, ISO_3 -> TdesKey.of(c.key());
            case ISO_4 -> c.algorithm().contains("SM4") ? Sm4Key.of(c.key()) : AesKey.of(c.key());
            case CN_16 -> Sm4Key.of(c.key());
        };
    }

    // Translation

    private static void translate(VectorCase c) {
        Matcher route = ROUTE.matcher(c.operation());
        c.check(route.matches(), "the route is known");
        PinFormat from = routeFormat(route.group(3));
        PinFormat to = routeFormat(route.group(5));
        BlockKey in = route.group(2) == null ? routeKey(route.group(1), c.bytes("in_key")) : dukptKey(c, route.group(1));
        BlockKey out = routeKey(route.group(4), c.bytes("out_key"));
        String pan = c.text("pan");
        byte[] block = PinTranslation.translate(in, from, out, to, c.bytes("in_block"), pan);
        String pin = decipher(out, to, block, pan);
        c.expect("out_block_deciphers_to_pin", pin);
        c.expect("pin", pin);
        if (to == PinFormat.ISO_4 && c.has("random8_for_check")) {
            c.expect("out_block_with_that_random", PinBlocks.encipherFormat4(out, pin, pan, c.bytes("random8_for_check")));
        }
        if (c.expects("out_block")) {
            switch (to) {
                case ISO_0, ISO_2, CN_16 -> c.expect("out_block", block);
                // the fill is random: both blocks hold one PIN
                case ISO_1, ISO_3, ISO_4 -> {
                    c.check(decipher(out, to, c.expectedBytes("out_block"), pan).equals(pin), "out_block holds another PIN");
                    c.checked("out_block");
                }
            }
        }
    }

    private static String decipher(BlockKey key, PinFormat format, byte[] block, String pan) {
        return new String(format == PinFormat.ISO_4 ? PinBlocks.decipherFormat4(key, block, pan)
                : decode(format, key.decryptEcb(block), pan));
    }

    private static BlockKey routeKey(String cipher, byte[] key) {
        return switch (cipher) {
            case "tdes" -> TdesKey.of(key);
            case "aes" -> AesKey.of(key);
            default -> Sm4Key.of(key);
        };
    }

    private static BlockKey dukptKey(VectorCase c, String cipher) {
        byte[] ksn = c.bytes("ksn");
        if (cipher.equals("tdes")) {
            return TdesDukpt.Bdk.of(c.bytes("bdk")).useKey(ksn, TdesDukpt.Use.PIN);
        }
        AesDukpt.KeyType type = DukptChecks.keyType(c.textOr("working_key_type", "AES128"));
        byte[] initialKey = AesDukpt.initialKey(c.bytes("bdk"), Arrays.copyOf(ksn, 8));
        byte[] key = AesDukpt.workingKeyOf(initialKey, ksn, AesDukpt.Usage.PIN_ENCRYPTION, type);
        return switch (type) {
            case TDES_2KEY, TDES_3KEY -> TdesKey.of(key);
            case AES_128, AES_192, AES_256 -> AesKey.of(key);
            case HMAC_128, HMAC_192, HMAC_256 -> throw new VectorCase.Mismatch("a PIN key is no HMAC key");
        };
    }

    private static PinFormat routeFormat(String name) {
        return name.equals("cn16") ? PinFormat.CN_16 : PinFormat.ofIso(name.charAt(3) - '0');
    }

    private static void policy(VectorCase c) {
        PinTranslation.Rule rule = PinTranslation.rule(policyFormat(c, "from_format"), policyFormat(c, "to_format"));
        String said = c.expectedText("rule");
        PinTranslation.Rule wanted;
        if (said.equals("allow")) {
            wanted = PinTranslation.Rule.ALLOWED;
        } else if (said.startsWith("allow if PAN unchanged")) {
            wanted = PinTranslation.Rule.ALLOWED_FOR_THE_SAME_PAN;
        } else if (said.startsWith("allow only for submission to an IC card")) {
            wanted = PinTranslation.Rule.ONLY_TOWARDS_AN_IC_CARD;
        } else if (said.startsWith("refuse")) {
            wanted = PinTranslation.Rule.FORBIDDEN;
        } else {
            throw new VectorCase.Mismatch("the rule is not known: " + said);
        }
        c.check(rule == wanted, "the rule is " + rule + ", expected " + wanted);
        c.checked("rule");
        if (rule == PinTranslation.Rule.FORBIDDEN) {
            requireForbidden(c, policyFormat(c, "from_format"), policyFormat(c, "to_format"));
        }
    }

    private static void requireForbidden(VectorCase c, PinFormat from, PinFormat to) {
        try {
            PinTranslation.translate(anyKey(from), from, anyKey(to), to, new byte[from.blockBytes()], "6216261000000000018");
        } catch (CryptoRefusedException e) {
            c.check(e.reason() == CryptoRefusal.PIN_TRANSLATION_FORBIDDEN, "the translation is forbidden by name");
            return;
        }
        throw new VectorCase.Mismatch("the translation was done");
    }

    private static BlockKey anyKey(PinFormat format) {
        return format.blockBytes() == 8 ? TdesKey.of(VectorCase.bytes("0123456789ABCDEFFEDCBA9876543210", "key")) : AesKey.of(new byte[16]);
    }

    /// A number is an ISO format; any other word stands for a format that is none.
    private static PinFormat policyFormat(VectorCase c, String name) {
        return c.isNumber(name) ? PinFormat.ofIso(c.number(name)) : nonIso(c.text(name));
    }

    private static PinFormat nonIso(String name) {
        if (name.matches("[0-4]")) {
            return PinFormat.ofIso(Integer.parseInt(name));
        }
        return PinFormat.CN_16;
    }

    // Verification

    private static void offset(VectorCase c) {
        var table = Ibm3624.DecimalisationTable.of(c.text("decimalisation_table"));
        String data = c.text("validation_data_hex");
        c.informational("pan");
        if (c.has("offset")) {
            String offset = c.text("offset");
            char[] pin = Ibm3624.pin(c.key(), table, data, offset);
            c.expect("pin", pin);
            c.expect("natural_pin", Ibm3624.naturalPin(c.key(), table, data, offset.length()));
            c.check(Ibm3624.offset(c.key(), table, data, new String(pin)).equals(offset), "the PIN gives another offset");
        }
        if (c.has("pin")) {
            String pin = c.text("pin");
            String offset = Ibm3624.offset(c.key(), table, data, pin);
            c.expect("offset", offset);
            c.expect("natural_pin", Ibm3624.naturalPin(c.key(), table, data, pin.length()));
            c.check(Ibm3624.verify(TdesKey.of(c.key()), table, data, pin, offset), "the PIN does not verify");
            c.check(!Ibm3624.verify(TdesKey.of(c.key()), table, data, other(pin), offset), "another PIN verifies");
        }
    }

    private static void pvv(VectorCase c) {
        TdesKey key = TdesKey.of(c.key());
        String pan = c.text("pan");
        String pin = c.text("pin");
        int index = c.number("pvki");
        c.expect("pvv", Pvv.pvv(key, pan, index, pin));
        c.expect("second_pass_used", Pvv.usesSecondPass(key, pan, index, pin));
        c.check(Pvv.verify(key, pan, index, pin, c.expectedText("pvv")), "the PIN does not verify");
    }

    private static void verify(VectorCase c) {
        TdesKey zpk = TdesKey.of(c.bytes("zpk"));
        TdesKey pvk = TdesKey.of(c.bytes("pvk"));
        byte[] block = c.bytes("block");
        String pan = c.text("pan");
        if (c.has("offset")) {
            var table = Ibm3624.DecimalisationTable.of(c.text("decimalisation_table"));
            c.expect("ibm3624_ok", PinVerification.byOffset(zpk, PinFormat.ISO_0, block, pan, pvk, table,
                    c.text("validation_data_hex"), c.text("offset")));
        }
        if (c.has("pvv")) {
            c.expect("pvv_ok", PinVerification.byPvv(zpk, PinFormat.ISO_0, block, pan, pvk, c.number("pvki"), c.text("pvv")));
        }
    }

    private static String other(String pin) {
        return (pin.charAt(0) == '9' ? '0' : (char) (pin.charAt(0) + 1)) + pin.substring(1);
    }
}
