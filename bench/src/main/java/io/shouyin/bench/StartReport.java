package io.shouyin.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// How long a host takes from its start as a process until it says that it is ready.
///
/// @param firstSeconds of the very first start, which also unpacks and sets up the database
/// @param seconds of the starts on that data folder, in their order
public record StartReport(double firstSeconds, List<Double> seconds) {

    /// What the project aims at, for the median.
    public static final double SECONDS_AIM = 6;

    public double medianSeconds() {
        return Statistics.median(seconds);
    }

    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("firstSeconds", firstSeconds);
        all.put("seconds", seconds);
        all.put("medianSeconds", medianSeconds());
        return JsonMapper.shared().writeValueAsString(all);
    }

    public void print(PrintStream out) {
        out.printf(Locale.ROOT, "  首次启动 first start         %6.2f s%n", firstSeconds);
        for (int i = 0; i < seconds.size(); i++) {
            out.printf(Locale.ROOT, "  再次启动 later start %-7d %6.2f s%n", i + 1, seconds.get(i));
        }
        out.printf(Locale.ROOT, "  中位数 median                %6.2f s(目标 aim ≤ %.0f s)%n", medianSeconds(), SECONDS_AIM);
        out.flush();
    }
}
