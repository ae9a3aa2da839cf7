package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Refuses to start on a disk that is about to be full: a database that stops in the middle of a day is worse.
class FreeSpace {

    long bytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    final void refuseBelow(long bytesMin, Path folder) throws IOException {
        if (bytes(folder) < bytesMin) {
            throw full(folder, null);
        }
    }

    static Fault full(Path folder, Exception cause) {
        return new Fault("DATABASE_DISK_FULL", Recovery.FIX_THE_SETUP,
                "The disk of the database folder " + folder + " is full: make room and start again.", cause);
    }

    static boolean saysFull(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && cause.getMessage().contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }
}
