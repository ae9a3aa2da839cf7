package io.shouyin.app;

import io.shouyin.bench.CryptoRun;
import io.shouyin.bench.DayBench;
import io.shouyin.bench.DayReport;
import io.shouyin.bench.JmhRun;
import io.shouyin.bench.SaleBench;
import io.shouyin.bench.SaleReport;
import io.shouyin.bench.SettleBench;
import io.shouyin.bench.SettleReport;
import io.shouyin.bench.StartReport;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `bench`: load and its baselines. `docs/performance.md` says what each number means.
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = {"性能测试与基线。", "Load, and the baselines to compare it with."},
        subcommands = {BenchCommand.Sale.class, BenchCommand.Settle.class, BenchCommand.Day.class, BenchCommand.Start.class, BenchCommand.Jmh.class, BenchCommand.Crypto.class, VaultBenchCommand.class, AuditBenchCommand.class, WorldBenchCommand.class, SoakBenchCommand.class, FleetBenchCommand.class})
final class BenchCommand {

    /// `bench sale`
    @Command(name = "sale", mixinStandardHelpOptions = true,
            description = {"真实进程上的消费:闭环、开环,以及同库两次提交的基线。",
                    "Sales through real processes: closed loop, open loop, and the two commits alone on the same database."})
    static final class Sale implements Callable<Integer> {

        @Option(names = "--terminals", defaultValue = "64", description = "终端数 / how many terminals (${DEFAULT-VALUE})")
        private int terminals;

        @Option(names = "--seconds", defaultValue = "20", description = "每个阶段测多久 / length of each phase (${DEFAULT-VALUE})")
        private int seconds;

        @Option(names = "--warmup", defaultValue = "10", description = "之前的预热,秒 / warm-up before it, seconds (${DEFAULT-VALUE})")
        private int warmupSeconds;

        @Option(names = "--rate", description = "开环速率,笔每秒;默认闭环的 70%% / open loop, sales a second; 70%% of the closed loop's")
        private Double perSecond;

        @Option(names = "--plain", description = "不用 TLS / without TLS")
        private boolean plain;

        @Option(names = "--connections", defaultValue = "16", description = "基线的连接数,同主机连接池 / of the baseline, as in the host's pool (${DEFAULT-VALUE})")
        private int connections;

        @Option(names = "--storm", defaultValue = "0", paramLabel = "PEOPLE", description = "再测一次开环,同时这么多人不停登录控制台,至多 16 / once more the open loop, while so many people log in to the console, at most 16")
        private int storm;

        @Mixin
        private BenchOptions.Folder folder;

        @Option(names = "--host", paramLabel = "URL", converter = HostAddress.class, description = "用已运行的主机 / a host that runs already")
        private URI host;

        @Option(names = "--access", paramLabel = "FILE", description = "它的 access.json / its access.json")
        private Path access;

        @Option(names = "--cards", paramLabel = "FILE", description = "它的卡片,默认 access.json 旁的 network/cards.json / its cards")
        private Path cards;

        @Option(names = "--data", paramLabel = "DIR", description = "它的数据目录,用于基线 / its data folder, for the baseline")
        private Path data;

        @Mixin
        private BenchOptions.Output output;

