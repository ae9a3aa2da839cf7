package io.shouyin.vault;

import static io.shouyin.vault.SelfTest.hex;
import static io.shouyin.vault.SelfTest.refused;
import static io.shouyin.vault.SelfTest.told;

import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.AesDeviceKey;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// Known answers of keys: their check values and strength, components and shares, key blocks, and where they come from.
final class KnownKeys {

    private static final String ECB_KEY = "0123456789ABCDEFFEDCBA9876543210";
    private static final String D_KBPK = "88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6";
    private static final String D_BLOCK = "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A2"
            + "7E8E31DA05F7425509593D03A457DC34";

    private KnownKeys() {}

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("strength of keys", List.of("KEY_WEAK", "KEY_WEAK", "KEY_WEAK", "KEY_PARITY", "KEY_WEAK", "KEY_WEAK", "KEY_WEAK",
                        "KEY_WEAK"), KnownKeys::strength),
                new SelfTest("check values", List.of("08D7B4FB", "08793E25AB", "08793E", "08793E", "A42200C1A5", "823CEE", "08D7B4FB",
                        "08793E", "A42200"), KnownKeys::checkValues),
                new SelfTest("key components", List.of("4444999900009999BBBB6666FFFF6666", "1032547698BADCFEEFCDAB8967452301", ECB_KEY, "false",
                        "COMPONENTS"), KnownKeys::components),
                new SelfTest("key shares", List.of("4A0200A1A7B22A3B68F90F8C340700DE", ECB_KEY, "false"), KnownKeys::shares),
                keyBlock("EFE0853B256B583D868F251CE99EA1D9", "5DB50B454F8389ADCE573BE50861F2BF", "89BC81604BDF",
                        "A0072K0TN00N0000F40D5672C6D0EC86F860BA88D44D00F0CA9A8CE8CD2F640287A9A9EB"),
                keyBlock("EFE0853B256B583D868F251CE99EA1D9", "5DB50B454F8389ADCE573BE50861F2BF", "F786DF9F6A54",
                        "B0080K0TN00N00001C414014375212C24995E405B5EE052CB92B67F455EA2680F6751088F9F1C228"),
                keyBlock("EFE0853B256B583D868F251CE99EA1D9", "5DB50B454F8389ADCE573BE50861F2BF", "345A7B73542D",
                        "C0072K0TN00N0000C9B875FF7A5316BF221C09ED52080DE0B45632A4EA9CE87699CB565E"),
                keyBlock(D_KBPK, "3F419E1CB7079442AA37474C2EFBF8B8",
                        "1C2965473CE206BB855B01533782", D_BLOCK),
                keyBlock("3235362D62697420414553207772617070696E67202849534F20323030333829", "777261707065642033444553206B6579", "",
                        "E0084B0TV16N0000B2AE5E26BBA7F246E84D5EA24167E208A6B66EF2E27E55A52DB52F0AEACB94C57547"),
                keyBlock(ECB_KEY, "3F419E1CB7079442AA37474C2EFBF8B8", "1C2965473CE206BB855B01533782",
                        "40112P04E00E0000594BD57234C6962CD93EC1D31F2B30D329A8CA3DA74F7CB37EF74BB25C623405"
                                + "31FF005C6D4952AD17EA080980D605D9"),
                new SelfTest("X9.143 header and optional blocks", List.of("3F419E1CB7079442AA37474C2EFBF8B8", "3F419E1CB7079442AA37474C2EFBF8B8",
                        "D0160P0AE00E0200", "LB KEY", "NOT_DIGITS", "KEY_BLOCK_KEY", "KEY_CLOSED"), KnownKeys::optionalBlocks),
                new SelfTest("random numbers", Collections.nCopies(7, "two of them differ"), KnownKeys::randomNumbers));
    }

    /// Weak, semi-weak and equal halves, even parity, one byte over and over.
    private static List<String> strength() {
        byte[] twice = hex("0123456789ABCDEF".repeat(2));
        try (X9143.Protection protection = X9143.Protection.of('D', hex(ECB_KEY))) {
            return List.of(refused(() -> TdesKey.of(hex("0101010101010101"))), refused(() -> TdesKey.of(hex("01FE01FE01FE01FE"))),
                    refused(() -> Tdes.requireStrong(twice)), refused(() -> Tdes.requireOddParity(hex("0023456789ABCDEF"))),
                    refused(() -> KeyComponents.requireKey(new byte[16])),
                    refused(() -> KeyComponents.combineTdes(List.of(hex(ECB_KEY), hex("0101010101010101FEFEFEFEFEFEFEFE")))),
                    refused(() -> protection.wrap(X9143.Header.of('D', "P0", 'T', 'E', 'N'), twice)),
                    refused(() -> X9143.Protection.of('D', new byte[16])));
        }
    }

    private static List<String> checkValues() {
        byte[] aes = hex("3F419E1CB7079442AA37474C2EFBF8B8");
        byte[] sm4 = hex("F351D490994603795C6EBEE8FAEBB481");
        try (AesKey ready = AesKey.of(aes); AesDeviceKey device = AesDeviceKey.of(16, ready::encryptEcb)) {
            return List.of(KeyCheck.tdes(hex(ECB_KEY)), KeyCheck.aesCmac(aes, 5), KeyCheck.aesCmac(aes), KeyCheck.aesCmac(device),
                    KeyCheck.sm4Cmac(sm4, 5), KeyCheck.hmac(hex("FE30AABE67F6EBE4003B327DDBFB8261"), 3),
                    TerminalProfile.TDES.checkValue(hex(ECB_KEY)), TerminalProfile.AES.checkValue(aes), TerminalProfile.SM4.checkValue(sm4));
        }
    }

    /// Put together, and taken apart: the first component is not the key. They have one length.
    private static List<String> components() {
        List<byte[]> parts = KeyComponents.split(hex(ECB_KEY), 3);
        return List.of(
                hex(KeyComponents.combine(List.of(hex("AAAABBBBCCCCDDDD1111222233334444"), hex("1111222233334444AAAABBBBCCCCDDDD"),
                        hex("FFFF0000FFFF00000000FFFF0000FFFF")))),
                hex(KeyComponents.combineTdes(List.of(hex(ECB_KEY), hex("10".repeat(16))))), hex(KeyComponents.combine(parts)),
                told(hex(parts.getFirst()).equals(ECB_KEY)), refused(() -> KeyComponents.combine(List.of(hex(ECB_KEY), new byte[8]))));
    }

    /// Two give the key back, and two of another three; the first one is not the key.
    private static List<String> shares() {
        List<KeyComponents.Share> shares = KeyComponents.share(hex(ECB_KEY), 2, 3);
        return List.of(
                hex(KeyComponents.recover(List.of(new KeyComponents.Share(1, hex("4C83C7F0BB71DA74769B11D63C6BDFD7")),
                        new KeyComponents.Share(2, hex("461B95039F2FD1A5543D333824DFA5CC"))))),
                hex(KeyComponents.recover(shares.subList(1, 3))), told(hex(shares.getFirst().y()).equals(ECB_KEY)));
    }

    /// X9.143 of the version that `block` names, there and back, and what its header says.
    private static SelfTest keyBlock(String kbpk, String key, String padding, String block) {
        String said = block.charAt(0) + block.substring(5, 12);
        return new SelfTest("X9.143 key block " + block.charAt(0), List.of(key, said, block, "KEY_BLOCK_MAC"), () -> {
            String changed = block.substring(0, block.length() - 1) + (block.endsWith("0") ? '1' : '0');
            try (X9143.Protection protection = X9143.Protection.of(block.charAt(0), hex(kbpk));
                 X9143.Unwrapped unwrapped = protection.unwrap(block)) {
                X9143.Header header = unwrapped.header();
                return List.of(hex(unwrapped.key()), header.version() + header.usage() + header.algorithm() + header.modeOfUse() + header.keyVersion()
                        + header.exportability(), protection.wrap(header, unwrapped.key(), hex(padding)), refused(() -> protection.unwrap(changed)));
            }
        });
    }

    /// A block that only hides how long its key is, made with a key that stays in its device; a block in lower case; a key of a length that
    /// its cipher does not have; and a closed one.
    private static List<String> optionalBlocks() {
        try (AesKey ready = AesKey.of(hex(D_KBPK)); AesDeviceKey device = AesDeviceKey.of(32, ready::encryptEcb);
             X9143.Protection protection = X9143.Protection.of(device); X9143.Unwrapped unwrapped = protection.unwrap(D_BLOCK)) {
            byte[] key = unwrapped.key();
            X9143.Header labelled = unwrapped.header().withOptionalBlocks(List.of(new X9143.OptionalBlock("LB", "KEY")));
            String masked = protection.wrapMasked(labelled, key, 32);
            X9143.Unwrapped again = protection.unwrap(masked);
            byte[] kept = again.key();
            again.close();
            X9143.OptionalBlock label = again.header().optionalBlocks().getFirst();
            return List.of(hex(key), hex(kept), masked.substring(0, 16), label.id() + " " + label.data(),
                    refused(() -> protection.unwrap(D_BLOCK.substring(0, 16) + D_BLOCK.substring(16).toLowerCase(Locale.ROOT))),
                    refused(() -> protection.wrap(unwrapped.header(), new byte[17])), refused(again::key));
        }
    }

    private static List<String> randomNumbers() {
        try (AesKey aes = AesKey.of(hex(ECB_KEY)); AesGcmKey gcm = AesGcmKey.of(hex(ECB_KEY))) {
            return List.of(twice(() -> hex(ActivationExchange.newNonce())), twice(() -> new String(ActivationExchange.newCode())),
                    twice(() -> hex(gcm.sealWithNonce(new byte[16], new byte[0]))),
                    twice(() -> hex(PinBlocks.encipherFormat4(aes, "1234", "5555555551234567"))),
                    twice(() -> hex(EcKeys.P256.generate().publicKey())), twice(() -> hex(KeyComponents.split(hex(ECB_KEY), 2).getFirst())),
                    twice(() -> X9143.wrap(hex(D_KBPK), X9143.Header.of('D', "P0", 'A', 'E', 'N'), hex(ECB_KEY))));
        }
    }

    private static String twice(Supplier<String> random) {
        return random.get().equals(random.get()) ? "equal" : "two of them differ";
    }
}
