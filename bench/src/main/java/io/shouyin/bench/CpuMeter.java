package io.shouyin.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Processor time of processes by name, from `/proc`. Where there is none, and for a process that is gone, it knows nothing.
///
/// A database server works in one child process a connection, so it counts with its children; every other one counts alone.
final class CpuMeter {

    static final String DATABASE = "database";

    private static final Path PROC = Path.of("/proc");
    /// Linux tells user space hundredths of a second, whatever the kernel counts in.
    private static final double MILLIS_A_TICK = 10;

    private final Map<String, Long> processes;

    /// @param processes process ids by name; the one called [#DATABASE] counts with its children
    CpuMeter(Map<String, Long> processes) {
        this.processes = new LinkedHashMap<>(processes);
    }

    /// Milliseconds since each process began.
    Map<String, Double> read() {
        Map<String, Double> millis = new LinkedHashMap<>();
        if (!Files.isDirectory(PROC)) {
            return millis;
        }
        Map<Long, Stat> all = stats();
        processes.forEach((name, pid) -> {
            if (all.containsKey(pid)) {
                long children = name.equals(DATABASE) ? all.get(pid).endedChildrenTicks
                        + all.values().stream().filter(stat -> stat.parent == pid).mapToLong(Stat::ownTicks).sum() : 0;
                millis.put(name, (all.get(pid).ownTicks + children) * MILLIS_A_TICK);
            }
        });
        return millis;
    }

    /// Milliseconds a request between two readings.
    static Map<String, Double> perRequest(Map<String, Double> before, Map<String, Double> after, long requests) {
        Map<String, Double> used = new LinkedHashMap<>();
        before.forEach((name, millis) -> {
            if (after.containsKey(name) && requests > 0) {
                used.put(name, (after.get(name) - millis) / requests);
            }
        });
        return used;
    }

    record Stat(long parent, long ownTicks, long endedChildrenTicks) {

        /// proc(5): after the name in brackets come state (3), parent (4), ..., utime (14), stime, cutime, cstime.
        static Stat parse(String line) {
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return new Stat(Long.parseLong(fields[1]), Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
        }
    }

    private static Map<Long, Stat> stats() {
        Map<Long, Stat> all = new LinkedHashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                read(folder.resolve("stat"), Long.parseLong(folder.getFileName().toString()), all);
            }
        } catch (IOException unreadable) {
            all.clear();
        }
        return all;
    }

    private static void read(Path file, long pid, Map<Long, Stat> into) {
        try {
            into.put(pid, Stat.parse(Files.readString(file)));
        } catch (IOException endedMeanwhile) {
            into.remove(pid);
        }
    }
}
