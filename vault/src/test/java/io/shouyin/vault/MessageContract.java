package io.shouyin.vault;

import static io.shouyin.vault.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What every implementation of [MessageCommands] does.
interface MessageContract {

    SecurityModule vault();

    @Test
    default void verifyMac_rightChangedOrShort_saysWhich() {
        for (KeyPurpose purpose : List.of(KeyPurpose.TERMINAL_MAC, KeyPurpose.ZONE_MAC)) {
            KeyBlock key = vault().generate(purpose);
            byte[] data = utf8("a message of the terminal");
            byte[] mac = vault().mac(key, data);
            assertThat(mac).hasSize(8);
            assertThat(vault().verifyMac(key, data, mac)).isTrue();
            mac[7] ^= 1;
            assertThat(vault().verifyMac(key, data, mac)).isFalse();
            assertThat(vault().verifyMac(key, data, new byte[0])).isFalse();
            assertThat(vault().verifyMac(key, data, new byte[7])).isFalse();
        }
    }
}
