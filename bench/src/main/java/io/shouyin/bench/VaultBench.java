package io.shouyin.bench;

import io.shouyin.kernel.Check;
import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import io.shouyin.vault.SecurityModule;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;

/// Calls of the vault in this process and in another one, side by side: what the socket costs.
///
/// Each caller calls, waits, and calls again. The callers are virtual threads, as in the host.
public final class VaultBench {

    private static final int[] CALLERS = {1, 2, 16};
    private static final int MESSAGE_BYTES = 200;

    private final SecurityModule own;
    private final SecurityModule remote;
    private final Duration each;

    /// @param own in this process
    /// @param remote the same in another process
    /// @param each how long each number is measured, and warmed up before
    public VaultBench(SecurityModule own, SecurityModule remote, Duration each) {
        this.own = own;
        this.remote = remote;
        this.each = each;
    }

    /// @param callers at a time
    public record Line(String command, int callers, double ownPerSecond, double remotePerSecond) {

        double ratio() {
            return remotePerSecond / ownPerSecond;
        }

        /// How long a caller waits for one call.
        double remoteMicros() {
            return callers * 1e6 / remotePerSecond;
        }
    }

    private interface Call {
        void make();
    }

    public List<Line> run() {
        Map<String, Call> here = calls(own);
        Map<String, Call> there = calls(remote);
        List<Line> lines = new ArrayList<>();
        here.forEach((command, call) -> {
            for (int callers : CALLERS) {
                lines.add(new Line(command, callers, perSecond(call, callers), perSecond(there.get(command), callers)));
            }
        });
        return lines;
    }

    private static Map<String, Call> calls(SecurityModule vault) {
        byte[] message = new byte[MESSAGE_BYTES];
        KeyBlock macKey = vault.generate(KeyPurpose.TERMINAL_MAC);
        byte[] mac = vault.mac(macKey, message);
        KeyBlock dataKey = vault.generate(KeyPurpose.DATA);
        byte[] card = new byte[19];
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("verifyMac", () -> Check.invariant(vault.verifyMac(macKey, message, mac), "the MAC is right"));
        calls.put("seal", () -> vault.seal(dataKey, card, message));
        return calls;
    }

    private double perSecond(Call call, int callers) {
        count(call, callers);
        return count(call, callers) / (each.toNanos() / 1e9);
    }

    private long count(Call call, int callers) {
        long end = System.nanoTime() + each.toNanos();
        List<Future<Long>> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                counts.add(threads.submit(() -> callUntil(call, end)));
            }
        }
        return counts.stream().mapToLong(Future::resultNow).sum();
    }

    private static long callUntil(Call call, long end) {
        long count = 0;
        while (System.nanoTime() - end < 0) {
            call.make();
            count++;
        }
        return count;
    }

    /// @param folder the sockets' folder, for what the machine is
    public static void print(List<Line> lines, Path folder, boolean json, PrintStream out) {
        Machine machine = Machine.look(folder);
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("machine", machine);
            report.put("lines", lines);
            out.println(JsonMapper.shared().writeValueAsString(report));
            return;
        }
        out.printf(Locale.ROOT, "  %s, %d cores, %s, %s, load %.1f%n", machine.cpu(), machine.cores(), machine.kernel(), machine.jvm(), machine.loadAverage());
        out.printf(Locale.ROOT, "  %-12s %8s %14s %14s %8s %12s%n", "", "callers", "in process /s", "socket /s", "ratio", "µs a call");
        lines.forEach(line -> out.printf(Locale.ROOT, "  %-12s %8d %14.0f %14.0f %8.3f %12.1f%n", line.command(), line.callers(), line.ownPerSecond(),
                line.remotePerSecond(), line.ratio(), line.remoteMicros()));
    }
}
