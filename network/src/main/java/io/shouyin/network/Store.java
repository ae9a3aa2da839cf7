package io.shouyin.network;

import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Files of the data folder: readable by their owner only, and replaced whole or not at all.
final class Store {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();
    static final JsonMapper JSON_INDENTED = JSON.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Store() {}

    /// Makes the folder with mode 700, or narrows one that is there.
    static void openFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            if (isPosix(folder)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /// Makes an empty file with mode 600.
    static void createOwnerOnly(Path path) throws IOException {
        if (isPosix(path.getParent())) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }

    /// Writes a file with mode 600: after a crash it is there whole, or as it was before.
    static void replace(Path path, byte[] content) {
        Path next = path.resolveSibling(path.getFileName() + ".next");
        try {
            Files.deleteIfExists(next);
            createOwnerOnly(next);
            try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                out.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(path.getParent());
        } catch (FileAlreadyExistsException e) {
            throw new Fault(NetworkRefusal.NETWORK_DATA_IN_USE, Fault.Recovery.FIX_THE_SETUP);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    static byte[] read(Path path, NetworkRefusal ifNot) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new Fault(ifNot.name(), Fault.Recovery.FIX_THE_SETUP, ifNot.en(), e);
        }
    }

    /// Makes names that were added to a folder durable.
    static void forceFolder(Path folder) throws IOException {
        if (isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static Fault unusable(IOException cause) {
        return new Fault(NetworkRefusal.NETWORK_DATA_UNUSABLE.name(), Fault.Recovery.FIX_THE_SETUP,
                NetworkRefusal.NETWORK_DATA_UNUSABLE.en(), cause);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
