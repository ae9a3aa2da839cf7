package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Measures every [CryptoOperation] next to what it stands beside, in one run, with one thread and with two.
///
/// One JVM each, three half seconds to warm up and three to measure: an operation takes microseconds, so after the first half second
/// all of it is compiled; what would differ between JVMs is smaller than what the neighbours of a shared machine do, and a longer
/// run has more of those. An operation and what it stands beside follow each other within seconds.
public final class CryptoRun {

    private static final int[] THREADS = {1, 2};
    private static final int ITERATIONS = 3;
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);
    private static final String COUNTER_BITS = "counterBits";

    private CryptoRun() {}

    private record Measured(String benchmark, int counterBits) {}

    /// @param pattern regular expression on the names of the operations and their benchmarks, such as `DUKPT`
    /// @throws Fault `BENCHMARK_UNKNOWN` if it fits none
    public static void run(String pattern, boolean json, PrintStream out, PrintStream progress) {
        Pattern wanted = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        List<CryptoOperation> operations = Arrays.stream(CryptoOperation.values())
                .filter(operation -> wanted.matcher(operation + " " + operation.benchmark()).find()).toList();
        if (operations.isEmpty()) {
            throw new Fault("BENCHMARK_UNKNOWN", Recovery.FIX_THE_INPUT, "no benchmark has a name that fits " + pattern);
        }
        Machine machine = Machine.look(Path.of(System.getProperty("java.io.tmpdir")));
        List<CryptoReport.Line> lines = new ArrayList<>();
        for (int threads : THREADS) {
            progress.println("JMH:%1$d 线程,每项约 4 秒 / %1$d threads, about 4 s each …".formatted(threads));
            lines.addAll(lines(operations, threads, measure(operations, threads)));
        }
        CryptoReport report = new CryptoReport(machine, lines);
        report.show(json, out);
    }

    private static Map<Measured, Double> measure(List<CryptoOperation> operations, int threads) {
        var options = new OptionsBuilder().forks(1).threads(threads).mode(Mode.Throughput).timeUnit(TimeUnit.SECONDS)
                .warmupIterations(ITERATIONS).warmupTime(ITERATION).measurementIterations(ITERATIONS).measurementTime(ITERATION);
        TreeSet<String> names = new TreeSet<>();
        for (CryptoOperation operation : operations) {
            names.add(operation.benchmark());
            operation.beside().ifPresent(names::add);
        }
        names.forEach(name -> options.include("^" + Pattern.quote(name) + "$"));
        Map<Measured, Double> perSecond = new HashMap<>();
        for (RunResult result : JmhRun.results(options, String.join(", ", names))) {
            String bits = result.getParams().getParam(COUNTER_BITS);
            perSecond.put(new Measured(result.getParams().getBenchmark(), bits == null ? 0 : Integer.parseInt(bits)), result.getPrimaryResult().getScore());
        }
        return perSecond;
    }

    private static List<CryptoReport.Line> lines(List<CryptoOperation> operations, int threads, Map<Measured, Double> perSecond) {
        List<CryptoReport.Line> lines = new ArrayList<>();
        for (CryptoOperation operation : operations) {
            perSecond.keySet().stream().filter(measured -> measured.benchmark.equals(operation.benchmark()))
                    .mapToInt(Measured::counterBits).sorted().forEach(bits -> lines.add(new CryptoReport.Line(operation, bits, threads,
                            perSecond.get(new Measured(operation.benchmark(), bits)),
                            operation.beside().map(beside -> OptionalDouble.of(perSecond.get(new Measured(beside, bits))))
                                    .orElse(OptionalDouble.empty()))));
        }
        return lines;
    }
}
