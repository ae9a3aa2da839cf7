package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.assertReason;
import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/// Each worked example of the Javadoc.
class WorkedExamplesTest {

    private static final byte[] ECB_KEY = hex("0123456789ABCDEFFEDCBA9876543210");
    private static final byte[] NOW = "Now is the time for all ".getBytes(StandardCharsets.US_ASCII);

    @Test
    void hostWord() {
        byte[] covered = HostWord.Kind.ORDER.covered(hex("7B7D"));
        assertThat(hex(covered)).isEqualTo("73686F7579696E2D6F726465722D76310A7B7D");
        assertThat(hex(HostWord.key(hex("7701".repeat(16))).mac(covered))).isEqualTo("56D9955168DBA747035FA621A4262EAD7EBE772F50C9C0382F1ABCBEA22AE8F2");
    }

    @Test
    void macs() {
        assertThat(hex(Cmac.aes(hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[0]))).isEqualTo("BB1D6929E95937287FA37D129B756746");
        assertThat(hex(Cmac.tdes(hex("0123456789ABCDEF23456789ABCDEF01"), new byte[0]))).isEqualTo("79CE52A7F786A960");
        assertThat(hex(Cmac.sm4(hex("75E17E21465A2D2BD90C7FC14D62527D"), new byte[0]))).isEqualTo("86C8B70F494DEA22AB25D7A9050AFB8A");
        assertThat(hex(MacPadding.ONE_AND_ZEROS.pad(hex("D1"), 8))).isEqualTo("D180000000000000");
        TdesKey left = TdesKey.of(hex("0123456789ABCDEF"));
        TdesKey right = TdesKey.of(hex("FEDCBA9876543210"));
        assertThat(hex(Iso9797.algorithm1(left, MacPadding.ZEROS, NOW))).isEqualTo("70A30640CC76DD8B");
        assertThat(hex(Iso9797.algorithm3(left, right, MacPadding.ZEROS, NOW))).isEqualTo("A1C72E74EA3FA9B6");
        assertThat(hex(RetailMac.mac(ECB_KEY, MacPadding.ONE_AND_ZEROS, NOW))).isEqualTo("E9086230CA3BE796");
        assertThat(hex(Sm3.hmac(hex("7AF666A539C84673D2759C1B298E5C1F"), new byte[0])))
                .isEqualTo("2B2346D202856E3BFEC6D020EF292E5B7F3AFE6F44E9677B00E11021BD62771C");
        assertThat(hex(HmacSha256.mac(hex("FE30AABE67F6EBE4003B327DDBFB8261"))))
                .isEqualTo("823CEE1B8178245D64BB5333070E47A76D629C64CE24FA231957881D69D24F0B");
    }

    @Test
    void macs_byReadyKey_equalTheStatelessOnesForEachPaddingAndLength() {
        RetailMacKey ready = RetailMacKey.of(ECB_KEY);
        TdesKey left = TdesKey.of(hex("0123456789ABCDEF"));
        TdesKey right = TdesKey.of(hex("FEDCBA9876543210"));
        for (MacPadding padding : MacPadding.values()) {
            for (int length = 0; length < 40; length++) {
                byte[] data = new byte[length];
                Arrays.fill(data, (byte) length);
                byte[] mac = Iso9797.algorithm3(left, right, padding, data);
                assertThat(ready.mac(padding, data)).isEqualTo(mac);
                assertThat(ready.verify(padding, data, Arrays.copyOf(mac, 4))).isTrue();
                mac[3] ^= 1;
                assertThat(ready.verify(padding, data, Arrays.copyOf(mac, 4))).isFalse();
            }
        }
        assertReason(CryptoRefusal.DATA_LENGTH, () -> ready.verify(MacPadding.ZEROS, NOW, new byte[3]));
    }

