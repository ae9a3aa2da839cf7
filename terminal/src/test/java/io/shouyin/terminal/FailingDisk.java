package io.shouyin.terminal;

import io.shouyin.terminal.device.DiskIo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/// Works like the disk until the power fails at one operation, which is then half done or not done.
public final class FailingDisk implements DiskIo {
    public final CountDownLatch cut = new CountDownLatch(1);
    private volatile int left = Integer.MAX_VALUE;
    public volatile boolean full;

    /// Nothing below the JVM comes back from this.
    public static final class PowerCut extends Error {
        PowerCut() {
            super("the power is gone", null, false, false);
        }
    }

    public void cutAt(int operation) {
        left = operation;
    }

    private boolean isLast() {
        return left != Integer.MAX_VALUE && --left == 0;
    }

    private PowerCut gone() {
        cut.countDown();
        left = Integer.MAX_VALUE;
        Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> { });
        return new PowerCut();
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        if (isLast()) {
            REAL.create(file, Arrays.copyOf(content, content.length / 2));
            throw gone();
        }
        REAL.create(file, content);
    }

    @Override
    public void sync(Path file) throws IOException {
        if (isLast()) {
            throw gone();
        }
        REAL.sync(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        if (isLast()) {
            throw gone();
        }
        REAL.rename(from, to);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (isLast()) {
            throw gone();
        }
        REAL.syncFolder(folder);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return full ? 0 : REAL.freeBytes(folder);
    }
}
