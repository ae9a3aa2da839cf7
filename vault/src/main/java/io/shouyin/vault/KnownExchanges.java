package io.shouyin.vault;

import static io.shouyin.vault.SelfTest.hex;
import static io.shouyin.vault.SelfTest.refused;
import static io.shouyin.vault.SelfTest.told;

import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.EcEnvelope;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.Totp;
import io.shouyin.paycrypto.WorkingKeyBlocks;
import io.shouyin.paycrypto.WorkingKeyField;
import io.shouyin.paycrypto.X9143;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Known answers of what goes between the vault and terminals, officers and authenticators.
final class KnownExchanges {

    /// The private keys of RFC 5903, 8.1, their points, and what they agree on.
    private static final String INITIATOR = "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433";
    private static final String RESPONDER = "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53";
    private static final String INITIATOR_POINT = "04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180"
            + "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3";
    private static final String RESPONDER_POINT = "04D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63"
            + "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB";
    private static final String AGREED = "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE";

    private static final String ALGORITHM = "301306072A8648CE3D020106082A8648CE3D030107";
    private static final String INITIATOR_PRIVATE_KEY = "3041020100" + ALGORITHM + "042730250201010420" + INITIATOR;
    private static final String INITIATOR_PUBLIC_KEY = "3059" + ALGORITHM + "034200" + INITIATOR_POINT;
    private static final String RESPONDER_PUBLIC_KEY = "3059" + ALGORITHM + "034200" + RESPONDER_POINT;

    private static final String ENVELOPE_ABOUT = "2A3B4C5D/1";
    private static final String CODE_TYPED = "abcd-efgh 2345";
    private static final String SERIAL_NUMBER = "SN-0001";
    private static final String DEVICE_NONCE = "11".repeat(32);
    private static final String TMK = "0123456789ABCDEFFEDCBA9876543210";
    private static final String TCK = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
    private static final String KEY_LOAD = "TDES " + TMK + " " + TCK + " {}";
    private static final String PIK = "1C5D2F7A9B3E4068A1B2C3D4E5F60719";
    private static final String MAK = "3D8F0A6B5C7E9124";

