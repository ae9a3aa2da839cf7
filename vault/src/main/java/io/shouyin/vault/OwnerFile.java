package io.shouyin.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files of mode 600, in folders of mode 700.
final class OwnerFile {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerFile() {}

    /// Makes a folder that is not there, and those above it; one that is there keeps its mode.
    static void makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    }

    /// Writes a whole file, or none: under another name first, and what is there survives a loss of power.
    ///
    /// @param how [java.nio.file.StandardCopyOption#REPLACE_EXISTING], or nothing to refuse a file that is there already
    static void write(Path file, byte[] content, CopyOption... how) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        makeFolder(folder);
        Path draft = Files.createTempFile(folder, "draft", ".new", OWNER_ONLY);
        try {
            append(draft, content);
            Files.move(draft, file, how);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// Adds to a file, on the disk when this returns. A crash may leave a part of it.
    static void append(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNER_ONLY)) {
            for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining();) {
                channel.write(rest);
            }
            channel.force(false);
        }
    }
}
