package io.shouyin.vault;

import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcm;
import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.BlockKey;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.Cmac;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.Cvv;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.EmvCryptograms;
import io.shouyin.paycrypto.EmvKeys;
import io.shouyin.paycrypto.Hkdf;
import io.shouyin.paycrypto.HmacSha256;
import io.shouyin.paycrypto.Ibm3624;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.MacPadding;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.PinVerification;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.Sm4Key;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TdesKey;
import io.shouyin.paycrypto.Totp;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.X9143;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/// Known answers for every algorithm that the vault uses, run before it opens.
///
/// @param name of the algorithm
/// @param known the answers, text or upper-case hex
/// @param found what comes out here
record SelfTest(String name, List<String> known, Supplier<List<String>> found) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String ECB_KEY = "0123456789ABCDEFFEDCBA9876543210";
    private static final String PIN_PAN = "5242999381519586";
    private static final List<String> RIGHT_AND_WRONG_PINS = List.of("true", "false", "false");

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("TDES", List.of("08D7B4FB629D0885", "0000000000000000"), () -> List.of(
                        hex(Tdes.encryptEcb(hex(ECB_KEY), new byte[8])), hex(Tdes.decryptEcb(hex(ECB_KEY), hex("08D7B4FB629D0885"))))),
                new SelfTest("AES-CMAC", List.of("BB1D6929E95937287FA37D129B756746"),
                        () -> List.of(hex(Cmac.aes(hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[0])))),
                new SelfTest("AES-256-GCM", List.of("CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919",
                        "00000000000000000000000000000000", "SEALED_VALUE", "SEALED_VALUE"), SelfTest::gcm),
                new SelfTest("HMAC-SHA-256", List.of("823CEE1B8178245D64BB5333070E47A76D629C64CE24FA231957881D69D24F0B"),
                        () -> List.of(hex(HmacSha256.mac(hex("FE30AABE67F6EBE4003B327DDBFB8261"))))),
                new SelfTest("HKDF-SHA-256",
                        List.of("3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF34007208D5B887185865"),
                        () -> List.of(hex(Hkdf.derive(hex("0B".repeat(22)), hex("000102030405060708090A0B0C"),
                                hex("F0F1F2F3F4F5F6F7F8F9"), 42)))),
                new SelfTest("retail MAC", List.of("A1C72E74EA3FA9B6"), () -> List.of(hex(RetailMac.mac(hex(ECB_KEY),
                        "Now is the time for all ".getBytes(StandardCharsets.US_ASCII))))),
                new SelfTest("UnionPay-style MAC", List.of("06870AD2"), () -> List.of(new String(UnionPayMac.mac(
                        hex("8FE30B2A612C01DA1A1962F737257F67"), hex("E0F762EE0F6B7E25FA95237D16")), StandardCharsets.US_ASCII))),
                new SelfTest("PIN translation", List.of("E8485F0FC0A99505"), () -> List.of(hex(PinTranslation.translate(
                        hex("3E702C4C31CE6B0D43CBFB01D3C7C1A1"), hex("BCB60E75A7A46ED9922573D3DF31A497"),
                        hex("914A73F65161232A"), "409467201432158")))),
                new SelfTest("SM4", List.of("681EDF34D206965E86B3E94F536E4246", ECB_KEY, "86C8B70F494DEA22AB25D7A9050AFB8A"),
                        SelfTest::sm4),
                new SelfTest("PIN block format 1", List.of("1512345EDCBA9876", "12345"), () -> List.of(
                        hex(PinBlocks.encodeFormat1("12345", "EDCBA9876")),
                        new String(PinBlocks.decodeFormat1(hex("1512345EDCBA9876"))))),
                new SelfTest("PIN block format 2", List.of("241234FFFFFFFFFF", "1234"), () -> List.of(
                        hex(PinBlocks.encodeFormat2("1234")), new String(PinBlocks.decodeFormat2(hex("241234FFFFFFFFFF"))))),
                new SelfTest("PIN block format 3", List.of("341261AAAAEDCBA9", "1234"), () -> List.of(
                        hex(PinBlocks.encodeFormat3("1234", "5555555551234567", "FFFFFFFFFF")),
                        new String(PinBlocks.decodeFormat3(hex("341261AAAAEDCBA9"), "5555555551234567")))),
                new SelfTest("PIN block format 4", List.of("28B41FDDD29B743E93124BD8E32D921E", "1234", "ABFB7A6C0CBC4234", "PIN_BLOCK_REFUSED"),
                        SelfTest::format4),
                new SelfTest("Chinese PIN block", List.of("06123654FFFFFFFFFFFF99FEFF88D977", "123654", "4DD9BEDD67A56953", "PIN_BLOCK_REFUSED"),
                        SelfTest::cn16),
                new SelfTest("PIN verification by PVV", RIGHT_AND_WRONG_PINS, () -> ofPins((key, block) -> PinVerification.byPvv(key,
                        PinFormat.ISO_0, block, PIN_PAN, TdesKey.of(hex("A23D588A085457F2589BCECD5D10D5D6")), 1, "2765"))),
                new SelfTest("PIN verification by offset", RIGHT_AND_WRONG_PINS, () -> ofPins((key, block) -> PinVerification.byOffset(key,
                        PinFormat.ISO_0, block, PIN_PAN, TdesKey.of(hex("A23D588A085457F2589BCECD5D10D5D6")),
                        Ibm3624.DecimalisationTable.of("0123456789012345"), "0000299938151958", "1087"))),
                new SelfTest("PVV", List.of("8523", "8183"), () -> List.of(Pvv.pvv(hex(ECB_KEY), "1122334455667788", 1, "4524"),
                        Pvv.pvv(hex("5751166246E0FB7CC11C68A4989D3838"), "3453412408380197", 1, "4508"))),
                new SelfTest("IBM 3624", List.of("36324376"), () -> List.of(Ibm3624.offset(
                        hex("F80815CD807932C1C4FEDC3B152951754FD545F4D3E970A8"), Ibm3624.DecimalisationTable.of("0123456789012345"),
                        "0000313248808424", "86530875"))),
                new SelfTest("CVV", List.of("361", "843", "true", "false"), () -> List.of(
                        Cvv.cvv(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111"),
                        Cvv.cvv(hex("C192C8E9C71594F1C12F0D9138BA85EC"), "4756372692809", "2609", "000"),
                        told(Cvv.verify(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111", "361")),
                        told(Cvv.verify(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111", "362")))),
                new SelfTest("TDES DUKPT", List.of("6AC292FAA1315B4D858AB3A3D7D5933A", "042666B49184CF5C68DE9628D0397B36", "041274EDCBA9876F",
                        "041274EDCBA9876F"), SelfTest::tdesDukpt),
                new SelfTest("AES DUKPT", List.of("AF8CB133A78F8DC2D1359F18527593FB", "1234", "8982ACBF77B5558367F6A3CC6C821DC6"), SelfTest::aesDukpt),
                new SelfTest("EMV keys and cryptograms", List.of("F84315C7B95BD3B0C74694922C3808B0", "3E736BF8D37664348A04E3ABE00DEFC1",
                        "4B46013359B7A58B", "F8C9CECAABD55AD1", "4962B76C", "F767ECC2263B2C543775CB62AB6B57D6",
                        "68E9A15BBCF283EF0164F7E6C44C4325"), SelfTest::cryptograms),
                new SelfTest("chip cards", List.of("true", "false", "9AF514C1", "28993816AFAE4AEB"), SelfTest::chipCards),
                new SelfTest("key components", List.of("4444999900009999BBBB6666FFFF6666", "1032547698BADCFEEFCDAB8967452301"), () -> List.of(
                        hex(KeyComponents.combine(List.of(hex("AAAABBBBCCCCDDDD1111222233334444"), hex("1111222233334444AAAABBBBCCCCDDDD"),
                                hex("FFFF0000FFFF00000000FFFF0000FFFF")))),
                        hex(KeyComponents.combineTdes(List.of(hex(ECB_KEY), hex("10".repeat(16))))))),
                new SelfTest("key shares", List.of("4A0200A1A7B22A3B68F90F8C340700DE"), () -> List.of(hex(KeyComponents.recover(List.of(
                        new KeyComponents.Share(1, hex("4C83C7F0BB71DA74769B11D63C6BDFD7")),
                        new KeyComponents.Share(2, hex("461B95039F2FD1A5543D333824DFA5CC"))))))),
                new SelfTest("keyed hash of card numbers", List.of("A129CA6149BE45E5"), () -> List.of(HEX.toHexDigits(
                        new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L).of(hex("000102030405060708090A0B0C0D0E"))))),
                new SelfTest("track encryption", List.of("6216261000000000018=30122200000000000"), () -> List.of(TrackCipher.decrypt(
                        hex("7F6E5D4C3B2A19081726354453627180"), "6216261000000000018DB47A3539B5E5F2F40"))),
                new SelfTest("TOTP", List.of("94287082", "1", "OptionalLong.empty"), SelfTest::totp),
                keyBlock("EFE0853B256B583D868F251CE99EA1D9", "5DB50B454F8389ADCE573BE50861F2BF", "89BC81604BDF",
                        "A0072K0TN00N0000F40D5672C6D0EC86F860BA88D44D00F0CA9A8CE8CD2F640287A9A9EB"),
                keyBlock("EFE0853B256B583D868F251CE99EA1D9", "5DB50B454F8389ADCE573BE50861F2BF", "F786DF9F6A54",
                        "B0080K0TN00N00001C414014375212C24995E405B5EE052CB92B67F455EA2680F6751088F9F1C228"),
                keyBlock("EFE0853B256B583D868F251CE99EA1D9", "5DB50B454F8389ADCE573BE50861F2BF", "345A7B73542D",
                        "C0072K0TN00N0000C9B875FF7A5316BF221C09ED52080DE0B45632A4EA9CE87699CB565E"),
                keyBlock("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6", "3F419E1CB7079442AA37474C2EFBF8B8",
                        "1C2965473CE206BB855B01533782", "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A2"
                                + "7E8E31DA05F7425509593D03A457DC34"),
                keyBlock("3235362D62697420414553207772617070696E67202849534F20323030333829", "777261707065642033444553206B6579", "",
                        "E0084B0TV16N0000B2AE5E26BBA7F246E84D5EA24167E208A6B66EF2E27E55A52DB52F0AEACB94C57547"),
                keyBlock(ECB_KEY, "3F419E1CB7079442AA37474C2EFBF8B8", "1C2965473CE206BB855B01533782",
                        "40112P04E00E0000594BD57234C6962CD93EC1D31F2B30D329A8CA3DA74F7CB37EF74BB25C623405"
                                + "31FF005C6D4952AD17EA080980D605D9"),
                new SelfTest("ECDH P-256", List.of(
                        "04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C37725811805271A0461CDB8252D61F1C456FA3E59A"
                                + "B1F45B33ACCF5F58389E0577B8990BB3",
                        "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE",
                        "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE"), SelfTest::agreement),
                new SelfTest("random numbers", List.of("two of them differ"), () -> List.of(
                        Arrays.equals(ActivationExchange.newNonce(), ActivationExchange.newNonce()) ? "equal" : "two of them differ")));
    }

    /// The name of the first test that fails, by a wrong answer or an exception.
    static Optional<String> firstFailure(List<SelfTest> tests) {
        return tests.stream().filter(test -> !test.passes()).map(SelfTest::name).findFirst();
    }

    boolean passes() {
        try {
            return known.equals(found.get());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /// X9.143 of the version that `block` names, there and back.
    private static SelfTest keyBlock(String kbpk, String key, String padding, String block) {
        return new SelfTest("X9.143 key block " + block.charAt(0), List.of(key, block, "KEY_BLOCK_MAC"), () -> {
            String changed = block.substring(0, block.length() - 1) + (block.endsWith("0") ? '1' : '0');
            try (X9143.Protection protection = X9143.Protection.of(block.charAt(0), hex(kbpk));
                 X9143.Unwrapped unwrapped = protection.unwrap(block)) {
                return List.of(hex(unwrapped.key()), protection.wrap(unwrapped.header(), unwrapped.key(), hex(padding)),
                        refused(() -> protection.unwrap(changed)));
            }
        });
    }

    /// NIST SP 800-38D, test case 14, there and back, and with a bit of the tag and of the bound data changed.
    private static List<String> gcm() {
        byte[] sealed = AesGcm.seal(new byte[32], new byte[12], new byte[16], new byte[0]);
        byte[] changed = sealed.clone();
        changed[31] ^= 1;
        try (AesGcmKey key = AesGcmKey.of(new byte[32])) {
            return List.of(hex(sealed), hex(key.open(new byte[12], sealed, new byte[0])),
                    refused(() -> key.open(new byte[12], changed, new byte[0])), refused(() -> key.open(new byte[12], sealed, new byte[1])));
        }
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

    /// What a comparison says of the block of the right PIN, of another PIN, and of no PIN.
    private static List<String> ofPins(BiPredicate<TdesKey, byte[]> isRight) {
        try (TdesKey key = TdesKey.of(hex("4A25461680621C6B26B33B94520B2F31"))) {
            return List.of(told(isRight.test(key, hex("F191A91599CBA049"))),
                    told(isRight.test(key, key.encryptEcb(PinBlocks.encodeFormat0("0000", PIN_PAN)))), told(isRight.test(key, new byte[8])));
        }
    }

    /// ANSI X9.24-1:2009, A.4.2: the PIN blocks of counters with two one bits and with ten.
    private static List<String> tdesDukpt() {
        byte[] initialKey = TdesDukpt.initialKey(hex(ECB_KEY), hex("FFFF9876543210E00001"));
        try (TdesDukpt.Bdk base = TdesDukpt.Bdk.of(hex(ECB_KEY));
             TdesKey two = base.useKey(hex("FFFF9876543210E00003"), TdesDukpt.Use.PIN);
             TdesKey more = base.useKey(hex("FFFF9876543210EFFC00"), TdesDukpt.Use.PIN)) {
            return List.of(hex(initialKey), hex(TdesDukpt.useKey(TdesDukpt.transactionKey(initialKey, hex("FFFF9876543210E00001")),
                    TdesDukpt.Use.PIN)), hex(two.decryptEcb(hex("18DC07B94797B466"))), hex(more.decryptEcb(hex("DEFC6F09F8927B71"))));
        }
    }

    /// ANSI X9.24-3:2017, supplement: a counter with three one bits, under keys of 128 and of 256 bits.
    private static List<String> aesDukpt() {
        byte[] half = hex("FEDCBA9876543210F1F1F1F1F1F1F1F1");
        byte[] ksn = hex("123456789012345600000007");
        try (AesDukpt.Bdk base = AesDukpt.Bdk.of(half); AesDukpt.Bdk longer = AesDukpt.Bdk.of(hex(hex(half) + hex(half)));
             BlockKey pin = base.useKey(ksn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128);
             BlockKey longerPin = longer.useKey(ksn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_256)) {
            return List.of(hex(AesDukpt.workingKeyOf(AesDukpt.initialKey(half, hex("1234567890123456")), hex("123456789012345600000001"),
                            AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)),
                    new String(PinBlocks.decipherFormat4(pin, hex("4A8E6B8C7DBEE6CBA6DC774F0CB83396"), "4111111111111111")),
                    hex(longerPin.encryptEcb(new byte[16])));
        }
    }

    private static List<String> chipCards() {
        byte[] atc = hex("001C");
        byte[] data = hex("0000000040000000000000000124800004800001241911050152BF45851800001C06011203A0B800");
        byte[] arqc = hex("7A788EA6B8A3E733");
        byte[] wrong = hex("7A788EA6B8A3E732");
        try (CardProfile.Card card = CardProfile.VISA_18.card(hex(ECB_KEY), "1234567890123456", "00");
             CardProfile.Card older = CardProfile.VISA_10.card(hex(ECB_KEY), "1234567890123456", "00")) {
            return List.of(told(card.verify(atc, new byte[4], data, arqc)), told(card.verify(atc, new byte[4], data, wrong)),
                    hex(card.arpcWithStatus(atc, arqc, new byte[4], new byte[0])),
                    hex(older.arpc(atc, new byte[4], hex("29CCA15AE665FA2E"), hex("3030"))));
        }
    }

    private static String told(boolean answer) {
        return Boolean.toString(answer);
    }

    private static String refused(Supplier<Object> work) {
        try {
            return "not refused: " + work.get();
        } catch (CryptoRefusedException e) {
            return e.reason().name();
        }
    }

    /// RFC 6238, appendix B, and the step in which a code is found again.
    private static List<String> totp() {
        byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        long step = Totp.match(secret, "287082".getBytes(StandardCharsets.US_ASCII), 2).orElseThrow();
        return List.of(Totp.code(secret, step, 8), Long.toString(step),
                Totp.match(secret, "287083".getBytes(StandardCharsets.US_ASCII), 2).toString());
    }

    private static List<String> cryptograms() {
        byte[] card = EmvKeys.masterKeyA(hex(ECB_KEY), "9901234567890123", "45");
        byte[] session = EmvKeys.commonSessionKey(card, hex("1234567890123456"));
        byte[] arqc = EmvCryptograms.cryptogram(session, MacPadding.ONE_AND_ZEROS, hex("0123456789ABCDEF0123456789ABCDEF"));
        return List.of(hex(card), hex(session), hex(arqc), hex(EmvCryptograms.arpcMethod1(card, arqc, new byte[2])),
                hex(EmvCryptograms.arpcMethod2(session, arqc, new byte[4], hex("1234567890ABCDEF"))),
                hex(EmvKeys.masterKeyB(hex(ECB_KEY), "12345678901234567", "45")),
                hex(EmvKeys.mastercardSessionKey(hex("DCE992BCE398C264F7858AFD4C4A324A"), hex("3456"), hex("11111111"))));
    }

    /// GB/T 32907, annex A.
    private static List<String> sm4() {
        try (Sm4Key key = Sm4Key.of(hex(ECB_KEY))) {
            return List.of(hex(key.encryptEcb(hex(ECB_KEY))), hex(key.decryptEcb(hex("681EDF34D206965E86B3E94F536E4246"))),
                    hex(Cmac.sm4(hex("75E17E21465A2D2BD90C7FC14D62527D"), new byte[0])));
        }
    }

    /// RFC 5903, 8.1, from both sides.
    private static List<String> agreement() {
        byte[] initiator = hex("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433");
        byte[] responder = hex("C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53");
        byte[] initiatorPoint = EcKeys.P256.publicPoint(initiator);
        return List.of(hex(initiatorPoint), hex(EcKeys.P256.agreeRaw(responder, initiatorPoint)),
                hex(EcKeys.P256.agreeRaw(initiator, EcKeys.P256.publicPoint(responder))));
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static byte[] hex(String text) {
        return HEX.parseHex(text);
    }
}
