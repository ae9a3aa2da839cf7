package io.shouyin.host.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.remote.RemoteSecurityModule;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/// The same ceremonies on a host whose vault is another process: each part, sealed or shown, goes over its socket.
@ContextConfiguration(initializers = VaultProcess.BesideTheHost.class)
@DirtiesContext
class KeyCeremonyBesideTheVaultTest extends KeyCeremonyTest {

    @Autowired
    private SecurityModule module;

    @Test
    void vault_ofThisHost_isAnotherProcess() {
        assertThat(module).isInstanceOf(RemoteSecurityModule.class);
    }
}
