package io.shouyin.host.keys;

import io.shouyin.host.access.LoginPepper;
import io.shouyin.vault.SecurityModule;
import org.springframework.stereotype.Component;

/// Peppers console passwords in the security module.
@Component
class VaultPepper implements LoginPepper {

    private final SecurityModule vault;
    private final InstitutionKeys keys;

    VaultPepper(SecurityModule vault, InstitutionKeys keys) {
        this.vault = vault;
        this.keys = keys;
    }

    @Override
    public byte[] pepper(byte[] passwordHash) {
        return vault.pepper(keys.loginPepper(), passwordHash);
    }
}
