package io.shouyin.host.keys;

import io.shouyin.host.access.FactorSecrets;
import io.shouyin.kernel.Secret;
import io.shouyin.vault.SecurityModule;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/// Keeps the secrets of the console's authenticator applications in the security module.
@Component
class VaultFactorSecrets implements FactorSecrets {

    private final SecurityModule vault;
    private final InstitutionKeys keys;

    VaultFactorSecrets(SecurityModule vault, InstitutionKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    @Override
    public Issued issue(String username) {
        var issued = vault.issueTotp(keys.data(), subject(username));
        return new Issued(issued.clear(), issued.kept());
    }

    @Override
    public OptionalLong step(String username, byte[] kept, Secret typed, long stepNow) {
        var step = vault.totpStep(keys.data(), kept, subject(username), typed, stepNow);
        return step.isPresent() ? OptionalLong.of(step.get()) : OptionalLong.empty();
    }

    private static String subject(String username) {
        return "staff:" + username;
    }
}
