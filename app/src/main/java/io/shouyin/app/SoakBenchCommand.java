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
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `bench soak`
@Command(name = "soak", mixinStandardHelpOptions = true,
        description = {"真实进程的浸泡测试:终端交易时随机 kill -9 主机、两个网络、钱包与 PostgreSQL,最后各方对账。",
                "Real processes: kill -9 of host, networks, wallet and PostgreSQL at random moments while terminals trade; at the end all sides are compared."})
final class SoakBenchCommand implements Callable<Integer> {

    private static final int DATABASE_LOOK_MILLIS = 200;
    private static final int DATABASE_LOOKS_MAX = 600;

    @Option(names = "--minutes", defaultValue = "10", description = "多久,至少到各个进程都被终止过 / how long, at least until each process has been killed (${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--terminals", defaultValue = "4", description = "终端数 / how many terminals (${DEFAULT-VALUE})")
    private int terminals;

    @Option(names = "--seed", description = "种子,默认取自时间 / seed; by the time, if none is given")
    private Long seed;

    @Mixin
    private BenchOptions.Folder folder;

    @Mixin
    private BenchOptions.Output output;

    @Override
    public Integer call() {
        if (!(minutes > 0) || terminals < 1 || seed != null && seed < 0) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "minutes and terminals are above 0, the seed is not negative");
        }
        SoakReport report = folder.run(this::run);
        output.show(report);
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
        private final int walletPort;
        private final LocalStack.HostAddress host;
        private ProcessBuilder databaseProcess;

        private Stack(Path place, LocalStack processes) {
            this.place = place;
            this.processes = processes;
            this.network = processes.startNetwork(0, 0);
            processes.startSecondNetwork();
            processes.startWallet(0);
            this.walletPort = URI.create(processes.walletPage()).getPort();
            this.host = processes.startHost(new LocalStack.Ports(freePort(), 0, 0, 0, 0, 0, 0), network[0]);
        }

        /// The wallet is told where notices go only if the port is known before the host starts.
        private static int freePort() {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException none) {
                throw new UncheckedIOException(none);
            }
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
                case SECOND_NETWORK -> processes.kill("second-network");
                case WALLET -> processes.kill("wallet");
                case DATABASE -> killDatabase();
            }
        }

        private void killDatabase() {
            ProcessHandle server = ProcessHandle.of(databasePid()).orElseThrow(Stack::databaseMissing);
            List<String> command = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());   // it does not run as root
            command.addAll(server.info().command().stream().toList());
            command.addAll(server.info().arguments().map(List::of).orElse(List.of()));
            databaseProcess = new ProcessBuilder(command)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            server.destroyForcibly();
            server.onExit().join();
        }

        /// As the host started it. What is left of the killed one goes first, by itself, so it may take some tries.
        private void startDatabase() {
            try {
                Process server = databaseProcess.start();
                for (int look = 0; !isDatabaseReady(server.pid()); look++) {
                    if (look == DATABASE_LOOKS_MAX) {
                        throw new Fault("PROCESS_NOT_STARTED", Recovery.STOP, "the PostgreSQL of this run does not get ready again");
                    }
                    server = server.waitFor(DATABASE_LOOK_MILLIS, TimeUnit.MILLISECONDS) ? databaseProcess.start() : server;
                }
            } catch (IOException unstartable) {
                throw new Fault("PROCESS_NOT_STARTED", Recovery.STOP, "the PostgreSQL of this run could not be started again", unstartable);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new Fault("INTERRUPTED", Recovery.STOP, "the run was interrupted", stopping);
            }
        }

        private boolean isDatabaseReady(long process) {
            try {
                List<String> lines = Files.readAllLines(postmasterFile());
                return lines.getFirst().strip().equals("" + process) && lines.getLast().strip().equals("ready");
            } catch (IOException notYet) {
                return false;
            }
        }

        private long databasePid() {
            try {
                return Long.parseLong(Files.readAllLines(postmasterFile()).getFirst().strip());
            } catch (IOException missing) {
                throw databaseMissing();
            }
        }

        private Path postmasterFile() {
            return hostData().resolve("postgresql/data/postmaster.pid");
        }

        private static Fault databaseMissing() {
            return new Fault("DATABASE_NOT_FOUND", Recovery.STOP, "the PostgreSQL of this run is not there to be killed");
        }

        @Override
        public void bringBack(Victim victim) {
            switch (victim) {
                case HOST -> startHost();
                case NETWORK -> processes.startNetwork(network[0], network[1]);
                case SECOND_NETWORK -> processes.startSecondNetwork();
                case WALLET -> processes.startWallet(walletPort);
                case DATABASE -> startDatabase();
            }
        }

        private void startHost() {
            processes.startHost(new LocalStack.Ports(host.http(), 0, host.gatewayTls(), host.gatewayPlain(), 0, 0, 0), network[0]);
        }

        @Override
        public Books.Outside outside() {
            List.of("network", "second-network", "wallet").forEach(processes::kill);
            try (NetworkCore main = disk(processes.networkFolder()); NetworkCore second = disk(processes.secondNetworkFolder());
                    WalletCore wallet = WalletCore.open(NetworkSettings.of(processes.walletFolder()), _ -> { })) {
                return new Books.Outside(Map.of("main", main.postings(), "second", second.postings()), wallet);
            }
        }

        private static NetworkCore disk(Path folder) {
            return NetworkCore.open(NetworkSettings.of(folder), new SecureRandom());
        }
    }
}
