package io.shouyin.paycrypto.selftest;

import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.Tdes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// EMV keys, cryptograms and scripts. Names of expected values carry parameters: `arpc_method1_arc3030`, `unblock_mac_8418000008`,
/// `pin_change_9999_with_current_8888`.
final class EmvChecks {

    private static final Pattern CVN = Pattern.compile("(Visa|Mastercard|Interac) CVN [0-9]+");
    private static final Pattern ARPC_1 = Pattern.compile("arpc_method1(?:_(?:arc)?([0-9A-F]{4}))?(?:_with_(session_key|icc_mk))?");
    private static final Pattern ARPC_2 = Pattern.compile("arpc_method2(?:_(?:csu)?([0-9A-F]+))?(?:_with_(session_key|icc_mk))?");
    private static final Pattern SCRIPT_MAC = Pattern.compile("[a-z_]*mac_([0-9A-F]{10,})");
    private static final Pattern PIN_CHANGE = Pattern.compile("pin_change_([0-9]{4,12})(?:_with_current_([0-9]{4,12}))?");

    private EmvChecks() {}

    static Optional<VectorRunner.Check> of(VectorCase vector) {
        String name = vector.algorithm();
        if (name.startsWith("EMV ICC master key option")) {
            return Optional.of(EmvChecks::masterKey);
        }
        if (name.equals("EMV2000 tree session key")) {
            return Optional.of(c -> c.expect("session_key", EmvKeys.emv2000SessionKey(c.key(), c.bytes("atc"), c.number("height"),
                    c.number("branch"), c.bytes("iv"))));
        }
        if (CVN.matcher(name).matches()) {
            return Optional.of(EmvChecks::profile);
        }
        if (name.startsWith("EMV ") && (vector.operation().contains("arqc") || vector.operation().contains("ARQC"))) {
            return Optional.of(EmvChecks::cryptogram);
        }
        return Optional.empty();
    }

    private static void masterKey(VectorCase c) {
        byte[] key = masterKey(c, c.key(), c.algorithm().endsWith("B"));
        c.expect("icc_mk", key);
        c.expect("kcv2", Arrays.copyOf(Tdes.encryptEcb(key, new byte[8]), 2));
    }

    private static byte[] masterKey(VectorCase c, byte[] issuerKey, boolean optionB) {
        String pan = c.text("pan");
        String sequence = c.textOr("psn", null);
        return optionB ? EmvKeys.masterKeyB(issuerKey, pan, sequence) : EmvKeys.masterKeyA(issuerKey, pan, sequence);
    }

    private static boolean isOptionB(VectorCase c) {
        c.require("mk_option", "A", "B");
        return c.text("mk_option").equals("B");
    }

    private static void cryptogram(VectorCase c) {
        String name = c.algorithm();
        boolean optionB = c.has("mk_option") ? isOptionB(c) : name.contains("option B");
        byte[] cardKey = masterKey(c, c.key(), optionB);
        c.expect("icc_mk", cardKey);
        byte[] session = sessionKey(c, cardKey);
        c.expect("session_key", session);
        c.expect("key_for_ac", session);
        byte[] arqc = EmvCryptograms.cryptogram(session, padding(c), c.bytes("ac_data"));
        c.expect("arqc", arqc);
        c.check(EmvCryptograms.verify(session, padding(c), c.bytes("ac_data"), arqc), "the cryptogram does not verify");
        c.informational("un", "atc");
        boolean underCardKey = arpcIsUnderCardKey(c);
        byte[] responseCode = c.bytesOr("arc", new byte[0]);
        byte[] update = c.bytesOr("csu", new byte[0]);
        byte[] proprietary = c.bytesOr("prop_auth_data", new byte[0]);
        for (String expected : c.expectedNames()) {
            Matcher one = ARPC_1.matcher(expected);
            Matcher two = ARPC_2.matcher(expected);
            if (one.matches() && c.expects(expected)) {
                byte[] key = pick(one.group(2), underCardKey, cardKey, session);
                c.expect(expected, EmvCryptograms.arpcMethod1(key, arqc,
                        one.group(1) == null ? responseCode : VectorCase.bytes(one.group(1), expected)));
                if (one.group(2) == null) {
                    c.checked("arpc_key");
                }
            } else if (two.matches() && c.expects(expected)) {
                // method 2 is always under the session key, unless the name says otherwise
                byte[] key = pick(two.group(2), false, cardKey, session);
                c.expect(expected, EmvCryptograms.arpcMethod2(key, arqc, two.group(1) == null ? update : update(two.group(1)),
                        proprietary));
            }
        }
    }

