package io.shouyin.vault;

import io.shouyin.paycrypto.ActivationExchange;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesGcm;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.Cmac;
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
import io.shouyin.paycrypto.PinTranslation;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.Sm4Key;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TrackCipher;
import io.shouyin.paycrypto.UnionPayMac;
import io.shouyin.paycrypto.X9143;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Known answers for every algorithm that the vault uses, run before it opens.
///
/// @param name of the algorithm
/// @param holds whether the answer is the known one
record SelfTest(String name, BooleanSupplier holds) {

    private static final String ECB_KEY = "0123456789ABCDEFFEDCBA9876543210";

    static List<SelfTest> all() {
        return List.of(
                new SelfTest("TDES", () -> same("08D7B4FB629D0885", Tdes.encryptEcb(hex(ECB_KEY), new byte[8]))
                        && same("0000000000000000", Tdes.decryptEcb(hex(ECB_KEY), hex("08D7B4FB629D0885")))),
                new SelfTest("AES-CMAC", () -> same("BB1D6929E95937287FA37D129B756746",
                        Cmac.aes(hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[0]))),
                new SelfTest("AES-256-GCM", () -> same(
                        "CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919",
                        AesGcm.seal(new byte[32], new byte[12], new byte[16], new byte[0]))),
                new SelfTest("HMAC-SHA-256", () -> same(
                        "823CEE1B8178245D64BB5333070E47A76D629C64CE24FA231957881D69D24F0B",
                        HmacSha256.mac(hex("FE30AABE67F6EBE4003B327DDBFB8261")))),
                new SelfTest("HKDF-SHA-256", () -> same(
                        "3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF34007208D5B887185865",
                        Hkdf.derive(hex("0B".repeat(22)), hex("000102030405060708090A0B0C"),
                                hex("F0F1F2F3F4F5F6F7F8F9"), 42))),
                new SelfTest("retail MAC", () -> same("A1C72E74EA3FA9B6", RetailMac.mac(hex(ECB_KEY),
                        "Now is the time for all ".getBytes(StandardCharsets.US_ASCII)))),
                new SelfTest("UnionPay-style MAC", () -> Arrays.equals("06870AD2".getBytes(StandardCharsets.US_ASCII),
                        UnionPayMac.mac(hex("8FE30B2A612C01DA1A1962F737257F67"), hex("E0F762EE0F6B7E25FA95237D16")))),
                new SelfTest("PIN translation", () -> same("E8485F0FC0A99505", PinTranslation.translate(
                        hex("3E702C4C31CE6B0D43CBFB01D3C7C1A1"), hex("BCB60E75A7A46ED9922573D3DF31A497"),
                        hex("914A73F65161232A"), "409467201432158"))),
                new SelfTest("SM4", SelfTest::sm4Holds),
                new SelfTest("PIN block format 4", () -> same("28B41FDDD29B743E93124BD8E32D921E", format4())),
                new SelfTest("Chinese PIN block", () -> same("06123654FFFFFFFFFFFF99FEFF88D977",
                        PinBlocks.encodeCn16("123654", "6230606601007726888"))),
                new SelfTest("PVV", () -> Pvv.pvv(hex(ECB_KEY), "1122334455667788", 1, "4524").equals("8523")),
                new SelfTest("IBM 3624", () -> Ibm3624.offset(hex("F80815CD807932C1C4FEDC3B152951754FD545F4D3E970A8"),
                        Ibm3624.DecimalisationTable.of("0123456789012345"), "0000313248808424", "86530875").equals("36324376")),
                new SelfTest("CVV", () -> Cvv.cvv(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111")
                        .equals("361")),
                new SelfTest("TDES DUKPT", () -> same("042666B49184CF5C68DE9628D0397B36", TdesDukpt.useKey(TdesDukpt.transactionKey(
                        hex("6AC292FAA1315B4D858AB3A3D7D5933A"), hex("FFFF9876543210E00001")), TdesDukpt.Use.PIN))
                        && same("6AC292FAA1315B4D858AB3A3D7D5933A", TdesDukpt.initialKey(hex(ECB_KEY), hex("FFFF9876543210E00001")))),
                new SelfTest("AES DUKPT", () -> same("AF8CB133A78F8DC2D1359F18527593FB", AesDukpt.workingKeyOf(
                        AesDukpt.initialKey(hex("FEDCBA9876543210F1F1F1F1F1F1F1F1"), hex("1234567890123456")),
                        hex("123456789012345600000001"), AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128))),
                new SelfTest("EMV keys and cryptograms", SelfTest::cryptogramHolds),
                new SelfTest("key shares", () -> same("4A0200A1A7B22A3B68F90F8C340700DE", KeyComponents.recover(List.of(
                        new KeyComponents.Share(1, hex("4C83C7F0BB71DA74769B11D63C6BDFD7")),
                        new KeyComponents.Share(2, hex("461B95039F2FD1A5543D333824DFA5CC")))))),
                new SelfTest("keyed hash of card numbers", () -> new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L)
                        .of(hex("000102030405060708090A0B0C0D0E")) == 0xA129CA6149BE45E5L),
                new SelfTest("track encryption", () -> TrackCipher.decrypt(hex("7F6E5D4C3B2A19081726354453627180"),
                        "6216261000000000018DB47A3539B5E5F2F40").equals("6216261000000000018=30122200000000000")),
                new SelfTest("X9.143 key block", SelfTest::keyBlockHolds),
                new SelfTest("ECDH P-256", SelfTest::agreementHolds),
                new SelfTest("random numbers", () -> !Arrays.equals(ActivationExchange.newNonce(),
                        ActivationExchange.newNonce())));
    }