    @Test
    void readyKeys() {
        byte[] aesKey = hex("2B7E151628AED2A6ABF7158809CF4F3C");
        byte[] block = hex("6BC1BEE22E409F96E93D7E117393172A");
        assertThat(hex(AesKey.of(hex("000102030405060708090A0B0C0D0E0F")).encryptEcb(hex("00112233445566778899AABBCCDDEEFF"))))
                .isEqualTo("69C4E0D86A7B0430D8CDB78070B4C55A");
        assertThat(hex(AesKey.of(aesKey).encryptEcb(block))).isEqualTo("3AD77BB40D7A3660A89ECAF32466EF97");
        assertThat(hex(AesKey.of(aesKey).encryptCbc(hex("000102030405060708090A0B0C0D0E0F"), block)))
                .isEqualTo("7649ABAC8119B246CEE98E9B12E9197D");
        assertThat(hex(Sm4Key.of(ECB_KEY).encryptEcb(ECB_KEY))).isEqualTo("681EDF34D206965E86B3E94F536E4246");
        assertThat(TdesKey.of(ECB_KEY).encrypt(0)).isEqualTo(0x08D7B4FB629D0885L);
        assertThat(TdesKey.of(ECB_KEY).decrypt(0x08D7B4FB629D0885L)).isZero();
        assertThat(hex(Tdes.encryptCbc(ECB_KEY, new byte[8], NOW))).isEqualTo("D80A0D8B2BAE5E4E319E5E68C3E8891B93462A6DB9B4A4D1");
        CmacKey cmac = CmacKey.of(AesKey.of(aesKey));
        assertThat(hex(cmac.mac(block))).isEqualTo("070A16B46B4D4144F79BDD9DD04A287C");
        assertThat(hex(cmac.mac(block, 4))).isEqualTo("070A16B4");
        assertThat(cmac.verify(block, hex("070A16B4"))).isTrue();
        byte[] hmacKey = hex("0B".repeat(20));
        HmacKey hmac = HmacKey.of(hmacKey);
        byte[] hi = "Hi There".getBytes(StandardCharsets.US_ASCII);
        assertThat(hex(hmac.mac(hi))).isEqualTo("B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7");
        assertThat(hmac.verify(hi, hex("B0344C61"))).isTrue();
        RetailMacKey retail = RetailMacKey.of(ECB_KEY);
        assertThat(hex(retail.mac(MacPadding.ZEROS, NOW))).isEqualTo("A1C72E74EA3FA9B6");
        assertThat(retail.verify(MacPadding.ZEROS, NOW, hex("A1C72E74"))).isTrue();
        AesGcmKey gcm = AesGcmKey.of(new byte[32]);
        byte[] sealed = gcm.seal(new byte[12], new byte[16], new byte[0]);
        assertThat(hex(sealed)).isEqualTo("CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919");
        assertThat(gcm.open(new byte[12], sealed, new byte[0])).isEqualTo(new byte[16]);
        assertThat(gcm.openWithNonce(gcm.sealWithNonce(NOW, ECB_KEY), ECB_KEY)).isEqualTo(NOW);
    }

    @Test
    void checkValues() {
        byte[] aes = hex("3F419E1CB7079442AA37474C2EFBF8B8");
        assertThat(KeyCheck.tdes(ECB_KEY, 3)).isEqualTo("08D7B4");
        assertThat(KeyCheck.tdesCmac(ECB_KEY, 5)).isEqualTo("0A82458664");
        assertThat(KeyCheck.aesCmac(aes)).isEqualTo("08793E");
        assertThat(KeyCheck.aesCmac(AesDeviceKey.of(16, AesKey.of(aes)::encryptEcb))).isEqualTo("08793E");
        assertThat(KeyCheck.aesCmac(aes, 5)).isEqualTo("08793E25AB");
        assertThat(KeyCheck.aesLegacy(aes)).isEqualTo("E5E07C");
        assertThat(KeyCheck.sm4Cmac(hex("F351D490994603795C6EBEE8FAEBB481"), 5)).isEqualTo("A42200C1A5");
        assertThat(KeyCheck.hmac(hex("FE30AABE67F6EBE4003B327DDBFB8261"), 3)).isEqualTo("823CEE");
    }

    @Test
    void keyBlocks() {
        byte[] kbpk = hex("88E1AB2A2E3DD38C1FA039A536500CC8");
        assertThat(hex(X9143.encryptionKey('D', kbpk))).isEqualTo("DB605ED0B3B456610097B230A1A7A5EC");
        assertThat(hex(X9143.macKey('D', kbpk))).isEqualTo("71F8C080EFD46E8D72415E7EBE389445");
        assertThat(X9143.wrap(kbpk, X9143.Header.of('E', "P0", 'A', 'E', 'E'), hex("3F419E1CB7079442AA37474C2EFBF8B8")))
                .isEqualTo("E0084P0AE00E00008A307071B0373D9A1AFF4E47EBD5B74DAD18B57E3F22B8136516A49B6BE49F6CC195");
        byte[] key = hex("3F419E1CB7079442AA37474C2EFBF8B8");
        byte[] longer = hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6");
        try (X9143.Protection protection = X9143.Protection.of('D', longer)) {
            X9143.Header header = X9143.Header.of('D', "P0", 'A', 'E', 'E');
            assertThat(protection.wrap(header, key, hex("1C2965473CE206BB855B01533782"))).isEqualTo("D0112P0AE00E0000B82679114F470F540165EDFBF7"
                    + "E250FCEA43F810D215F8D207E2E417C07156A27E8E31DA05F7425509593D03A457DC34");
            String masked = protection.wrapMasked(header, key, 32);
            assertThat(masked).hasSize(144).startsWith("D0144P0AE00E0000").hasSameSizeAs(protection.wrap(header, longer));
            assertThat(protection.unwrap(masked).key()).isEqualTo(key);
        }
    }

    @Test
    void keyComponents_ofATdesKey() {
        assertThat(hex(KeyComponents.combineTdes(List.of(ECB_KEY, hex("10".repeat(16)), hex("04".repeat(16))))))
                .isEqualTo("153751739DBFD9FBEAC8AE8C62402604");
    }

