package io.shouyin.bench;

import io.shouyin.bench.SoakStack.Victim;
import io.shouyin.bench.till.Cashier;
import io.shouyin.bench.till.Errand;
import io.shouyin.bench.till.Errands;
import io.shouyin.bench.till.Handout;
import io.shouyin.bench.till.Hands;
import io.shouyin.bench.till.Service;
import io.shouyin.bench.till.Told;
import io.shouyin.bench.world.Books;
import io.shouyin.bench.world.HouseRules;
import io.shouyin.host.acquiring.JournaledMoney;
import io.shouyin.host.ledger.LedgerCheck;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.state.TerminalState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Real processes, killed at random moments with `kill -9`, while real terminals trade over TLS. At the end everything is back, what is pending is
/// finished, and terminals, journal, issuer, wallet and books are compared.
///
/// The seed decides who is killed and what cashiers do; when the kill meets them, the machine decides.
public final class Soak {

    private static final Duration PAUSE_MIN = Duration.ofSeconds(3);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(15);
    private static final Duration DOWN_MAX = Duration.ofSeconds(3);
    private static final Duration FINISH_MAX = Duration.ofMinutes(6);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final long FEN_MAX = 2_000;
    private static final MinorAmount OFFLINE_FLOOR = new MinorAmount(999);
    private static final int STATIC_EVERY = 20;

    private final SoakStack stack;
    private final Plan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final RandomGenerator random;
    private final Told told = new Told();
    private final Map<Victim, Integer> killed = new EnumMap<>(Victim.class);
    private final SoakCustomers customers;
    private String staticCode;
    private volatile boolean ending;
    private long approved;

    /// @param length of the killing
    public record Plan(int terminals, Duration length, long seed) {}

    /// @param folder for what terminals keep
    /// @param progress is told what is going on, a line each
    public Soak(SoakStack stack, Plan plan, Path folder, Consumer<String> progress) {
        this.stack = stack;
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        this.random = new SplittableRandom(plan.seed());
        this.customers = new SoakCustomers(stack.wallet(), plan.seed());
    }

