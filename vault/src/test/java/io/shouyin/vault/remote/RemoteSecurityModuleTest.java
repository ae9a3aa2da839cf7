package io.shouyin.vault.remote;

import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.SecurityModuleContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract again, with the vault in another process and every command over its socket.
class RemoteSecurityModuleTest extends SecurityModuleContract {

    @TempDir
    static Path folder;
    private static VaultProcess process;
    private final List<RemoteSecurityModule> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        process = VaultProcess.start(folder);
    }

    @AfterAll
    static void end() {
        process.close();
    }

    @AfterEach
    void close() {
        opened.forEach(RemoteSecurityModule::close);
    }

    @Override
    protected SecurityModule open() {
        return connected("own");
    }

    @Override
    public SecurityModule openUnderAnotherMasterKey() {
        return connected("another");
    }

    private SecurityModule connected(String masterKey) {
        RemoteSecurityModule module = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(process.serve(masterKey)), _ -> { });
        opened.add(module);
        return module;
    }
}
