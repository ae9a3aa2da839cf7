package io.shouyin.vault.remote;

import io.shouyin.kernel.Check;
import io.shouyin.vault.SecurityModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves a security module on a Unix socket to other processes of this machine.
///
/// A connection carries one request at a time and has a thread of the system: it waits in the kernel for the next request,
/// which is quicker than a virtual thread that is woken by another thread, and their number is bounded anyway.
public final class VaultServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(VaultServer.class);
    private static final Duration ACCEPT_AGAIN_AFTER = Duration.ofMillis(100);

    /// @param peerUser who may connect, the user of this process if empty
    /// @param connectionsMax open at a time; as many more are told that there is none left, others are closed unread
    /// @param idleMax between two requests
    /// @param frameWithin from a frame's first byte to its last, for the greeting, and for an answer to be taken
    public record Settings(Optional<String> peerUser, int connectionsMax, Duration idleMax, Duration frameWithin) {

        public static final Settings DEFAULT = new Settings(Optional.empty(), 64, Duration.ofMinutes(10), Duration.ofSeconds(5));

        public Settings {
            Check.argument(connectionsMax >= 1 && connectionsMax <= 1024, "a vault has 1 to 1024 connections");
        }
    }

    private final SecurityModule module;
    private final RefusedUseRelay refusedUses;
    private final CommandTable commands;
    private final Settings settings;
    private final ThreadFactory threads;
    private final UserPrincipal peer;
    private final SocketFile socket;
    private final Deadlines deadlines = new Deadlines("vault-deadlines");
    private final Set<ServedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private VaultServer(SecurityModule module, RefusedUseRelay refusedUses, CommandTable commands, Path path, Settings settings, ThreadFactory threads) {
        this.module = module;
        this.refusedUses = refusedUses;
        this.commands = commands;
        this.settings = settings;
        this.threads = threads;
        this.peer = Peer.expected(settings.peerUser());
        this.socket = SocketFile.listenAt(path, settings.peerUser().isPresent());
    }

    /// Listens until it is closed.
    ///
    /// @param refusedUses what the module tells of refused uses
    /// @throws io.shouyin.kernel.Fault one of [VaultSocketRefusal], if it cannot
    public static VaultServer start(SecurityModule module, RefusedUseRelay refusedUses, Path socket, Settings settings) {
        return start(module, refusedUses, CommandTable.VAULT, socket, settings, Thread.ofPlatform().daemon().name("vault-connection").factory());
    }

    static VaultServer start(SecurityModule module, RefusedUseRelay refusedUses, CommandTable commands, Path socket, Settings settings,
                             ThreadFactory threads) {
        VaultServer server = new VaultServer(module, refusedUses, commands, socket, settings, threads);
        Thread.ofPlatform().daemon().name("vault-listener").start(server::listen);
        return server;
    }

    /// A failed accept is no end: descriptors, memory and threads that have run out come back when others leave.
    private void listen() {
        boolean failing = false;
        while (!closed) {
            try {
                welcome(socket.listener().accept());
                failing = false;
            } catch (IOException | OutOfMemoryError lacking) {
                if (!closed && !failing) {
                    LOG.error("the vault's socket accepts nobody for now: {}", lacking.getMessage());
                }
                failing = true;
                LockSupport.parkNanos(ACCEPT_AGAIN_AFTER.toNanos());
            }
        }
    }

    /// Of those that are too many, as many as are served learn why they are refused; more cost neither thread nor descriptor.
    private void welcome(SocketChannel accepted) throws IOException {
        if (connections.size() >= 2 * settings.connectionsMax()) {
            accepted.close();
            return;
        }
        try {
            serve(new ServedConnection(accepted, this));
        } catch (OutOfMemoryError lacking) {
            accepted.close();
            throw lacking;
        }
    }

    private void serve(ServedConnection connection) {
        connections.add(connection);
        try {
            threads.newThread(connection).start();
        } catch (OutOfMemoryError lacking) {
            ended(connection);
            connection.close();
            throw lacking;
        }
    }

    /// What is said to who comes.
    Greeting.Verdict verdict(SocketChannel client, boolean sameCommands) throws IOException {
        if (!Peer.is(peer, client)) {
            LOG.warn("another user than {} came to the vault's socket and was refused", peer.getName());
            return Greeting.Verdict.OTHER_USER;
        }
        if (!sameCommands) {
            LOG.warn("a process of another release came to the vault's socket and was refused");
            return Greeting.Verdict.OTHER_RELEASE;
        }
        if (connections.size() > settings.connectionsMax()) {
            LOG.warn("there are {} connections to the vault, which is the most: another one was refused", settings.connectionsMax());
            return Greeting.Verdict.NO_CONNECTION_LEFT;
        }
        return Greeting.Verdict.WELCOME;
    }

    SecurityModule module() {
        return module;
    }

    RefusedUseRelay refusedUses() {
        return refusedUses;
    }

    CommandTable commands() {
        return commands;
    }

    Settings settings() {
        return settings;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    void ended(ServedConnection connection) {
        connections.remove(connection);
    }

    /// How many connections are open.
    public int connections() {
        return connections.size();
    }

    /// Ends the connections and removes the socket. The module is its owner's to close.
    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException unremovable) {
            throw new UncheckedIOException(unremovable);
        } finally {
            connections.forEach(ServedConnection::close);
            deadlines.close();
        }
    }
}