        @Override
        public Integer call() {
            if (terminals < 1 || seconds < 1 || warmupSeconds < 0 || connections < 1 || perSecond != null && !(perSecond > 0)) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "terminals, seconds, connections and rate are above 0");
            }
            if (storm < 0 || storm > SaleBench.STORM_MAX) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--storm is 0 to " + SaleBench.STORM_MAX);
            }
            SaleReport report = host == null ? folder.run(this::runOwnStack) : run(running());
            output.show(report);
            return report.isClean() ? 0 : 1;
        }

        private SaleReport runOwnStack(Path place) {
            try (LocalStack stack = new LocalStack(place)) {
                progress("启动网络与主机 / starting network and host …");
                int[] network = stack.startNetwork(0, 0);
                LocalStack.HostAddress address = stack.startHost(LocalStack.Ports.ANY, network[0]);
                return run(new SaleBench.Target(URI.create(address.url()), stack.accessFile(), stack.networkFolder().resolve("cards.json"),
                        plain ? Optional.of("127.0.0.1:" + address.gatewayPlain()) : Optional.empty(), Optional.of(place.resolve("host")),
                        processes(stack)));
            }
        }

        private SaleBench.Target running() {
            if (access == null) {
                throw new Fault("OPTION_MISSING", Recovery.FIX_THE_INPUT, "--host needs --access FILE");
            }
            NamedFile.json(access);                                     // before anything is asked of the host
            Path drawer = cards != null ? cards : access.toAbsolutePath().getParent().resolve("network/cards.json");
            return new SaleBench.Target(host, access, drawer, plain ? Optional.of(plainAddress()) : Optional.empty(), Optional.ofNullable(data), Map.of());
        }

        private String plainAddress() {
            JsonNode address = NamedFile.json(access).at("/addresses/terminalPlain");
            if (!address.isString()) {
                throw new Fault("PLAIN_ADDRESS_MISSING", Recovery.FIX_THE_INPUT, "the access file has no addresses.terminalPlain");
            }
            return address.asString();
        }

        private SaleReport run(SaleBench.Target target) {
            SaleBench.Plan plan = new SaleBench.Plan(terminals, Duration.ofSeconds(warmupSeconds), Duration.ofSeconds(seconds),
                    perSecond == null ? OptionalDouble.empty() : OptionalDouble.of(perSecond), connections, storm);
            return new SaleBench(target, plan, BenchCommand::progress).run();
        }

        private static Map<String, Long> processes(LocalStack stack) {
            Map<String, Long> processes = new LinkedHashMap<>();
            for (String name : List.of("network", "host")) {
                processes.put(name, stack.process(name).pid());
            }
            return processes;
        }
    }

    /// `bench settle`
    @Command(name = "settle", mixinStandardHelpOptions = true,
            description = {"真实进程上的批结算:平账与不平(全部上送比对)。", "Settlements through real processes: balanced, and with all lines uploaded and compared."})
    static final class Settle implements Callable<Integer> {

        private static final int TRANSACTIONS_MAX = 999;

        @Option(names = "--transactions", split = ",", defaultValue = "100,500,999", description = "每批笔数 / transactions of a batch (${DEFAULT-VALUE})")
        private List<Integer> transactions;

        @Mixin
        private BenchOptions.Folder folder;

        @Mixin
        private BenchOptions.Output output;

        @Override
        public Integer call() {
            if (transactions.isEmpty() || transactions.stream().anyMatch(size -> size < 2 || size > TRANSACTIONS_MAX)) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--transactions is 2 to " + TRANSACTIONS_MAX);
            }
            SettleReport report = folder.run(this::measure);
            output.show(report);
            return 0;
        }

        private SettleReport measure(Path place) {
            try (LocalStack stack = new LocalStack(place)) {
                return new SettleBench(started(stack, place), transactions, BenchCommand::progress).run();
            }
        }
    }

    /// `bench day`
    @Command(name = "day", mixinStandardHelpOptions = true,
            description = {"一天的消费与批结算:到若干笔数时,结算、账务核对与控制台查询各要多久。",
                    "A day of sales and settlements: at some counts, how long a settlement, the check over the books and the console's questions take."})
    static final class Day implements Callable<Integer> {

        @Option(names = "--transactions", split = ",", defaultValue = "10000,100000,1000000", description = "测量时的笔数,递增 / counts at which is measured, rising (${DEFAULT-VALUE})")
        private List<Long> marks;

        @Option(names = "--batch", defaultValue = "500", description = "每批笔数 / transactions of a batch (${DEFAULT-VALUE})")
        private int batchSize;

        @Option(names = "--terminals", defaultValue = "32", description = "终端数 / how many terminals (${DEFAULT-VALUE})")
        private int terminals;

        @Mixin
        private BenchOptions.Folder folder;

        @Mixin
        private BenchOptions.Output output;

        @Override
        public Integer call() {
            if (terminals < 1 || batchSize < 2 || batchSize > Settle.TRANSACTIONS_MAX) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--terminals is above 0, --batch 2 to " + Settle.TRANSACTIONS_MAX);
            }
            if (marks.isEmpty() || marks.getFirst() < 1 || IntStream.range(1, marks.size()).anyMatch(at -> marks.get(at) <= marks.get(at - 1))) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--transactions are above 0 and rise");
            }
            DayReport report = folder.run(this::measure);
            output.show(report);
            return 0;
        }

        private DayReport measure(Path place) {
            try (LocalStack stack = new LocalStack(place, marks.getLast())) {
                return new DayBench(started(stack, place), new DayBench.Plan(terminals, batchSize, marks), BenchCommand::progress).run();
            }
        }
    }

    /// A stack of its own, over TLS.
    private static SaleBench.Target started(LocalStack stack, Path place) {
        progress("启动网络与主机 / starting network and host …");
        int[] network = stack.startNetwork(0, 0);
        LocalStack.HostAddress address = stack.startHost(LocalStack.Ports.ANY, network[0]);
        return new SaleBench.Target(URI.create(address.url()), stack.accessFile(), stack.networkFolder().resolve("cards.json"), Optional.empty(),
                Optional.of(place.resolve("host")), Map.of());
    }

    /// `bench start`
    @Command(name = "start", mixinStandardHelpOptions = true,
            description = {"主机从启动到就绪的时间。", "How long the host takes from its start until it is ready."})
    static final class Start implements Callable<Integer> {

        @Option(names = "--starts", defaultValue = "5", description = "次数 / how often (${DEFAULT-VALUE})")
        private int starts;

        @Mixin
        private BenchOptions.Folder folder;

        @Mixin
        private BenchOptions.Output output;

        @Override
        public Integer call() {
            if (starts < 1) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--starts is above 0");
            }
            StartReport report = folder.run(this::measure);
            output.show(report);
            return 0;
        }

        private StartReport measure(Path place) {
            try (LocalStack network = new LocalStack(place)) {
                int port = network.startNetwork(0, 0)[0];
                progress("首次启动 / first start …");
                StartReport.Start first = startOnce(place, port);
                List<StartReport.Start> later = new ArrayList<>();
                for (int i = 1; i <= starts; i++) {
                    progress("再次启动 / later start " + i + " …");
                    later.add(startOnce(place, port));
                }
                return new StartReport(first, later);
            }
        }

        /// From starting the process to the line that says it is ready; then ends it.
        private static StartReport.Start startOnce(Path place, int networkPort) {
            long from = System.nanoTime();
            try (LocalStack host = new LocalStack(place)) {
                host.startHost(LocalStack.Ports.ANY, networkPort);
                double seconds = (System.nanoTime() - from) / 1e9;
                return new StartReport.Start(seconds, host.process("host").info().totalCpuDuration()
                        .map(used -> used.toMillis() / 1e3).orElse(Double.NaN));
            }
        }
    }

    /// `bench jmh [PATTERN]`
    @Command(name = "jmh", mixinStandardHelpOptions = true,
            description = {"编解码与校验码的微基准(JMH)。", "Microbenchmarks of codec and MAC (JMH)."})
    static final class Jmh implements Callable<Integer> {

        @Parameters(arity = "0..1", defaultValue = ".*", paramLabel = "PATTERN", description = "名称的正则 / regular expression on the names (${DEFAULT-VALUE})")
        private String pattern;

        @Option(names = "--forks", defaultValue = "1", description = "JVM 个数 / JVMs (${DEFAULT-VALUE})")
        private int forks;

        @Mixin
        private BenchOptions.Output output;

        @Override
        public Integer call() {
            if (forks < 1) {
                throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "--forks is above 0");
            }
            requirePattern(pattern);
            JmhRun.run(pattern, forks, output.isJson(), System.out, System.err);
            return 0;
        }
    }

    /// `bench crypto [PATTERN]`
    @Command(name = "crypto", mixinStandardHelpOptions = true,
            description = {"支付密码运算与密钥库,与 JDK 裸调用并列(JMH,约 5 分钟)。",
                    "Payment cryptography and the vault beside bare calls of the JDK (JMH, about 5 minutes)."})
    static final class Crypto implements Callable<Integer> {

        @Parameters(arity = "0..1", defaultValue = ".*", paramLabel = "PATTERN", description = "名称的正则,如 DUKPT / regular expression on the names, such as DUKPT (${DEFAULT-VALUE})")
        private String pattern;

        @Mixin
        private BenchOptions.Output output;

        @Override
        public Integer call() {
            requirePattern(pattern);
            CryptoRun.run(pattern, output.isJson(), System.out, System.err);
            return 0;
        }
    }

    private static void requirePattern(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException wrong) {
            throw new Fault("OPTION_INVALID", Recovery.FIX_THE_INPUT, "PATTERN is no regular expression: " + wrong.getDescription(), wrong);
        }
    }

    static void progress(String line) {
        System.err.println(line);
    }
}
