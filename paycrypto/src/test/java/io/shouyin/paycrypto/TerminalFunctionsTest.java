package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.assertReason;
import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a terminal and its host do to each other; values from `vectors/terminal_frames.json` and the other vector files.
class TerminalFunctionsTest {

    private static final byte[] TMK = hex("0123456789ABCDEFFEDCBA9876543210");
    private static final byte[] PIK = hex("1C5D2F7A9B3E4068A1B2C3D4E5F60719");
    private static final byte[] MAK8 = hex("3D8F0A6B5C7E9124");
    private static final byte[] TDK = hex("7F6E5D4C3B2A19081726354453627180");
    private static final String PAN = "6216261000000000018";

    @Test
    void checkValue_ofEachTerminalKey_isThatOfTheSpecification() {
        assertThat(KeyCheck.tdes(TMK)).isEqualTo("08D7B4FB");
        assertThat(KeyCheck.tdes(PIK)).isEqualTo("2E7F31BD");
        assertThat(KeyCheck.tdes(MAK8)).isEqualTo("8167FC63");
        assertThat(KeyCheck.tdes(hex("3D8F0A6B5C7E91248A1B2C3D4E5F6071"))).isEqualTo("A62EA21B");
        assertThat(KeyCheck.tdes(TDK)).isEqualTo("A45D9418");
        assertThat(KeyCheck.aesCmac(hex("3F419E1CB7079442AA37474C2EFBF8B8"))).isEqualTo("08793E");
        assertThat(KeyCheck.sm4(hex("F351D490994603795C6EBEE8FAEBB481"))).isEqualTo("861E83E31FAEBF10");
    }

    @Test
    void workingKeyField_of60Bytes_isThatOfFrameS02() {
        String field = "632ADA44BBC00699E1C09EDEE27964B32E7F31BDB44D673FF9071FFB00000000000000008167FC63"
                + "EB8053B08B0AE1FF35B027E196344416A45D9418";
        assertThat(hex(WorkingKeyField.build(TMK, PIK, MAK8, TDK))).isEqualTo(field);
        WorkingKeyField.Keys keys = WorkingKeyField.parse(TMK, hex(field));
        assertThat(keys.pik()).isEqualTo(PIK);
        assertThat(keys.mak()).isEqualTo(MAK8);
        assertThat(keys.tdk()).isEqualTo(TDK);
        assertThat(hex(WorkingKeyField.build(TMK, PIK, MAK8, null))).isEqualTo(field.substring(0, 80));
    }

    @Test
    void workingKeyField_of24BytesAndWithLongMak_comesBack() {
        byte[] pik = hex("1C5D2F7A9B3E4068");
        try (var keys = WorkingKeyField.parse(TMK, WorkingKeyField.build(TMK, pik, MAK8, null))) {
            assertThat(keys.pik()).isEqualTo(pik);
            assertThat(keys.mak()).isEqualTo(MAK8);
            assertThat(keys.hasTdk()).isFalse();
        }
        byte[] mak16 = hex("3D8F0A6B5C7E91248A1B2C3D4E5F6071");
        try (var keys = WorkingKeyField.parse(TMK, WorkingKeyField.build(TMK, PIK, mak16, null))) {
            assertThat(keys.mak()).isEqualTo(mak16);
        }
    }

    @Test
    void workingKeyField_anyBitFlipped_isRefused() {
        byte[] field = WorkingKeyField.build(TMK, PIK, hex("3D8F0A6B5C7E91248A1B2C3D4E5F6071"), TDK);
        for (int bit = 0; bit < 8 * field.length; bit++) {
            byte[] changed = field.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertReason(CryptoRefusal.CHECK_VALUE, () -> WorkingKeyField.parse(TMK, changed));
        }
    }

    @Test
    void pinBlock_ofTheWorkedExample_isF52() {
        byte[] clear = PinBlocks.encodeFormat0("123456", PAN);
        assertThat(hex(clear)).isEqualTo("06122456FFFFFFFE");
        assertThat(hex(Tdes.encryptEcb(PIK, clear))).isEqualTo("F28D4EBC3A264F86");
        assertThat(PinBlocks.decodeFormat0(clear, PAN)).containsExactly('1', '2', '3', '4', '5', '6');
    }

    @Test
    void track_ofTheWorkedExample_goesBothWays() {
        String track = "6216261000000000018=30122200000000000";
        String encrypted = "6216261000000000018DB47A3539B5E5F2F40";
        assertThat(TrackCipher.encrypt(TDK, track)).isEqualTo(encrypted);
        assertThat(TrackCipher.decrypt(TDK, encrypted)).isEqualTo(track);
        String even = "621626100000000001=3012220000000000000";
        assertThat(TrackCipher.decrypt(TDK, TrackCipher.encrypt(TDK, even + "1"))).isEqualTo(even + "1");
        assertReason(CryptoRefusal.DATA_LENGTH, () -> TrackCipher.encrypt(TDK, "1234567890123456"));
    }

