package io.shouyin.bench;

import io.shouyin.bench.Cards.Card;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.terminal.line.GatewayLine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Sales through a whole stack, and the two commits alone, in one run: warm-up, baseline, closed loop, open loop, baseline.
///
/// The baseline stands before and after the sales, so that a machine that others use too cannot flatter either side unseen, and
/// behind the warm-up, so that both sides meet a database that has been at work.
public final class SaleBench {

    /// Of what the closed loop reached, when no rate is given.
    public static final double OPEN_LOOP_PART = 0.7;
    /// How many people a login storm may have.
    public static final int STORM_MAX = LoginStorm.PEOPLE_MAX;
    private static final Duration BASELINE_MIN = Duration.ofSeconds(5);
    /// Each phase runs this long before it is counted.
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Target target;
    private final Plan plan;
    private final Consumer<String> progress;

    /// @param progress is told what is going on, a line each
    public SaleBench(Target target, Plan plan, Consumer<String> progress) {
        this.target = target;
        this.plan = plan;
        this.progress = progress;
    }

    /// What is measured.
    ///
    /// @param accessFile who may log in to the console
    /// @param cardsFile the network's drawer
    /// @param plainAddress where to connect without TLS; absent: the gateway that terminals are told of, over TLS
    /// @param hostData the host's data folder, for the baseline; absent: no baseline
    /// @param processes process ids by name, for what each one costs
    public record Target(URI host, Path accessFile, Path cardsFile, Optional<String> plainAddress, Optional<Path> hostData,
                         Map<String, Long> processes) {}

    /// @param openPerSecond rate of the open loop; absent: 70 % of what the closed loop reached
    /// @param connections of the baseline, as many as the host's pool has
    /// @param storm how many people log in to the console without a pause during a second open loop; 0: there is none
    public record Plan(int terminals, Duration warmup, Duration measured, OptionalDouble openPerSecond, int connections, int storm) {}

    /// @return all numbers; never more phases than went well
    public SaleReport run() {
        Machine machine = Machine.look(target.cardsFile().toAbsolutePath().getParent());
        progress.accept("登记并激活 %d 台终端 / registering and activating %1$d terminals …".formatted(plan.terminals()));
        List<BenchTerminal> terminals = BenchTerminals.inService(target, plan.terminals());
        List<Card> cards = Cards.read(target.cardsFile());
        progress.accept("每台先做一笔 / one sale on each first …");
        firstSales(terminals, cards);
        CpuMeter cpu = cpu();
        Load sales = new Load(lanes(terminals, cards), plan.measured(), cpu);
        progress.accept("预热 / warm-up …");
        new Load(lanes(terminals, cards), plan.warmup(), cpu).closed("warm-up", Duration.ZERO);
        List<Phase> phases = new ArrayList<>();
        baseline("baseline-before", cpu).ifPresent(phases::add);
        progress.accept("闭环 / closed loop …");
        Phase closed = sales.closed("closed", SETTLING);
        phases.add(closed);
        double rate = plan.openPerSecond().orElse(closed.perSecond() * OPEN_LOOP_PART);
        if (rate > 0) {
            progress.accept("开环 / open loop, %.0f/s …".formatted(rate));
            phases.add(sales.open("open", rate, SETTLING));
        }
        Optional<LoginStorm.Result> storm = Optional.empty();
        if (rate > 0 && plan.storm() > 0) {
            progress.accept("同样的开环,同时 %d 人不停登录 / the same while %1$d people log in without a pause …".formatted(plan.storm()));
            storm = Optional.of(stormy(sales, rate, phases));
        }
        baseline("baseline-after", cpu).ifPresent(phases::add);
        return new SaleReport(machine, plan, target.plainAddress().isEmpty(), phases, storm);
    }

    private LoginStorm.Result stormy(Load sales, double rate, List<Phase> phases) {
        try (Console console = Console.logIn(target.host(), new AccessFile(target.accessFile()));
             LoginStorm storm = LoginStorm.begin(target.host(), console, plan.storm())) {
            phases.add(sales.open("open-storm", rate, SETTLING));
            return storm.result();
        }
    }

    /// Shows what is wrong before anything is measured, and gives the baseline its sample.
    private static void firstSales(List<BenchTerminal> terminals, List<Card> cards) {
        for (BenchTerminal terminal : terminals) {
            try (GatewayLine line = terminal.connect()) {
                String code = terminal.sell(line, cards.getFirst());
                if (!code.equals("00")) {
                    throw new Fault("SALE_DECLINED", Recovery.FIX_THE_SETUP, "the first sale was answered " + code + ", not 00");
                }
            } catch (Fault told) {
                throw told;
            } catch (Exception broke) {
                throw new Fault("SALE_UNANSWERED", Recovery.FIX_THE_SETUP, "the first sale was not answered as it should", broke);
            }
        }
    }

    private static List<SaleLane> lanes(List<BenchTerminal> terminals, List<Card> cards) {
        List<SaleLane> lanes = new ArrayList<>();
        for (int i = 0; i < terminals.size(); i++) {
            lanes.add(new SaleLane(terminals.get(i), cards, i));
        }
        return lanes;
    }

    private CpuMeter cpu() {
        Map<String, Long> processes = new LinkedHashMap<>(target.processes());
        target.hostData().map(DatabaseLogin::of).ifPresent(database -> processes.put(CpuMeter.DATABASE, database.processId()));
        processes.put("generator", ProcessHandle.current().pid());
        return new CpuMeter(processes);
    }

    private Optional<Phase> baseline(String name, CpuMeter cpu) {
        return target.hostData().map(data -> {
            progress.accept("基线:同样的两次提交 / baseline: the same two commits …");
            try (Baseline baseline = Baseline.open(DatabaseLogin.of(data), plan.connections())) {
                Duration half = plan.measured().dividedBy(2);
                return baseline.run(name, plan.terminals(), SETTLING, half.compareTo(BASELINE_MIN) > 0 ? half : BASELINE_MIN, cpu);
            }
        });
    }
}
