package io.shouyin.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// How long a host takes from its start as a process until it says that it is ready.
///
/// @param first the very first start, which also unpacks and sets up the database
/// @param later the starts on that data folder, in their order
public record StartReport(Start first, List<Start> later) implements Report {

    /// What the project aims at, for the median.
    public static final double SECONDS_AIM = 6;

    /// @param seconds by the clock on the wall
    /// @param cpuSeconds of the host's process without the database: says more where others use the machine too
    public record Start(double seconds, double cpuSeconds) {}

    public double medianSeconds() {
        return Statistics.median(later.stream().map(Start::seconds).toList());
    }

    public double medianCpuSeconds() {
        return Statistics.median(later.stream().map(Start::cpuSeconds).toList());
    }

    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("first", first);
        all.put("later", later);
        all.put("medianSeconds", medianSeconds());
        all.put("medianCpuSeconds", medianCpuSeconds());
        return JsonMapper.shared().writeValueAsString(all);
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  %-32s %8s %8s%n", "", "s", "CPU s");
        line(out, "首次启动 first start", first);
        for (int i = 0; i < later.size(); i++) {
            line(out, "再次启动 later start " + (i + 1), later.get(i));
        }
        line(out, "中位数 median", new Start(medianSeconds(), medianCpuSeconds()));
        out.printf(Locale.ROOT, "  目标 aim ≤ %.0f s%n", SECONDS_AIM);
        out.flush();
    }

    private static void line(PrintStream out, String name, Start start) {
        out.printf(Locale.ROOT, "  %-32s %8.2f %8.2f%n", name, start.seconds(), start.cpuSeconds());
    }
}
