package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// What the numbers were measured on.
///
/// @param fsyncPerSecond how often a page of 8 KiB can be forced to the disk of the data folder, one after the other
/// @param loadAverage of the minute before; other work on the machine makes every number worse
record Machine(String cpu, int cores, long memoryMib, String kernel, String jvm, String fileSystem, double fsyncPerSecond,
               double loadAverage) {

    private static final int PAGE_BYTES = 8 * 1024;
    private static final int PAGES_MAX = 2_000;
    private static final long FSYNC_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    /// @param folder where the data lies
    static Machine look(Path folder) {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long memory = system instanceof com.sun.management.OperatingSystemMXBean more ? more.getTotalMemorySize() >> 20 : 0;
        return new Machine(cpuModel(), system.getAvailableProcessors(), memory, System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(), fileSystemType(folder), measureFsync(folder),
                system.getSystemLoadAverage());
    }

    private static String cpuModel() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }

    private static String fileSystemType(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException unknown) {
            return "?";
        }
    }

    private static double measureFsync(Path folder) {
        try {
            Path file = Files.createTempFile(folder, "fsync", ".probe");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
                long from = System.nanoTime();
                int pages = 0;
                while (pages < PAGES_MAX && System.nanoTime() - from < FSYNC_NANOS_MAX) {
                    channel.write(page.clear());
                    channel.force(false);
                    pages++;
                }
                return pages * 1e9 / (System.nanoTime() - from);
            }
        } catch (IOException unwritable) {
            throw new Fault("FOLDER_UNWRITABLE", Recovery.FIX_THE_SETUP, "the folder " + folder + " cannot be written", unwritable);
        }
    }
}
