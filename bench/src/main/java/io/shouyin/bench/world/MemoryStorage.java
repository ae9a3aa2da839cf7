package io.shouyin.bench.world;

import io.shouyin.terminal.device.Storage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A terminal's storage in memory, which keeps its promise of a durable write; and its power, which can fail at any write.
final class MemoryStorage implements Storage {

    private static final long FREE_BYTES = 1L << 30;

    private final Map<String, byte[]> files = new HashMap<>();
    private final boolean forgetful;
    private String lastName;
    private byte[] before;
    private int writesLeft;
    private boolean lastIsDone;
    private boolean cut;

    /// @param forgetful loses the last write when the power fails: a broken promise, to see that it is found out
    MemoryStorage(boolean forgetful) {
        this.forgetful = forgetful;
    }

    /// Nothing above it comes back from this.
    static final class PowerCut extends Error {
        PowerCut() {
            super("the power is gone", null, false, false);
        }
    }

    synchronized boolean isCut() {
        return cut;
    }

    /// The power fails at the n-th write from now.
    ///
    /// @param done whether that write is still done
    synchronized void cutAt(int write, boolean done) {
        writesLeft = write;
        lastIsDone = done;
    }

    synchronized void cut() {
        if (!cut && forgetful && lastName != null) {
            files.put(lastName, before);
        }
        cut = true;
        writesLeft = 0;
    }

    synchronized void powerOn() {
        cut = false;
        lastName = null;
    }

    /// Ends the thread that lives on this power.
    static PowerCut gone() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> { });
        return new PowerCut();
    }

    @Override
    public synchronized Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }

    @Override
    public synchronized void write(String name, byte[] content) {
        if (cut) {
            throw gone();
        }
        boolean last = writesLeft > 0 && --writesLeft == 0;
        if (!last || lastIsDone) {
            lastName = name;
            before = files.get(name);
            files.put(name, content.clone());
        }
        if (last) {
            cut();
            throw gone();
        }
    }

    @Override
    public long freeBytes() {
        return FREE_BYTES;
    }

    @Override
    public void close() {}
}