    @Test
    void aesGcmAndHkdf() {
        byte[] sealed = AesGcm.seal(new byte[32], new byte[12], new byte[16], new byte[0]);
        assertThat(hex(sealed)).isEqualTo("CEA7403D4D606B6E074EC5D3BAF39D18D0D1C8A799996BF0265B98B5D48AB919");
        assertThat(AesGcm.open(new byte[32], new byte[12], sealed, new byte[0])).isEqualTo(new byte[16]);
        assertThat(hex(Hkdf.derive(hex("0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B"), hex("000102030405060708090A0B0C"),
                hex("F0F1F2F3F4F5F6F7F8F9"), 42)))
                .isEqualTo("3CB25F25FAACD57A90434F64D0362F2A2D2D0A90CF1A5A4C5DB02D56ECC4C5BF34007208D5B887185865");
    }

    @Test
    void pinBlocks() {
        assertThat(hex(PinBlocks.encodeFormat0("1234", "5555555551234567"))).isEqualTo("041261AAAAEDCBA9");
        assertThat(PinBlocks.decodeFormat0(hex("041261AAAAEDCBA9"), "5555555551234567")).containsExactly("1234".toCharArray());
        assertThat(PinBlocks.decodeFormat2(hex("241234FFFFFFFFFF"))).containsExactly("1234".toCharArray());
        assertThat(hex(PinBlocks.encodeFormat3("1234", "5555555551234567", "FFFFFFFFFF"))).isEqualTo("341261AAAAEDCBA9");
        assertThat(PinBlocks.decodeCn16(hex("06123654FFFFFFFFFFFF99FEFF88D977"), "6230606601007726888"))
                .containsExactly("123654".toCharArray());
        assertThat(hex(PinBlocks.encodeFormat1("12345", "EDCBA9876"))).isEqualTo("1512345EDCBA9876");
        assertThat(PinBlocks.decodeFormat1(hex("1512345EDCBA9876"))).containsExactly("12345".toCharArray());
        assertThat(hex(PinBlocks.encodeFormat2("1234"))).isEqualTo("241234FFFFFFFFFF");
        assertThat(PinBlocks.decodeFormat3(hex("341261AAAAEDCBA9"), "5555555551234567")).containsExactly("1234".toCharArray());
        assertThat(hex(PinBlocks.format4PinField("1234", hex("FFFFFFFFFFFFFFFF")))).isEqualTo("441234AAAAAAAAAAFFFFFFFFFFFFFFFF");
        assertThat(PinBlocks.decodeFormat4PinField(hex("441234AAAAAAAAAAFFFFFFFFFFFFFFFF"))).containsExactly("1234".toCharArray());
        assertThat(hex(PinBlocks.format4PanField("112233445566778899"))).isEqualTo("61122334455667788990000000000000");
        assertThat(hex(PinBlocks.encipherFormat4(AesKey.of(hex("00112233445566778899AABBCCDDEEFF")), "1234",
                "1234567890123456789", hex("FFFFFFFFFFFFFFFF")))).isEqualTo("28B41FDDD29B743E93124BD8E32D921E");
        assertThat(hex(PinBlocks.encodeCn16("123654", "6230606601007726888"))).isEqualTo("06123654FFFFFFFFFFFF99FEFF88D977");
    }

    @Test
    void pinBlocks_format4() {
        AesKey aes = AesKey.of(hex("00112233445566778899AABBCCDDEEFF"));
        byte[] block = hex("28B41FDDD29B743E93124BD8E32D921E");
        assertThat(PinBlocks.decipherFormat4(aes, block, "1234567890123456789")).containsExactly("1234".toCharArray());
        assertThat(hex(PinTranslation.translate(aes, PinFormat.ISO_4, TdesKey.of(ECB_KEY), PinFormat.ISO_0, block, "1234567890123456789")))
                .isEqualTo("ABFB7A6C0CBC4234");
    }

    @Test
    void pinBlocks_randomFill_decodesToThePin() {
        String pan = "6216261000000000018";
        AesKey aes = AesKey.of(new byte[16]);
        for (String pin : List.of("1234", "12345", "0000", "987654321098", "12345678901")) {
            for (int i = 0; i < 20; i++) {
                assertThat(PinBlocks.decodeFormat1(PinBlocks.encodeFormat1(pin))).containsExactly(pin.toCharArray());
                assertThat(PinBlocks.decodeFormat3(PinBlocks.encodeFormat3(pin, pan), pan)).containsExactly(pin.toCharArray());
                assertThat(PinBlocks.decipherFormat4(aes, PinBlocks.encipherFormat4(aes, pin, pan), pan))
                        .containsExactly(pin.toCharArray());
            }
            assertThat(PinBlocks.decodeFormat2(PinBlocks.encodeFormat2(pin))).containsExactly(pin.toCharArray());
            assertThat(PinBlocks.decodeCn16(PinBlocks.encodeCn16(pin, pan), pan)).containsExactly(pin.toCharArray());
        }
        for (String pin : List.of("", "123", "1234567890123", "12a4", "１２３４")) {
            assertThat(catchThrowable(() -> PinBlocks.encodeFormat0(pin, pan)))
                    .isInstanceOf(CryptoRefusedException.class);
        }
    }

