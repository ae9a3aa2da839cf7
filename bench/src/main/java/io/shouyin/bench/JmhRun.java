package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import tools.jackson.databind.json.JsonMapper;

/// Runs the JMH benchmarks of this jar but those of [CryptoRun], few forks and short, and prints one table.
public final class JmhRun {

    private static final String CRYPTO = "^io\\.shouyin\\.bench\\.crypto\\.";
    private static final String ALLOCATION = "gc.alloc.rate.norm";
    private static final int WARMUPS = 3;
    private static final int MEASUREMENTS = 5;
    private static final TimeValue ITERATION = TimeValue.seconds(1);

    private JmhRun() {}

    private record Line(String benchmark, double nanos, double errorNanos, double bytes) {}

    /// @param pattern regular expression on the names, such as `mac`
    /// @throws Fault `BENCHMARK_UNKNOWN` if it fits none
    public static void run(String pattern, int forks, boolean json, PrintStream out, PrintStream progress) {
        var options = new OptionsBuilder().include(pattern).exclude(CRYPTO).forks(forks)
                .warmupIterations(WARMUPS).warmupTime(ITERATION).measurementIterations(MEASUREMENTS).measurementTime(ITERATION)
                .addProfiler(GCProfiler.class);
        progress.println("JMH:每项约 %1$d 秒 / about %1$d s each …".formatted(forks * (WARMUPS + MEASUREMENTS)));
        List<Line> lines = new ArrayList<>(results(options, pattern).stream().map(JmhRun::line).toList());
        lines.sort(Comparator.comparing(Line::benchmark));
        print(lines, json, out);
    }

    /// Runs what the options name, without JMH's own output.
    ///
    /// @throws Fault `BENCHMARK_UNKNOWN` if they name none, `BENCHMARK_FAILED`
    static Collection<RunResult> results(ChainedOptionsBuilder options, String names) {
        try {
            return new Runner(options.verbosity(VerboseMode.SILENT).shouldFailOnError(true).build()).run();
        } catch (NoBenchmarksException unknown) {
            throw new Fault("BENCHMARK_UNKNOWN", Recovery.FIX_THE_INPUT, "no benchmark has a name that fits " + names, unknown);
        } catch (RunnerException failed) {
            throw new Fault("BENCHMARK_FAILED", Recovery.STOP, "the benchmarks did not run: " + failed.getMessage(), failed);
        }
    }

    private static Line line(RunResult run) {
        Result<?> time = run.getPrimaryResult();
        String name = run.getParams().getBenchmark();
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATION);
        return new Line(name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1), time.getScore(), time.getScoreError(),
                allocated == null ? Double.NaN : allocated.getScore());
    }

    private static void print(List<Line> lines, boolean json, PrintStream out) {
        if (json) {
            List<Map<String, Object>> trees = new ArrayList<>();
            for (Line line : lines) {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("benchmark", line.benchmark());
                tree.put("nanos", line.nanos());
                tree.put("errorNanos", line.errorNanos());
                tree.put("bytes", line.bytes());
                trees.add(tree);
            }
            out.println(JsonMapper.shared().writeValueAsString(trees));
        } else {
            out.printf(Locale.ROOT, "  %-36s %12s %12s %10s%n", "", "ns/op", "± ns", "B/op");
            lines.forEach(line -> out.printf(Locale.ROOT, "  %-36s %12.1f %12.1f %10.0f%n", line.benchmark(), line.nanos(), line.errorNanos(), line.bytes()));
        }
        out.flush();
    }
}
