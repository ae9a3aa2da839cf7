package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.PAN;
import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.halves;
import static io.shouyin.vault.Fixtures.hex;
import static io.shouyin.vault.Fixtures.known;
import static io.shouyin.vault.Fixtures.secrets;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.KeyCheck;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.CardCommands.CardValue;
import io.shouyin.vault.CeremonyCommands.KeyParts;
import io.shouyin.vault.CeremonyCommands.Share;
import io.shouyin.vault.SealedPartCommands.Division;
import io.shouyin.vault.SealedPartCommands.Form;
import io.shouyin.vault.SealedPartCommands.IssuedSealed;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every implementation of [CeremonyCommands] does.
interface CeremonyContract {

    SecurityModule vault();

    SecurityModule openUnderAnotherMasterKey();

    @Test
    default void assemble_sharesOfAnyThreshold_givesTheKeyAndFewerDoNot() {
        for (KeyPurpose purpose : List.of(KeyPurpose.ZONE_MASTER, KeyPurpose.DUKPT_BASE)) {
            KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
            IssuedSealed issued = vault().issueSealed(ceremonyKey, SealedPartContract.CEREMONY, purpose, TerminalProfile.TDES, new Division(Form.SHARES, 3, 5));
            List<Share> all = issued.parts().stream()
                    .map(part -> new Share(part.number(), Fixtures.shown(vault(), ceremonyKey, SealedPartContract.CEREMONY, purpose, part))).toList();
            for (List<Share> enough : List.of(all, all.subList(0, 3), all.subList(2, 5), List.of(all.get(4), all.get(0), all.get(2)))) {
                KeyBlock key = vault().assemble(purpose, Exportability.NONE, new KeyParts.Shares(enough, issued.checkValue()));
                assertThat(vault().checkValue(key)).isEqualTo(issued.checkValue());
            }
            assertFault(VaultRefusal.KEY_CHECK_VALUE_WRONG, () -> vault().assemble(purpose, Exportability.NONE,
                    new KeyParts.Shares(all.subList(0, 2), issued.checkValue())));
            assertFault(VaultRefusal.KEY_CHECK_VALUE_WRONG, () -> vault().assemble(purpose, Exportability.NONE,
                    new KeyParts.Shares(all, "000000")));
            for (List<Share> bad : List.of(List.of(all.get(0)), List.<Share>of(), List.of(all.get(0), all.get(1), all.get(1)),
                    List.of(all.get(0), new Share(0, all.get(1).hex())), List.of(all.get(0), new Share(256, all.get(1).hex())),
                    List.of(all.get(0), new Share(2, Secret.of("0123"))), List.of(all.get(0), new Share(2, Secret.of("XY"))))) {
                assertFault(VaultRefusal.KEY_COMPONENTS_REFUSED, () -> vault().assemble(purpose, Exportability.NONE,
                        new KeyParts.Shares(bad, issued.checkValue())));
            }
        }
    }

