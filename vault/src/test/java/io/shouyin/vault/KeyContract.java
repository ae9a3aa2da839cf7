package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static io.shouyin.vault.Fixtures.SUBJECT;
import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.binding;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static io.shouyin.vault.Fixtures.refusedUnless;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.paycrypto.AesDukpt.KeyType;
import io.shouyin.paycrypto.CardProfile;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.PinFormat;
import io.shouyin.paycrypto.RetailMac;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.CardCommands.CardValue;
import io.shouyin.vault.CardCommands.ChipAnswer;
import io.shouyin.vault.CardCommands.ChipRequest;
import io.shouyin.vault.PinCommands.PinReference;
import io.shouyin.vault.PinCommands.PinSource;
import io.shouyin.vault.PinCommands.ValidationData;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every implementation of [KeyCommands] does.
interface KeyContract {

    SecurityModule vault();

    SecurityModule openUnderAnotherMasterKey();

    @Test
    default void generate_eachPurpose_givesABlockThatChecks() {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyBlock block = vault().generate(purpose);
            assertThat(block.value()).startsWith("D0").hasSize(Integer.parseInt(block.value().substring(1, 5)));
            assertThat(vault().checkValue(block)).matches("[0-9A-F]{6}|[0-9A-F]{8}").isEqualTo(vault().checkValue(block));
            assertThat(vault().generate(purpose)).isNotEqualTo(block);
        }
    }

    @Test
    default void hasCheckValue_asManyDigitsAsAPaperMayCarry_agreesWithTheKeyAlone() {
        KeyBlock zmk = known(vault(), KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        String ten = KeyCheck.aesCmac(hex("7701".repeat(16)), 5);
        String eight = KeyCheck.tdes(hex("0123456789ABCDEFFEDCBA9876543210"));
        KeyBlock zpk = known(vault(), KeyPurpose.ZONE_PIN, "0123456789ABCDEFFEDCBA9876543210");
        assertThat(ten).hasSize(10).startsWith(vault().checkValue(zmk));
        for (String right : List.of(ten, ten.substring(0, 6), ten.substring(0, 8), ten.toLowerCase(Locale.ROOT))) {
            assertThat(vault().hasCheckValue(zmk, right)).as(right).isTrue();
        }
        for (String wrong : List.of("", ten.substring(0, 5), ten + "00", ten.substring(0, 9) + (ten.endsWith("0") ? "1" : "0"), "000000", eight)) {
            assertThat(vault().hasCheckValue(zmk, wrong)).as(wrong).isFalse();
        }
        assertThat(vault().hasCheckValue(zpk, eight)).isTrue();
        assertThat(vault().hasCheckValue(zpk, eight + "00")).isFalse();
        KeyBlock cut = new KeyBlock(zmk.value().substring(0, zmk.value().length() - 2));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().hasCheckValue(cut, ten));
    }

    @Test
    default void anyCommand_keyOfAnotherPurpose_isRefusedByName() {
        Map<KeyPurpose, KeyBlock> keys = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keys.put(purpose, vault().generate(purpose));
        }
        SealedFactor typed = new SealedFactor(new byte[93], binding(1));
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyBlock wrong = keys.get(purpose);
            refusedUnless(purpose == KeyPurpose.TERMINAL_MASTER, () -> vault().issueWorkingKeys(wrong, WorkingKeySet.SINGLE));
            refusedUnless(purpose == KeyPurpose.TERMINAL_CREDENTIAL, () -> vault().hostWord(wrong, new byte[8]));
            refusedUnless(purpose == KeyPurpose.TERMINAL_MAC || purpose == KeyPurpose.ZONE_MAC,
                    () -> vault().mac(wrong, new byte[8]));
            refusedUnless(purpose == KeyPurpose.TERMINAL_MAC || purpose == KeyPurpose.ZONE_MAC,
                    () -> vault().verifyMac(wrong, new byte[8], new byte[8]));
            refusedUnless(Set.of(KeyPurpose.TERMINAL_PIN, KeyPurpose.ZONE_PIN_INCOMING).contains(purpose),
                    () -> vault().translatePin(wrong, keys.get(KeyPurpose.ZONE_PIN), new byte[8], PAN));
            refusedUnless(purpose == KeyPurpose.ZONE_PIN,
                    () -> vault().translatePin(keys.get(KeyPurpose.TERMINAL_PIN), wrong, new byte[8], PAN));
            refusedUnless(purpose == KeyPurpose.TERMINAL_CREDENTIAL, () -> vault().verify(wrong,
                    keys.get(KeyPurpose.CREDENTIAL_VERIFIER), typed, SUBJECT, new Verifier(new byte[16], new byte[32])));
            refusedUnless(purpose == KeyPurpose.CREDENTIAL_VERIFIER, () -> vault().verify(
                    keys.get(KeyPurpose.TERMINAL_CREDENTIAL), wrong, typed, SUBJECT,
                    new Verifier(new byte[16], new byte[32])));
            refusedUnless(purpose == KeyPurpose.TERMINAL_CREDENTIAL, () -> vault().match(wrong, keys.get(KeyPurpose.CREDENTIAL_VERIFIER), typed, List.of()));
            refusedUnless(purpose == KeyPurpose.CREDENTIAL_VERIFIER, () -> vault().match(keys.get(KeyPurpose.TERMINAL_CREDENTIAL), wrong, typed, List.of()));
            refusedUnless(purpose == KeyPurpose.CREDENTIAL_VERIFIER, () -> vault().issueInitial(wrong, SUBJECT, 8));
            refusedUnless(purpose == KeyPurpose.CREDENTIAL_VERIFIER, () -> vault().issueCode(wrong, SUBJECT));
            refusedUnless(purpose == KeyPurpose.LOGIN_PEPPER, () -> vault().pepper(wrong, new byte[32]));
            refusedUnless(purpose == KeyPurpose.DATA, () -> vault().seal(wrong, new byte[1], new byte[0]));
            refusedUnless(purpose == KeyPurpose.DATA, () -> vault().issueActivation(wrong, "SN1"));
            refusedUnless(purpose == KeyPurpose.INDEX, () -> vault().index(wrong, new byte[1]));
            if (purpose != KeyPurpose.ZONE_MASTER) {
                assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().receive(wrong, "D", KeyPurpose.ZONE_PIN));
            }
            ofPinsAndCards(keys, purpose);
            if (purpose != KeyPurpose.TERMINAL_DATA) {
                assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().openTrack(wrong, "6216261000000000018D0000000000000000"));
            }
        }
    }

    private void ofPinsAndCards(Map<KeyPurpose, KeyBlock> keys, KeyPurpose purpose) {
        KeyBlock wrong = keys.get(purpose);
        PinSource incoming = new PinSource.Fixed(keys.get(KeyPurpose.ZONE_PIN_INCOMING), PinFormat.ISO_0);
        PinReference pvv = new PinReference.Pvv(keys.get(KeyPurpose.PIN_PVV), 1, "1234");
        refusedUnless(purpose == KeyPurpose.DUKPT_BASE, () -> vault().verifyPin(
                new PinSource.TdesDukptKey(wrong, hex("FFFF9876543210E00001"), PinFormat.ISO_0), new byte[8], PAN, pvv));
        refusedUnless(purpose == KeyPurpose.DUKPT_BASE_AES, () -> vault().verifyPin(new PinSource.AesDukptKey(wrong,
                hex("123456789012345600000001"), KeyType.AES_128, PinFormat.ISO_4), new byte[16], PAN, pvv));
        refusedUnless(purpose == KeyPurpose.PIN_PVV,
                () -> vault().verifyPin(incoming, new byte[8], PAN, new PinReference.Pvv(wrong, 1, "1234")));
        refusedUnless(purpose == KeyPurpose.PIN_OFFSET, () -> vault().verifyPin(incoming, new byte[8], PAN,
                new PinReference.Offset(wrong, "standard", ValidationData.ACCOUNT_NUMBER, "1234")));
        refusedUnless(Set.of(KeyPurpose.CARD_VALUE_CHECK, KeyPurpose.CARD_VALUE_ISSUE).contains(purpose),
                () -> vault().verifyCardValue(wrong, new CardValue.InPrint(), PAN, "3012", "123"));
        refusedUnless(purpose == KeyPurpose.CARD_VALUE_ISSUE,
                () -> vault().issueCardValue(wrong, new CardValue.InPrint(), PAN, "3012"));
        refusedUnless(purpose == KeyPurpose.CHIP_CRYPTOGRAM, () -> vault().verifyArqc(wrong, new ChipRequest(CardProfile.VISA_10,
                PAN, "", new byte[2], new byte[4], new byte[8], new byte[8]), new ChipAnswer.Method1(new byte[2])));
        refusedUnless(purpose == KeyPurpose.ZONE_MASTER, () -> vault().export(wrong, keys.get(KeyPurpose.PIN_PVV)));
    }

    @Test
    default void anyCommand_blockChangedAnywhere_isRefused() {
        String block = vault().generate(KeyPurpose.INDEX).value();
        for (int i = 0; i < block.length(); i++) {
            char other = block.charAt(i) == '0' ? '1' : '0';
            KeyBlock changed = new KeyBlock(block.substring(0, i) + other + block.substring(i + 1));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().index(changed, new byte[1]));
        }
        KeyBlock cut = new KeyBlock(block.substring(0, block.length() - 2));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().checkValue(cut));
    }

    @Test
    default void anyCommand_textThatIsNoBlock_isRefusedAsABlock() {
        KeyBlock zpk = vault().generate(KeyPurpose.ZONE_PIN);
        for (String text : List.of("", "garbage", "D0112garbage", "D0016P0TE00E0000", "\u0000".repeat(40), "密钥".repeat(20), "D".repeat(20_000))) {
            KeyBlock none = new KeyBlock(text);
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().mac(none, new byte[4]));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().translatePin(none, zpk, new byte[8], PAN));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().rewrap(none));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().checkValue(none));
            assertThat(none.toString()).doesNotContain("garbage", "密钥");
        }
        String lower = zpk.value().substring(0, 40) + zpk.value().substring(40).toLowerCase(Locale.ROOT);
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().checkValue(new KeyBlock(lower)));
    }

    @Test
    default void anyCommand_blockOfAnotherMasterKey_isRefused() {
        KeyBlock foreign = openUnderAnotherMasterKey().generate(KeyPurpose.INDEX);
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().index(foreign, new byte[1]));
    }

    @Test
    default void receive_keysOfANetwork_workAsSent() {
        byte[] zmk = hex("7701".repeat(16));
        KeyBlock kek = known(vault(), KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        byte[] zpk = hex("BCB60E75A7A46ED9922573D3DF31A497");
        byte[] zak = hex("0123456789ABCDEFFEDCBA9876543210");
        KeyBlock pinKey = vault().receive(kek, X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'E', 'E'), zpk),
                KeyPurpose.ZONE_PIN);
        KeyBlock macKey = vault().receive(kek, X9143.wrap(zmk, X9143.Header.of('D', "M3", 'T', 'C', 'N'), zak),
                KeyPurpose.ZONE_MAC);
        assertThat(vault().checkValue(pinKey)).isEqualTo(KeyCheck.tdes(zpk));
        byte[] data = "0200".getBytes(StandardCharsets.US_ASCII);
        assertThat(vault().mac(macKey, data)).isEqualTo(RetailMac.mac(zak, data));
    }

    @Test
    default void receive_anotherUseOrChangedOrWeak_isRefusedByOneName() {
        byte[] zmk = hex("7701".repeat(16));
        KeyBlock kek = known(vault(), KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        byte[] key = hex("BCB60E75A7A46ED9922573D3DF31A497");
        String pin = X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'E', 'E'), key);
        for (String bad : List.of(
                X9143.wrap(zmk, X9143.Header.of('D', "D0", 'T', 'E', 'E'), key),
                X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'D', 'E'), key),
                X9143.wrap(zmk, X9143.Header.of('D', "P0", 'A', 'E', 'E'), key),
                pinKeyOfAnyWorth(zmk, new byte[16]),
                pinKeyOfAnyWorth(zmk, hex("01FE01FE01FE01FE0123456789ABCDEF")),
                pinKeyOfAnyWorth(zmk, hex("0123456789ABCDEF0123456789ABCDEF")),
                pinKeyOfAnyWorth(zmk, hex("BCB60E75A7A46ED9922573D3DF31A496")),
                X9143.wrap(zmk, X9143.Header.of('D', "P0", 'T', 'E', 'E'), hex("0123456789ABCDEF")),
                X9143.wrap(hex("7801".repeat(16)), X9143.Header.of('D', "P0", 'T', 'E', 'E'), key),
                pin.substring(0, pin.length() - 1), pin.replace("P0TE", "P0TB"), "", "D", "nonsense")) {
            assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault().receive(kek, bad, KeyPurpose.ZONE_PIN));
        }
        String constant = X9143.wrap(zmk, X9143.Header.of('D', "P0", 'A', 'E', 'E'), hex("41".repeat(16)));
        assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault().receive(kek, constant, KeyPurpose.ZONE_PIN_AES));
        assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault().receive(kek, pin, KeyPurpose.ZONE_MAC));
        assertFault(VaultRefusal.KEY_IMPORT_REFUSED, () -> vault().receive(kek, pin, KeyPurpose.TERMINAL_PIN));
    }

    private static String pinKeyOfAnyWorth(byte[] zmk, byte[] key) {
        try (X9143.Protection protection = X9143.Protection.of('D', zmk)) {
            return protection.wrap(X9143.Header.of('D', "P0", 'T', 'E', 'E'), key, new byte[14]);
        }
    }
}
