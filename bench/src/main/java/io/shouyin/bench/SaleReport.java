package io.shouyin.bench;

import io.shouyin.bench.Latencies.Percentiles;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// The numbers of a [SaleBench], for people and for machines.
public final class SaleReport implements Report {

    /// What the project aims at: sales a second by two commits a second.
    public static final double RATIO_AIM = 0.5;
    /// Baselines further apart than this say that the machine was not quiet.
    private static final double DRIFT_MAX = 0.15;
    /// An open loop that finishes less than this part of what was due could not keep up.
    private static final double KEPT_UP_MIN = 0.98;

    private final Machine machine;
    private final SaleBench.Plan plan;
    private final boolean tls;
    private final List<Phase> phases;
    private final Optional<LoginStorm.Result> storm;

    SaleReport(Machine machine, SaleBench.Plan plan, boolean tls, List<Phase> phases, Optional<LoginStorm.Result> storm) {
        this.machine = machine;
        this.plan = plan;
        this.tls = tls;
        this.phases = List.copyOf(phases);
        this.storm = storm;
    }

    /// Whether every request of every phase was answered 00.
    public boolean isClean() {
        return phases.stream().allMatch(Phase::isClean);
    }

    /// Two commits a second: the mean of both baselines.
    OptionalDouble baselinePerSecond() {
        return phases.stream().filter(phase -> phase.name().startsWith("baseline")).mapToDouble(Phase::perSecond).average();
    }

    /// Sales by baseline; absent without a baseline.
    OptionalDouble ratio() {
        OptionalDouble baseline = baselinePerSecond();
        Optional<Phase> closed = phase("closed");
        return baseline.isPresent() && baseline.getAsDouble() > 0 && closed.isPresent()
                ? OptionalDouble.of(closed.get().perSecond() / baseline.getAsDouble())
                : OptionalDouble.empty();
    }

    /// How far the baselines before and after lie apart.
    OptionalDouble drift() {
        Optional<Phase> before = phase("baseline-before");
        Optional<Phase> after = phase("baseline-after");
        return before.isPresent() && after.isPresent()
                ? OptionalDouble.of(Statistics.drift(before.get().perSecond(), after.get().perSecond()))
                : OptionalDouble.empty();
    }

    /// Whether the open loop finished what was due when it was due.
    boolean keptUp() {
        return phase("open").map(open -> open.perSecond() >= KEPT_UP_MIN * open.offeredPerSecond().orElse(0)).orElse(true);
    }

    private Optional<Phase> phase(String name) {
        return phases.stream().filter(phase -> phase.name().equals(name)).findFirst();
    }

    /// One line of JSON. Latencies in microseconds, processor time in milliseconds a request.
    @Override
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("terminals", plan.terminals());
        all.put("tls", tls);
        all.put("connections", plan.connections());
        all.put("phases", phases.stream().map(SaleReport::tree).toList());
        baselinePerSecond().ifPresent(rate -> all.put("baselinePerSecond", rate));
        ratio().ifPresent(ratio -> all.put("ratio", ratio));
        drift().ifPresent(drift -> all.put("baselineDrift", drift));
        storm.ifPresent(logins -> all.put("loginStorm", logins));
        all.put("openLoopKeptUp", keptUp());
        all.put("clean", isClean());
        return JsonMapper.shared().writeValueAsString(all);
    }

    private static Map<String, Object> tree(Phase phase) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("phase", phase.name());
        phase.offeredPerSecond().ifPresent(rate -> tree.put("offeredPerSecond", rate));
        tree.put("perSecond", phase.perSecond());
        tree.put("seconds", phase.seconds());
        tree.put("latencyMicros", phase.latency());
        tree.put("answers", phase.answers());
        tree.put("cpuMillis", phase.cpuMillis());
        if (phase.offeredPerSecond().isPresent()) {
            tree.put("generatorLagP99Micros", phase.lagP99Micros());
        }
        return tree;
    }

    /// Tables.
    @Override
    public void print(PrintStream out) {
        out.println();
        out.printf(Locale.ROOT, "  机器 machine   %s, %d cores, %d MiB, %s, %s%n", machine.cpu(), machine.cores(), machine.memoryMib(), machine.kernel(), machine.jvm());
        out.printf(Locale.ROOT, "  磁盘 disk      %s, fsync %.0f/s;  负载 load %.2f%n", machine.fileSystem(), machine.fsyncPerSecond(), machine.loadAverage());
        out.printf(Locale.ROOT, "  终端 terminals %d, %s;  连接 connections %d%n%n", plan.terminals(), tls ? "TLS 1.3" : "明文 plain", plan.connections());
        out.printf(Locale.ROOT, "  %-18s %10s %10s %10s %10s %10s   %s%n", "", "/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "应答 answers");
        for (Phase phase : phases) {
            Percentiles latency = phase.latency();
            out.printf(Locale.ROOT, "  %-18s %10.1f %10.2f %10.2f %10.2f %10.2f   %s%n", title(phase), phase.perSecond(), latency.p50() / 1e3,
                    latency.p99() / 1e3, latency.p999() / 1e3, latency.max() / 1e3, phase.answers());
        }
        out.println();
        for (Phase phase : phases) {
            if (!phase.cpuMillis().isEmpty()) {
                out.printf("  CPU ms/笔 a request, %-16s %s%n", phase.name(), phase.cpuMillis().entrySet().stream()
                        .map(entry -> "%s %.2f".formatted(entry.getKey(), entry.getValue())).collect(Collectors.joining(", ")));
            }
        }
        phase("open").ifPresent(open -> out.printf(Locale.ROOT, "  发生器自身迟到 the generator's own lag p99 %.2f ms%n", open.lagP99Micros() / 1e3));
        storm.ifPresent(logins -> out.printf(Locale.ROOT, "  登录风暴 login storm: %d 人 people, %.1f/s, p50 %.0f ms, p99 %.0f ms, %s%n", logins.people(),
                logins.perSecond(), logins.latency().p50() / 1e3, logins.latency().p99() / 1e3, logins.answers()));
        out.println();
        if (!keptUp()) {
            out.println("  开环没有跟上:速率太高 / the open loop did not keep up: the rate is too high");
        }
        drift().ifPresent(drift -> out.printf(Locale.ROOT, "  前后基线相差 the baselines differ by %.0f %%%s%n", 100 * drift,
                drift > DRIFT_MAX ? ",机器不安静,数字仅供参考 / not a quiet machine, take the numbers as a hint" : ""));
        ratio().ifPresent(ratio -> out.printf(Locale.ROOT, "  比值 ratio %.3f(目标 aim ≥ %.1f)%n", ratio, RATIO_AIM));
        out.flush();
    }

    private static String title(Phase phase) {
        return phase.offeredPerSecond().isPresent()
                ? String.format(Locale.ROOT, "%s %.0f/s", phase.name(), phase.offeredPerSecond().getAsDouble()) : phase.name();
    }
}