    /// Under which key the ARPC by method 1 is said to be; the ARPC itself tells whether that is true.
    private static boolean arpcIsUnderCardKey(VectorCase c) {
        if (!c.expects("arpc_key")) {
            return false;
        }
        String said = c.expectedText("arpc_key");
        c.check(List.of("icc_mk", "session_key", "session_key_ac").contains(said), "the key of the ARPC is not known");
        return said.equals("icc_mk");
    }

    private static byte[] pick(String named, boolean underCardKey, byte[] cardKey, byte[] session) {
        return named == null ? (underCardKey ? cardKey : session) : named.equals("icc_mk") ? cardKey : session;
    }

    private static byte[] sessionKey(VectorCase c, byte[] cardKey) {
        if (c.has("sk_diversifier")) {
            return EmvKeys.commonSessionKey(cardKey, c.bytes("sk_diversifier"));
        }
        String name = c.algorithm();
        String method = c.has("session_key_method") ? c.text("session_key_method")
                : name.contains("ICC MK used directly") ? "none" : name.contains("M/Chip") ? "mchip" : "common";
        return switch (method) {
            case "none" -> cardKey;
            case "mchip" -> EmvKeys.mastercardSessionKey(cardKey, c.bytes("atc"), c.bytes("un"));
            case "common" -> EmvKeys.commonSessionKeyForAtc(cardKey, c.bytes("atc"));
            default -> throw new VectorCase.Mismatch("the session key method is not known: " + method);
        };
    }

    private static MacPadding padding(VectorCase c) {
        String number = c.has("ac_padding") ? c.text("ac_padding") : c.algorithm().replaceAll(".*padding ([12]).*", "$1");
        return switch (number) {
            case "1" -> MacPadding.ZEROS;
            case "2" -> MacPadding.ONE_AND_ZEROS;
            default -> throw new VectorCase.Mismatch("the padding of the cryptogram is not known");
        };
    }

    // Profiles

    private static void profile(VectorCase c) {
        CardProfile profile = CardProfile.named(c.algorithm());
        byte[] atc = c.bytes("atc");
        byte[] unpredictable = c.bytesOr("un", new byte[4]);
        c.check(profile.padding() == padding(c), "the profile has another padding");
        try (CardProfile.Card card = profile.card(c.key("imk_ac"), c.key("imk_smi"), c.key("imk_smc"), c.text("pan"),
                c.textOr("psn", null))) {
            byte[] session = card.sessionKey(atc, unpredictable);
            c.expect("session_key_ac", session);
            byte[] arqc = card.cryptogram(atc, unpredictable, c.bytes("ac_data"));
            c.expect("arqc", arqc);
            for (String expected : c.expectedNames()) {
                Matcher one = ARPC_1.matcher(expected);
                Matcher two = ARPC_2.matcher(expected);
                Matcher mac = SCRIPT_MAC.matcher(expected);
                Matcher change = PIN_CHANGE.matcher(expected);
                if (one.matches()) {
                    byte[] arpc = card.arpc(atc, unpredictable, arqc, VectorCase.bytes(one.group(1), expected));
                    c.expect(expected, arpc);
                    if (c.expects("arpc_key")) {
                        byte[] key = arpcIsUnderCardKey(c)
                                ? EmvKeys.masterKeyA(c.key("imk_ac"), c.text("pan"), c.textOr("psn", null)) : session;
                        c.check(Arrays.equals(arpc, EmvCryptograms.arpcMethod1(key, arqc,
                                VectorCase.bytes(one.group(1), expected))), "the ARPC is under another key");
                        c.checked("arpc_key");
                    }
                } else if (two.matches()) {
                    c.expect(expected, card.arpcWithStatus(atc, arqc, update(two.group(1)), new byte[0]));
                } else if (mac.matches()) {
                    c.expect(expected, card.scriptMac(VectorCase.bytes(mac.group(1), expected), atc, arqc, new byte[0]));
                } else if (change.matches()) {
                    c.expect(expected, card.pinChange(atc, arqc, change.group(1), change.group(2)));
                }
            }
        }
    }

    /// Eight hex digits, or `0` for none set.
    private static byte[] update(String name) {
        return name.equals("0") ? new byte[4] : VectorCase.bytes(name, "card status update");
    }
}
