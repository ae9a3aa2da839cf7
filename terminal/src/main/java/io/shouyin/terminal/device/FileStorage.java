package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// Storage in a folder: written to a temporary file, made durable, renamed, and the folder made durable.
///
/// Whatever moment the machine stops at, a file holds its old or its new content. The folder is for its owner only, and a
/// lock file keeps a second process out.
public final class FileStorage implements Storage {

    private static final String TEMPORARY_SUFFIX = ".new";

    private final Path folder;
    private final DiskIo disk;
    private final FileChannel lockFile;

    private FileStorage(Path folder, DiskIo disk, FileChannel lockFile) {
        this.folder = folder;
        this.disk = disk;
        this.lockFile = lockFile;
    }

    public static FileStorage open(Path folder) {
        return open(folder, DiskIo.REAL);
    }

    /// @throws Fault `TERMINAL_FOLDER_IN_USE` or `TERMINAL_FOLDER_UNUSABLE`
    public static FileStorage open(Path folder, DiskIo disk) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Fault(TerminalRefusal.TERMINAL_FOLDER_IN_USE, Recovery.FIX_THE_SETUP);
            }
            return new FileStorage(folder, disk, channel);
        } catch (IOException e) {
            throw new Fault(TerminalRefusal.TERMINAL_FOLDER_UNUSABLE.name(), Recovery.FIX_THE_SETUP,
                    TerminalRefusal.TERMINAL_FOLDER_UNUSABLE.en(), e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(path(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Fault(TerminalRefusal.TERMINAL_STATE_UNREADABLE.name(), Recovery.STOP,
                    TerminalRefusal.TERMINAL_STATE_UNREADABLE.en(), e);
        }
    }

    @Override
    public void write(String name, byte[] content) {
        Path file = path(name);
        Path temporary = path(name + TEMPORARY_SUFFIX);
        try {
            disk.create(temporary, content);
            disk.sync(temporary);
            disk.rename(temporary, file);
            disk.syncFolder(folder);
        } catch (IOException e) {
            TerminalRefusal refusal = isFull(e) ? TerminalRefusal.STORAGE_FULL : TerminalRefusal.STORAGE_BROKEN;
            throw new Fault(refusal.name(), Recovery.FIX_THE_SETUP, refusal.en(), e);
        }
    }

    private static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("quota") || message.contains("not enough space");
    }

    @Override
    public long freeBytes() {
        try {
            return disk.freeBytes(folder);
        } catch (IOException e) {
            return 0;
        }
    }

    private Path path(String name) {
        Check.argument(name.matches("[a-z0-9.-]{1,40}") && !name.startsWith("."), "a stored name is lower-case letters, digits, dots and hyphens");
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new Fault(TerminalRefusal.STORAGE_BROKEN.name(), Recovery.STOP, TerminalRefusal.STORAGE_BROKEN.en(), e);
        }
    }
}
