package io.shouyin.vault.remote;

import io.shouyin.kernel.Check;
import io.shouyin.vault.RefusedUse;
import io.shouyin.vault.SecurityModule;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The security module of another process on this machine, see [VaultServer]. Any number of threads may call it.
///
/// A vault that is down, silent or too busy is a `Fault` [VaultSocketRefusal#VAULT_UNREACHABLE] within the time-out; once it is
/// back, the next call reaches it. No clear key, PIN or password is ever in this process, but for what a command of
/// the interface hands out to be printed once.
public interface RemoteSecurityModule extends SecurityModule, AutoCloseable {

    /// @param socket where the vault listens
    /// @param vaultUser who runs it, the user of this process if empty; an answer of anybody else is not believed
    /// @param connectionsMax open at a time; a call beyond them waits
    /// @param timeout for connecting, and for each call
    record Settings(Path socket, Optional<String> vaultUser, int connectionsMax, Duration timeout) {

        public static final int CONNECTIONS_MAX = 16;
        public static final Duration TIMEOUT = Duration.ofSeconds(5);

        public Settings {
            Check.argument(connectionsMax >= 1 && connectionsMax <= 1024, "there are 1 to 1024 connections to a vault");
            Check.argument(timeout.isPositive(), "a call may take some time");
        }

        public static Settings of(Path socket) {
            return new Settings(socket, Optional.empty(), CONNECTIONS_MAX, TIMEOUT);
        }
    }

    /// Reaches the vault once, so that a wrong set-up is told at once.
    ///
    /// @param listener told of what the vault refuses this side, as a module in this process would tell it
    /// @throws io.shouyin.kernel.Fault `VAULT_UNREACHABLE`, `VAULT_OF_OTHER_RELEASE` or `VAULT_PEER_REFUSED`
    static RemoteSecurityModule connect(Settings settings, RefusedUse.Listener listener) {
        ConnectionPool pool = new ConnectionPool(CommandTable.VAULT, settings, listener);
        pool.reach();
        return (RemoteSecurityModule) Proxy.newProxyInstance(RemoteSecurityModule.class.getClassLoader(),
                new Class<?>[] {RemoteSecurityModule.class}, new RemoteCalls(CommandTable.VAULT, pool));
    }

    /// Ends the connections. The vault stays.
    @Override
    void close();
}
