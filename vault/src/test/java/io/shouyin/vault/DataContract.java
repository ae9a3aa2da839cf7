package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.assertFault;
import static io.shouyin.vault.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What every implementation of [DataCommands] does.
interface DataContract {

    SecurityModule vault();

    @Test
    default void seal_openedForTheSame_comesBackElseRefused() {
        KeyBlock key = vault().generate(KeyPurpose.DATA);
        byte[] sealed = vault().seal(key, utf8("6216261000000000018"), utf8("card:1"));
        assertThat(sealed).hasSize(1 + 12 + 19 + 16).startsWith(1);
        assertThat(vault().open(key, sealed, utf8("card:1"))).isEqualTo(utf8("6216261000000000018"));
        assertThat(vault().seal(key, utf8("6216261000000000018"), utf8("card:1"))).isNotEqualTo(sealed);
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().open(key, sealed, utf8("card:2")));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().open(key, changed, utf8("card:1")));
        }
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().open(key, new byte[0], utf8("card:1")));
        assertFault(VaultRefusal.SEALED_DATA_BROKEN, () -> vault().open(key, new byte[] {1, 2}, utf8("card:1")));
    }

    @Test
    default void pepperAndIndex_sameInput_sameOutputPerKey() {
        KeyBlock pepper = vault().generate(KeyPurpose.LOGIN_PEPPER);
        KeyBlock index = vault().generate(KeyPurpose.INDEX);
        assertThat(vault().pepper(pepper, utf8("hash"))).hasSize(32).isEqualTo(vault().pepper(pepper, utf8("hash")));
        assertThat(vault().index(index, utf8("hash"))).hasSize(32).isEqualTo(vault().index(index, utf8("hash")))
                .isNotEqualTo(vault().pepper(pepper, utf8("hash")));
    }
}
