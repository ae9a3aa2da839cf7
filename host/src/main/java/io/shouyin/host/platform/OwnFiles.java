package io.shouyin.host.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/// Files that only this user may read: folders of mode 700, files of mode 600, written whole or not at all.
public final class OwnFiles {

    private OwnFiles() {}

    /// Makes the folder if it is not there, for this user alone.
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
    }

    public static void write(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(Path file, byte[] content) throws IOException {
        var whole = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
        try {
            restrict(whole, "rw-------");
            Files.write(whole, content);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /// Writes the file unless there is one.
    ///
    /// @return whether it was written
    public static boolean writeNew(Path file, String content) throws IOException {
        var whole = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
        try {
            restrict(whole, "rw-------");
            Files.writeString(whole, content);
            Files.createLink(file, whole);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void restrict(Path path, String permissions) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }
}
