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

/// The heartbeats of a whole fleet against a host, with sales beside them: sales alone, then both together.
///
/// Every terminal beats in its turn, at a fixed rate; a latency counts from when its beat was due. A lane is a connection that stays, as a proxy keeps them.
public final class FleetBench {

    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration ALONE_MAX = Duration.ofSeconds(20);
    private static final int LANES = 64;

    private final SaleBench.Target target;
    private final Plan plan;
    private final Consumer<String> progress;

    /// @param progress is told what is going on, a line each
    public FleetBench(SaleBench.Target target, Plan plan, Consumer<String> progress) {
        this.target = target;
        this.plan = plan;
        this.progress = progress;
    }

    /// @param terminals in the register, each beating in its turn
    /// @param beatsPerSecond of all of them
    /// @param sellers terminals that sell beside them
    /// @param salesPerSecond of all sellers
    public record Plan(int terminals, Duration measured, double beatsPerSecond, int sellers, double salesPerSecond) {}

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
        long signing = System.nanoTime();
        List<BeatLane> first = beats(devices, 1, SETTLING, Instant.now());
        Duration perBeat = Duration.ofNanos(System.nanoTime() - signing).dividedBy(arrivals(SETTLING));
        new Load(first, SETTLING, cpu).open("warm-up", plan.beatsPerSecond(), SETTLING);
        List<Phase> phases = new ArrayList<>();
        progress.accept("只有消费 / sales alone, %.0f/s …".formatted(plan.salesPerSecond()));
        Duration alone = plan.measured().compareTo(ALONE_MAX) < 0 ? plan.measured() : ALONE_MAX;
        phases.add(new Load(sales(sellers, cards), alone, cpu).open("sales-alone", plan.salesPerSecond(), SETTLING));
        progress.accept("给心跳签名 / signing the beats …");
        List<BeatLane> lanes = beats(devices, 2, plan.measured(), Instant.now().plus(perBeat.multipliedBy(arrivals(plan.measured()))));
        progress.accept("心跳与消费 / beats, %.0f/s, and sales …".formatted(plan.beatsPerSecond()));
        phases.addAll(together(
                () -> new Load(lanes, plan.measured(), cpu).open("beats", plan.beatsPerSecond(), SETTLING),
                () -> new Load(sales(sellers, cards), plan.measured(), cpu).open("sales-beside", plan.salesPerSecond(), SETTLING)));
        return new FleetReport(machine, plan, registerSeconds, phases);
    }

    private long arrivals(Duration measured) {
        return new ArrivalSchedule(plan.beatsPerSecond(), LANES).arrivals(SETTLING.plus(measured));
    }

    /// All beats of an open loop, signed: lane by lane, in the order in which they are due.
    ///
    /// @param run from 1: numbers of a later one are higher
    /// @param begin when the first is due, about: the signatures have to be made before
    private List<BeatLane> beats(FleetDevices devices, int run, Duration measured, Instant begin) {
        ArrivalSchedule schedule = new ArrivalSchedule(plan.beatsPerSecond(), LANES);
        return IntStream.range(0, LANES).parallel().mapToObj(lane -> {
            byte[][] requests = new byte[Math.toIntExact(schedule.rounds(lane, SETTLING.plus(measured)))][];
            for (int round = 0; round < requests.length; round++) {
                long arrival = (long) round * LANES + lane;
                long sequence = 1_000_000L * run + arrival / devices.count();
                requests[round] = devices.beat(Math.toIntExact(arrival % devices.count()), sequence, begin.plusNanos(schedule.dueNanos(lane, round)));
            }
            return new BeatLane(target.host(), requests);
        }).toList();
    }

    private static List<SaleLane> sales(List<BenchTerminal> sellers, List<Card> cards) {
        return IntStream.range(0, sellers.size()).mapToObj(i -> new SaleLane(sellers.get(i), cards, i)).toList();
    }

    private static List<Phase> together(Callable<Phase> one, Callable<Phase> other) {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Phase> phases = new ArrayList<>();
            for (Future<Phase> phase : both.invokeAll(List.of(one, other))) {
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