    private KnownExchanges() {}

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("ECDH P-256", List.of(INITIATOR_POINT, AGREED, AGREED, AGREED, "true", "PUBLIC_KEY", "PUBLIC_KEY"),
                        KnownExchanges::agreement),
                new SelfTest("envelopes of officers", List.of("0123456789ABCDEF", "SEALED_VALUE", "SEALED_VALUE", "0123456789ABCDEF"),
                        KnownExchanges::envelopes),
                new SelfTest("activation codes", List.of("ABCD-EFGH-2345", "E5CBADB86E1AA546D5551A4C4B743046C552CEEA89E898CE8E7B3C7E8689354B",
                        "C1E811ADC56DD6FEDDF142A6D4C7B379074D8473030110B766AD9D9A3E208BAE", "true", "false", "14"), KnownExchanges::activationCodes),
                new SelfTest("key load of terminals", List.of(KEY_LOAD, KEY_LOAD, "SEALED_VALUE", "SEALED_VALUE"), KnownExchanges::keyLoad),
                new SelfTest("sealed values", List.of("Wq7pz2", "SEALED_VALUE", "SEALED_VALUE", "SEALED_VALUE"), KnownExchanges::sealedValues),
                new SelfTest("working keys under TDES", List.of(
                        "632ADA44BBC00699E1C09EDEE27964B32E7F31BDB44D673FF9071FFB00000000000000008167FC63", PIK + " " + MAK, "CHECK_VALUE",
                        "CHECK_VALUE"), KnownExchanges::workingKeyField),
                workingKeyBlocks(TerminalProfile.AES, TMK + TMK, "2B7E151628AED2A6ABF7158809CF4F3C", "D0128P0AE00N0100KC10017AD386C376"),
                workingKeyBlocks(TerminalProfile.SM4, TMK, "F351D490994603795C6EBEE8FAEBB481", "40128P04E00N0100KC1001A42200C1A5"),
                new SelfTest("TOTP", List.of("94287082", "1", "OptionalLong.empty", "MZXW6YTBOI"), KnownExchanges::totp));
    }

    /// RFC 5903, 8.1, from both sides and in both forms; with a fresh pair; then a point off the curve, and of another one.
    private static List<String> agreement() {
        byte[] initiator = hex(INITIATOR);
        byte[] responder = hex(RESPONDER);
        byte[] changed = hex(RESPONDER_PUBLIC_KEY);
        changed[changed.length - 1] ^= 1;
        try (EcKeys.Pair fresh = EcKeys.P256.generate()) {
            return List.of(hex(EcKeys.P256.publicPoint(initiator)), hex(EcKeys.P256.agreeRaw(responder, hex(INITIATOR_POINT))),
                    hex(EcKeys.P256.agreeRaw(initiator, hex(RESPONDER_POINT))),
                    hex(EcKeys.P256.agree(hex(INITIATOR_PRIVATE_KEY), hex(RESPONDER_PUBLIC_KEY))),
                    told(Arrays.equals(EcKeys.P256.agree(hex(INITIATOR_PRIVATE_KEY), fresh.publicKey()),
                            EcKeys.P256.agree(fresh.privateKey(), hex(INITIATOR_PUBLIC_KEY)))),
                    refused(() -> EcKeys.P256.requirePublicKey(changed)),
                    refused(() -> EcKeys.P256.requirePublicKey(hex(RESPONDER_PUBLIC_KEY.replace("3D030107", "3D030106")))));
        }
    }

    /// One of another implementation, changed, and about something else; and one of ours.
    private static List<String> envelopes() {
        byte[] privateKey = hex(INITIATOR_PRIVATE_KEY);
        byte[] publicKey = hex(INITIATOR_PUBLIC_KEY);
        byte[] envelope = hex(RESPONDER_PUBLIC_KEY + "00".repeat(12) + "DC9AA87D30481EEE522079E8616CDB474DB61B36942F57EA2C6C6C31645E50BB");
        byte[] changed = envelope.clone();
        changed[envelope.length - 1] ^= 1;
        byte[] own = EcEnvelope.seal(publicKey, ENVELOPE_ABOUT, ascii("0123456789ABCDEF"));
        return List.of(ascii(EcEnvelope.open(privateKey, publicKey, ENVELOPE_ABOUT, envelope)),
                refused(() -> EcEnvelope.open(privateKey, publicKey, ENVELOPE_ABOUT, changed)),
                refused(() -> EcEnvelope.open(privateKey, publicKey, "2A3B4C5D/2", envelope)),
                ascii(EcEnvelope.open(privateKey, publicKey, ENVELOPE_ABOUT, own)));
    }

    /// The code as it is typed, its key, and the proof of who knows it, right and changed.
    private static List<String> activationCodes() {
        byte[] publicKey = hex(INITIATOR_PUBLIC_KEY);
        byte[] codeKey = ActivationExchange.codeKey(CODE_TYPED, SERIAL_NUMBER);
        byte[] proof = ActivationExchange.proof(codeKey, SERIAL_NUMBER, publicKey, hex(DEVICE_NONCE));
        byte[] changed = proof.clone();
        changed[31] ^= 1;
        return List.of(ActivationExchange.shown(CODE_TYPED), hex(codeKey), hex(proof),
                told(ActivationExchange.verifyProof(codeKey, SERIAL_NUMBER, publicKey, hex(DEVICE_NONCE), proof)),
                told(ActivationExchange.verifyProof(codeKey, SERIAL_NUMBER, publicKey, hex(DEVICE_NONCE), changed)),
                Integer.toString(ActivationExchange.shown(new String(ActivationExchange.newCode())).length()));
    }

    /// What another implementation wrapped, and what we do, as the terminal opens it; not with another code, nor for another terminal.
    private static List<String> keyLoad() {
        var known = new ActivationExchange.Wrapped(hex(RESPONDER_PUBLIC_KEY), hex("22".repeat(32)), hex("00".repeat(12)
                + "C6988A24A55B12912AEFEC941DBD0CC5E8D81393EE5965776F20CF31E1666526265E27FA54B6"
                + "12470114FD7B3F375005549193C0394BF58B39AD3B3A9724B47D26F360"));
        var own = ActivationExchange.wrap(ActivationExchange.codeKey(CODE_TYPED, SERIAL_NUMBER), SERIAL_NUMBER, hex(INITIATOR_PUBLIC_KEY),
                hex(DEVICE_NONCE), TerminalProfile.TDES, hex(TMK), hex(TCK), ascii("{}"));
        return List.of(loaded(CODE_TYPED, SERIAL_NUMBER, known), loaded(CODE_TYPED, SERIAL_NUMBER, own),
                refused(() -> loaded("ABCDEFGH2346", SERIAL_NUMBER, known)), refused(() -> loaded(CODE_TYPED, "SN-0002", known)));
    }

    private static String loaded(String code, String serialNumber, ActivationExchange.Wrapped answer) {
        try (ActivationExchange.Loaded loaded = ActivationExchange.unwrap(code, serialNumber, hex(INITIATOR_PRIVATE_KEY),
                hex(INITIATOR_PUBLIC_KEY), hex(DEVICE_NONCE), answer)) {
            return loaded.profile() + " " + hex(loaded.tmk()) + " " + hex(loaded.tck()) + " " + ascii(loaded.settings());
        }
    }

    /// A password as a terminal seals it; its tag changed; of another transaction; under another key.
    private static List<String> sealedValues() {
        byte[] value = hex("01000102030405060708090A0B1073E16BBFD7421B8D41978BB1E9786D83D68734F07B5F7C3867E5851D6900B2"
                + "0110AEFCAFC1129874A47FED88872838EE59608D5AD6A3DA3F972A1918E3F5EE2D630027B241E9D399200AD40E109A2F");
        byte[] changed = value.clone();
        changed[SealedValue.VALUE_BYTES - 1] ^= 1;
        try (AesGcmKey key = AesGcmKey.of(hex(TCK)); AesGcmKey other = AesGcmKey.of(new byte[32])) {
            return List.of(ascii(SealedValue.open(key, value, boundTo("000002"))), refused(() -> SealedValue.open(key, changed, boundTo("000002"))),
                    refused(() -> SealedValue.open(key, value, boundTo("000003"))), refused(() -> SealedValue.open(other, value, boundTo("000002"))));
        }
    }

    private static byte[] boundTo(String trace) {
        return SealedValue.additionalData("0200", "104110053110001", "00000001", "000001", trace, 0xDF02);
    }

    /// Built and taken apart, and with the check value of either key changed.
    private static List<String> workingKeyField() {
        try (TdesKey master = TdesKey.of(hex(TMK))) {
            byte[] field = WorkingKeyField.build(master, hex(PIK), hex(MAK), null);
            byte[] pikChanged = field.clone();
            pikChanged[19] ^= 1;
            byte[] makChanged = field.clone();
            makChanged[39] ^= 1;
            try (WorkingKeyField.Keys keys = WorkingKeyField.parse(hex(TMK), field)) {
                return List.of(hex(field), hex(keys.pik()) + " " + hex(keys.mak()), refused(() -> WorkingKeyField.parse(hex(TMK), pikChanged)),
                        refused(() -> WorkingKeyField.parse(hex(TMK), makChanged)));
            }
        }
    }

    /// Built and taken apart; PIK and MAK in each other's place; with a character of the first MAC changed.
    private static SelfTest workingKeyBlocks(TerminalProfile profile, String tmk, String pik, String begin) {
        return new SelfTest("working keys under " + profile, List.of(begin, pik, PIK, TMK, "KEY_BLOCK_HEADER", "KEY_BLOCK_MAC"), () -> {
            try (X9143.Protection master = WorkingKeyBlocks.master(profile, hex(tmk))) {
                byte[] field = WorkingKeyBlocks.build(profile, master, hex(pik), hex(PIK), hex(TMK));
                String text = ascii(field);
                byte[] exchanged = ascii(text.substring(128, 256) + text.substring(0, 128) + text.substring(256));
                byte[] changed = field.clone();
                changed[127] = (byte) (changed[127] == '0' ? '1' : '0');
                try (WorkingKeyField.Keys keys = WorkingKeyBlocks.parse(profile, hex(tmk), field)) {
                    return List.of(text.substring(0, begin.length()), hex(keys.pik()), hex(keys.mak()), hex(keys.tdk()),
                            refused(() -> WorkingKeyBlocks.parse(profile, hex(tmk), exchanged)),
                            refused(() -> WorkingKeyBlocks.parse(profile, hex(tmk), changed)));
                }
            }
        });
    }

    /// RFC 6238, appendix B, and the step in which a code is found again; RFC 4648, section 10.
    private static List<String> totp() {
        byte[] secret = ascii("12345678901234567890");
        long step = Totp.match(secret, ascii("287082"), 2).orElseThrow();
        return List.of(Totp.code(secret, step, 8), Long.toString(step),
                Totp.match(secret, ascii("287083"), 2).toString(), new String(Totp.base32(ascii("foobar"))));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
