package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file of a Unix socket that a server listens on: mode 600 in a folder of mode 700.
///
/// A lock beside it says whether its server lives: the system gives it up when a process ends, however it ends. So the
/// socket that a dead server left is replaced, and that of a living one is not.
final class SocketFile implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNERS_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> PASSABLE_FOLDER = PosixFilePermissions.fromString("rwx--x--x");
    private static final Set<PosixFilePermission> OPEN_SOCKET = PosixFilePermissions.fromString("rw-rw-rw-");

    private final Path socket;
    private final FileChannel lock;
    private final ServerSocketChannel listener;

    private SocketFile(Path socket, FileChannel lock, ServerSocketChannel listener) {
        this.socket = socket;
        this.lock = lock;
        this.listener = listener;
    }

    /// @param forAnotherUser the files let everybody through, and the kernel's word on who it is decides alone
    /// @throws Fault [VaultSocketRefusal#VAULT_SOCKET_IN_USE] or [VaultSocketRefusal#VAULT_SOCKET_UNUSABLE]
    static SocketFile listenAt(Path path, boolean forAnotherUser) {
        Path socket = path.toAbsolutePath().normalize();
        try {
            prepareFolder(socket.getParent(), forAnotherUser ? PASSABLE_FOLDER : OWNERS_FOLDER);
            FileChannel lock = lock(socket);
            try {
                removeStale(socket);
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                listener.bind(UnixDomainSocketAddress.of(socket));
                Files.setPosixFilePermissions(socket, forAnotherUser ? OPEN_SOCKET : OWNERS_FILE);
                return new SocketFile(socket, lock, listener);
            } catch (IOException | Fault unusable) {
                lock.close();
                throw unusable;
            }
        } catch (IOException unusable) {
            throw VaultSocketRefusal.VAULT_SOCKET_UNUSABLE.fault(Recovery.FIX_THE_SETUP, socket + ": " + unusable.getMessage());
        }
    }

    /// A folder that is there keeps its mode: it may be shared with others, and then it is not the place.
    private static void prepareFolder(Path folder, Set<PosixFilePermission> allowed) throws IOException {
        if (!Files.exists(folder)) {
            FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(allowed);
            Files.createDirectories(folder, mode);
            Files.setPosixFilePermissions(folder, allowed);
        }
        if (!allowed.containsAll(Files.getPosixFilePermissions(folder))) {
            throw VaultSocketRefusal.VAULT_SOCKET_UNUSABLE.fault(Recovery.FIX_THE_SETUP,
                    "the folder " + folder + " needs mode " + PosixFilePermissions.toString(allowed) + ", as others could put another socket there");
        }
    }

    private static FileChannel lock(Path socket) throws IOException {
        FileChannel lock = FileChannel.open(socket.resolveSibling("." + socket.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(OWNERS_FILE));
        boolean taken;
        try {
            taken = lock.tryLock() == null;
        } catch (OverlappingFileLockException _) {
            taken = true;                                              // by this process
        }
        if (taken) {
            lock.close();
            throw VaultSocketRefusal.VAULT_SOCKET_IN_USE.fault(Recovery.FIX_THE_SETUP, socket.toString());
        }
        return lock;
    }

    private static void removeStale(Path socket) throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
                throw VaultSocketRefusal.VAULT_SOCKET_UNUSABLE.fault(Recovery.FIX_THE_SETUP, socket + " is a file of another kind");
            }
            Files.delete(socket);
        }
    }

    ServerSocketChannel listener() {
        return listener;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
        lock.close();
    }
}