    @Test
    void unionPayMac_ofTheWorkedExample_isItsF64() {
        byte[] mab = hex("08300000000002C00015303036373030343634323839373337303137393332333030320011000000"
                + "0137200277319F0605A0000003339F220103DF050832303234313233319F0605A0000003339F2201"
                + "04DF050832303234313233319F0605A0000003339F220102DF050832303231313233319F0605A000"
                + "0000039F220107DF050832303137313233319F0605A0000000039F220108DF050832303233313233"
                + "319F0605A0000000039F220109DF050832303233313233319F0605A0000000659F220110DF050832"
                + "303232313233319F0605A0000000659F220112DF050832303232313233319F0605A0000000659F22"
                + "0114DF050832303232313233319F0605A0000000049F220104DF050832303137313233319F0605A0"
                + "000000049F220105DF050832303231313233319F0605A0000000049F220106DF0508323032313132"
                + "3331");
        assertThat(new String(UnionPayMac.mac(hex("55036372B17543ECB173730768B8D6C4"), mab), StandardCharsets.US_ASCII)).isEqualTo("5FE058DB");
        assertThat(new String(UnionPayMac.mac(hex("8FE30B2A612C01DA1A1962F737257F67"),
                hex("E0F762EE0F6B7E25FA95237D16")), StandardCharsets.US_ASCII)).isEqualTo("06870AD2");
        assertThat(new String(UnionPayMac.macSm4(hex("109E79F2108E740C6F4D47B5DC0534D6"),
                hex("E0F762EE0F6B7E25FA95237D16")), StandardCharsets.US_ASCII)).isEqualTo("D9F9CE01");
    }

