package io.shouyin.bench.world;

import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.HostApplication;
import io.shouyin.host.acquiring.WalletNotices;
import io.shouyin.host.channels.Authorization;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.NetworkLink;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.Route;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletLink;
import io.shouyin.host.gateway.Dispatcher;
import io.shouyin.host.platform.Threads;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.network.WalletServer;
import io.shouyin.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The real host, with the world's clock, threads, lines and jobs, over a PostgreSQL of its own. It dies by losing its database and its lines: every
/// thread that it had ends at the next thing that it wants from either. What it had in memory beside them stays, which is caches.
final class HostSide implements Threads, Fuse.Guard, AutoCloseable {

    private static final MerchantId NOBODY = new MerchantId("104100058120000");
    private static final int FORGETS_EVERY = 10;
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(1);
    private static final int BREAKER_FAILURES = 3;
    private static final Duration REST = Duration.ofMinutes(1);
    private static final String KEEPS_THE_LINE = "network-keeper";

    private final Stage stage;
    private final Upstreams upstreams;
    private final Wallets wallets;
    private final Jobs jobs = new Jobs();
    private final ConfigurableApplicationContext context;
    private final Dispatcher dispatcher;
    private final Map<Thread, Integer> lifeOfThread = new ConcurrentHashMap<>();
    private final Map<Object, Deque<Runnable>> turns = new HashMap<>();
    private volatile int life;
    private volatile boolean up = true;
    private int callsLeft;
    private boolean lastCallIsDone;
    private Defect defect = Defect.NONE;
    private int commits;
    private Runnable whenDead = () -> {};

