package io.shouyin.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What a fleet's heartbeats and polls cost, and what they do to the sales beside them.
///
/// @param registerSeconds to make the terminals' keys and write their rows
public record FleetReport(Machine machine, FleetBench.Plan plan, double registerSeconds, List<Phase> phases) implements Report {

    /// Whether every request was taken and every sale approved, and they came as fast as they were due.
    public boolean isClean() {
        return phases.stream().allMatch(phase -> phase.isClean() && phase.perSecond() >= phase.offeredPerSecond().orElse(0) * 0.99);
    }

    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("plan", plan);
        all.put("registerSeconds", registerSeconds);
        all.put("phases", phases);
        return JsonMapper.shared().writeValueAsString(all);
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "%s, %d cores, %d MiB, %.0f fsync/s, load %.1f before%n", machine.cpu(), machine.cores(), machine.memoryMib(), machine.fsyncPerSecond(), machine.loadAverage());
        out.printf(Locale.ROOT, "%d terminals, registered with their keys in %.0f s%n", plan.terminals(), registerSeconds);
        out.printf(Locale.ROOT, "  %-14s %9s %9s %9s %9s %9s  %s%n", "", "due/s", "done/s", "p50 ms", "p99 ms", "max ms", "answers, CPU ms of everything a request");
        for (Phase phase : phases) {
            out.printf(Locale.ROOT, "  %-14s %9.0f %9.0f %9.2f %9.2f %9.2f  %s %s%n", phase.name(), phase.offeredPerSecond().orElse(0), phase.perSecond(), phase.latency().p50() / 1e3,
                    phase.latency().p99() / 1e3, phase.latency().max() / 1e3, phase.answers(), rounded(phase.cpuMillis()));
        }
        out.printf(Locale.ROOT, "  share of the processors, sales alone   %s%n", shares(phases.getFirst()));
        out.printf(Locale.ROOT, "  share of the processors, all together  %s%n", shares(phases.getLast()));
        out.flush();
    }

    /// Of all cores, in percent: what was left is what there was room for.
    private Map<String, String> shares(Phase phase) {
        Map<String, String> shares = new LinkedHashMap<>();
        phase.cpuMillis().forEach((name, millis) -> shares.put(name, String.format(Locale.ROOT, "%.0f %%", millis * phase.perSecond() / 10 / machine.cores())));
        return shares;
    }

    private static Map<String, String> rounded(Map<String, Double> millis) {
        Map<String, String> rounded = new LinkedHashMap<>();
        millis.forEach((name, value) -> rounded.put(name, String.format(Locale.ROOT, "%.2f", value)));
        return rounded;
    }
}
