package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.AesDukpt.KeyType;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.AesKey;
import io.shouyin.paycrypto.Ibm3624;
import io.shouyin.paycrypto.PinBlocks;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.Pvv;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TdesDukpt;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.PinCommands.PinReference;
import io.shouyin.vault.PinCommands.PinSource;
import io.shouyin.vault.PinCommands.PinTarget;
import io.shouyin.vault.PinCommands.PinTranslation;
import io.shouyin.vault.PinCommands.PinVerdict;
import io.shouyin.vault.PinCommands.ValidationData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every implementation of [PinCommands] does.
interface PinContract {

    String CARD = "6216261000000000018";
    String TDES = "0123456789ABCDEFFEDCBA9876543210";
    String AES = "FEDCBA9876543210F1F1F1F1F1F1F1F1";
    byte[] TDES_KSN = hex("FFFF9876543210E00001");
    byte[] AES_KSN = hex("123456789012345600000001");
    List<PinFormat> ISO_FORMATS =
            List.of(PinFormat.ISO_0, PinFormat.ISO_1, PinFormat.ISO_2, PinFormat.ISO_3, PinFormat.ISO_4);

    SecurityModule vault();

    @Test
    default void translatePin_rightBlock_comesOutUnderTheOtherKey() {
        PinSide side = new PinSide(vault());
        byte[] in = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", "6216261000000000018"));
        var translated = (PinTranslation.Translated) vault().translatePin(side.from, side.to, in, PAN);
        assertThat(PinBlocks.decodeFormat0(Tdes.decryptEcb(side.zpk, translated.block()), "6216261000000000018"))
                .containsExactly('1', '2', '3', '4', '5', '6');
    }

    @ParameterizedTest
    @EnumSource
    default void translatePin_fromTheBlockOfEachProfile_isFormat0UnderTheNetworksKey(TerminalProfile profile) {
        PinSide side = new PinSide(vault());
        ActiveTerminal terminal = new ActiveTerminal(vault(), profile);
        KeyBlock from = terminal.working.pinKey();
        for (String pin : List.of("1234", "123456", "123456789012")) {
            byte[] block = profile.pinBlock(terminal.keys.pik(), pin, "6216261000000000018");
            var translated = (PinTranslation.Translated) vault().translatePin(from, side.to, block, PAN);
            assertThat(new String(PinBlocks.decodeFormat0(Tdes.decryptEcb(side.zpk, translated.block()), "6216261000000000018")))
                    .isEqualTo(pin);
            assertThat(vault().translatePin(from, side.to, block, Pan.of("6216261000000099918"))).isEqualTo(new PinTranslation.Refused());
        }
        for (int length : new int[] {0, 7, 8, 9, 15, 16, 17, 32}) {
            assertThat(vault().translatePin(from, side.to, new byte[length], PAN)).isEqualTo(new PinTranslation.Refused());
        }
    }

    /// Format 4 binds the whole card number, the other two its twelve digits before the check digit.
    @Test
    default void translatePin_cardThatDiffersLeftOfTheTwelveDigits_isRefusedByFormat4() {
        PinSide side = new PinSide(vault());
        ActiveTerminal terminal = new ActiveTerminal(vault(), TerminalProfile.AES);
        byte[] block = TerminalProfile.AES.pinBlock(terminal.keys.pik(), "123456", "6216261000000000018");
        assertThat(vault().translatePin(terminal.working.pinKey(), side.to, block, Pan.of("6217261000000000018")))
                .isEqualTo(new PinTranslation.Refused());
    }