    HostSide(Stage stage, Upstreams upstreams, Wallets wallets, Path folder, List<Path> networkFolders) {
        this.stage = stage;
        this.upstreams = upstreams;
        this.wallets = wallets;
        this.context = HostApplication.start(settings(folder, networkFolders), this::prepare);
        LoggingSystem logs = LoggingSystem.get(HostSide.class.getClassLoader());
        logs.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);                             // what dies here complains of it
        logs.setLogLevel(Terminal.class.getName(), LogLevel.ERROR);                                 // but no terminal stops by itself
        this.dispatcher = context.getBean(Dispatcher.class);
    }

    private static Map<String, Object> settings(Path folder, List<Path> networkFolders) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("shouyin.db.folder", folder.resolve("postgresql").toString());
        settings.put("spring.datasource.hikari.connection-init-sql", "SET synchronous_commit TO off");   // nothing here kills PostgreSQL
        settings.put("shouyin.keys.folder", folder.resolve("keys").toString());
        settings.put("shouyin.audit.folder", folder.resolve("audit").toString());
        settings.put("shouyin.gateway.certificate-folder", folder.resolve("gateway").toString());
        settings.put("shouyin.updates.folder", folder.resolve("updates").toString());
        settings.put("shouyin.http.port", 0);
        settings.put("shouyin.management.port", 0);
        settings.put("shouyin.gateway.tls-port", 0);
        settings.put("shouyin.gateway.plain-enabled", true);
        settings.put("shouyin.gateway.plain-port", 0);
        settings.put("shouyin.access.profile", "pci-4.0.1-sole");
        settings.put("shouyin.keys.pin-limits.blocks-per-card-max", 1_000_000_000);     // a thousand seeds share the cards
        settings.put("shouyin.keys.pin-limits.blocks-per-terminal-max", 1_000_000_000);
        putChannel(settings, "shouyin.channels.", 1, networkFolders.getFirst());
        putChannel(settings, "shouyin.channels.more." + Upstreams.SECOND + ".", 2, networkFolders.getLast());
        settings.put("shouyin.channels.more." + Upstreams.SECOND + ".institution", "00020000");
        settings.put("shouyin.acquiring.wallet-wait", "45s");
        settings.put("shouyin.acquiring.wallet-query-pause", "4s");
        settings.put("shouyin.acquiring.wallet-list-pause", "30s");                          // each run looks more than once: where the last one ended does not show
        settings.put("shouyin.channels.wallet.breaker-failures", BREAKER_FAILURES);
        settings.put("shouyin.channels.wallet.url", "http://127.0.0.1:1");
        settings.put("shouyin.channels.wallet.secret-file", networkFolders.getFirst().resolve(WalletServer.SECRET_FILE).toString());
        return settings;
    }

    private static void putChannel(Map<String, Object> settings, String prefix, int port, Path networkFolder) {
        settings.put(prefix + "network-port", port);
        settings.put(prefix + "breaker-failures", BREAKER_FAILURES);
        settings.put(prefix + "zone-master-key-components[0]", networkFolder.resolve("zmk-component-1.txt").toString());
        settings.put(prefix + "zone-master-key-components[1]", networkFolder.resolve("zmk-component-2.txt").toString());
    }

    private void prepare(ConfigurableApplicationContext context) {
        GenericApplicationContext beans = (GenericApplicationContext) context;
        beans.registerBean("worldTime", InstantSource.class, () -> (InstantSource) stage::instant, bean -> bean.setPrimary(true));
        beans.registerBean("worldThreads", Threads.class, () -> this, bean -> {
            bean.setPrimary(true);
            bean.setDestroyMethodName("");
        });
        beans.registerBean("worldLinks", NetworkLink.Maker.class, () -> upstreams, bean -> bean.setPrimary(true));
        beans.registerBean("worldWallets", WalletLink.class, () -> wallets, bean -> bean.setPrimary(true));
        beans.getBeanFactory().addBeanPostProcessor(jobs);
        beans.getBeanFactory().addBeanPostProcessor(new Fuse(this));
    }

    /// Nothing happens for so long that its own threads are where they are after every such time.
    void rest() {
        stage.setTo(stage.instant());
        stage.run(REST);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    boolean isUp() {
        return up;
    }

    // frames of terminals

    /// What a terminal's frame gets from the host.
    interface Reply {
        /// @param answer with its length; empty: the connection ends
        void told(Optional<byte[]> answer);
    }

    /// One of a terminal after the other, as the gateway has it.
    void take(Object terminal, byte[] frame, Reply reply) {
        if (!up) {
            reply.told(Optional.empty());
            return;
        }
        Runnable work = () -> start("terminal-connection", () -> answer(terminal, frame, reply));
        Deque<Runnable> waiting = turns.get(terminal);
        if (waiting == null) {
            turns.put(terminal, new ArrayDeque<>());
            work.run();
        } else {
            waiting.add(work);
        }
    }

    private void answer(Object terminal, byte[] frame, Reply reply) {
        int mine = life;
        Optional<byte[]> answer = switch (dispatcher.dispatch(frame, _ -> {})) {
            case Dispatcher.Result.Answer told -> {
                told.afterSending().run();
                yield Optional.of(told.frame());
            }
            case Dispatcher.Result.NotAnswerable _, Dispatcher.Result.NoAnswer _ -> Optional.empty();
        };
        if (mine != life) {
            return;
        }
        reply.told(answer);
        Runnable next = turns.get(terminal).poll();
        if (next == null) {
            turns.remove(terminal);
        } else {
            next.run();
        }
    }

    /// A notice of the wallets.
    ///
    /// @param taken runs when they need not say it again
    void notice(Rrn reference, Runnable taken) {
        if (up) {
            int mine = life;
            start("wallet-notice", () -> {
                if (bean(WalletNotices.class).take(reference) && mine == life) {
                    taken.run();
                }
            });
        }
    }

    /// The jobs of money, once.
    void runJobs() {
        if (!up) {
            return;
        }
        lifeOfThread.put(Thread.currentThread(), life);
        try {
            jobs.ofMoney().forEach(Runnable::run);
        } catch (RuntimeException died) {
            if (up) {
                throw died;
            }
        } finally {
            lifeOfThread.remove(Thread.currentThread());
        }
    }

    // channels

    Set<String> openBreakers() {
        return Stream.concat(channels(), Stream.of(WalletChannel.NAME)).filter(channel -> bean(MeterRegistry.class).get("shouyin.channel.breaker").tag("channel", channel).gauge().value() > 0)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Asks something over each channel until it is answered: that closes its breaker, and the next run begins as every other.
    ///
    /// @param done runs then
    void closeBreakers(Pan card, Runnable done) {
        start("breaker-closer", () -> {
            channels().forEach(channel -> untilAnswered(() -> bean(CardNetworks.class).ask(Route.only(channel), question(channel, card), _ -> false)));
            untilAnswered(() -> bean(WalletChannel.class).order(order(), "nobody scans this"));
            done.run();
        });
    }

    private void untilAnswered(Supplier<Optional<HostAnswer>> asked) {
        while (asked.get().filter(answer -> !isUnknown(answer)).isEmpty()) {
            pause(ASK_AGAIN_AFTER);
        }
    }

    private static boolean isUnknown(HostAnswer answer) {
        return answer instanceof HostAnswer.InDoubt inDoubt && inDoubt.reason() != HostAnswer.Reason.CUSTOMER_UNDECIDED;
    }

    private WalletChannel.Payment order() {
        return new WalletChannel.Payment(reference(WalletChannel.NAME), new MinorAmount(1), NOBODY, "WORLD", stage.instant().plus(REST));
    }

    /// No transaction has such a number.
    private static Rrn reference(String channel) {
        return new Rrn("%12s".formatted(channel.toUpperCase(Locale.ROOT)).replace(' ', '0'));
    }

    private Authorization question(String channel, Pan card) {
        NetworkReference reference = new NetworkReference(reference(channel), new TraceNumber(1), "0101000000");
        return new Authorization(reference, TransactionKind.BALANCE, Optional.empty(), card, MinorAmount.ZERO, Optional.empty(), "012", Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), NOBODY, new TerminalId("00000001"), false, "5812", "WORLD", stage.instant());
    }

    private static Stream<String> channels() {
        return Stream.of(Upstreams.MAIN, Upstreams.SECOND);
    }

    // life and death

    void die() {
        up = false;
        life++;
        callsLeft = 0;
        turns.clear();
        upstreams.breakLines();
        whenDead.run();
    }

    /// It dies at the n-th call of its database from now.
    void dieAtCall(int call, boolean done) {
        callsLeft = call;
        lastCallIsDone = done;
    }

    void start() {
        up = true;
    }

    /// Another run: nobody is under way.
    ///
    /// @param dead runs when the host dies
    void begin(Runnable dead, Defect planted) {
        defect = planted;
        commits = 0;
        turns.clear();
        callsLeft = 0;
        up = true;
        whenDead = dead;
    }

    @Override
    public boolean isAlive() {
        Integer its = lifeOfThread.get(Thread.currentThread());
        return its == null || its == life && up;
    }

    @Override
    public Fuse.Fate next() {
        if (callsLeft == 0 || !lifeOfThread.containsKey(Thread.currentThread()) || --callsLeft > 0) {
            return Fuse.Fate.LIVES;
        }
        die();
        return lastCallIsDone ? Fuse.Fate.DIES_BEHIND : Fuse.Fate.DIES_BEFORE;
    }

    @Override
    public boolean forgetsCommit() {
        return defect == Defect.DATABASE_FORGETS && lifeOfThread.containsKey(Thread.currentThread()) && ++commits % FORGETS_EVERY == 0;
    }

    // threads

    @Override
    public Thread start(String name, Runnable work) {
        int its = life;
        return stage.start(name, () -> {
            if (!name.startsWith(KEEPS_THE_LINE)) {
                lifeOfThread.put(Thread.currentThread(), its);
            }
            try {
                work.run();
            } catch (RuntimeException died) {
                if (its == life) {
                    throw died;
                }
            } finally {
                lifeOfThread.remove(Thread.currentThread());
            }
        });
    }

    @Override
    public void pause(Duration length) {
        stage.pause(length);
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, stage.instant()).toNanos();
    }

    @Override
    public void close() {
        context.close();
    }
}