    @Test
    void pinTranslation_rules() {
        assertThat(PinTranslation.rule(PinFormat.ISO_1, PinFormat.ISO_0)).isEqualTo(PinTranslation.Rule.ALLOWED);
        assertThat(PinTranslation.rule(PinFormat.ISO_0, PinFormat.ISO_1)).isEqualTo(PinTranslation.Rule.FORBIDDEN);
        byte[] block = new byte[8];
        assertReason(CryptoRefusal.PIN_TRANSLATION_FORBIDDEN, () -> PinTranslation.translate(TdesKey.of(ECB_KEY), PinFormat.ISO_0,
                TdesKey.of(ECB_KEY), PinFormat.ISO_2, block, "6216261000000000018"));
        assertReason(CryptoRefusal.PARAMETER, () -> PinTranslation.translate(TdesKey.of(ECB_KEY), PinFormat.ISO_0,
                TdesKey.of(ECB_KEY), PinFormat.ISO_4, block, "6216261000000000018"));
    }

    @Test
    void ibm3624() {
        var table = Ibm3624.DecimalisationTable.of("1234567890123456");
        assertThat(Ibm3624.naturalPin(ECB_KEY, table, "1122334455667788", 4)).containsExactly("4524".toCharArray());
        assertThat(Ibm3624.pin(ECB_KEY, table, "1122334455667788", "6586")).containsExactly("0000".toCharArray());
        byte[] pvk = hex("F80815CD807932C1C4FEDC3B152951754FD545F4D3E970A8");
        var usual = Ibm3624.DecimalisationTable.of("0123456789012345");
        assertThat(Ibm3624.offset(pvk, usual, "0000313248808424", "86530875")).isEqualTo("36324376");
        assertThat(Ibm3624.verify(TdesKey.of(pvk), usual, "0000313248808424", "86530875", "3632")).isTrue();
        assertThat(Ibm3624.verify(TdesKey.of(pvk), usual, "0000313248808424", "8653", "36324376")).isFalse();
        for (String bad : List.of("", "012345678901234", "01234567890123456", "012345678901234A", "0123456701234567".replace('7', '0'),
                "0000012345678912")) {
            assertReason(CryptoRefusal.DECIMALISATION_TABLE, () -> Ibm3624.DecimalisationTable.of(bad));
        }
    }

    @Test
    void cardValues() {
        assertThat(Cvv.cvv(hex("99999999999999998888888888888888"), "2222222222222222", "3333", "111")).isEqualTo("361");
        byte[] rarePair = hex("C192C8E9C71594F1C12F0D9138BA85EC");
        assertThat(Cvv.cvv(rarePair, "4756372692809", "2609", "000")).isEqualTo("843");
        try (Cvv.Pair pair = Cvv.Pair.of(rarePair)) {
            assertThat(pair.usesSecondPass("4756372692809", "2609", "000")).isTrue();
        }
        TdesKey rarePvk = TdesKey.of(hex("5751166246E0FB7CC11C68A4989D3838"));
        assertThat(Pvv.pvv(rarePvk, "3453412408380197", 1, "4508")).isEqualTo("8183");
        assertThat(Pvv.usesSecondPass(rarePvk, "3453412408380197", 1, "4508")).isTrue();
        byte[] pair = EmvKeys.masterKeyA(hex("12345678123456781234567812345678"), "1234567890123456", "00");
        assertThat(Cvv.dynamicCvv(pair, "1234567890123456", "1310", "226", "3210")).isEqualTo("422");
        assertThat(Cvv.dynamicCvv(pair, "1234567890123456", "1310", "226", "00AB")).isEqualTo("867");
        byte[] cardKey = EmvKeys.masterKeyA(hex("01234567899876543210012345678998"), "5123456789012345", "00");
        assertThat(hex(cardKey)).isEqualTo("6D6425FB9401C21AA1F80451AB85DA3B");
        assertThat(Cvv.cvc3(cardKey, hex("5123456789012345D35121010000000000000F"), hex("00000899"), hex("005E"))).isEqualTo("29488");
    }