    public SoakReport run() {
        Machine machine = Machine.look(folder);
        List<Till> tills = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            progress.accept("%d 台终端投入使用 / putting %1$d terminals into service …".formatted(plan.terminals()));
            String merchant = open(tills, people);
            List<Future<?>> days = new ArrayList<>();
            tills.forEach(till -> days.add(people.submit(till::work)));
            progress.accept("交易与 kill -9 / trading and kill -9 …");
            kill();
            progress.accept("恢复,做完未了之事 / all is back, finishing what is pending …");
            ending = true;
            for (Future<?> day : days) {
                day.get();
            }
            List<String> broken = compare(List.of(merchant));
            return new SoakReport(machine, plan.seed(), plan.terminals(), plan.length().toSeconds() / 60.0, killed, told.approved().size(), told.unknown().size(),
                    approved, broken);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Fault fault ? fault : new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Fault("INTERRUPTED", Recovery.STOP, "the run was interrupted", stopping);
        } finally {
            ending = true;
            tills.forEach(Till::close);
            customers.close();
        }
    }

    private String open(List<Till> tills, ExecutorService people) throws ExecutionException, InterruptedException {
        List<DemoCard> cards = DemoCard.read(stack.cardsFile());
        List<String> pins = pins(stack.cardsFile());
        try (Console console = Console.logIn(stack.host(), new AccessFile(stack.accessFile()))) {
            String merchant = console.merchants(1).getFirst();
            staticCode = console.staticCode(merchant);
            HouseRules.set(JdbcClient.create(database()), OFFLINE_FLOOR.fen());
            List<Future<Till>> coming = new ArrayList<>();
            for (int i = 0; i < plan.terminals(); i++) {
                Console.Handout given = console.terminal(merchant, "SOAK-%010d".formatted(i + 1));
                Handout handout = new Handout(given.terminalId(), given.serialNumber(), given.activationCode(), given.initialPasswords());
                boolean isOffline = i % 2 == 1;
                RandomGenerator ofTheTill = new SplittableRandom(plan.seed() * 1_000 + i);
                coming.add(people.submit(() -> new Till(handout, isOffline, cards, pins, ofTheTill)));
            }
            for (Future<Till> till : coming) {
                tills.add(till.get());
            }
            Service.addCardUser(tills.getFirst().terminal);
            return merchant;
        }
    }

    private static List<String> pins(Path cardsFile) {
        try {
            return JsonMapper.shared().readTree(Files.readString(cardsFile)).valueStream().map((JsonNode card) -> card.get("pin").asString()).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// One after the other in an order by chance, and again; each at least once, however short the time is.
    private void kill() {
        long end = System.nanoTime() + plan.length().toNanos();
        Deque<Victim> next = new ArrayDeque<>();
        while (killed.size() < Victim.values().length || System.nanoTime() < end) {
            if (next.isEmpty()) {
                next.addAll(shuffled());
            }
            sleep(between(PAUSE_MIN, PAUSE_MAX));
            Victim victim = next.remove();
            progress.accept("  kill -9 " + victim);
            stack.kill(victim);
            killed.merge(victim, 1, Integer::sum);
            sleep(between(Duration.ZERO, DOWN_MAX));
            stack.bringBack(victim);
        }
    }

    private List<Victim> shuffled() {
        List<Victim> victims = Arrays.asList(Victim.values());
        Collections.shuffle(victims, random);
        return victims;
    }

    private Duration between(Duration min, Duration max) {
        return Duration.ofMillis(random.nextLong(min.toMillis(), max.toMillis()));
    }

    /// Waits until nothing is open, then compares.
    private List<String> compare(List<String> merchants) {
        PGSimpleDataSource source = database();
        JdbcClient jdbc = JdbcClient.create(source);
        Books books = new Books(jdbc, new LedgerCheck(jdbc, new JournaledMoney(jdbc), new JdbcTransactionManager(source)));
        long deadline = System.nanoTime() + FINISH_MAX.toNanos();
        while ((books.open(merchants) > 0 || !customers.areTold()) && System.nanoTime() < deadline) {
            sleep(Duration.ofSeconds(1));
        }
        approved = books.approved(merchants);
        return books.broken(merchants, told, stack.outside());
    }

    private PGSimpleDataSource database() {
        return DatabaseLogin.of(stack.hostData()).source();
    }

    private static void sleep(Duration length) {
        LockSupport.parkNanos(length.toNanos());
    }

    /// A terminal and its cashier.
    private final class Till implements Hands, AutoCloseable {

        private final Handout handout;
        private final Terminal terminal;
        private final Cashier cashier;
        private final Errands errands;
        private final RandomGenerator random;

        private Till(Handout handout, boolean isOffline, List<DemoCard> cards, List<String> pins, RandomGenerator ofTheTill) {
            this.handout = handout;
            this.terminal = Terminal.start(TerminalSettings.in(folder.resolve("terminal-" + handout.serialNumber())).withHostUrl(stack.host())
                    .withSerialNumber(handout.serialNumber()).withActivationCode(handout.activationCode()).withCardsFile(stack.cardsFile()).withIdleLock(Duration.ofDays(1))
                    .withOfflineFloor(isOffline ? OFFLINE_FLOOR : MinorAmount.ZERO));
            this.random = ofTheTill;
            this.cashier = new Cashier(this, cards, pins::get, customers, ofTheTill);
            this.errands = new Errands(ofTheTill, cards, FEN_MAX);
            Service.begin(terminal, handout);
        }

        /// Until the soak ends, and nothing is pending.
        private void work() {
            long deadline = Long.MAX_VALUE;
            while (System.nanoTime() < deadline) {
                deadline = ending && deadline == Long.MAX_VALUE ? System.nanoTime() + FINISH_MAX.toNanos() : deadline;
                if (!step()) {
                    return;
                }
                told.look(handout.terminalId(), state().journal(), _ -> {});
            }
            throw new Fault("SOAK_UNFINISHED", Recovery.STOP, "a terminal does not finish: it shows " + screen().id());
        }

        /// @return false if all is done
        private boolean step() {
            try {
                terminal.awaitReady();
                if (cashier.isFree()) {
                    Optional<Errand> next = ending ? Errands.finishing(state()) : Optional.of(errands.next(state().journal(), told.receipts()));
                    if (next.isEmpty()) {
                        return false;
                    }
                    cashier.take(next.get());
                    if (!ending && random.nextInt(STATIC_EVERY) == 0) {
                        customers.payInto(staticCode, random.nextLong(1, FEN_MAX));
                    }
                }
                cashier.act();
            } catch (IllegalStateException stillWaiting) {                          // for a host that is silent, longer than hands wait
                progress.accept("  " + stillWaiting.getMessage());
            }
            return true;
        }

        @Override
        public Screen screen() {
            return terminal.screen();
        }

        @Override
        public TerminalState state() {
            return terminal.state();
        }

        @Override
        public boolean isReady() {
            return !screen().busy();
        }

        @Override
        public void press(Key key) {
            if (isReady()) {
                terminal.press(key);
            }
        }

        @Override
        public void type(String text) {
            if (isReady()) {
                terminal.type(text);
            }
        }

        @Override
        public void present(EntryMode mode, int card) {
            if (isReady()) {
                terminal.card(mode, card);
            }
        }

        @Override
        public void pause() {
            sleep(LOOK_EVERY);
        }

        @Override
        public void close() {
            terminal.close();
        }
    }
}
