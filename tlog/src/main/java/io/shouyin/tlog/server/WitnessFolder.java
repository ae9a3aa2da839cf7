package io.shouyin.tlog.server;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.NoteSigner;
import io.shouyin.tlog.Witness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

/// What a witness must not forget: its key, and the last checkpoint of each log. One process at a time.
///
/// A checkpoint is written beside the old one, brought to the disk and then put in its place, so that after a crash there is the old one or the new one.
public final class WitnessFolder implements Witness.Store, AutoCloseable {

    private static final String KEY_FILE = "witness.key";

    private final Path folder;
    private final FileChannel lock;

    private WitnessFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// @throws Fault `WITNESS_FOLDER_UNUSABLE` if it cannot be written, or another process has it
    public static WitnessFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            restrict(folder, "rwx------");
            FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw unusable(folder, null);
            }
            return new WitnessFolder(folder, channel);
        } catch (IOException | OverlappingFileLockException broken) {
            throw unusable(folder, broken);
        }
    }

    /// The key of the folder, made the first time.
    ///
    /// @param name of a key that is made
    public NoteSigner key(String name) {
        Path file = folder.resolve(KEY_FILE);
        try {
            if (!Files.exists(file)) {
                write(file, NoteSigner.newWitness(name, new SecureRandom()).reveal());
            }
            return NoteSigner.parse(Files.readString(file));
        } catch (IOException broken) {
            throw unusable(folder, broken);
        }
    }

    @Override
    public Optional<String> last(String origin) {
        Path file = file(origin);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException broken) {
            throw unusable(folder, broken);
        }
    }

    @Override
    public void keep(String origin, String note) {
        try {
            write(file(origin), note);
        } catch (IOException broken) {
            throw unusable(folder, broken);
        }
    }

    /// An origin is no name of a file.
    private Path file(String origin) {
        return folder.resolve(Hash.leaf(origin).hex() + ".checkpoint");
    }

    private void write(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(folder, ".", ".new");
        restrict(fresh, "rw-------");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private static Fault unusable(Path folder, Exception cause) {
        return new Fault("WITNESS_FOLDER_UNUSABLE", Recovery.FIX_THE_SETUP, "the folder " + folder + " cannot be used, or another witness uses it", cause);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException gone) {
            throw unusable(folder, gone);
        }
    }
}
