package io.shouyin.vault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The module in this process with its LMK in a PKCS#11 token: the same contract.
class TokenSecurityModuleTest extends SecurityModuleContract {

    private static Pkcs11Token token;

    @TempDir
    Path folder;
    private final List<SoftSecurityModule> opened = new ArrayList<>();

    @BeforeAll
    static void plugIn() {
        token = TestTokens.token();
    }

    @Override
    protected SecurityModule open() {
        return module("keys");
    }

    @Override
    public SecurityModule openUnderAnotherMasterKey() {
        return module("other-keys");
    }

    @Override
    public String layNextMasterKey() {
        try (LocalMasterKey next = TestFolders.of(folder.resolve("keys")).makeNext(Optional.of(token))) {
            return next.checkValue();
        }
    }

    private SecurityModule module(String name) {
        MasterKeyFolder keys = TestFolders.of(folder.resolve(name));
        if (keys.isEmpty()) {
            keys.make(Optional.of(token)).close();
        }
        SoftSecurityModule module = new SoftSecurityModule(keys.open(), VaultOptions.STANDARD);
        opened.add(module);
        return module;
    }

    @AfterEach
    void close() {
        opened.forEach(SoftSecurityModule::close);
    }
}