    @Test
    default void translatePin_anotherCardOrAnyWrongBlock_isRefusedWithOneReason() {
        PinSide side = new PinSide(vault());
        byte[] in = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", "6216261000000000018"));
        assertThat(vault().translatePin(side.from, side.to, in, Pan.of("6216261000000099918")))
                .isEqualTo(new PinTranslation.Refused());
        long pan = 0x0000100000000001L;
        // control nibble, too short, too long, a digit above 9, fill not F, nothing, everything
        for (long clear : new long[] {0x16123456FFFFFFFFL, 0x03123FFFFFFFFFFFL, 0x0D1234567890123FL, 0x0612345AFFFFFFFFL,
            0x06123456FFFFFFF0L, 0x06123456FF0FFFFFL, 0, -1}) {
            byte[] block = new byte[8];
            ByteBuffer.wrap(block).putLong(clear ^ pan);
            assertThat(vault().translatePin(side.from, side.to, Tdes.encryptEcb(side.pik, block), PAN))
                    .isEqualTo(new PinTranslation.Refused());
        }
        for (int length : new int[] {0, 7, 9, 16}) {
            assertThat(vault().translatePin(side.from, side.to, new byte[length], PAN)).isEqualTo(new PinTranslation.Refused());
        }
    }

    @Test
    default void translatePin_eachPairOfFormats_isByTheTableOfRequirement33() {
        KeyBlock tdesFrom = known(vault(), KeyPurpose.ZONE_PIN_INCOMING, TDES);
        KeyBlock aesFrom = known(vault(), KeyPurpose.ZONE_PIN_INCOMING_AES, AES);
        KeyBlock tdesTo = known(vault(), KeyPurpose.ZONE_PIN, TDES);
        KeyBlock aesTo = known(vault(), KeyPurpose.ZONE_PIN_AES, AES);
        for (PinFormat from : ISO_FORMATS) {
            for (PinFormat to : ISO_FORMATS) {
                PinSource source = new PinSource.Fixed(from == PinFormat.ISO_4 ? aesFrom : tdesFrom, from);
                PinTarget target = new PinTarget(to == PinFormat.ISO_4 ? aesTo : tdesTo, to);
                boolean allowed = from == PinFormat.ISO_1 && to != PinFormat.ISO_2
                        || from != PinFormat.ISO_2 && to != PinFormat.ISO_1 && to != PinFormat.ISO_2;
                if (allowed) {
                    var translated = (PinTranslation.Translated) vault().translatePin(source, target, block(from), PAN);
                    assertThat(pinIn(to, translated.block())).as("%s to %s", from, to).isEqualTo("123456");
                } else {
                    assertFault(VaultRefusal.PIN_TRANSLATION_FORBIDDEN,
                            () -> vault().translatePin(source, target, block(from), PAN));
                }
            }
        }
    }