    @Test
    void emvKeysAndCryptograms() {
        byte[] cardKey = EmvKeys.masterKeyA(ECB_KEY, "9901234567890123", "45");
        assertThat(hex(cardKey)).isEqualTo("F84315C7B95BD3B0C74694922C3808B0");
        assertThat(hex(EmvKeys.masterKeyB(ECB_KEY, "12345678901234567", "45"))).isEqualTo("F767ECC2263B2C543775CB62AB6B57D6");
        byte[] session = EmvKeys.commonSessionKey(cardKey, hex("1234567890123456"));
        assertThat(hex(session)).isEqualTo("3E736BF8D37664348A04E3ABE00DEFC1");
        assertThat(hex(EmvKeys.commonSessionKeyForAtc(cardKey, hex("001C")))).isEqualTo("A8671AF8581315C17032D99876B68592");
        assertThat(hex(EmvKeys.mastercardSessionKey(hex("DCE992BCE398C264F7858AFD4C4A324A"), hex("3456"), hex("11111111"))))
                .isEqualTo("68E9A15BBCF283EF0164F7E6C44C4325");
        assertThat(hex(EmvKeys.visaMessagingKey(ECB_KEY, hex("001C")))).isEqualTo("0123456789ABCDF2FEDCBA987654CDF2");
        assertThat(hex(EmvKeys.emv2000SessionKey(hex("0123456789ABCDEF0123456789ABCDEF"), hex("0000"), 8, 4, new byte[16])))
                .isEqualTo("80BF3145AECB948A5201DAB9EF469875");
        byte[] arqc = EmvCryptograms.cryptogram(session, MacPadding.ONE_AND_ZEROS, hex("0123456789ABCDEF0123456789ABCDEF"));
        assertThat(hex(arqc)).isEqualTo("4B46013359B7A58B");
        assertThat(hex(EmvCryptograms.arpcMethod1(cardKey, arqc, hex("0000")))).isEqualTo("F8C9CECAABD55AD1");
        assertThat(hex(EmvCryptograms.arpcMethod2(session, arqc, hex("00000000"), hex("1234567890ABCDEF")))).isEqualTo("4962B76C");
        assertThat(hex(EmvCryptograms.scriptMac(ECB_KEY, hex("8418000008"), hex("001C"), hex("29CCA15AE665FA2E"))))
                .isEqualTo("9490A62151A91C6E");
        assertThat(hex(EmvCryptograms.encryptScriptDataVisa(ECB_KEY, hex("241234FFFFFFFFFF"))))
                .isEqualTo("41355BA9B7939D773A8AE1947D2AD964");
        assertThat(hex(EmvCryptograms.encryptScriptDataMastercard(ECB_KEY, hex("241234FFFFFFFFFF")))).isEqualTo("9859240AE52820C3");
        assertThat(hex(EmvCryptograms.visaPinChangeBlock(ECB_KEY, "1234", null))).isEqualTo("041234FF76543210");
    }

    /// Visa CVN 18 and Interac CVN 133: values from knovichikhin/pyemv, tests/test_cvn_hsm.py.
    @Test
    void cardProfiles_beyondTheVectorFiles() {
        byte[] atc = hex("001C");
        byte[] smi = hex("FEDCBA98765432100123456789ABCDEF");
        byte[] smc = hex("89ABCDEF0123456776543210FEDCBA98");
        try (var card = CardProfile.named("Visa CVN 18").card(ECB_KEY, smi, smc, "1234567890123456", "00")) {
            byte[] arqc = card.cryptogram(atc, new byte[4],
                    hex("0000000040000000000000000124800004800001241911050152BF45851800001C06011203A0B800"));
            assertThat(hex(card.sessionKey(atc, new byte[4]))).isEqualTo("436B942AD637E08564B532B0EC97CB26");
            assertThat(hex(arqc)).isEqualTo("7A788EA6B8A3E733");
            assertThat(hex(card.arpcWithStatus(atc, arqc, new byte[4], new byte[0]))).isEqualTo("9AF514C1");
            assertThat(hex(card.scriptMac(hex("8418000008"), atc, arqc, new byte[0]))).isEqualTo("04EDE90BC24CC35E");
            assertThat(hex(card.pinChange(atc, arqc, "9999", null)))
                    .isEqualTo("8424000218BB221AF527377A2811D2B6EBC396A9391A22B480EF312F40");
            assertThat(hex(card.pinChange(atc, arqc, "9999", "8888")))
                    .isEqualTo("84240001182EE025E554BCD87E11D2B6EBC396A9390FB94A4E4EC10F41");
            assertReason(CryptoRefusal.PARAMETER, () -> card.arpc(atc, new byte[4], arqc, new byte[2]));
        }
        byte[] un = hex("ABCDEF12");
        try (var card = CardProfile.named("Interac CVN 133").card(ECB_KEY, smi, smc, "1234567890123456", "00")) {
            byte[] arqc = card.cryptogram(atc, un, hex("00000000999900000000000001248000000000012420990600ABCDEF121800001C"
                    + "1501850440B100000000B00000000000000000000000"));
            assertThat(hex(arqc)).isEqualTo("18932FECA2D84326");
            assertThat(hex(card.arpc(atc, un, arqc, hex("0000")))).isEqualTo("4DF171A49396C363");
            assertThat(hex(card.scriptMac(hex("8424000008"), atc, arqc, new byte[0]))).isEqualTo("B574ABB0A485A330");
            assertThat(hex(card.pinChange(atc, arqc, "9999", null))).isEqualTo("8424000210382F36D5920D23915CC7573F770298C9");
        }
    }

