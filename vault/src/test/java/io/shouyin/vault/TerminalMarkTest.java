package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.paycrypto.X9143;
import io.shouyin.vault.TerminalKeyCommands.WorkingKeySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TerminalMarkTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void pinKeys_ofOneTerminal_sayTheSameInEveryVaultAndUnderEveryMasterKey(TerminalProfile profile) {
        WorkingKeySet set = switch (profile) {
            case TDES -> WorkingKeySet.DOUBLE;
            case AES -> WorkingKeySet.AES;
            case SM4 -> WorkingKeySet.SM4;
        };
        MasterKeyFolder keys = TestFolders.of(folder);
        keys.make(Optional.empty()).close();
        try (SoftSecurityModule vault = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD)) {
            KeyBlock tmk = new ActiveTerminal(vault, profile).loaded.terminalMasterKey();
            KeyBlock first = vault.issueWorkingKeys(tmk, set).pinKey();
            assertThat(mark(first)).matches("[0-9A-F]{16}").isEqualTo(mark(vault.issueWorkingKeys(tmk, set).pinKey()))
                    .isNotEqualTo(mark(new ActiveTerminal(vault, profile).working.pinKey()));
            keys.makeNext(Optional.empty()).close();
            vault.wrapUnder(vault.lmkStatus().open().getLast().checkValue());
            KeyBlock rewrapped = vault.rewrap(first);
            assertThat(mark(rewrapped)).isEqualTo(mark(first)).isEqualTo(mark(vault.issueWorkingKeys(vault.rewrap(tmk), set).pinKey()));
            assertThat(rewrapped.masterKey()).isNotEqualTo(first.masterKey());
            KeyBlock forged = new KeyBlock(first.value().replace(mark(first), "0123456789ABCDEF"));
            assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault.rewrap(forged));
        }
    }

    @Test
    void mark_onAKeyOfAnotherPurpose_makesItNoKeyOfAny() {
        X9143.Header pin = KeyTemplate.header(KeyPurpose.TERMINAL_PIN, TerminalProfile.TDES, Exportability.NONE);
        X9143.Header mac = KeyTemplate.header(KeyPurpose.TERMINAL_MAC, TerminalProfile.TDES, Exportability.NONE);
        TerminalMark mark = new TerminalMark(0x0123456789ABCDEFL);
        assertThat(KeyTemplate.kindOf(mark.in(pin), 16)).contains(new KeyTemplate.Kind(KeyPurpose.TERMINAL_PIN, TerminalProfile.TDES));
        assertThat(KeyTemplate.kindOf(mac, 8)).isPresent();
        assertThat(KeyTemplate.kindOf(mark.in(mac), 8)).isEmpty();
    }

    @Test
    void mark_ofAKnownKey_isTheSameForever() {
        KeyTemplate.Kind master = new KeyTemplate.Kind(KeyPurpose.TERMINAL_MASTER, TerminalProfile.TDES);
        X9143.Header header = KeyTemplate.header(KeyPurpose.TERMINAL_MASTER, TerminalProfile.TDES, Exportability.NONE);
        assertThat(TerminalMark.of(master, header, hex("0123456789ABCDEFFEDCBA9876543210")))
                .contains(new TerminalMark(0x95405F97230C36DCL));
    }

    private static String mark(KeyBlock block) {
        List<String> marks = X9143.Header.parse(block.value()).optionalBlocks().stream().filter(one -> one.id().equals("20"))
                .map(X9143.OptionalBlock::data).toList();
        assertThat(marks).hasSize(1);
        return marks.getFirst();
    }
}
