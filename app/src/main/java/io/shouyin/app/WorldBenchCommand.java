package io.shouyin.app;

import io.shouyin.bench.world.World;
import io.shouyin.bench.world.Worlds;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench world`
@Command(name = "world", mixinStandardHelpOptions = true,
        description = {"确定性模拟:真实终端、主机与模拟的网络、钱包,由种子决定时钟、线路与故障;失败的种子原样重演。",
                "Deterministic simulation: real terminals and host, networks and wallets, with clock, lines and crashes by a seed; one that fails replays."})
final class WorldBenchCommand implements Callable<Integer> {

    @Option(names = "--seeds", defaultValue = "200", description = "种子数 / how many seeds (${DEFAULT-VALUE})")
    private int seeds;

    @Option(names = "--seed", defaultValue = "1", description = "第一个种子 / the first one (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--trace", description = "打印每个事件 / print each event")
    private boolean trace;

    @Mixin
    private BenchOptions.Folder folder;

    @Override
    public Integer call() {
        if (seeds < 1 || seed < 0) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--seeds is above 0, --seed is not negative");
        }
        BenchCommand.progress("启动主机 / starting the host …");
        return folder.run(this::run) ? 0 : 1;
    }

    private boolean run(Path place) {
        try (Worlds worlds = Worlds.open(place)) {
            return worlds.run(seed, seeds, this::show);
        }
    }

    private void show(World.Result result) {
        if (trace || !result.holds()) {
            result.trace().forEach(System.out::println);
        }
        System.out.printf("%s %d  %s  已告知批准 told %d%n", result.holds() ? "✓" : "✗", result.seed(), result.digest(), result.told());
        if (!result.holds()) {
            result.broken().forEach(broken -> System.out.println("    " + broken));
            System.out.println("重演 replay: ./shouyin bench world --seeds 1 --seed " + result.seed());
        }
    }
}