    @Test
    void dukpt() {
        byte[] ksn = hex("FFFF9876543210E00001");
        byte[] initialKey = TdesDukpt.initialKey(ECB_KEY, ksn);
        assertThat(hex(initialKey)).isEqualTo("6AC292FAA1315B4D858AB3A3D7D5933A");
        byte[] key = TdesDukpt.transactionKey(initialKey, ksn);
        assertThat(hex(key)).isEqualTo("042666B49184CFA368DE9628D0397BC9");
        assertThat(hex(TdesDukpt.useKey(key, TdesDukpt.Use.PIN))).isEqualTo("042666B49184CF5C68DE9628D0397B36");
        assertThat(hex(TdesDukpt.withoutCounter(ksn))).isEqualTo("FFFF9876543210E00000");
        try (var transaction = TdesDukptTerminal.load(initialKey, hex("FFFF9876543210E00000")).next()) {
            assertThat(transaction.ksn()).isEqualTo(ksn);
            assertThat(hex(transaction.key(TdesDukpt.Use.PIN))).isEqualTo("042666B49184CF5C68DE9628D0397B36");
        }
        assertThat(hex(TdesDukpt.next(hex("FFFF9876543210EFF800")))).isEqualTo("FFFF9876543210EFF801");

        byte[] aes = AesDukpt.initialKey(hex("FEDCBA9876543210F1F1F1F1F1F1F1F1"), hex("1234567890123456"));
        assertThat(hex(aes)).isEqualTo("1273671EA26AC29AFA4D1084127652A1");
        byte[] aesKsn = hex("123456789012345600000001");
        byte[] derivation = AesDukpt.derivationKey(aes, aesKsn);
        assertThat(hex(derivation)).isEqualTo("4F21B565BAD9835E112B6465635EAE44");
        assertThat(hex(AesDukpt.workingKey(derivation, aesKsn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)))
                .isEqualTo("AF8CB133A78F8DC2D1359F18527593FB");
        assertThat(hex(AesDukpt.workingKeyOf(aes, aesKsn, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)))
                .isEqualTo("AF8CB133A78F8DC2D1359F18527593FB");
        try (var transaction = AesDukptTerminal.load(aes, hex("1234567890123456")).next()) {
            assertThat(transaction.ksn()).isEqualTo(aesKsn);
            assertThat(hex(transaction.key(AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)))
                    .isEqualTo("AF8CB133A78F8DC2D1359F18527593FB");
        }
        assertThat(hex(AesDukpt.updateKey(aes, hex("1234567890123456"), AesDukpt.KeyType.AES_128)))
                .isEqualTo("9A9770AEE1ACD1B13473D0463A1883B9");
    }

    @Test
    void tdesDukptTerminal_manyTransactions_agreesWithTheHost() {
        byte[] initialKey = TdesDukpt.initialKey(ECB_KEY, hex("FFFF9876543210E00000"));
        byte[] expected = hex("FFFF9876543210E00000");
        TdesDukpt.Bdk bdk = TdesDukpt.Bdk.of(ECB_KEY);
        TdesDukptTerminal terminal = TdesDukptTerminal.load(initialKey, expected);
        for (int i = 0; i < 5000; i++) {
            expected = TdesDukpt.next(expected);
            try (var transaction = terminal.next()) {
                assertThat(transaction.ksn()).isEqualTo(expected);
                TdesDukpt.Use use = TdesDukpt.Use.values()[i % TdesDukpt.Use.values().length];
                byte[] key = transaction.key(use);
                assertThat(bdk.useKey(expected, use).encrypt(i)).isEqualTo(TdesKey.of(key).encrypt(i));
            }
        }
    }

    @Test
    void tdesDukptTerminal_counterAfterTheLast_isRefused() {
        byte[] ksn = hex("FFFF9876543210FFE000");
        assertReason(CryptoRefusal.KEY_SERIAL_NUMBER, () -> TdesDukpt.next(hex("FFFF9876543210FFFFFF")));
        assertReason(CryptoRefusal.KEY_SERIAL_NUMBER, () -> TdesDukpt.requireValid(hex("FFFF9876543210E00000")));
        assertReason(CryptoRefusal.KEY_SERIAL_NUMBER, () -> TdesDukpt.requireValid(hex("FFFF9876543210E007FF")));
        assertReason(CryptoRefusal.KEY_SERIAL_NUMBER, () -> TdesDukpt.requireValid(new byte[9]));
        TdesDukpt.requireValid(ksn);
    }

    @Test
    void aesDukptTerminal_manyTransactions_agreesWithTheHost() {
        byte[] id = hex("1234567890123456");
        for (int length : new int[] {16, 24, 32}) {
            byte[] initialKey = AesDukpt.initialKey(new byte[length], id);
            byte[] expected = Arrays.copyOf(id, 12);
            AesDukpt.Bdk bdk = AesDukpt.Bdk.of(new byte[length]);
            assertThat(bdk.initialKey(id)).isEqualTo(initialKey);
            AesDukptTerminal terminal = AesDukptTerminal.load(initialKey, id);
            assertThat(terminal.updateKey(AesDukpt.KeyType.AES_128))
                    .isEqualTo(AesDukpt.updateKey(initialKey, id, AesDukpt.KeyType.AES_128));
            for (int i = 0; i < 300; i++) {
                expected = AesDukpt.next(expected);
                try (var transaction = terminal.next()) {
                    assertThat(transaction.ksn()).isEqualTo(expected);
                    assertThat(transaction.key(AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128)).isEqualTo(
                            AesDukpt.workingKeyOf(initialKey, expected, AesDukpt.Usage.PIN_ENCRYPTION, AesDukpt.KeyType.AES_128));
                    for (AesDukpt.KeyType type : List.of(AesDukpt.KeyType.TDES_2KEY, AesDukpt.KeyType.AES_128)) {
                        byte[] key = transaction.key(AesDukpt.Usage.DATA_BOTH, type);
                        BlockKey own = type == AesDukpt.KeyType.AES_128 ? AesKey.of(key) : TdesKey.of(key);
                        assertThat(bdk.useKey(expected, AesDukpt.Usage.DATA_BOTH, type).encryptEcb(new byte[16]))
                                .isEqualTo(own.encryptEcb(new byte[16]));
                    }
                }
            }
        }
    }

