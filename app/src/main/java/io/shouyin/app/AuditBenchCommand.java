package io.shouyin.app;

import io.shouyin.bench.AuditBench;
import io.shouyin.bench.AuditReport;
import io.shouyin.host.platform.DatabaseDoor;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench audit`: the audit log's tree on a PostgreSQL of its own, without a host beside it.
@Command(name = "audit", mixinStandardHelpOptions = true,
        description = {"审计日志:每秒追加多少条、多少片叶,证明要多久,随大小怎样增长。", "The audit log: entries and leaves a second, how long a proof takes, and how both grow."})
final class AuditBenchCommand implements Callable<Integer> {

    @Option(names = "--sizes", split = ",", defaultValue = "10000,100000,1000000", description = "测量时的叶数,递增 / leaves at which is measured, rising (${DEFAULT-VALUE})")
    private List<Long> sizes;

    @Option(names = "--threads", defaultValue = "32", description = "同时写入的线程 / threads that write entries (${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--seconds", defaultValue = "5", description = "每个大小上追加测多久 / length of the measurement of appends at each size (${DEFAULT-VALUE})")
    private int seconds;

    @Mixin
    private BenchOptions.Folder folder;

    @Mixin
    private BenchOptions.Output output;

    @Override
    public Integer call() {
        if (threads < 1 || threads > 64 || seconds < 1) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--threads is 1 to 64, --seconds above 0");
        }
        if (sizes.isEmpty() || sizes.getFirst() < 1 || IntStream.range(1, sizes.size()).anyMatch(at -> sizes.get(at) <= sizes.get(at - 1))) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--sizes are above 0 and rise");
        }
        output.show(folder.run(this::measure));
        return 0;
    }

    private AuditReport measure(Path place) {
        try (LocalStack stack = new LocalStack(place)) {
            stack.startHost(LocalStack.Ports.ANY, stack.startNetwork(0, 0)[0]);       // brings the tables
        }
        try (DatabaseDoor door = DatabaseDoor.of(place.resolve("host/postgresql"))) {
            return new AuditBench(door.dataSource(), threads, seconds, sizes, BenchCommand::progress).run();
        }
    }
}
