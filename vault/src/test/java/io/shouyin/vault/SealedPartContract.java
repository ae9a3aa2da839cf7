package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.base64;
import static io.shouyin.vault.Fixtures.entered;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.shown;
import static io.shouyin.vault.Fixtures.text;
import static io.shouyin.vault.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.EcKeys;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.KeyComponents;
import io.shouyin.paycrypto.Tdes;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.vault.SealedPartCommands.Division;
import io.shouyin.vault.SealedPartCommands.EnteredPart;
import io.shouyin.vault.SealedPartCommands.EntryKey;
import io.shouyin.vault.SealedPartCommands.Form;
import io.shouyin.vault.SealedPartCommands.IssuedSealed;
import io.shouyin.vault.SealedPartCommands.Officer;
import io.shouyin.vault.SealedPartCommands.SealedPart;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every implementation of [SealedPartCommands] does.
interface SealedPartContract {

    String CEREMONY = "2A3B4C5D";

    SecurityModule vault();

    @Test
    default void sealedParts_shownTypedAndPutTogether_giveTheKey() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        for (Division division : List.of(new Division(Form.COMPONENTS, 2, 2), new Division(Form.COMPONENTS, 3, 3), new Division(Form.SHARES, 2, 3))) {
            for (KeyPurpose purpose : List.of(KeyPurpose.ZONE_MASTER, KeyPurpose.ZONE_PIN, KeyPurpose.TERMINAL_MASTER,
                    KeyPurpose.TERMINAL_CREDENTIAL)) {
                IssuedSealed issued = vault().issueSealed(ceremonyKey, CEREMONY, purpose, TerminalProfile.TDES, division);
                assertThat(issued.parts()).hasSize(division.count());
                EntryKey entryKey = vault().issueEntryKey(ceremonyKey, "OTHER222");
                List<SealedPart> typed = new ArrayList<>();
                for (SealedPart part : issued.parts().subList(0, division.threshold())) {
                    Secret shown = shown(vault(), ceremonyKey, CEREMONY, purpose, part);
                    assertThat(part.sealed()).asHexString().doesNotContain(text(shown));
                    assertThat(part.checkValue()).isEqualTo(checkValueOf(purpose, division.form(), hex(text(shown))))
                            .isNotEqualTo(issued.checkValue());
                    typed.add(vault().sealPart(ceremonyKey, "OTHER222", purpose, division.form(), entryKey,
                            entered(entryKey, "OTHER222", purpose, part.number(), shown), part.checkValue()));
                }
                KeyBlock key = vault().assembleSealed(ceremonyKey, "OTHER222", purpose, division.form(), typed, issued.checkValue());
                assertThat(vault().checkValue(key)).isEqualTo(issued.checkValue()).isEqualTo(vault().checkValue(issued.key()));
                assertFault(VaultRefusal.KEY_CHECK_VALUE_WRONG,
                        () -> vault().assembleSealed(ceremonyKey, "OTHER222", purpose, division.form(), typed, "000000"));
            }
        }
    }

    /// As papers have it: 6 digits, the 10 of the CMAC form, or more.
    @Test
    default void partAndKey_withMoreOfTheirCheckValueOnPaper_areTakenAndRefusedIfADigitIsWrong() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        EntryKey entryKey = vault().issueEntryKey(ceremonyKey, CEREMONY);
        byte[] first = HexFormat.of().parseHex("3F419E1CB7079442AA37474C2EFBF8B8");
        byte[] second = HexFormat.of().parseHex("112233445566778899AABBCCDDEEFF00");
        byte[] whole = KeyComponents.combine(List.of(first, second));
        for (int bytes : new int[] {3, 5}) {
            List<SealedPart> typed = List.of(onPaper(ceremonyKey, entryKey, 1, first, bytes), onPaper(ceremonyKey, entryKey, 2, second, bytes));
            String said = KeyCheck.aesCmac(whole, bytes);
            KeyBlock key = vault().assembleSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, Form.COMPONENTS, typed, said);
            assertThat(vault().checkValue(key)).isEqualTo(said.substring(0, 6));
            String wrong = said.substring(0, said.length() - 1) + (said.endsWith("0") ? '1' : '0');
            assertFault(VaultRefusal.KEY_CHECK_VALUE_WRONG,
                    () -> vault().assembleSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, Form.COMPONENTS, typed, wrong));
        }
    }

    private SealedPart onPaper(KeyBlock ceremonyKey, EntryKey entryKey, int number, byte[] part, int checkValueBytes) {
        Secret hex = Secret.of(HexFormat.of().withUpperCase().formatHex(part));
        return vault().sealPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, Form.COMPONENTS, entryKey,
                entered(entryKey, CEREMONY, KeyPurpose.ZONE_MASTER, number, hex), KeyCheck.aesCmac(part, checkValueBytes));
    }

    private static String checkValueOf(KeyPurpose purpose, Form form, byte[] part) {
        if (!KeyTemplate.of(purpose).isTdes()) {
            return KeyCheck.aesCmac(part);
        }
        if (form == Form.COMPONENTS) {
            Tdes.requireOddParity(part);
        }
        return KeyCheck.tdes(part);
    }

    @Test
    default void issueSealed_divisionThatThereIsNot_isRefused() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        for (Division wrong : List.of(new Division(Form.COMPONENTS, 1, 1), new Division(Form.COMPONENTS, 4, 4),
                new Division(Form.COMPONENTS, 0, 0), new Division(Form.COMPONENTS, 2, 3), new Division(Form.SHARES, 1, 3),
                new Division(Form.SHARES, 4, 3), new Division(Form.SHARES, 0, 0), new Division(Form.SHARES, 2, 17),
                new Division(Form.SHARES, 2, -1))) {
            assertFault(VaultRefusal.KEY_COMPONENTS_REFUSED,
                    () -> vault().issueSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, TerminalProfile.TDES, wrong));
        }
    }

    @Test
    default void terminalMasterKey_ofEachProfile_isTheSumOfItsParts() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        for (TerminalProfile profile : TerminalProfile.values()) {
            IssuedSealed issued = vault().issueSealed(ceremonyKey, CEREMONY, KeyPurpose.TERMINAL_MASTER, profile, new Division(Form.COMPONENTS, 3, 3));
            List<byte[]> components = issued.parts().stream()
                    .map(part -> HexFormat.of().parseHex(text(shown(vault(), ceremonyKey, CEREMONY, KeyPurpose.TERMINAL_MASTER, part)))).toList();
            assertThat(components).allMatch(component -> component.length == profile.masterKeyBytes());
            assertThat(issued.parts()).extracting(SealedPart::checkValue).isEqualTo(components.stream().map(profile::checkValue).toList());
            byte[] sum = KeyComponents.combine(components);
            assertThat(profile.checkValue(profile == TerminalProfile.TDES ? Tdes.withOddParity(sum) : sum)).isEqualTo(issued.checkValue());
            WorkingKeySet set = switch (profile) {
                case TDES -> WorkingKeySet.DOUBLE;
                case AES -> WorkingKeySet.AES;
                case SM4 -> WorkingKeySet.SM4;
            };
            assertThat(vault().issueWorkingKeys(issued.key(), set).field62()).isNotEmpty();
            assertThat(issued.key().terminalProfile()).isEqualTo(profile);
        }
    }

    @Test
    default void sealedPart_entered_isNeverShown_andOneThatWasIssuedMakesNoKey() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        List<SealedPart> issued = vault().issueSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, TerminalProfile.TDES, new Division(Form.COMPONENTS, 2, 2)).parts();
        SealedPart first = issued.getFirst();
        EntryKey entryKey = vault().issueEntryKey(ceremonyKey, CEREMONY);
        SealedPart typed = vault().sealPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, Form.COMPONENTS, entryKey, entered(entryKey, CEREMONY,
                KeyPurpose.ZONE_MASTER, 1, shown(vault(), ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, first)), first.checkValue());
        Officer lin = new Officer("lin", EcKeys.P256.generate().publicKey());
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().showPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, typed, lin));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().assembleSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, Form.COMPONENTS, issued, "000000"));
    }

    @Test
    default void sealedPart_elsewhere_isRefused() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        SealedPart part = vault().issueSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, TerminalProfile.TDES, new Division(Form.COMPONENTS, 2, 2)).parts().getFirst();
        Officer lin = new Officer("lin", EcKeys.P256.generate().publicKey());
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().showPart(ceremonyKey, "OTHER222", KeyPurpose.ZONE_MASTER, part, lin));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().showPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_PIN, part, lin));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().showPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER,
                new SealedPart(2, part.sealed(), part.checkValue()), lin));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().showPart(vault().generate(KeyPurpose.DATA), CEREMONY, KeyPurpose.ZONE_MASTER, part, lin));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN,
                () -> vault().open(ceremonyKey, part.sealed(), utf8(CEREMONY + "/ZONE_MASTER/1")));
        assertFault(VaultRefusal.KEY_USE_REFUSED,
                () -> vault().showPart(vault().generate(KeyPurpose.INDEX), CEREMONY, KeyPurpose.ZONE_MASTER, part, lin));
        assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().issueEntryKey(vault().generate(KeyPurpose.INDEX), CEREMONY));
    }

    @Test
    default void shownPart_opensForItsOfficerAlone() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        SealedPart part = vault().issueSealed(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, TerminalProfile.TDES, new Division(Form.COMPONENTS, 2, 2)).parts().getFirst();
        EcKeys.Pair own = EcKeys.P256.generate();
        String envelope = base64(vault().showPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, part, new Officer("lin", own.publicKey())));
        assertThat(text(new OfficerPart(CEREMONY, KeyPurpose.ZONE_MASTER, 1, "lin").shown(own, envelope))).matches("[0-9A-F]{64}");
        assertFault(VaultRefusal.KEY_PART_UNREADABLE, () -> new OfficerPart(CEREMONY, KeyPurpose.ZONE_MASTER, 1, "lin").shown(EcKeys.P256.generate(), envelope));
        for (OfficerPart other : List.of(new OfficerPart("OTHER222", KeyPurpose.ZONE_MASTER, 1, "lin"), new OfficerPart(CEREMONY, KeyPurpose.ZONE_PIN, 1, "lin"),
                new OfficerPart(CEREMONY, KeyPurpose.ZONE_MASTER, 2, "lin"), new OfficerPart(CEREMONY, KeyPurpose.ZONE_MASTER, 1, "zhou"))) {
            assertFault(VaultRefusal.KEY_PART_UNREADABLE, () -> other.shown(own, envelope));
        }
        for (byte[] wrong : List.of(new byte[0], new byte[91], EcKeys.P384.generate().publicKey())) {
            assertFault(VaultRefusal.OFFICER_KEY_REFUSED,
                    () -> vault().showPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_MASTER, part, new Officer("lin", wrong)));
        }
    }

    @Test
    default void enteredPart_ofAnotherCeremonyPurposeNumberOrOfficer_isUnreadable() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        EntryKey entryKey = vault().issueEntryKey(ceremonyKey, CEREMONY);
        Secret hex = Secret.of("0123456789ABCDEFFEDCBA9876543210");
        for (EnteredPart wrong : List.of(entered(entryKey, "OTHER222", KeyPurpose.ZONE_PIN, 1, hex), entered(entryKey, CEREMONY, KeyPurpose.ZONE_MAC, 1, hex),
                new EnteredPart(1, "lin", entered(entryKey, CEREMONY, KeyPurpose.ZONE_PIN, 2, hex).envelope()),
                new EnteredPart(1, "zhou", entered(entryKey, CEREMONY, KeyPurpose.ZONE_PIN, 1, hex).envelope()),
                entered(vault().issueEntryKey(ceremonyKey, CEREMONY), CEREMONY, KeyPurpose.ZONE_PIN, 1, hex),
                new EnteredPart(1, "lin", new byte[0]), new EnteredPart(1, "lin", new byte[200]))) {
            assertFault(VaultRefusal.KEY_PART_UNREADABLE,
                    () -> vault().sealPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_PIN, Form.COMPONENTS, entryKey, wrong, "08D7B4FB"));
        }
        EnteredPart right = entered(entryKey, CEREMONY, KeyPurpose.ZONE_PIN, 1, hex);
        assertThat(vault().sealPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_PIN, Form.COMPONENTS, entryKey, right, "08D7B4FB").checkValue()).isEqualTo("08D7B4FB");
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().sealPart(vault().generate(KeyPurpose.DATA), CEREMONY, KeyPurpose.ZONE_PIN,
                Form.COMPONENTS, entryKey, right, "08D7B4FB"));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().sealPart(ceremonyKey, "OTHER222", KeyPurpose.ZONE_PIN,
                Form.COMPONENTS, entryKey, right, "08D7B4FB"));
    }

    @Test
    default void sealPart_ofWhatIsNoSuchPart_isRefusedByName() {
        KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
        EntryKey entryKey = vault().issueEntryKey(ceremonyKey, CEREMONY);
        List.of(List.of("0123456789ABCDEFFEDCBA987654321", VaultRefusal.KEY_COMPONENTS_REFUSED),
                List.of("0123456789ABCDEFFEDCBA98765432XX", VaultRefusal.KEY_COMPONENTS_REFUSED),
                List.of("0123456789ABCDEF", VaultRefusal.KEY_COMPONENTS_REFUSED),
                List.of("00000000000000000000000000000000", VaultRefusal.KEY_COMPONENT_ZERO),
                List.of("0023456789ABCDEFFEDCBA9876543210", VaultRefusal.KEY_PARITY_WRONG),
                List.of("0123456789ABCDEFFEDCBA9876543210", VaultRefusal.KEY_CHECK_VALUE_WRONG))
                .forEach(wrong -> assertFault((VaultRefusal) wrong.get(1), () -> vault().sealPart(ceremonyKey, CEREMONY, KeyPurpose.ZONE_PIN,
                        Form.COMPONENTS, entryKey, entered(entryKey, CEREMONY, KeyPurpose.ZONE_PIN, 1, Secret.of((String) wrong.get(0))), "00000000")));
    }
}
