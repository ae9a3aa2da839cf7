package io.shouyin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What opens an LMK in a test.
final class Passphrases {

    /// The value of `--custodian`.
    static final String CUSTODIANS = "林伟,Zhou Li";

    private Passphrases() {}

    /// @return the value of `--passphrase-file`
    static String ofTwoCustodians(Path folder) throws IOException {
        return Files.writeString(folder.resolve("passphrase"), "a long passphrase 密\n") + ","
                + Files.writeString(folder.resolve("passphrase-second"), "and another one\n");
    }
}
