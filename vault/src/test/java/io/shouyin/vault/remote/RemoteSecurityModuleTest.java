package io.shouyin.vault.remote;

import io.shouyin.vault.LocalMasterKey;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.SecurityModuleContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract again, with the vault in another process and every command over its socket.
class RemoteSecurityModuleTest extends SecurityModuleContract {

    @TempDir
    static Path folder;
    private static VaultProcess process;
    private static int names;
    private String own;
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
        own = nextName();
        return connected(own);
    }

    @Override
    public SecurityModule openUnderAnotherMasterKey() {
        return connected(nextName());
    }

    @Override
    public String layNextMasterKey() {
        try (LocalMasterKey next = VaultProcess.keys(folder, own).makeNext(Optional.empty())) {
            return next.checkValue();
        }
    }

    private static String nextName() {
        return "vault-" + ++names;
    }

    private SecurityModule connected(String name) {
        RemoteSecurityModule module = RemoteSecurityModule.connect(RemoteSecurityModule.Settings.of(process.serve(name)), _ -> { });
        opened.add(module);
        return module;
    }
}
