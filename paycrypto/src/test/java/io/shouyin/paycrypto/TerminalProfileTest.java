package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.BlockCiphersTest.assertReason;
import static io.shouyin.paycrypto.BlockCiphersTest.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.macs.CMac;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a terminal and its host do by profile.
class TerminalProfileTest {

    private static final byte[] PIK = hex("1C5D2F7A9B3E4068A1B2C3D4E5F60719");
    private static final byte[] MAK = hex("3D8F0A6B5C7E91246A7B8C9DAEBFC0D1");
    private static final byte[] TDK = hex("7F6E5D4C3B2A19081726354453627180");
    private static final String PAN = "6216261000000000018";
    private static final String TRACK = "6216261000000000018=30122200000000000";

    @Test
    void of_codes_areTheThree() {
        for (TerminalProfile profile : TerminalProfile.values()) {
            assertThat(TerminalProfile.of(profile.code())).isEqualTo(profile);
            assertThat(TerminalProfile.ofNumber(profile.number())).isEqualTo(profile);
        }
        assertReason(CryptoRefusal.PARAMETER, () -> TerminalProfile.of("AES"));
        assertReason(CryptoRefusal.PARAMETER, () -> TerminalProfile.ofNumber((byte) 0));
    }

    @Test
    void mac_ofNothing_isThatOfTheStandards() {
        assertThat(hex(TerminalProfile.AES.mac(hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[0]))).isEqualTo("BB1D6929E9593728");
        assertThat(hex(TerminalProfile.SM4.mac(hex("75E17E21465A2D2BD90C7FC14D62527D"), new byte[0]))).isEqualTo("86C8B70F494DEA22");
        assertThat(TerminalProfile.TDES.mac(MAK, new byte[9])).isEqualTo(UnionPayMac.mac(MAK, new byte[9]));
    }