    /// The name of the first test that fails, by a wrong answer or an exception.
    static Optional<String> firstFailure(List<SelfTest> tests) {
        return tests.stream().filter(test -> !test.passes()).map(SelfTest::name).findFirst();
    }

    boolean passes() {
        try {
            return holds.getAsBoolean();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static byte[] format4() {
        try (AesKey key = AesKey.of(hex("00112233445566778899AABBCCDDEEFF"))) {
            return PinBlocks.encipherFormat4(key, "1234", "1234567890123456789", hex("FFFFFFFFFFFFFFFF"));
        }
    }

    private static boolean cryptogramHolds() {
        byte[] card = EmvKeys.masterKeyA(hex(ECB_KEY), "9901234567890123", "45");
        byte[] session = EmvKeys.commonSessionKey(card, hex("1234567890123456"));
        byte[] arqc = EmvCryptograms.cryptogram(session, MacPadding.ONE_AND_ZEROS, hex("0123456789ABCDEF0123456789ABCDEF"));
        return same("F84315C7B95BD3B0C74694922C3808B0", card) && same("3E736BF8D37664348A04E3ABE00DEFC1", session)
                && same("4B46013359B7A58B", arqc) && same("F8C9CECAABD55AD1", EmvCryptograms.arpcMethod1(card, arqc, new byte[2]))
                && same("4962B76C", EmvCryptograms.arpcMethod2(session, arqc, new byte[4], hex("1234567890ABCDEF")));
    }

    private static boolean keyBlockHolds() {
        byte[] kbpk = hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6");
        String block = "D0112P0AE00E0000B82679114F470F540165EDFBF7E250FCEA43F810D215F8D207E2E417C07156A2"
                + "7E8E31DA05F7425509593D03A457DC34";
        try (X9143.Protection protection = X9143.Protection.of('D', kbpk); X9143.Unwrapped key = protection.unwrap(block)) {
            return same("3F419E1CB7079442AA37474C2EFBF8B8", key.key())
                    && protection.wrap(key.header(), key.key(), hex("1C2965473CE206BB855B01533782")).equals(block);
        }
    }

    /// GB/T 32907, annex A.
    private static boolean sm4Holds() {
        try (Sm4Key key = Sm4Key.of(hex(ECB_KEY))) {
            return same("681EDF34D206965E86B3E94F536E4246", key.encryptEcb(hex(ECB_KEY)))
                    && same(ECB_KEY, key.decryptEcb(hex("681EDF34D206965E86B3E94F536E4246")))
                    && same("86C8B70F494DEA22AB25D7A9050AFB8A", Cmac.sm4(hex("75E17E21465A2D2BD90C7FC14D62527D"), new byte[0]));
        }
    }

    /// RFC 5903, 8.1, from both sides.
    private static boolean agreementHolds() {
        byte[] initiator = hex("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433");
        byte[] responder = hex("C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53");
        byte[] initiatorPoint = hex("04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180"
                + "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3");
        String shared = "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE";
        return Arrays.equals(initiatorPoint, EcKeys.P256.publicPoint(initiator))
                && same(shared, EcKeys.P256.agreeRaw(responder, initiatorPoint))
                && same(shared, EcKeys.P256.agreeRaw(initiator, EcKeys.P256.publicPoint(responder)));
    }

    private static boolean same(String expected, byte[] actual) {
        return Arrays.equals(hex(expected), actual);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