    @Test
    void retailMac_workedExample_holds() {
        assertThat(hex(RetailMac.mac(TMK, "Now is the time for all ".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("A1C72E74EA3FA9B6");
    }

    @Test
    void pvv_workedExample_holds() {
        assertThat(Pvv.pvv(TMK, "1122334455667788", 1, "4524")).isEqualTo("8523");
    }

    @Test
    void pinTranslation_workedExample_holds() {
        byte[] from = hex("3E702C4C31CE6B0D43CBFB01D3C7C1A1");
        byte[] to = hex("BCB60E75A7A46ED9922573D3DF31A497");
        assertThat(hex(PinTranslation.translate(from, to, hex("914A73F65161232A"), "409467201432158")))
                .isEqualTo("E8485F0FC0A99505");
        assertReason(CryptoRefusal.PIN_BLOCK_REFUSED,
                () -> PinTranslation.translate(from, to, hex("914A73F65161232B"), "409467201432158"));
        assertReason(CryptoRefusal.PIN_BLOCK_REFUSED,
                () -> PinTranslation.translate(from, to, hex("914A73F65161232A"), "409467201432168"));
    }

    @Test
    void sealedValue_anythingChanged_doesNotOpen() {
        byte[] tck = new byte[32];
        tck[5] = 9;
        byte[] aad = SealedValue.additionalData("0200", "104110053110001", "00000001", "000001", "000002", 0xDF02);
        assertThat(aad).hasSize(41).endsWith(0xDF, 0x02);
        byte[] secret = "密码Aa1".getBytes(StandardCharsets.UTF_8);
        byte[] value = SealedValue.seal(tck, new byte[12], secret, aad);
        assertThat(value).hasSize(93);
        assertThat(SealedValue.open(tck, value, aad)).isEqualTo(secret);
        assertThat(SealedValue.open(tck, SealedValue.seal(tck, new byte[12], new byte[0], aad), aad)).isEmpty();
        for (int i = 0; i < value.length; i++) {
            byte[] changed = value.clone();
            changed[i] ^= 1;
            assertReason(CryptoRefusal.SEALED_VALUE, () -> SealedValue.open(tck, changed, aad));
        }
        byte[] other = SealedValue.additionalData("0200", "104110053110001", "00000001", "000001", "000003", 0xDF02);
        assertReason(CryptoRefusal.SEALED_VALUE, () -> SealedValue.open(tck, value, other));
    }

    /// Computed with another implementation (Python, cryptography).
    @Test
    void sealedValueAndActivation_workedExamples_hold() {
        byte[] aad = SealedValue.additionalData("0200", "104110053110001", "00000001", "000001", "000002", 0xDF02);
        byte[] sealed = SealedValue.seal(counting(32), counting(12), "Wq7pz2".getBytes(StandardCharsets.US_ASCII), aad);
        assertThat(hex(sealed)).isEqualTo("01000102030405060708090A0B1073E16BBFD7421B8D41978BB1E9786D83D68734F07B5F7C3867E5851D6900B2"
                + "0110AEFCAFC1129874A47FED88872838EE59608D5AD6A3DA3F972A1918E3F5EE2D630027B241E9D399200AD40E109A2F");
        byte[] codeKey = ActivationExchange.codeKey("ABCD-EFGH-2345", "SN-0001");
        assertThat(hex(codeKey)).isEqualTo("E5CBADB86E1AA546D5551A4C4B743046C552CEEA89E898CE8E7B3C7E8689354B");
        byte[] nonce = new byte[32];
        Arrays.fill(nonce, (byte) 0x11);
        assertThat(hex(ActivationExchange.proof(codeKey, "SN-0001", counting(91), nonce)))
                .isEqualTo("8D42565544F335122C224E1470B9ADB6137EE2E954D6A032AFB8B58B704F5339");
        assertThat(ActivationExchange.shown("ABCDEFGH2345")).isEqualTo("ABCD-EFGH-2345");
        assertThat(ActivationExchange.normalised("abcd-efgh 2345")).isEqualTo("ABCDEFGH2345");
        for (String bad : List.of("", "ABCDEFGH234", "ABCDEFGH23456", "ABCDEFGH234I", "ABCDEFGH234O", "ABCDEFGH2341")) {
            assertReason(CryptoRefusal.PARAMETER, () -> ActivationExchange.normalised(bad));
        }
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void activation_bothSides_agree() {
        String serial = "SN-0001";
        String code = ActivationExchange.shown(new String(ActivationExchange.newCode()));
        EcKeys.Pair device = EcKeys.P256.generate();
        byte[] nonce = ActivationExchange.newNonce();
        byte[] codeKey = ActivationExchange.codeKey(code.toLowerCase(), serial);
        byte[] proof = ActivationExchange.proof(codeKey, serial, device.publicKey(), nonce);
        assertThat(ActivationExchange.verifyProof(codeKey, serial, device.publicKey(), nonce, proof)).isTrue();
        assertThat(ActivationExchange.verifyProof(codeKey, "SN-0002", device.publicKey(), nonce, proof)).isFalse();

        byte[] tck = new byte[32];
        tck[0] = 1;
        var answer = ActivationExchange.wrap(codeKey, serial, device.publicKey(), nonce, TerminalProfile.TDES, TMK, tck,
                "{}".getBytes());
        try (var loaded = ActivationExchange.unwrap(code, serial, device.privateKey(), device.publicKey(), nonce, answer)) {
            assertThat(loaded.profile()).isEqualTo(TerminalProfile.TDES);
            assertThat(loaded.tmk()).isEqualTo(TMK);
            assertThat(loaded.tck()).isEqualTo(tck);
            assertThat(loaded.settings()).asString().isEqualTo("{}");
        }
        String another = code.startsWith("2") ? "3" + code.substring(1) : "2" + code.substring(1);
        assertReason(CryptoRefusal.SEALED_VALUE, () -> ActivationExchange.unwrap(another, serial, device.privateKey(),
                device.publicKey(), nonce, answer));
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> ActivationExchange.wrap(codeKey, serial, new byte[91], nonce,
                TerminalProfile.TDES, TMK, tck, new byte[0]));
    }

    /// The envelope was made with WebCrypto.
    @Test
    void envelope_forAnEcKey_opensForItsOwnerAndWhatItIsAboutOnly() {
        String prefix = "3059301306072A8648CE3D020106082A8648CE3D030107034200";
        byte[] publicKey = hex(prefix + "04DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C37725811805271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3");
        byte[] privateKey = hex("308187020100301306072A8648CE3D020106082A8648CE3D030107046D306B0201010420"
                + "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433A144034200" + hex(publicKey).substring(prefix.length()));
        byte[] envelope = hex(prefix + "04D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF6356FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB"
                + "000000000000000000000000" + "DC9AA87D30481EEE522079E8616CDB474DB61B36942F57EA2C6C6C31645E50BB");
        byte[] clear = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
        assertThat(envelope).hasSize(135);
        assertThat(EcEnvelope.open(privateKey, publicKey, "2A3B4C5D/1", envelope)).isEqualTo(clear);
        byte[] own = EcEnvelope.seal(publicKey, "密钥/1", clear);
        assertThat(own).hasSize(135);
        assertThat(EcEnvelope.open(privateKey, publicKey, "密钥/1", own)).isEqualTo(clear);
        assertThat(EcEnvelope.seal(publicKey, "密钥/1", clear)).isNotEqualTo(own);
        assertReason(CryptoRefusal.SEALED_VALUE, () -> EcEnvelope.open(privateKey, publicKey, "2A3B4C5D/2", envelope));
        EcKeys.Pair other = EcKeys.P256.generate();
        assertReason(CryptoRefusal.SEALED_VALUE, () -> EcEnvelope.open(other.privateKey(), other.publicKey(), "2A3B4C5D/1", envelope));
        for (int at = 0; at < envelope.length; at++) {
            byte[] changed = envelope.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> EcEnvelope.open(privateKey, publicKey, "2A3B4C5D/1", changed)).isInstanceOf(CryptoRefusedException.class);
        }
        assertReason(CryptoRefusal.SEALED_VALUE, () -> EcEnvelope.open(privateKey, publicKey, "", new byte[118]));
        assertReason(CryptoRefusal.PUBLIC_KEY, () -> EcEnvelope.seal(EcKeys.P384.generate().publicKey(), "", clear));
    }
}
