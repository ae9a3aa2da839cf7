package io.shouyin.app;

import io.shouyin.bench.Soak;
import io.shouyin.bench.SoakReport;
import io.shouyin.bench.SoakStack;
import io.shouyin.bench.world.Books;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.network.NetworkCore;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.WalletCore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `bench soak`
@Command(name = "soak", mixinStandardHelpOptions = true,
        description = {"真实进程的浸泡测试:终端交易时随机 kill -9 主机、网络与 PostgreSQL,最后三方对账。",
                "Real processes: kill -9 of host, network and PostgreSQL at random moments while terminals trade; at the end all sides are compared."})
final class SoakBenchCommand implements Callable<Integer> {

    @Option(names = "--minutes", defaultValue = "10", description = "多久 / how long (${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--terminals", defaultValue = "4", description = "终端数 / how many terminals (${DEFAULT-VALUE})")
    private int terminals;

    @Option(names = "--seed", description = "种子,默认取自时间 / seed; by the time, if none is given")
    private Long seed;

    @Option(names = "--folder", description = "数据放在这里并保留 / keep the data here; else a temporary folder")
    private Path folder;

    @Option(names = "--json", description = "输出一行 JSON / one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        if (!(minutes > 0) || terminals < 1 || seed != null && seed < 0) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "minutes and terminals are above 0, the seed is not negative");
        }
        SoakReport report = BenchCommand.inFolder(folder, this::run);
        report.show(json, System.out);
        return report.holds() ? 0 : 1;
    }

    private SoakReport run(Path place) {
        try (LocalStack processes = new LocalStack(place)) {
            BenchCommand.progress("启动网络与主机 / starting network and host …");
            Soak.Plan plan = new Soak.Plan(terminals, Duration.ofMillis((long) (minutes * 60_000)), seed == null ? System.currentTimeMillis() : seed);
            return new Soak(new Stack(place, processes), plan, place, BenchCommand::progress).run();
        }
    }

    /// The processes, each on the ports that it got first.
    private static final class Stack implements SoakStack {

        private final Path place;
        private final LocalStack processes;
        private final int[] network;
        private final LocalStack.HostAddress host;

        private Stack(Path place, LocalStack processes) {
            this.place = place;
            this.processes = processes;
            this.network = processes.startNetwork(0, 0);
            this.host = processes.startHost(LocalStack.Ports.ANY, network[0]);
        }

        @Override
        public URI host() {
            return URI.create(host.url());
        }

        @Override
        public URI wallet() {
            return URI.create(processes.walletPage());
        }

        @Override
        public Path accessFile() {
            return processes.accessFile();
        }

        @Override
        public Path cardsFile() {
            return processes.networkFolder().resolve("cards.json");
        }

        @Override
        public Path hostData() {
            return place.resolve("host");
        }

        @Override
        public void kill(Victim victim) {
            switch (victim) {
                case HOST -> processes.kill("host");
                case NETWORK -> processes.kill("network");
                case DATABASE -> killDatabase();
            }
        }

        private void killDatabase() {
            ProcessHandle server = ProcessHandle.of(databaseProcess()).orElseThrow(() ->
                    new Fault("DATABASE_NOT_FOUND", Recovery.STOP, "the PostgreSQL of this run is not there to be killed"));
            server.destroyForcibly();
            server.onExit().join();
        }

        private long databaseProcess() {
            try {
                return Long.parseLong(Files.readAllLines(hostData().resolve("postgresql/data/postmaster.pid")).getFirst().strip());
            } catch (IOException missing) {
                throw new Fault("DATABASE_NOT_FOUND", Recovery.STOP, "the PostgreSQL of this run is not there to be killed", missing);
            }
        }

        /// A host whose database is gone is of no use: whoever runs it starts it anew.
        @Override
        public void bringBack(Victim victim) {
            switch (victim) {
                case HOST -> startHost();
                case NETWORK -> processes.startNetwork(network[0], network[1]);
                case DATABASE -> {
                    processes.kill("host");
                    startHost();
                }
            }
        }

        private void startHost() {
            processes.startHost(new LocalStack.Ports(host.http(), 0, host.gatewayTls(), host.gatewayPlain(), 0, 0, 0), network[0]);
        }

        @Override
        public Books.Outside outside() {
            processes.kill("network");
            NetworkSettings disk = NetworkSettings.of(processes.networkFolder());
            try (NetworkCore network = NetworkCore.open(disk, new SecureRandom()); WalletCore wallets = WalletCore.open(disk, _ -> { })) {
                return new Books.Outside(network.postings(), wallets);
            }
        }
    }
}
