package io.shouyin.app;

import io.shouyin.bench.FleetBench;
import io.shouyin.bench.FleetReport;
import io.shouyin.bench.SaleBench;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench fleet`
@Command(name = "fleet", mixinStandardHelpOptions = true,
        description = {"整个机队的心跳与更新轮询,同时有消费。", "The heartbeats and polls of a whole fleet, with sales beside them."})
final class FleetBenchCommand implements Callable<Integer> {

    private static final int TERMINALS_MAX = 1_000_000;

    @Option(names = "--terminals", defaultValue = "100000", description = "登记的终端数 / terminals in the register (${DEFAULT-VALUE})")
    private int terminals;

    @Option(names = "--seconds", defaultValue = "60", description = "测多久,至多 200 / length of the measurement, at most 200 (${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--beats", defaultValue = "1700", description = "每秒心跳 / heartbeats a second (${DEFAULT-VALUE})")
    private double beatsPerSecond;

    @Option(names = "--polls", defaultValue = "340", description = "每秒更新轮询 / polls for updates a second (${DEFAULT-VALUE})")
    private double pollsPerSecond;

    @Option(names = "--warmup", defaultValue = "60", description = "测前全速运行多久 / how long all run before (${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(names = "--sales", defaultValue = "50", description = "每秒消费 / sales a second (${DEFAULT-VALUE})")
    private double salesPerSecond;

    @Option(names = "--sellers", defaultValue = "16", description = "消费的终端数 / terminals that sell (${DEFAULT-VALUE})")
    private int sellers;

    @Mixin
    private BenchOptions.Folder folder;

    @Mixin
    private BenchOptions.Output output;

    @Override
    public Integer call() {
        if (terminals < 1 || terminals > TERMINALS_MAX || sellers < 1 || !(beatsPerSecond > 0) || !(salesPerSecond > 0) || !(pollsPerSecond >= 0) || warmupSeconds < 0) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "terminals, sellers, beats and sales are above 0, polls and warm-up not below, terminals at most " + TERMINALS_MAX);
        }
        if (seconds < 1 || seconds > 200) {                                 // beats are signed before, and believed for five minutes
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--seconds is 1 to 200");
        }
        FleetReport report = folder.run(this::measure);
        output.show(report);
        return report.isClean() ? 0 : 1;
    }

    private FleetReport measure(Path place) {
        try (LocalStack stack = new LocalStack(place)) {
            BenchCommand.progress("启动网络与主机 / starting network and host …");
            int[] network = stack.startNetwork(0, 0);
            LocalStack.HostAddress host = stack.startHost(LocalStack.Ports.ANY, network[0]);
            SaleBench.Target target = new SaleBench.Target(URI.create(host.url()), stack.accessFile(), stack.networkFolder().resolve("cards.json"),
                    Optional.of("127.0.0.1:" + host.gatewayPlain()), Optional.of(place.resolve("host")),
                    Map.of("network", stack.process("network").pid(), "host", stack.process("host").pid()));
            FleetBench.Plan plan = new FleetBench.Plan(terminals, Duration.ofSeconds(warmupSeconds), Duration.ofSeconds(seconds), beatsPerSecond, pollsPerSecond, sellers, salesPerSecond);
            return new FleetBench(target, plan, BenchCommand::progress).run();
        }
    }
}
