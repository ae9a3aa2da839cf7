package io.shouyin.vault.remote;

import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.SecurityModuleContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract again, with the vault in another process and every command over its socket.
class RemoteSecurityModuleTest extends SecurityModuleContract {

    @TempDir
    static Path folder;
    private static VaultProcess process;
    private static RemoteSecurityModule own;
    private static RemoteSecurityModule another;

    @BeforeAll
    static void start() {
        process = VaultProcess.start(folder);
        own = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(process.own()));
        another = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(process.another()));
    }

    @AfterAll
    static void end() {
        own.close();
        another.close();
        process.close();
    }

    @Override
    protected SecurityModule open() {
        return own;
    }

    @Override
    public SecurityModule openUnderAnotherMasterKey() {
        return another;
    }
}
