package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.vault.MasterKeyFolder.Unlocking;
import java.nio.file.Path;

/// Folders of LMKs that a known passphrase and the test tokens' PIN open.
final class TestFolders {

    private TestFolders() {}

    static MasterKeyFolder of(Path folder) {
        Unlocking unlocking = new Unlocking(TestFolders::passphrase, TestTokens::pin);
        return new MasterKeyFolder(folder, unlocking, unlocking);
    }

    static Secret passphrase() {
        return Secret.of("a long passphrase 密");
    }
}
