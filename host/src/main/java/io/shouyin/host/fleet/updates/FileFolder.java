package io.shouyin.host.fleet.updates;

import io.shouyin.host.platform.OwnFiles;
import io.shouyin.kernel.Check;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Files of releases, outside the database: `files/ab/abcd…`, each named by its SHA-256, so that nothing of a name from outside becomes a path and a file that
/// is there is never written again. Written whole or not at all. Hosts on one database share the folder.
@Component
class FileFolder {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path folder;

    FileFolder(UpdateSettings settings) {
        this.folder = settings.folder().resolve("files");
    }

    /// @param name as it is to be told
    /// @throws FileTooLong as soon as there are more bytes than `bytesMax`; nothing is kept then
    SoftwareFile take(String name, InputStream content, long bytesMax) throws IOException {
        OwnFiles.createFolder(folder);
        Path whole = Files.createTempFile(folder, "", ".part");
        try {
            FileHashes hashes = FileHashes.begin();
            long size = 0;
            try (OutputStream out = Files.newOutputStream(whole)) {
                byte[] chunk = new byte[CHUNK_BYTES];
                for (int read; (read = content.read(chunk)) >= 0; size += read) {
                    if (size + read > bytesMax) {
                        throw new FileTooLong();
                    }
                    hashes.add(chunk, read);
                    out.write(chunk, 0, read);
                }
            }
            FileHashes.Told told = hashes.told();
            try (FileChannel file = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            Path kept = path(told.sha256());
            OwnFiles.createFolder(kept.getParent());
            Files.move(whole, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new SoftwareFile(name, size, told.sha256(), told.sha1(), told.md5());
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /// A file with more bytes than it may have.
    static final class FileTooLong extends IOException {
        FileTooLong() {
            super("the file is longer than it may be");
        }
    }

    /// Empty if it is not in this host's folder, or was cut there.
    Optional<FileChannel> open(SoftwareFile file) throws IOException {
        Path path = path(file.sha256());
        return Files.isRegularFile(path) && Files.size(path) == file.sizeBytes() ? Optional.of(FileChannel.open(path)) : Optional.empty();
    }

    void delete(String sha256) throws IOException {
        Files.deleteIfExists(path(sha256));
    }

    private Path path(String sha256) {
        Check.argument(sha256.matches("[0-9a-f]{64}"), "a SHA-256 has 64 hex digits");
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    }
}