    @Test
    default void translatePin_cipherThatDoesNotFitTheFormat_isRefused() {
        KeyBlock tdes = known(vault(), KeyPurpose.ZONE_PIN_INCOMING, TDES);
        KeyBlock aes = known(vault(), KeyPurpose.ZONE_PIN_INCOMING_AES, AES);
        PinTarget target = new PinTarget(vault().generate(KeyPurpose.ZONE_PIN), PinFormat.ISO_0);
        PinTarget wrongTarget = new PinTarget(target.key(), PinFormat.ISO_4);
        for (PinSource source : List.of(new PinSource.Fixed(tdes, PinFormat.ISO_4), new PinSource.Fixed(tdes, PinFormat.CN_16),
                new PinSource.Fixed(aes, PinFormat.ISO_0), new PinSource.Fixed(aes, PinFormat.CN_16),
                new PinSource.AesDukptKey(known(vault(), KeyPurpose.DUKPT_BASE_AES, AES), AES_KSN, KeyType.AES_128, PinFormat.ISO_0))) {
            assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().translatePin(source, target, new byte[16], PAN));
        }
        assertFault(VaultRefusal.KEY_USE_REFUSED,
                () -> vault().translatePin(new PinSource.Fixed(tdes, PinFormat.ISO_0), wrongTarget, new byte[8], PAN));
    }

    @Test
    default void translatePin_underDukptKeys_comesOutUnderTheZonesKey() {
        PinTarget target = new PinTarget(known(vault(), KeyPurpose.ZONE_PIN, TDES), PinFormat.ISO_0);
        byte[] tdesKey = TdesDukpt.useKey(TdesDukpt.transactionKey(TdesDukpt.initialKey(hex(TDES), TDES_KSN), TDES_KSN),
                TdesDukpt.Use.PIN);
        byte[] tdesBlock = Tdes.encryptEcb(tdesKey, PinBlocks.encodeFormat0("123456", CARD));
        var tdes = new PinSource.TdesDukptKey(known(vault(), KeyPurpose.DUKPT_BASE, TDES), TDES_KSN, PinFormat.ISO_0);
        assertThat(pinIn(PinFormat.ISO_0, ((PinTranslation.Translated) vault().translatePin(tdes, target, tdesBlock, PAN)).block()))
                .isEqualTo("123456");

        KeyBlock base = known(vault(), KeyPurpose.DUKPT_BASE_AES, AES);
        byte[] initial = AesDukpt.initialKey(hex(AES), Arrays.copyOf(AES_KSN, 8));
        byte[] aesKey = AesDukpt.workingKeyOf(initial, AES_KSN, AesDukpt.Usage.PIN_ENCRYPTION, KeyType.AES_128);
        byte[] aesBlock = PinBlocks.encipherFormat4(AesKey.of(aesKey), "123456", CARD);
        PinSource aes = new PinSource.AesDukptKey(base, AES_KSN, KeyType.AES_128, PinFormat.ISO_4);
        assertThat(pinIn(PinFormat.ISO_0, ((PinTranslation.Translated) vault().translatePin(aes, target, aesBlock, PAN)).block()))
                .isEqualTo("123456");

        byte[] twoKey = AesDukpt.workingKeyOf(initial, AES_KSN, AesDukpt.Usage.PIN_ENCRYPTION, KeyType.TDES_2KEY);
        byte[] oldBlock = Tdes.encryptEcb(twoKey, PinBlocks.encodeFormat0("123456", CARD));
        PinSource old = new PinSource.AesDukptKey(base, AES_KSN, KeyType.TDES_2KEY, PinFormat.ISO_0);
        assertThat(pinIn(PinFormat.ISO_0, ((PinTranslation.Translated) vault().translatePin(old, target, oldBlock, PAN)).block()))
                .isEqualTo("123456");

        for (String ksn : List.of("", "FFFF9876543210E000", "FFFF9876543210E00000", "FFFF9876543210FFFFFF")) {
            assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().translatePin(
                    new PinSource.TdesDukptKey(tdes.baseKey(), hex(ksn), PinFormat.ISO_0), target, tdesBlock, PAN));
        }
        for (String ksn : List.of("", "1234567890123456", "123456789012345600000000", "123456789012345601FFFF01")) {
            assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().translatePin(
                    new PinSource.AesDukptKey(base, hex(ksn), KeyType.AES_128, PinFormat.ISO_4), target, aesBlock, PAN));
        }
        assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().translatePin(
                new PinSource.AesDukptKey(base, AES_KSN, KeyType.AES_256, PinFormat.ISO_4), target, aesBlock, PAN));
    }

    @Test
    default void verifyPin_byPvv_tellsRightFromWrong() {
        KeyBlock pvk = known(vault(), KeyPurpose.PIN_PVV, TDES);
        PinSource source = new PinSource.Fixed(known(vault(), KeyPurpose.ZONE_PIN_INCOMING, TDES), PinFormat.ISO_0);
        String pvv = Pvv.pvv(hex(TDES), CARD, 1, "123456");
        byte[] block = block(PinFormat.ISO_0);
        assertThat(vault().verifyPin(source, block, PAN, new PinReference.Pvv(pvk, 1, pvv))).isEqualTo(PinVerdict.RIGHT);
        assertThat(vault().verifyPin(source, block, PAN, new PinReference.Pvv(pvk, 2, pvv))).isEqualTo(PinVerdict.WRONG);
        PinSide side = new PinSide(vault());
        byte[] typed = Tdes.encryptEcb(side.pik, PinBlocks.encodeFormat0("123456", CARD));
        assertThat(vault().verifyPin(new PinSource.Fixed(side.from, PinFormat.ISO_0), typed, PAN, new PinReference.Pvv(pvk, 1, pvv)))
                .isEqualTo(PinVerdict.RIGHT);
        for (byte[] noPin : List.of(new byte[8], hex("FFFFFFFFFFFFFFFF"), Tdes.encryptEcb(hex(TDES), new byte[8]))) {
            assertThat(vault().verifyPin(source, noPin, PAN, new PinReference.Pvv(pvk, 1, pvv))).isEqualTo(PinVerdict.WRONG);
        }
    }

    @Test
    default void verifyPin_formatThatIsBoundToNoCard_isRefused() {
        KeyBlock pvk = known(vault(), KeyPurpose.PIN_PVV, TDES);
        KeyBlock from = known(vault(), KeyPurpose.ZONE_PIN_INCOMING, TDES);
        PinReference right = new PinReference.Pvv(pvk, 1, Pvv.pvv(hex(TDES), CARD, 1, "123456"));
        for (PinFormat format : List.of(PinFormat.ISO_1, PinFormat.ISO_2)) {
            for (PinSource source : List.of(new PinSource.Fixed(from, format),
                    new PinSource.TdesDukptKey(known(vault(), KeyPurpose.DUKPT_BASE, TDES), TDES_KSN, format))) {
                assertFault(VaultRefusal.PIN_VERIFICATION_FORBIDDEN, () -> vault().verifyPin(source, block(format), PAN, right));
            }
        }
        for (PinFormat format : List.of(PinFormat.ISO_0, PinFormat.ISO_3)) {
            assertThat(vault().verifyPin(new PinSource.Fixed(from, format), block(format), PAN, right)).isEqualTo(PinVerdict.RIGHT);
        }
    }

    @Test
    default void verifyPin_byOffset_tellsRightFromWrong() {
        KeyBlock pvk = known(vault(), KeyPurpose.PIN_OFFSET, TDES);
        PinSource source = new PinSource.Fixed(known(vault(), KeyPurpose.ZONE_PIN_INCOMING_AES, AES), PinFormat.ISO_4);
        var table = Ibm3624.DecimalisationTable.of("0123456789012345");
        byte[] block = block(PinFormat.ISO_4);
        String ofAccount = Ibm3624.offset(hex(TDES), table, "0000" + CARD.substring(6, 18), "123456");
        assertThat(vault().verifyPin(source, block, PAN,
                new PinReference.Offset(pvk, "standard", ValidationData.ACCOUNT_NUMBER, ofAccount))).isEqualTo(PinVerdict.RIGHT);
        String ofCard = Ibm3624.offset(hex(TDES), table, CARD.substring(0, 16), "123456");
        assertThat(vault().verifyPin(source, block, PAN,
                new PinReference.Offset(pvk, "standard", ValidationData.CARD_NUMBER, ofCard))).isEqualTo(PinVerdict.RIGHT);
        String wrong = ofCard.substring(0, 5) + (ofCard.charAt(5) == '9' ? '0' : (char) (ofCard.charAt(5) + 1));
        assertThat(vault().verifyPin(source, block, PAN,
                new PinReference.Offset(pvk, "standard", ValidationData.CARD_NUMBER, wrong))).isEqualTo(PinVerdict.WRONG);
    }

    /// A card number has 12 to 19 digits; without its check digit the shortest has 11 for the validation data.
    @Test
    default void verifyPin_byOffsetOfACardNumberOfAnyLength_tellsRightFromWrong() {
        KeyBlock pvk = known(vault(), KeyPurpose.PIN_OFFSET, TDES);
        PinSource source = new PinSource.Fixed(known(vault(), KeyPurpose.ZONE_PIN_INCOMING, TDES), PinFormat.ISO_0);
        var table = Ibm3624.DecimalisationTable.of("0123456789012345");
        Map.of("411111111116", "0000041111111111", "4111111111119", "0000411111111111", "5242999381519586", "0000299938151958",
                "6230606601007726888", "0000660100772688").forEach((card, data) -> {
            byte[] block = Tdes.encryptEcb(hex(TDES), PinBlocks.encodeFormat0("123456", card));
            String offset = Ibm3624.offset(hex(TDES), table, data, "123456");
            String wrong = offset.substring(0, 5) + (offset.charAt(5) == '9' ? '0' : (char) (offset.charAt(5) + 1));
            assertThat(vault().verifyPin(source, block, Pan.of(card),
                    new PinReference.Offset(pvk, "standard", ValidationData.ACCOUNT_NUMBER, offset))).as(card).isEqualTo(PinVerdict.RIGHT);
            assertThat(vault().verifyPin(source, block, Pan.of(card),
                    new PinReference.Offset(pvk, "standard", ValidationData.ACCOUNT_NUMBER, wrong))).as(card).isEqualTo(PinVerdict.WRONG);
        });
    }

    @Test
    default void verifyPin_malformedReference_isRefusedWhateverTheBlockIs() {
        KeyBlock pvk = known(vault(), KeyPurpose.PIN_PVV, TDES);
        KeyBlock offsetKey = known(vault(), KeyPurpose.PIN_OFFSET, TDES);
        PinSource source = new PinSource.Fixed(known(vault(), KeyPurpose.ZONE_PIN_INCOMING, TDES), PinFormat.ISO_0);
        for (byte[] block : List.of(block(PinFormat.ISO_0), new byte[8])) {
            for (PinReference malformed : List.of(new PinReference.Pvv(pvk, 10, "1234"), new PinReference.Pvv(pvk, -1, "1234"),
                    new PinReference.Pvv(pvk, 1, "123"), new PinReference.Pvv(pvk, 1, "12A4"),
                    new PinReference.Offset(offsetKey, "standard", ValidationData.ACCOUNT_NUMBER, "123"),
                    new PinReference.Offset(offsetKey, "standard", ValidationData.ACCOUNT_NUMBER, "12345F"))) {
                assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().verifyPin(source, block, PAN, malformed));
            }
            assertFault(VaultRefusal.DECIMALISATION_TABLE_UNKNOWN, () -> vault().verifyPin(source, block, PAN,
                    new PinReference.Offset(offsetKey, "0000000000000000", ValidationData.ACCOUNT_NUMBER, "1234")));
        }
    }

    private static byte[] block(PinFormat format) {
        return switch (format) {
            case ISO_0 -> Tdes.encryptEcb(hex(TDES), PinBlocks.encodeFormat0("123456", CARD));
            case ISO_1 -> Tdes.encryptEcb(hex(TDES), PinBlocks.encodeFormat1("123456"));
            case ISO_2 -> Tdes.encryptEcb(hex(TDES), PinBlocks.encodeFormat2("123456"));
            case ISO_3 -> Tdes.encryptEcb(hex(TDES), PinBlocks.encodeFormat3("123456", CARD));
            case ISO_4 -> PinBlocks.encipherFormat4(AesKey.of(hex(AES)), "123456", CARD);
            case CN_16 -> throw new IllegalArgumentException("no ISO format");
        };
    }

    private static String pinIn(PinFormat format, byte[] block) {
        return new String(switch (format) {
            case ISO_0 -> PinBlocks.decodeFormat0(Tdes.decryptEcb(hex(TDES), block), CARD);
            case ISO_1 -> PinBlocks.decodeFormat1(Tdes.decryptEcb(hex(TDES), block));
            case ISO_2 -> PinBlocks.decodeFormat2(Tdes.decryptEcb(hex(TDES), block));
            case ISO_3 -> PinBlocks.decodeFormat3(Tdes.decryptEcb(hex(TDES), block), CARD);
            case ISO_4 -> PinBlocks.decipherFormat4(AesKey.of(hex(AES)), block, CARD);
            case CN_16 -> throw new IllegalArgumentException("no ISO format");
        });
    }
}