    @ParameterizedTest
    @EnumSource
    void mac_anyBitOfTheMessageFlipped_differs(TerminalProfile profile) {
        byte[] message = new byte[251];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i * 31);
        }
        byte[] mac = profile.mac(MAK, message);
        assertThat(mac).hasSize(8);
        for (int bit = 0; bit < message.length * 8; bit++) {
            message[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(profile.mac(MAK, message)).isNotEqualTo(mac);
            message[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void mac_blocksSwapped_isSeenByCmacAndNotByFolding() {
        byte[] message = new byte[32];
        message[0] = 1;
        byte[] swapped = new byte[32];
        swapped[16] = 1;
        assertThat(TerminalProfile.TDES.mac(MAK, swapped)).isEqualTo(TerminalProfile.TDES.mac(MAK, message));
        for (TerminalProfile profile : List.of(TerminalProfile.AES, TerminalProfile.SM4)) {
            assertThat(profile.mac(MAK, swapped)).isNotEqualTo(profile.mac(MAK, message));
        }
    }

    /// ISO 9564-1 format 4: `pin_blocks.json`; the Chinese block: its clear form there, SM4 in ECB around it.
    @Test
    void pinBlock_ofEachProfile_isItsFormatUnderItsCipher() {
        assertThat(TerminalProfile.TDES.pinBlock(PIK, "123456", PAN)).isEqualTo(hex("F28D4EBC3A264F86"));
        byte[] format4 = TerminalProfile.AES.pinBlock(PIK, "123456", PAN);
        assertThat(PinBlocks.decipherFormat4(AesKey.of(PIK), format4, PAN)).containsExactly('1', '2', '3', '4', '5', '6');
        assertThat(TerminalProfile.AES.pinBlock(PIK, "123456", PAN)).isNotEqualTo(format4);
        byte[] chinese = TerminalProfile.SM4.pinBlock(PIK, "123654", "6230606601007726888");
        assertThat(hex(Sm4Key.of(PIK).decryptEcb(chinese))).isEqualTo("06123654FFFFFFFFFFFF99FEFF88D977");
    }

    @ParameterizedTest
    @EnumSource(names = {"AES", "SM4"})
    void workingKeys_wrapped_comeBackAndAnyBitFlippedIsRefused(TerminalProfile profile) {
        byte[] tmk = Arrays.copyOf(hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6"), profile.masterKeyBytes());
        byte[] field;
        try (X9143.Protection master = WorkingKeyBlocks.master(profile, tmk)) {
            field = WorkingKeyBlocks.build(profile, master, PIK, MAK, TDK);
            assertReason(CryptoRefusal.KEY_LENGTH, () -> WorkingKeyBlocks.build(profile, master, PIK, new byte[8], TDK));
        }
        assertThat(field).hasSize(WorkingKeyBlocks.FIELD_BYTES);
        try (WorkingKeyField.Keys keys = profile.workingKeys(tmk, field)) {
            assertThat(keys.pik()).isEqualTo(PIK);
            assertThat(keys.mak()).isEqualTo(MAK);
            assertThat(keys.tdk()).isEqualTo(TDK);
        }
        for (int bit = 0; bit < field.length * 8; bit++) {
            byte[] changed = field.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            boolean hexCase = bit % 8 == 5 && Character.isLetter(field[bit / 8]) && bit / 8 % 128 >= 32;
            if (!hexCase) {
                assertThatThrownBy(() -> profile.workingKeys(tmk, changed)).isInstanceOf(CryptoRefusedException.class);
            }
        }
        byte[] otherMaster = tmk.clone();
        otherMaster[0] ^= 1;
        assertReason(CryptoRefusal.KEY_BLOCK_MAC, () -> profile.workingKeys(otherMaster, field));
        assertReason(CryptoRefusal.DATA_LENGTH, () -> profile.workingKeys(tmk, Arrays.copyOf(field, 383)));
        assertReason(CryptoRefusal.DATA_LENGTH, () -> profile.workingKeys(tmk, new byte[60]));
    }

    @ParameterizedTest
    @EnumSource(names = {"AES", "SM4"})
    void workingKeys_inAnotherPlaceOrWithAnotherCheckValue_areRefused(TerminalProfile profile) {
        byte[] tmk = Arrays.copyOf(PIK, profile.masterKeyBytes());
        char version = profile == TerminalProfile.AES ? 'D' : '4';
        char algorithm = profile == TerminalProfile.AES ? 'A' : '4';
        try (X9143.Protection master = WorkingKeyBlocks.master(profile, tmk)) {
            String field = new String(WorkingKeyBlocks.build(profile, master, PIK, MAK, TDK), StandardCharsets.US_ASCII);
            String swapped = field.substring(128, 256) + field.substring(0, 128) + field.substring(256);
            assertReason(CryptoRefusal.KEY_BLOCK_HEADER, () -> profile.workingKeys(tmk, swapped.getBytes(StandardCharsets.US_ASCII)));
            String wrong = master.wrap(X9143.Header.of(version, "P0", algorithm, 'E', 'N')
                    .withOptionalBlocks(List.of(new X9143.OptionalBlock("KC", "010000000000"))), PIK) + field.substring(128);
            assertReason(CryptoRefusal.CHECK_VALUE, () -> profile.workingKeys(tmk, wrong.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void workingKeys_firstBlock_beginsWithItsHeaderAndCheckValue() {
        try (X9143.Protection master = WorkingKeyBlocks.master(TerminalProfile.AES, hex("88E1AB2A2E3DD38C1FA039A536500CC8A87AB9D62DC92C01058FA79F44657DE6"))) {
            byte[] field = WorkingKeyBlocks.build(TerminalProfile.AES, master, hex("2B7E151628AED2A6ABF7158809CF4F3C"), MAK, TDK);
            assertThat(new String(field, StandardCharsets.US_ASCII)).startsWith("D0128P0AE00N0100KC1001" + "7AD386C376");
        }
    }

    /// Version 4 taken apart with another library's SM4, and version D the same way with its AES: one construction, two ciphers.
    @ParameterizedTest
    @EnumSource(names = {"AES", "SM4"})
    void keyBlock_underEitherCipher_isWhatItsRulesSay(TerminalProfile profile) {
        byte[] kbpk = hex("88E1AB2A2E3DD38C1FA039A536500CC8");
        BlockCipher cipher = profile == TerminalProfile.AES ? AESEngine.newInstance() : new SM4Engine();
        String block = X9143.wrap(kbpk, X9143.Header.of(profile == TerminalProfile.AES ? 'D' : '4', "P0", 'A', 'E', 'N'), PIK);
        byte[] encryptionKey = cmac(cipher, kbpk, hex("0100000000020080"));
        byte[] macKey = cmac(cipher, kbpk, hex("0100010000020080"));
        byte[] mac = hex(block.substring(80));
        byte[] payload = hex(block.substring(16, 80));
        var cbc = CBCBlockCipher.newInstance(cipher);
        cbc.init(false, new ParametersWithIV(new KeyParameter(encryptionKey), mac));
        cbc.processBlock(payload, 0, payload, 0);
        cbc.processBlock(payload, 16, payload, 16);
        assertThat(Arrays.copyOf(payload, 18)).isEqualTo(hex("0080" + hex(PIK)));
        assertThat(mac).isEqualTo(cmac(cipher, macKey, Bytes.concat(block.substring(0, 16).getBytes(StandardCharsets.US_ASCII), payload)));
    }

    private static byte[] cmac(BlockCipher cipher, byte[] key, byte[] data) {
        CMac cmac = new CMac(cipher);
        cmac.init(new KeyParameter(key));
        cmac.update(data, 0, data.length);
        byte[] mac = new byte[16];
        cmac.doFinal(mac, 0);
        return mac;
    }

    @ParameterizedTest
    @EnumSource(names = {"AES", "SM4"})
    void trackBlock_ofAnyLength_comesBackAndLooksTheSame(TerminalProfile profile) {
        BlockKey tdk = profile.ready(TDK);
        for (int length = 1; length <= 37; length++) {
            String track = TRACK.substring(0, length);
            byte[] block = TrackBlock.encrypt(tdk, track);
            assertThat(block).hasSize(TrackBlock.BLOCK_BYTES).isNotEqualTo(TrackBlock.encrypt(tdk, track));
            assertThat(TrackBlock.decrypt(tdk, block)).isEqualTo(track);
        }
        assertReason(CryptoRefusal.DATA_LENGTH, () -> TrackBlock.encrypt(tdk, ""));
        assertReason(CryptoRefusal.DATA_LENGTH, () -> TrackBlock.encrypt(tdk, TRACK + "0"));
        assertReason(CryptoRefusal.NOT_DIGITS, () -> TrackBlock.encrypt(tdk, "12F4"));
        assertReason(CryptoRefusal.DATA_LENGTH, () -> TrackBlock.decrypt(tdk, new byte[32]));
        assertReason(CryptoRefusal.NOT_DIGITS, () -> TrackBlock.decrypt(profile.ready(PIK), TrackBlock.encrypt(tdk, TRACK)));
    }

    @Test
    void trackBlock_ofTheWorkedExample_isItsTag() {
        String iv = "000102030405060708090A0B0C0D0E0F";
        assertThat(hex(TrackBlock.encrypt(AesKey.of(TDK), TRACK, hex(iv))))
                .isEqualTo(iv + "40B6EE56930A762217E6BC50EEB37CDC49D8621EA6E0B63E4EB2A107350C9D56");
        assertThat(hex(TrackBlock.encrypt(Sm4Key.of(TDK), TRACK, hex(iv))))
                .isEqualTo(iv + "F96BDF9BCDF87ABB3B7E750E75F2925B50BA2EC8BF103B3BB23ECCC5E52AAF04");
    }

    @Test
    void activation_ofEachProfile_loadsItsTmk() {
        EcKeys.Pair device = EcKeys.P256.generate();
        byte[] nonce = ActivationExchange.newNonce();
        byte[] codeKey = ActivationExchange.codeKey("ABCD-EFGH-2345", "SN-0001");
        for (TerminalProfile profile : TerminalProfile.values()) {
            byte[] tmk = Arrays.copyOf(MAK, profile.masterKeyBytes());
            var answer = ActivationExchange.wrap(codeKey, "SN-0001", device.publicKey(), nonce, profile, tmk, new byte[32], "{}".getBytes());
            try (var loaded = ActivationExchange.unwrap("ABCD-EFGH-2345", "SN-0001", device.privateKey(), device.publicKey(), nonce, answer)) {
                assertThat(loaded.profile()).isEqualTo(profile);
                assertThat(loaded.tmk()).isEqualTo(tmk);
                assertThat(loaded.settings()).asString().isEqualTo("{}");
            }
            assertReason(CryptoRefusal.KEY_LENGTH, () -> ActivationExchange.wrap(codeKey, "SN-0001", device.publicKey(), nonce, profile,
                    new byte[24], new byte[32], new byte[0]));
        }
    }
}
