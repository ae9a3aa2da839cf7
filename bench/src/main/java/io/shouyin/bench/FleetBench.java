package io.shouyin.bench;

import io.shouyin.bench.Cards.Card;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// The heartbeats and polls of a whole fleet against a host, with sales beside them: sales alone, then all together.
///
/// Every terminal beats and polls in its turn, at fixed rates; a latency counts from when its request was due. A lane is a connection that stays, as a proxy keeps them.
public final class FleetBench {

    private static final Duration SETTLING = Duration.ofSeconds(5);
    /// Beats are signed before they are sent, and believed for five minutes.
    private static final Duration SIGNED_AT_ONCE = Duration.ofSeconds(30);
    private static final Duration ALONE_MAX = Duration.ofSeconds(20);
    private static final int LANES = 256;

    private final SaleBench.Target target;
    private final Plan plan;
    private final Consumer<String> progress;
    private long beatsSigned;

    /// @param progress is told what is going on, a line each
    public FleetBench(SaleBench.Target target, Plan plan, Consumer<String> progress) {
        this.target = target;
        this.plan = plan;
        this.progress = progress;
    }

    /// @param terminals in the register, each beating in its turn
    /// @param warmup with all at work, before anything is measured
    /// @param beatsPerSecond of all of them
    /// @param pollsPerSecond of all of them, for updates; 0 for none
    /// @param sellers terminals that sell beside them
    /// @param salesPerSecond of all sellers
    public record Plan(int terminals, Duration warmup, Duration measured, double beatsPerSecond, double pollsPerSecond, int sellers, double salesPerSecond) {}

    public FleetReport run() {
        Machine machine = Machine.look(target.cardsFile().toAbsolutePath().getParent());
        progress.accept("登记并激活 %d 台收银终端 / registering and activating %1$d terminals that sell …".formatted(plan.sellers()));
        List<BenchTerminal> sellers = BenchTerminals.inService(target, plan.sellers());
        List<Card> cards = Cards.read(target.cardsFile());
        DatabaseLogin database = DatabaseLogin.of(target.hostData().orElseThrow());
        progress.accept("登记 %d 台终端及其密钥 / %1$d terminals with their keys …".formatted(plan.terminals()));
        long from = System.nanoTime();
        FleetDevices devices = FleetDevices.register(database, "104290058120001", plan.terminals());
        double registerSeconds = (System.nanoTime() - from) / 1e9;
        CpuMeter cpu = cpu(database);
        progress.accept("预热 / warm-up …");
        new Load(sales(sellers, cards), SETTLING, cpu).closed("warm-up", Duration.ZERO);
        for (Duration warm = Duration.ZERO; warm.compareTo(plan.warmup()) < 0; warm = warm.plus(SIGNED_AT_ONCE)) {
            beside(devices, SIGNED_AT_ONCE, sellers, cards, cpu);
        }
        List<Phase> phases = new ArrayList<>();
        progress.accept("只有消费 / sales alone, %.0f/s …".formatted(plan.salesPerSecond()));
        Duration alone = plan.measured().compareTo(ALONE_MAX) < 0 ? plan.measured() : ALONE_MAX;
        phases.add(new Load(sales(sellers, cards), alone, cpu).open("sales-alone", plan.salesPerSecond(), SETTLING));
        progress.accept("心跳、轮询与消费 / beats, %.0f/s, polls, %.0f/s, and sales …".formatted(plan.beatsPerSecond(), plan.pollsPerSecond()));
        phases.addAll(beside(devices, plan.measured(), sellers, cards, cpu));
        return new FleetReport(machine, plan, registerSeconds, phases);
    }

    /// Beats, polls and sales at the same time.
    private List<Phase> beside(FleetDevices devices, Duration measured, List<BenchTerminal> sellers, List<Card> cards, CpuMeter cpu) {
        List<Callable<Phase>> all = new ArrayList<>();
        List<RequestLane> beats = beats(devices, measured);
        all.add(() -> new Load(beats, measured, cpu).open("beats", plan.beatsPerSecond(), SETTLING));
        if (plan.pollsPerSecond() > 0) {
            List<RequestLane> polls = polls(devices);
            all.add(() -> new Load(polls, measured, cpu).open("polls", plan.pollsPerSecond(), SETTLING));
        }
        all.add(() -> new Load(sales(sellers, cards), measured, cpu).open("sales-beside", plan.salesPerSecond(), SETTLING));
        return together(all);
    }

    /// All beats of an open loop, signed: lane by lane, in the order in which they are due.
    private List<RequestLane> beats(FleetDevices devices, Duration measured) {
        ArrivalSchedule schedule = new ArrivalSchedule(plan.beatsPerSecond(), LANES);
        long first = beatsSigned;
        beatsSigned += schedule.arrivals(SETTLING.plus(measured));
        long from = System.nanoTime();
        List<RequestLane> lanes = IntStream.range(0, LANES).parallel().mapToObj(lane -> {
            byte[][] requests = new byte[Math.toIntExact(schedule.rounds(lane, SETTLING.plus(measured)))][];
            for (int round = 0; round < requests.length; round++) {
                long number = first + (long) round * LANES + lane;
                requests[round] = devices.beat(Math.toIntExact(number % devices.count()), 2 + number / devices.count(), Instant.now());
            }
            return new RequestLane(target.host(), round -> requests[Math.toIntExact(round)]);
        }).toList();
        progress.accept("%d 次心跳已签名 / %1$d beats signed: %.1f s".formatted(beatsSigned - first, (System.nanoTime() - from) / 1e9));
        return lanes;
    }

    private List<RequestLane> polls(FleetDevices devices) {
        return IntStream.range(0, LANES).mapToObj(lane -> new RequestLane(target.host(), round -> devices.poll(Math.toIntExact((round * LANES + lane) % devices.count())))).toList();
    }

    private static List<SaleLane> sales(List<BenchTerminal> sellers, List<Card> cards) {
        return IntStream.range(0, sellers.size()).mapToObj(i -> new SaleLane(sellers.get(i), cards, i)).toList();
    }

    private static List<Phase> together(List<Callable<Phase>> all) {
        try (ExecutorService atOnce = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Phase> phases = new ArrayList<>();
            for (Future<Phase> phase : atOnce.invokeAll(all)) {
                phases.add(phase.get());
            }
            return phases;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        } catch (ExecutionException broke) {
            throw new IllegalStateException(broke.getCause());
        }
    }

    private CpuMeter cpu(DatabaseLogin database) {
        Map<String, Long> processes = new LinkedHashMap<>(target.processes());
        processes.put(CpuMeter.DATABASE, database.processId());
        processes.put("generator", ProcessHandle.current().pid());
        return new CpuMeter(processes);
    }
}