    @Test
    default void ceremonies_ofKeysThatNeverLeave_areRefused() {
        for (KeyPurpose purpose : List.of(KeyPurpose.DATA, KeyPurpose.INDEX, KeyPurpose.LOGIN_PEPPER,
                KeyPurpose.CREDENTIAL_VERIFIER)) {
            KeyBlock ceremonyKey = vault().generate(KeyPurpose.DATA);
            for (Form form : Form.values()) {
                assertFault(VaultRefusal.KEY_USE_REFUSED,
                        () -> vault().issueSealed(ceremonyKey, SealedPartContract.CEREMONY, purpose, TerminalProfile.TDES, new Division(form, 2, 2)));
            }
            assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().combine(purpose, halves(purpose, "7701".repeat(16))));
        }
        for (KeyPurpose purpose : List.of(KeyPurpose.TERMINAL_MASTER, KeyPurpose.TERMINAL_CREDENTIAL, KeyPurpose.ZONE_MASTER)) {
            assertFault(VaultRefusal.KEY_NOT_EXPORTABLE, () -> exportable(vault(), purpose));
        }
    }

    @Test
    default void combine_componentsOfTwoOrThreePeople_givesTheirKey() {
        assertThat(vault().checkValue(known(vault(), KeyPurpose.TERMINAL_MASTER, "0123456789ABCDEFFEDCBA9876543210")))
                .isEqualTo("08D7B4FB");
        KeyBlock three = vault().combine(KeyPurpose.ZONE_MASTER, secrets("1101".repeat(16), "2200".repeat(16), "4400".repeat(16)));
        assertThat(vault().checkValue(three)).isEqualTo(KeyCheck.aesCmac(hex("7701".repeat(16))));
        KeyBlock spaced = vault().combine(KeyPurpose.ZONE_MASTER, secrets("3333 3333 ".repeat(8), " 4432".repeat(16)));
        assertThat(vault().checkValue(spaced)).isEqualTo(KeyCheck.aesCmac(hex("7701".repeat(16))));
    }

    @Test
    default void combine_badComponents_areRefusedByName() {
        String good = "0123456789ABCDEFFEDCBA9876543210";
        String other = "5D".repeat(16);
        for (List<Secret> bad : List.of(secrets(), secrets(good), secrets(good, "0123"), secrets(good, "5D".repeat(24)),
                secrets(good, other.replace('D', 'G')), secrets(good, "", other), secrets(good, other, good, other),
                secrets(good, other + "5"))) {
            assertFault(VaultRefusal.KEY_COMPONENTS_REFUSED, () -> vault().combine(KeyPurpose.TERMINAL_MASTER, bad));
        }
        assertFault(VaultRefusal.KEY_COMPONENT_ZERO,
                () -> vault().combine(KeyPurpose.TERMINAL_MASTER, secrets(good, "00".repeat(16))));
        assertFault(VaultRefusal.KEY_COMPONENTS_EQUAL,
                () -> vault().combine(KeyPurpose.TERMINAL_MASTER, secrets(good, other, good.toLowerCase())));
        assertFault(VaultRefusal.KEY_PARITY_WRONG,
                () -> vault().combine(KeyPurpose.TERMINAL_MASTER, secrets(good, "5C" + other.substring(2))));
        for (String weak : List.of("1F1F1F1F0E0E0E0E0123456789ABCDEF", "0123456789ABCDEF".repeat(2), "01FE01FE01FE01FE0123456789ABCDEF")) {
            assertFault(VaultRefusal.KEY_WEAK, () -> known(vault(), KeyPurpose.TERMINAL_MASTER, weak));
        }
        for (String last : List.of("33", "44")) {
            assertFault(VaultRefusal.KEY_WEAK,
                    () -> vault().combine(KeyPurpose.ZONE_MASTER, secrets("11".repeat(32), "22".repeat(32), last.repeat(32))));
        }
    }

    @Test
    default void export_exportableKey_worksInThePeersVault() {
        SecurityModule peer = openUnderAnotherMasterKey();
        KeyBlock ours = known(vault(), KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        KeyBlock theirs = known(peer, KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        for (KeyPurpose purpose : List.of(KeyPurpose.ZONE_PIN, KeyPurpose.ZONE_PIN_AES, KeyPurpose.ZONE_PIN_INCOMING,
                KeyPurpose.ZONE_PIN_INCOMING_AES, KeyPurpose.ZONE_MAC, KeyPurpose.DUKPT_BASE, KeyPurpose.DUKPT_BASE_AES,
                KeyPurpose.PIN_PVV, KeyPurpose.PIN_OFFSET, KeyPurpose.CARD_VALUE_CHECK, KeyPurpose.CARD_VALUE_ISSUE,
                KeyPurpose.CHIP_CRYPTOGRAM)) {
            KeyBlock key = exportable(vault(), purpose);
            String sent = vault().export(ours, key);
            assertThat(sent).startsWith("D0").doesNotContain(purpose.name());
            assertThat(peer.checkValue(peer.receive(theirs, sent, purpose))).isEqualTo(vault().checkValue(key));
        }
        KeyBlock cvk = exportable(vault(), KeyPurpose.CARD_VALUE_ISSUE);
        KeyBlock same = peer.receive(theirs, vault().export(ours, cvk), KeyPurpose.CARD_VALUE_CHECK);
        String printed = vault().issueCardValue(cvk, new CardValue.InPrint(), PAN, "3012");
        assertThat(peer.verifyCardValue(same, new CardValue.InPrint(), PAN, "3012", printed)).isEqualTo(CardCommands.CardValueVerdict.RIGHT);
        KeyBlock received = vault().receive(ours, vault().export(ours, cvk), KeyPurpose.CARD_VALUE_ISSUE);
        assertFault(VaultRefusal.KEY_NOT_EXPORTABLE, () -> vault().export(ours, received));
    }

    @Test
    default void exchange_hostsOwnKeyOrUnderAWeakerOne_isRefused() {
        KeyBlock kek = known(vault(), KeyPurpose.ZONE_MASTER, "7701".repeat(16));
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyBlock own = vault().generate(purpose);
            assertFault(VaultRefusal.KEY_NOT_EXPORTABLE, () -> vault().export(kek, own));
            KeyBlock claimed = new KeyBlock(own.value().substring(0, 11) + 'E' + own.value().substring(12));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().export(kek, claimed));
        }
        KeyBlock shortKek = known(vault(), KeyPurpose.ZONE_MASTER, "0123456789ABCDEFFEDCBA9876543210");
        KeyBlock strong = vault().assemble(KeyPurpose.ZONE_PIN_AES, Exportability.UNDER_EXCHANGE_KEY,
                new KeyParts.Components(halves(KeyPurpose.ZONE_PIN_AES, "3101".repeat(16))));
        assertFault(VaultRefusal.KEY_EXCHANGE_KEY_WEAK, () -> vault().export(shortKek, strong));
        String sent = vault().export(kek, strong);
        assertThat(sent).startsWith("D");
        String sentUnderAWeakerOne = X9143.wrap(hex("0123456789ABCDEFFEDCBA9876543210"), X9143.Header.of('D', "P0", 'A', 'E', 'E'), hex("3101".repeat(16)));
        assertFault(VaultRefusal.KEY_EXCHANGE_KEY_WEAK, () -> vault().receive(shortKek, sentUnderAWeakerOne, KeyPurpose.ZONE_PIN_AES));
        assertThat(vault().receive(kek, sent, KeyPurpose.ZONE_PIN_AES)).isNotNull();
    }

    private static KeyBlock exportable(SecurityModule vault, KeyPurpose purpose) {
        return vault.assemble(purpose, Exportability.UNDER_EXCHANGE_KEY,
                new KeyParts.Components(halves(purpose, "0123456789ABCDEFFEDCBA9876543210")));
    }
}