    @Test
    void aesDukpt_nextCounter_skipsThoseWithMoreThanSixteenOnes() {
        assertThat(hex(AesDukpt.next(hex("12345678901234560000FFFF")))).isEqualTo("123456789012345600010000");
        assertThat(hex(AesDukpt.next(hex("12345678901234560001FFFE")))).isEqualTo("123456789012345600020000");
        assertReason(CryptoRefusal.KEY_SERIAL_NUMBER, () -> AesDukpt.next(hex("1234567890123456FFFF0000")));
        assertThat(AesDukpt.validCounters()).isEqualTo(2448023842L);
    }

    @Test
    void nationalAlgorithms() {
        assertThat(hex(Sm3.digest("abc".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0");
        byte[] d = hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
        byte[] id = Sm2.DEFAULT_ID.getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Sm2.sign(d, id, "message digest".getBytes(StandardCharsets.US_ASCII),
                hex("59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21"));
        assertThat(hex(signature)).startsWith("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3");
        byte[] own = Sm2.newPrivateKey();
        byte[] encrypted = Sm2.encrypt(Sm2.publicKey(own), new byte[] {1});
        assertThat(Sm2.decrypt(own, encrypted)).containsExactly(1);
        for (int i = 0; i < encrypted.length; i++) {
            byte[] changed = encrypted.clone();
            changed[i] ^= 1;
            assertReason(CryptoRefusal.SEALED_VALUE, () -> Sm2.decrypt(own, changed));
        }
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> Sm2.encrypt(new byte[65], new byte[] {1}));
    }

    @Test
    void remoteKeyLoad() {
        assertThat(hex(KeyDerivation.x963(hex("96C05619D56C328AB95FE84B18264B08725B85E33FD34F08"), new byte[0], 16)))
                .isEqualTo("443024C3DAE66B95E6F5670601558F71");
        assertThat(hex(KeyDerivation.concatenation(hex("96C05619D56C328AB95FE84B18264B08725B85E33FD34F08"), new byte[0], 16)))
                .isEqualTo("EA4959465AA61B5BE409CBC08EBF9451");
        byte[] d1 = hex("C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433");
        assertThat(hex(EcKeys.P256.publicPoint(d1))).isEqualTo("04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C377258118"
                + "05271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3");
        byte[] d2 = hex("C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53");
        assertThat(hex(EcKeys.P256.agreeRaw(d1, EcKeys.P256.publicPoint(d2))))
                .isEqualTo("D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE");
        byte[] offCurve = EcKeys.P256.publicPoint(d2);
        offCurve[64] ^= 1;
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> EcKeys.P256.agreeRaw(d1, offCurve));
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> EcKeys.P256.agreeRaw(d1, new byte[] {0}));
        EcKeys.Pair p384 = EcKeys.P384.generate();
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> EcKeys.P256.requirePublicKey(p384.publicKey()));
        assertReason(CryptoRefusal.PRIVATE_KEY, () -> EcKeys.P256.agree(p384.privateKey(), EcKeys.P256.generate().publicKey()));
    }

    @Test
    void keyPairs_ofEcKeys_areReadByTheJdk() throws Exception {
        for (EcKeys curve : EcKeys.values()) {
            EcKeys.Pair pair = curve.generate();
            EcKeys.Pair other = curve.generate();
            var factory = KeyFactory.getInstance("EC");
            var agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(factory.generatePrivate(new PKCS8EncodedKeySpec(pair.privateKey())));
            agreement.doPhase(factory.generatePublic(new X509EncodedKeySpec(other.publicKey())), true);
            assertThat(curve.agree(other.privateKey(), pair.publicKey())).isEqualTo(agreement.generateSecret());
        }
    }

    @Test
    void components() {
        assertThat(hex(KeyComponents.combine(List.of(hex("AAAABBBBCCCCDDDD1111222233334444"),
                hex("1111222233334444AAAABBBBCCCCDDDD"), hex("FFFF0000FFFF00000000FFFF0000FFFF")))))
                .isEqualTo("4444999900009999BBBB6666FFFF6666");
        assertThat(KeyComponents.combine(KeyComponents.split(ECB_KEY, 3))).isEqualTo(ECB_KEY);
        assertThat(hex(KeyComponents.recover(List.of(
                new KeyComponents.Share(1, hex("4C83C7F0BB71DA74769B11D63C6BDFD7")),
                new KeyComponents.Share(2, hex("461B95039F2FD1A5543D333824DFA5CC")))))).isEqualTo("4A0200A1A7B22A3B68F90F8C340700DE");
        List<KeyComponents.Share> shares = KeyComponents.share(ECB_KEY, 3, 5);
        assertThat(KeyComponents.recover(List.of(shares.get(4), shares.get(0), shares.get(2)))).isEqualTo(ECB_KEY);
        assertThat(KeyComponents.recover(shares.subList(0, 2))).isNotEqualTo(ECB_KEY);
        assertReason(CryptoRefusal.COMPONENTS, () -> KeyComponents.recover(List.of(shares.get(0), shares.get(0))));
        assertReason(CryptoRefusal.COMPONENTS, () -> KeyComponents.combine(List.of(ECB_KEY)));
        assertReason(CryptoRefusal.COMPONENTS, () -> KeyComponents.combine(List.of(ECB_KEY, new byte[8])));
        assertThat(shares.getFirst()).hasToString("KeyComponents.Share[1]");
    }

    @Test
    void cardData() {
        List<BerTlv> objects = BerTlv.parse(hex("9F2608B306498316F8EB459F360200AA"));
        assertThat(objects).extracting(BerTlv::tag).containsExactly(0x9F26, 0x9F36);
        List<BerTlv> nested = BerTlv.parse(hex("00770F9F2608B306498316F8EB459F2701800000"));
        assertThat(BerTlv.find(nested, 0x9F27).orElseThrow().value()).isEqualTo(hex("80"));
        assertThat(nested.getFirst()).hasToString("BerTlv[77, 15 bytes]");
        assertThat(hex(BerTlv.of(0x9F36, hex("00AA")).encoded())).isEqualTo("9F360200AA");
        assertThat(hex(BerTlv.of(0x9F10, new byte[200]).encoded())).startsWith("9F1081C800");
        assertThat(hex(BerTlv.of(0xDF02, new byte[300]).encoded())).startsWith("DF0282012C00");
        for (String bad : List.of("9F", "9F26", "9F2608B3", "9F268008", "9F2683000001", "9F2681", "9F8080808001", "9F0001AA", "7702",
                "77029F26")) {
            assertReason(CryptoRefusal.TLV, () -> BerTlv.parse(hex(bad)));
        }
        assertReason(CryptoRefusal.TLV, () -> BerTlv.parse(hex("770E770C770A77087706770477027700")));
    }

    @Test
    void rsaBlocks_changedOrShortKeys_areRefused() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var pair = generator.generateKeyPair();
        byte[] publicKey = pair.getPublic().getEncoded();
        byte[] privateKey = pair.getPrivate().getEncoded();
        byte[] sealed = RsaBlocks.encryptOaep(publicKey, ECB_KEY);
        assertThat(RsaBlocks.decryptOaep(privateKey, sealed)).isEqualTo(ECB_KEY);
        sealed[5] ^= 1;
        assertReason(CryptoRefusal.SEALED_VALUE, () -> RsaBlocks.decryptOaep(privateKey, sealed));
        assertReason(CryptoRefusal.SEALED_VALUE, () -> RsaBlocks.decryptOaep(privateKey, new byte[10]));
        byte[] signature = RsaBlocks.sign(privateKey, NOW);
        assertThat(RsaBlocks.verify(publicKey, NOW, signature)).isTrue();
        assertThat(RsaBlocks.verify(publicKey, ECB_KEY, signature)).isFalse();
        assertThat(RsaBlocks.verify(publicKey, NOW, new byte[3])).isFalse();
        assertReason(CryptoRefusal.DATA_LENGTH, () -> RsaBlocks.encryptOaep(publicKey, new byte[191]));
        generator.initialize(1024);
        byte[] shortKey = generator.generateKeyPair().getPublic().getEncoded();
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> RsaBlocks.encryptOaep(shortKey, ECB_KEY));
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> RsaBlocks.verify(new byte[5], NOW, signature));
    }

    @Test
    void pinVerification_wrongPinAndBrokenBlock_areOneAnswer() {
        TdesKey zpk = TdesKey.of(hex("4A25461680621C6B26B33B94520B2F31"));
        TdesKey pvk = TdesKey.of(hex("A23D588A085457F2589BCECD5D10D5D6"));
        byte[] block = hex("F191A91599CBA049");
        assertThat(PinVerification.byPvv(zpk, PinFormat.ISO_0, block, "5242999381519586", pvk, 1, "2765")).isTrue();
        assertThat(PinVerification.byPvv(zpk, PinFormat.ISO_0, block, "5242999381519586", pvk, 1, "2766")).isFalse();
        var table = Ibm3624.DecimalisationTable.of("0123456789012345");
        assertThat(PinVerification.byOffset(zpk, PinFormat.ISO_0, block, "5242999381519586", pvk, table, "0000299938151958", "1087"))
                .isTrue();
        block[0] ^= 1;
        assertThat(PinVerification.byPvv(zpk, PinFormat.ISO_0, block, "5242999381519586", pvk, 1, "2765")).isFalse();
    }
}
