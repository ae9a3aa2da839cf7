package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.shouyin.vault.FolderHistory.Deed;
import io.shouyin.vault.MasterKeyCommands.MasterKeyStatus;
import io.shouyin.vault.MasterKeyCommands.OpenMasterKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every implementation of [MasterKeyCommands] does.
interface MasterKeyContract {

    SecurityModule vault();

    /// Lays a next LMK beside the one of [#vault], as an operator does.
    ///
    /// @return its check value
    String layNextMasterKey();

    @Test
    default void lmkStatus_oneKey_isTheOneThatWraps() {
        MasterKeyStatus status = vault().lmkStatus();
        assertThat(status.open()).hasSize(1).allMatch(OpenMasterKey::storeIsThere);
        assertThat(status.wraps()).isEqualTo(status.open().getFirst().checkValue()).matches("[0-9A-F]{6}");
        assertThat(status.open().getFirst().store()).startsWith("PKCS#1");
        assertThat(vault().generate(KeyPurpose.DATA).masterKey()).contains(status.wraps());
        assertThat(status.nextRefused()).isEmpty();
    }

    @Test
    default void masterKeyChange_stepByStep_losesNoKey() {
        String old = vault().lmkStatus().wraps();
        KeyBlock key = vault().generate(KeyPurpose.INDEX);
        byte[] index = vault().index(key, new byte[3]);
        String next = layNextMasterKey();

        MasterKeyStatus both = vault().lmkStatus();
        assertThat(both.wraps()).isEqualTo(old);
        assertThat(both.opens(old) && both.opens(next)).isTrue();
        assertThat(vault().generate(KeyPurpose.INDEX).masterKey()).contains(old);
        assertThat(vault().rewrap(key)).isEqualTo(key);

        vault().wrapUnder(next);
        KeyBlock rewrapped = vault().rewrap(key);
        assertThat(rewrapped.masterKey()).contains(next);
        assertThat(vault().rewrap(rewrapped)).isEqualTo(rewrapped);
        assertThat(vault().generate(KeyPurpose.INDEX).masterKey()).contains(next);
        assertThat(vault().index(key, new byte[3])).isEqualTo(index);
        assertThat(vault().index(rewrapped, new byte[3])).isEqualTo(index);
        assertThat(vault().checkValue(rewrapped)).isEqualTo(vault().checkValue(key));
        assertFault(VaultRefusal.LMK_STILL_WRAPS, () -> vault().retire(next));

        vault().retire(old);
        vault().retire(old);
        assertFault(VaultRefusal.LMK_UNKNOWN, () -> vault().retire("000000"));
        assertThat(vault().lmkStatus().open()).hasSize(1).allMatch(OpenMasterKey::storeIsThere);
        assertThat(vault().index(rewrapped, new byte[3])).isEqualTo(index);
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().index(key, new byte[3]));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().rewrap(key));
    }

    @Test
    default void rewrap_eachPurpose_keepsUse() {
        KeyBlock[] before = new KeyBlock[KeyPurpose.values().length];
        for (KeyPurpose purpose : KeyPurpose.values()) {
            before[purpose.ordinal()] = vault().generate(purpose);
        }
        String next = layNextMasterKey();
        vault().lmkStatus();
        vault().wrapUnder(next);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            KeyBlock after = vault().rewrap(before[purpose.ordinal()]);
            assertThat(after.value()).as(purpose.name()).hasSameSizeAs(before[purpose.ordinal()].value());
            assertThat(vault().checkValue(after)).isEqualTo(vault().checkValue(before[purpose.ordinal()]));
            if (purpose == KeyPurpose.INDEX) {
                vault().index(after, new byte[1]);
            } else {
                assertFault(VaultRefusal.KEY_USE_REFUSED, () -> vault().index(after, new byte[1]));
            }
        }
    }

    @Test
    default void rewrap_changedBlockOrClaimOfAnotherKey_isRefused() {
        String old = vault().lmkStatus().wraps();
        String block = vault().generate(KeyPurpose.INDEX).value();
        String next = layNextMasterKey();
        vault().lmkStatus();
        vault().wrapUnder(next);
        KeyBlock claims = new KeyBlock(block.replace(KeyBlock.masterKeyText(old), KeyBlock.masterKeyText(next)));
        assertThat(claims.masterKey()).contains(next);
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().rewrap(claims));
        KeyBlock changed = new KeyBlock(block.substring(0, block.length() - 1) + (block.endsWith("0") ? '1' : '0'));
        assertFault(VaultRefusal.KEY_BLOCK_REFUSED, () -> vault().rewrap(changed));
    }

    @Test
    default void lmkHistory_ofDeedsWhereItLies_isToldFromAnyLine() {
        String made = vault().lmkStatus().wraps();
        String next = layNextMasterKey();
        List<String> lines = vault().lmkHistory(0);
        assertThat(lines.stream().map(FolderHistory.Line::of).map(Optional::orElseThrow)).extracting(FolderHistory.Line::deed, FolderHistory.Line::checkValue)
                .containsExactly(tuple(Deed.INIT, made), tuple(Deed.CHANGE_LMK, next));
        assertThat(vault().lmkHistory(1)).isEqualTo(lines.subList(1, 2));
        assertThat(vault().lmkHistory(2)).isEmpty();
        for (int from : new int[] {-1, Integer.MIN_VALUE}) {
            assertFault(VaultRefusal.VAULT_INPUT_INVALID, () -> vault().lmkHistory(from));
        }
    }

    @Test
    default void wrapUnder_keyThatIsNotOpen_isRefused() {
        assertFault(VaultRefusal.LMK_UNKNOWN, () -> vault().wrapUnder("000000".equals(vault().lmkStatus().wraps()) ? "111111" : "000000"));
    }
}
