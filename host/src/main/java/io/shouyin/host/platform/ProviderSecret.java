package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a provider gave us to prove who we are, in a file of its own.
public final class ProviderSecret {

    private ProviderSecret() {}

    /// @param setting that names the file
    /// @throws Fault `PROVIDER_SECRET_MISSING` if there is no such file, or its first line has not `min` to `max` characters
    public static String read(Optional<Path> file, String setting, int min, int max) {
        try {
            String secret = file.isEmpty() ? "" : Files.readString(file.get()).strip();
            if (secret.length() >= min && secret.length() <= max) {
                return secret;
            }
        } catch (IOException unreadable) {
            throw missing(setting, min, max, unreadable);
        }
        throw missing(setting, min, max, null);
    }

    private static Fault missing(String setting, int min, int max, IOException cause) {
        return new Fault("PROVIDER_SECRET_MISSING", Recovery.FIX_THE_SETUP,
                setting + " names a readable file with " + min + " to " + max + " characters", cause);
    }
}
