package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.vault.RefusedUse;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A bounded number of connections to the vault. The one that was used last is used next, so that the others grow old and end.
///
/// A kept connection that turns out to be dead is no failure: the vault may have been restarted, or have shown it out for
/// idling. The call goes once more over a fresh one, which it may, since every command of the vault may be done again.
final class ConnectionPool implements AutoCloseable {

    private final CommandTable commands;
    private final RemoteSecurityModule.Settings settings;
    private final RefusedUse.Listener listener;
    private final UserPrincipal vaultUser;
    private final Deadlines deadlines = new Deadlines("vault-call-deadlines");
    private final Semaphore places;
    private final ConcurrentLinkedDeque<VaultConnection> idle = new ConcurrentLinkedDeque<>();
    private final LineNews news = new LineNews();
    private volatile boolean closed;

    ConnectionPool(CommandTable commands, RemoteSecurityModule.Settings settings, RefusedUse.Listener listener) {
        this.commands = commands;
        this.settings = settings;
        this.listener = listener;
        this.vaultUser = Peer.expected(settings.vaultUser());
        this.places = new Semaphore(settings.connectionsMax());
    }

    Path socket() {
        return settings.socket();
    }

    /// Opens a first connection.
    void reach() {
        try {
            idle.push(open());
        } catch (IOException | Fault unreachable) {
            close();
            throw unreachable instanceof Fault named ? named : unreachable(unreachable.getMessage());
        }
    }

    Object call(CommandTable.Command command, Object[] arguments) {
        takePlace();
        try {
            return callHeld(command, arguments);
        } catch (IOException broken) {
            throw news.lost(unreachable(broken.getMessage()));
        } finally {
            leavePlace();
        }
    }

    private void takePlace() {
        try {
            if (!places.tryAcquire(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw news.crowded(unreachable("all " + settings.connectionsMax() + " connections were busy for " + settings.timeout().toMillis() + " ms"));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw unreachable("the call was interrupted");
        }
    }

    private void leavePlace() {
        places.release();
        if (!places.hasQueuedThreads()) {
            news.nobodyWaits();
        }
    }

    private Object callHeld(CommandTable.Command command, Object[] arguments) throws IOException {
        VaultConnection kept = idle.poll();
        if (kept != null) {
            try {
                return call(kept, command, arguments);
            } catch (VaultConnection.Dead _) {
                dropIdle();                                                // they are as old
            }
        }
        return call(fresh(), command, arguments);
    }

    private Object call(VaultConnection connection, CommandTable.Command command, Object[] arguments) throws IOException {
        try {
            return connection.call(command, arguments, settings.timeout(), listener);
        } finally {
            if (connection.isOpen()) {                                     // a refusal is an answer too
                news.answered();
                idle.push(connection);
                if (closed) {
                    dropIdle();
                }
            }
        }
    }

    private VaultConnection fresh() throws IOException {
        try {
            return open();
        } catch (Fault refused) {
            throw news.lost(refused);
        }
    }

    private VaultConnection open() throws IOException {
        if (closed) {
            throw new IOException("this side has closed");
        }
        return VaultConnection.open(settings, vaultUser, commands, deadlines);
    }

    private Fault unreachable(String why) {
        return VaultSocketRefusal.VAULT_UNREACHABLE.fault(Recovery.RETRY_LATER, settings.socket() + ": " + why);
    }

    private void dropIdle() {
        for (VaultConnection one = idle.poll(); one != null; one = idle.poll()) {
            one.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        dropIdle();
        deadlines.close();
    }
}
