package io.shouyin.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One at a time in a folder of the vault: of all processes by the file `.lock`, of this one's threads by the class, since a file lock is
/// one of the process.
final class FolderLock {

    private FolderLock() {}

    interface Work<T> {
        T run() throws IOException;
    }

    /// @param folder made if it is not there
    static synchronized <T> T within(Path folder, Work<T> work) throws IOException {
        OwnerFile.makeFolder(folder);
        try (FileChannel lock = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            return work.run();
        }
    }
}
