package io.shouyin.vault;

import static io.shouyin.vault.SelfTest.hex;
import static io.shouyin.vault.SelfTest.refused;
import static io.shouyin.vault.SelfTest.told;

import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.Ibm3624;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.PinVerification;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.Sm4Key;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.TerminalProfile;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Known answers of PIN blocks, of their translation and verification, and of the keys of single transactions that they come under.
final class KnownPins {

    private static final String ECB_KEY = "0123456789ABCDEFFEDCBA9876543210";
    private static final String DES_KEY = "0123456789ABCDEF";
    private static final String PIN_PAN = "5242999381519586";
    private static final List<String> RIGHT_AND_WRONG_PINS = List.of("true", "false", "false");

    private KnownPins() {}

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("PIN translation table", List.of("SFISSF", "AAIAAF", "FFIFFF", "SFISSF", "SFISSF", "SFFSSS"), KnownPins::table),
                new SelfTest("PIN translation", List.of("E8485F0FC0A99505", "1234", "1234", "PIN_TRANSLATION_FORBIDDEN", "NOT_DIGITS",
                        "PARAMETER"), KnownPins::translation),
                new SelfTest("PIN block formats", List.of("[ISO_0, ISO_3, ISO_4, CN_16]", "[ISO_0, ISO_1, ISO_2, ISO_3, ISO_4]",
                        "[ISO_0, ISO_4, CN_16]"), () -> List.of(Stream.of(PinFormat.values()).filter(PinFormat::isPanBound).toList().toString(),
                                Stream.of(PinFormat.values()).filter(PinFormat::isIso).toList().toString(),
                                Stream.of(TerminalProfile.values()).map(TerminalProfile::pinFormat).toList().toString())),
                new SelfTest("PIN block format 1", List.of("1512345EDCBA9876", "12345"), () -> List.of(
                        hex(PinBlocks.encodeFormat1("12345", "EDCBA9876")),
                        new String(PinBlocks.decodeFormat1(hex("1512345EDCBA9876"))))),
                new SelfTest("PIN block format 2", List.of("241234FFFFFFFFFF", "1234"), () -> List.of(
                        hex(PinBlocks.encodeFormat2("1234")), new String(PinBlocks.decodeFormat2(hex("241234FFFFFFFFFF"))))),
                new SelfTest("PIN block format 3", List.of("341261AAAAEDCBA9", "1234"), () -> List.of(
                        hex(PinBlocks.encodeFormat3("1234", "5555555551234567", "FFFFFFFFFF")),
                        new String(PinBlocks.decodeFormat3(hex("341261AAAAEDCBA9"), "5555555551234567")))),
                new SelfTest("PIN block format 4", List.of("28B41FDDD29B743E93124BD8E32D921E", "1234", "ABFB7A6C0CBC4234", "PIN_BLOCK_REFUSED"),
                        KnownPins::format4),
                new SelfTest("Chinese PIN block", List.of("06123654FFFFFFFFFFFF99FEFF88D977", "123654", "4DD9BEDD67A56953", "PIN_BLOCK_REFUSED"),
                        KnownPins::cn16),
                new SelfTest("broken PIN blocks", Collections.nCopies(6, "[PIN_BLOCK_REFUSED]"), KnownPins::brokenBlocks),
                new SelfTest("keys for PINs", List.of("KEY_LENGTH", "KEY_LENGTH", "KEY_LENGTH", "KEY_LENGTH", "230B4C43B8BA2C5C"),
                        KnownPins::keysForPins),
                new SelfTest("PIN verification by PVV", RIGHT_AND_WRONG_PINS, () -> ofPins((key, block) -> PinVerification.byPvv(key,
                        PinFormat.ISO_0, block, PIN_PAN, TdesKey.of(hex("A23D588A085457F2589BCECD5D10D5D6")), 1, "2765"))),
                new SelfTest("PIN verification by offset", RIGHT_AND_WRONG_PINS, () -> ofPins((key, block) -> PinVerification.byOffset(key,
                        PinFormat.ISO_0, block, PIN_PAN, TdesKey.of(hex("A23D588A085457F2589BCECD5D10D5D6")),
                        Ibm3624.DecimalisationTable.of("0123456789012345"), "0000299938151958", "1087"))),
                new SelfTest("PVV", List.of("8523", "8183"), () -> List.of(Pvv.pvv(hex(ECB_KEY), "1122334455667788", 1, "4524"),
                        Pvv.pvv(hex("5751166246E0FB7CC11C68A4989D3838"), "3453412408380197", 1, "4508"))),
                new SelfTest("IBM 3624", List.of("36324376", "7710"), () -> List.of(
                        Ibm3624.offset(hex("F80815CD807932C1C4FEDC3B152951754FD545F4D3E970A8"), Ibm3624.DecimalisationTable.of("0123456789012345"),
                                "0000313248808424", "86530875"),
                        Ibm3624.offset(hex(ECB_KEY), Ibm3624.DecimalisationTable.of("1234567890123456"), "1122334455667788", "1234"))),
                new SelfTest("TDES DUKPT", List.of("6AC292FAA1315B4D858AB3A3D7D5933A", "042666B49184CF5C68DE9628D0397B36", "041274EDCBA9876F",
                        "041274EDCBA9876F", "FFFF9876543210E00000", "KEY_SERIAL_NUMBER", "KEY_SERIAL_NUMBER"), KnownPins::tdesDukpt),
                new SelfTest("AES DUKPT", List.of("AF8CB133A78F8DC2D1359F18527593FB", "1234", "8982ACBF77B5558367F6A3CC6C821DC6",
                        "80FE894EFB1A9E94059850F332B2928E17FBE51796F9D207", "26E3425B13CF9F5FE28E45FAC4B59605", "KEY_SERIAL_NUMBER",
                        "KEY_SERIAL_NUMBER"), KnownPins::aesDukpt));
    }

    /// Format 0 under another key, to formats 3 and 4, where the table forbids it, and for what is no card number.
    private static List<String> translation() {
        String pan = "5555555551234567";
        byte[] block = hex("230B4C43B8BA2C5C");
        try (TdesKey key = TdesKey.of(hex(ECB_KEY)); AesKey aes = AesKey.of(hex(ECB_KEY))) {
            byte[] format3 = PinTranslation.translate(key, PinFormat.ISO_0, key, PinFormat.ISO_3, block, pan);
            byte[] format4 = PinTranslation.translate(key, PinFormat.ISO_0, aes, PinFormat.ISO_4, block, pan);
            return List.of(hex(PinTranslation.translate(hex("3E702C4C31CE6B0D43CBFB01D3C7C1A1"), hex("BCB60E75A7A46ED9922573D3DF31A497"),
                            hex("914A73F65161232A"), "409467201432158")),
                    new String(PinBlocks.decodeFormat3(key.decryptEcb(format3), pan)), new String(PinBlocks.decipherFormat4(aes, format4, pan)),
                    refused(() -> PinTranslation.translate(key, PinFormat.ISO_0, key, PinFormat.ISO_1, block, pan)),
                    refused(() -> PinTranslation.translate(key, PinFormat.ISO_0, key, PinFormat.ISO_0, block, "555555555123456A")),
                    refused(() -> PinTranslation.translate(key, PinFormat.ISO_0, key, PinFormat.ISO_0, block, "55555555512")));
        }
    }

    /// The first letter of the rule for each format, a line for each that it comes from (PCI PIN 3-3).
    private static List<String> table() {
        return Stream.of(PinFormat.values()).map(from -> Stream.of(PinFormat.values()).map(to -> switch (PinTranslation.rule(from, to)) {
            case ALLOWED -> "A";
            case ALLOWED_FOR_THE_SAME_PAN -> "S";
            case ONLY_TOWARDS_AN_IC_CARD -> "I";
            case FORBIDDEN -> "F";
        }).collect(Collectors.joining())).toList();
    }

    private static List<String> format4() {
        String pan = "1234567890123456789";
        try (AesKey key = AesKey.of(hex("00112233445566778899AABBCCDDEEFF")); TdesKey other = TdesKey.of(hex(ECB_KEY))) {
            byte[] block = PinBlocks.encipherFormat4(key, "1234", pan, hex("FFFFFFFFFFFFFFFF"));
            return List.of(hex(block), new String(PinBlocks.decipherFormat4(key, block, pan)),
                    hex(PinTranslation.translate(key, PinFormat.ISO_4, other, PinFormat.ISO_0, block, pan)),
                    refused(() -> PinBlocks.decipherFormat4(key, block, "1234567890123456780")));
        }
    }

    private static List<String> cn16() {
        String pan = "6230606601007726888";
        byte[] clear = PinBlocks.encodeCn16("123654", pan);
        try (Sm4Key key = Sm4Key.of(hex(ECB_KEY)); TdesKey other = TdesKey.of(hex(ECB_KEY))) {
            return List.of(hex(clear), new String(PinBlocks.decodeCn16(clear, pan)),
                    hex(PinTranslation.translate(key, PinFormat.CN_16, other, PinFormat.ISO_0, hex("3000E5E85869B7793F6C1FB2E4394BC4"), pan)),
                    refused(() -> PinBlocks.decodeCn16(clear, "6230606601007726898")));
        }
    }

    /// Each wrong in one thing: the control digit, a length of 3, one of 13, a digit A, the fill; a card number of zeros leaves blocks clear.
    private static List<String> brokenBlocks() {
        String pan = "0".repeat(13);
        String rest = "FFFFFFFFFFFFFFFF";
        return List.of(
                refusals(block -> PinBlocks.decodeFormat0(block, pan),
                        "141234FFFFFFFFFF", "03123FFFFFFFFFFF", "0D1234567890123F", "04123AFFFFFFFFFF", "041234FFFFFFFFF0"),
                refusals(PinBlocks::decodeFormat1, "041234FFFFFFFFFF", "13123FFFFFFFFFFF", "1D1234567890123F", "14123AFFFFFFFFFF"),
                refusals(PinBlocks::decodeFormat2,
                        "041234FFFFFFFFFF", "23123FFFFFFFFFFF", "2D1234567890123F", "24123AFFFFFFFFFF", "241234FFFFFFFFF0"),
                refusals(block -> PinBlocks.decodeFormat3(block, pan),
                        "041234FFFFFFFFFF", "33123FFFFFFFFFFF", "3D1234567890123F", "34123AFFFFFFFFFF", "341234FFFFFFFFF9"),
                refusals(PinBlocks::decodeFormat4PinField, "041234AAAAAAAAAA" + rest, "43123AAAAAAAAAAA" + rest, "4D1234567890123A" + rest,
                        "44123AAAAAAAAAAA" + rest, "441234AAAAAAAAAF" + rest),
                refusals(block -> PinBlocks.decodeCn16(block, pan), "241234FFFFFFFFFF" + rest, "03123FFFFFFFFFFF" + rest,
                        "131234567890123F" + rest, "0A1234567890FFFF" + rest, "04123AFFFFFFFFFF" + rest, "041234FFFFFFFFF0" + rest,
                        "041234FFFFFFFFFF" + "FFFFFFFFFFFFFFF0"));
    }

    private static String refusals(Consumer<byte[]> opened, String... blocks) {
        return Stream.of(blocks).map(block -> refused(() -> opened.accept(hex(block)))).distinct().toList().toString();
    }

    /// Single DES and what is no better, with which no PIN is translated; and single DES for a peer that has nothing else.
    private static List<String> keysForPins() {
        String pan = "5555555551234567";
        byte[] clear = PinBlocks.encodeFormat0("1234", pan);
        try (TdesKey right = TdesKey.of(hex(ECB_KEY)); TdesKey single = TdesKey.of(hex(DES_KEY));
             TdesKey twice = TdesKey.of(hex(DES_KEY + DES_KEY)); TdesKey thrice = TdesKey.of(hex(ECB_KEY + "FEDCBA9876543210"));
             TdesKey allowed = TdesKey.singleForPins(hex(DES_KEY))) {
            return List.of(refused(() -> translated(single, right, clear, pan)), refused(() -> translated(twice, right, clear, pan)),
                    refused(() -> translated(right, twice, clear, pan)), refused(() -> translated(thrice, right, clear, pan)),
                    hex(translated(allowed, right, clear, pan)));
        }
    }

    private static byte[] translated(TdesKey from, TdesKey to, byte[] clear, String pan) {
        return PinTranslation.translate(from, PinFormat.ISO_0, to, PinFormat.ISO_0, from.encryptEcb(clear), pan);
    }

    /// What a comparison says of the block of the right PIN, of another PIN, and of no PIN.
    private static List<String> ofPins(BiPredicate<TdesKey, byte[]> isRight) {
        try (TdesKey key = TdesKey.of(hex("4A25461680621C6B26B33B94520B2F31"))) {
            return List.of(told(isRight.test(key, hex("F191A91599CBA049"))),
                    told(isRight.test(key, key.encryptEcb(PinBlocks.encodeFormat0("0000", PIN_PAN)))), told(isRight.test(key, new byte[8])));
        }
    }

    /// ANSI X9.24-1:2009, A.4.2: the PIN blocks of counters with two one bits and with ten; the counters
    /// zero and of eleven one bits are none.
    private static List<String> tdesDukpt() {
        byte[] initialKey = TdesDukpt.initialKey(hex(ECB_KEY), hex("FFFF9876543210E00001"));
        try (TdesDukpt.Bdk base = TdesDukpt.Bdk.of(hex(ECB_KEY));
             TdesKey two = base.useKey(hex("FFFF9876543210E00003"), TdesDukpt.Use.PIN);
             TdesKey more = base.useKey(hex("FFFF9876543210EFFC00"), TdesDukpt.Use.PIN)) {
            return List.of(hex(initialKey), hex(TdesDukpt.useKey(TdesDukpt.transactionKey(initialKey, hex("FFFF9876543210E00001")),
                    TdesDukpt.Use.PIN)), hex(two.decryptEcb(hex("18DC07B94797B466"))), hex(more.decryptEcb(hex("DEFC6F09F8927B71"))),
                    hex(TdesDukpt.withoutCounter(hex("FFFF9876543210E00001"))),
                    refused(() -> base.useKey(hex("FFFF9876543210E00000"), TdesDukpt.Use.PIN)),
                    refused(() -> base.useKey(hex("FFFF9876543210EFFE00"), TdesDukpt.Use.PIN)));
        }
    }

    /// ANSI X9.24-3:2017, supplement: a counter with three one bits, under keys of 128 and of 256 bits; one of 192 bits; the counters zero and
    /// of seventeen one bits are none.
    private static List<String> aesDukpt() {
        byte[] half = hex("FEDCBA9876543210F1F1F1F1F1F1F1F1");
        byte[] ksn = hex("123456789012345600000007");
        try (AesDukpt.Bdk base = AesDukpt.Bdk.of(half); AesDukpt.Bdk longer = AesDukpt.Bdk.of(hex(hex(half) + hex(half)));
             AesDukpt.Bdk middle = AesDukpt.Bdk.of(hex("9F5BEA03DE1E289082B0515C6496C507E04FB5839FFEE6C4"));
             BlockKey pin = base.useKey(ksn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128);
             BlockKey longerPin = longer.useKey(ksn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_256);
             BlockKey middlePin = middle.useKey(hex("98368E79EFDD5CFD80000400"), AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_192)) {
            return List.of(hex(AesDukpt.workingKeyOf(AesDukpt.initialKey(half, hex("1234567890123456")), hex("123456789012345600000001"),
                            AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)),
                    new String(PinBlocks.decipherFormat4(pin, hex("4A8E6B8C7DBEE6CBA6DC774F0CB83396"), "4111111111111111")),
                    hex(longerPin.encryptEcb(new byte[16])), hex(middle.initialKey(hex("98368E79EFDD5CFD"))), hex(middlePin.encryptEcb(new byte[16])),
                    refused(() -> base.useKey(hex("123456789012345600000000"), AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)),
                    refused(() -> base.useKey(hex("12345678901234560001FFFF"), AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)));
        }
    }
}
