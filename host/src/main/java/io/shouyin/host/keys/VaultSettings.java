package io.shouyin.host.keys;

import io.shouyin.kernel.Check;
import io.shouyin.vault.remote.RemoteSecurityModule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Settings `shouyin.vault.*`.
///
/// @param socket of `./shouyin vault serve`; if it is set, this host opens no LMK and has no key, PIN or transaction password in its memory
/// @param user who runs the vault, this host's own user if empty; nobody else's answers are believed
/// @param connectionsMax to the vault at a time; a call beyond them waits
/// @param callTimeout for connecting and for each call
@ConfigurationProperties("shouyin.vault")
record VaultSettings(Optional<Path> socket, Optional<String> user, @DefaultValue("16") int connectionsMax, @DefaultValue("5s") Duration callTimeout) {

    VaultSettings {
        Check.argument(connectionsMax >= 1 && connectionsMax <= 1024, "shouyin.vault.connections-max is 1 to 1024");
        Check.argument(callTimeout.isPositive(), "shouyin.vault.call-timeout is above 0");
    }

    /// Where the vault is. Both are software.
    enum Kind {
        /// In the memory of this host.
        IN_PROCESS,
        /// In a process of its own.
        OWN_PROCESS
    }

    Kind kind() {
        return socket.isPresent() ? Kind.OWN_PROCESS : Kind.IN_PROCESS;
    }

    /// How the vault's process is reached, if it is one.
    Optional<RemoteSecurityModule.Settings> remote() {
        return socket.map(path -> new RemoteSecurityModule.Settings(path, user, connectionsMax, callTimeout));
    }
}
