package io.shouyin.bench.world;

import io.shouyin.bench.till.Customers;
import io.shouyin.bench.till.Errand;
import io.shouyin.bench.till.Errands;
import io.shouyin.bench.till.Told;
import io.shouyin.host.acquiring.WalletTransaction;
import io.shouyin.kernel.MerchantId;
import io.shouyin.network.WalletMode;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.DemoCard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/// One run: the terminals of a merchant do what a seed decides while lines fail and host, network and terminals die; then all is well again, what is
/// pending is finished, and the books are compared.
public final class World {

    private static final Instant DAY = Instant.parse("2026-03-02T16:00:00Z");
    private static final int DAY_SECONDS = 24 * 60 * 60;
    private static final int ERRANDS_MAX = 16;
    private static final int TROUBLES = 14;
    private static final int TROUBLES_MAX = 16;
    private static final int TROUBLE_SECONDS = 240;
    private static final int STATIC_PAYMENTS_MAX = 3;
    private static final int STATIC_REFUND_EVERY = 8;
    private static final int DOWN_MILLIS_MAX = 30_000;
    /// A channel's silence shows only after the time that an issuer may take.
    private static final int SILENCE_FACTOR = 6;
    private static final int CALLS_MAX = 40;
    private static final int WRITES_MAX = 6;
    private static final int EVENTS_MAX = 40_000;
    private static final Duration JOBS_EVERY = Duration.ofSeconds(3);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final long FEN_MAX = 30_000;
    private static final List<WalletMode> WALLET_TROUBLES = List.of(WalletMode.SILENT, WalletMode.LOST, WalletMode.DEAD);

    private final long seed;
    private final Stage stage;
    private final HostSide host;
    private final Upstreams upstreams;
    private final Wallets wallets;
    private final Books books;
    private final String merchant;
    private final RandomGenerator random;
    private final Weather weather;
    private final Trace trace;
    private final List<Till> tills = new ArrayList<>();
    private final Told told = new Told();
    private final List<DemoCard> cards;
    private final Errands errands;
    private final List<Integer> errandsLeft = new ArrayList<>();
    private Set<String> openBreakers = Set.of();
    private boolean calm;
    private int events;

    /// A terminal in service, switched off.
    record Device(String terminalId, TerminalSettings settings, MemoryStorage storage) {}

    /// What came of a run.
    ///
    /// @param trace a line each
    /// @param told how many transactions the terminals were told of as approved
    /// @param broken what does not hold
    public record Result(long seed, List<String> trace, String digest, int told, int events, List<String> broken) {

        public boolean holds() {
            return broken.isEmpty();
        }
    }

    World(long seed, Stage stage, HostSide host, Upstreams upstreams, Wallets wallets, Books books, String merchant, List<Device> devices, List<Path> networkFolders,
          IntFunction<String> pins, Defect defect) {
        this.seed = seed;
        this.stage = stage;
        this.host = host;
        this.upstreams = upstreams;
        this.wallets = wallets;
        this.books = books;
        this.merchant = merchant;
        this.random = new SplittableRandom(seed);
        this.weather = new Weather(random);
        stage.setTo(DAY.plusSeconds(random.nextInt(DAY_SECONDS)));
        this.trace = new Trace(stage);
        this.cards = drawer(networkFolders.getFirst());
        this.errands = new Errands(random, cards, FEN_MAX);
        upstreams.begin(networkFolders, random, weather, trace, defect);
        wallets.begin(networkFolders.getFirst(), random, weather, trace, host);
        host.begin(this::died, defect);
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            int number = i;
            errandsLeft.add(random.nextInt(1, ERRANDS_MAX + 1));
            tills.add(new Till("T" + i, device.settings(), device.storage(), cards, pins, wallets, stage, host, weather, trace, random,
                    () -> next(number), () -> look(device, number)));
        }
    }

    static List<DemoCard> drawer(Path networkFolder) {
        return DemoCard.read(networkFolder.resolve("cards.json"));
    }

    Result run() {
        plan();
        planWallets();
        tills.forEach(Till::powerOn);
        stage.after(JOBS_EVERY, this::jobs);
        boolean[] quiet = new boolean[1];
        boolean rests = runUntilAllRest();
        clear();
        rests = runUntilAllRest() && rests;
        stage.after(LOOK_EVERY, () -> lookForOpen(quiet));
        rests = runUntil(() -> quiet[0]) && rests;
        List<String> broken = new ArrayList<>(books.broken(List.of(merchant), told, new Books.Outside(upstreams.postings(), wallets.core())));
        broken.addAll(upstreams.strays());
        tills.stream().filter(Till::hasStopped).forEach(till -> broken.add(till.name() + " has stopped on an error of its own"));
        if (!rests) {
            broken.add("it does not come to rest");
        }
        end();
        return new Result(seed, trace.lines(), trace.digest(), told.approved().size(), events, broken);
    }

    private boolean runUntilAllRest() {
        return runUntil(() -> tills.stream().allMatch(Till::isResting));
    }

    /// @return false if that does not come
    private boolean runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (++events % EVENTS_MAX == 0) {
                return false;
            }
            stage.runNext();
        }
        return true;
    }

    private void jobs() {
        host.runJobs();
        host.openBreakers().stream().filter(channel -> !openBreakers.contains(channel)).forEach(channel -> trace.add("breaker of " + channel + " opens"));
        openBreakers = host.openBreakers();
        stage.after(JOBS_EVERY, this::jobs);
    }

    private void lookForOpen(boolean[] quiet) {
        quiet[0] = books.open(List.of(merchant)) == 0 && wallets.core().untold().isEmpty();
        stage.after(LOOK_EVERY, () -> lookForOpen(quiet));
    }

    private void end() {
        boolean[] closed = new boolean[1];
        host.closeBreakers(cards.getFirst().pan(), () -> closed[0] = true);
        runUntil(() -> closed[0]);
        tills.forEach(Till::retire);
        upstreams.all().forEach(Upstream::end);
        wallets.die();
        stage.run(Duration.ZERO);                                   // whoever waits for something hears that it does not come
        host.rest();
    }

    // what goes wrong

    private void plan() {
        int troubles = random.nextInt(TROUBLES_MAX + 1);
        for (int i = 0; i < troubles; i++) {
            Runnable trouble = trouble();
            stage.after(Duration.ofMillis(random.nextInt(TROUBLE_SECONDS * 1_000)), () -> {
                if (!calm) {
                    trouble.run();
                }
            });
        }
    }

    /// Some wallets ask their customers each time; some customers pay without a terminal.
    private void planWallets() {
        if (random.nextInt(3) == 0) {
            wallets.mode(WalletMode.CONFIRM);
        }
        String staticCode = host.bean(WalletTransaction.class).staticCode(new MerchantId(merchant)).orElseThrow();
        for (int i = random.nextInt(STATIC_PAYMENTS_MAX + 1); i > 0; i--) {
            int customer = random.nextInt(1, Customers.COUNT + 1);
            long fen = random.nextLong(1, FEN_MAX);
            stage.after(Duration.ofMillis(random.nextInt(TROUBLE_SECONDS * 1_000)), () -> wallets.payInto(staticCode, customer, fen));
        }
    }

    private Runnable trouble() {
        Till till = tills.get(random.nextInt(tills.size()));
        Upstream upstream = upstreams.all().get(random.nextInt(upstreams.all().size()));
        int call = random.nextInt(1, CALLS_MAX);
        int write = random.nextInt(1, WRITES_MAX);
        boolean done = random.nextBoolean();
        Duration down = Duration.ofMillis(random.nextInt(1_000, DOWN_MILLIS_MAX));
        WalletMode mode = WALLET_TROUBLES.get(random.nextInt(WALLET_TROUBLES.size()));
        return switch (random.nextInt(TROUBLES)) {
            case 0 -> noted("host dies", () -> dies(host::die));
            case 1, 2 -> noted("host dies at call " + call + (done ? ", done" : ""), () -> host.dieAtCall(call, done));
            case 3 -> noted("network " + upstream.channel() + " dies", () -> {
                upstream.die();
                stage.after(down, upstream::start);
            });
            case 4 -> noted("line to " + upstream.channel() + " is cut", () -> {
                upstream.cut();
                stage.after(down, upstream::mend);
            });
            case 5 -> noted("a terminal is out of reach", () -> {
                till.outOfReach(true);
                stage.after(down, () -> till.outOfReach(false));
            });
            case 6, 7 -> noted("a terminal's power fails", till::cutPower);
            case 8, 9 -> noted(upstream.channel() + " falls silent", () -> {
                upstream.fallSilent();
                stage.after(down.multipliedBy(SILENCE_FACTOR), upstream::mend);
            });
            case 10 -> noted("wallets die", () -> {
                wallets.die();
                stage.after(down, wallets::start);
            });
            case 11, 12 -> noted("wallets are " + mode, () -> {
                wallets.mode(mode);
                stage.after(down, () -> wallets.mode(WalletMode.NORMAL));
            });
            default -> noted("a terminal's power fails at write " + write + (done ? ", done" : ""), () -> till.cutPowerAtWrite(write, done));
        };
    }

    private Runnable noted(String what, Runnable trouble) {
        return () -> {
            trace.add(what);
            trouble.run();
        };
    }

    private void dies(Runnable death) {
        if (host.isUp()) {
            death.run();
        }
    }

    /// From now on all is well.
    private void clear() {
        trace.add("calm");
        calm = true;
        weather.calm();
        host.dieAtCall(0, false);
        upstreams.all().forEach(Upstream::start);
        upstreams.all().forEach(Upstream::mend);
        wallets.start();
        wallets.mode(WalletMode.NORMAL);
        tills.forEach(till -> {
            till.outOfReach(false);
            till.cutPowerAtWrite(0, false);
            till.nudge();
        });
    }

    /// Everything that died comes back by itself.
    private void died() {
        trace.add("host is dead");
        stage.after(Duration.ZERO, () -> tills.forEach(Till::cutLines));
        stage.after(Duration.ofMillis(DOWN_MILLIS_MAX / 3), () -> {
            trace.add("host is back");
            host.start();
        });
    }

    // what is done

    private void look(Device device, int number) {
        told.look(device.terminalId(), tills.get(number).state().journal(), entry ->
                trace.add("T" + number + " was told " + entry.trade() + " batch " + entry.batch() + " trace " + entry.trace() + " over " + entry.amountFen() + " " + entry.entryLetter()));
    }

    private Optional<Errand> next(int number) {
        if (calm) {
            return Errands.finishing(tills.get(number).state());
        }
        int left = errandsLeft.get(number);
        errandsLeft.set(number, left - 1);
        if (left <= 0) {
            return Optional.empty();
        }
        List<Wallets.Paid> paid = wallets.intoStaticCodes();
        if (!paid.isEmpty() && random.nextInt(STATIC_REFUND_EVERY) == 0) {
            Wallets.Paid one = paid.get(random.nextInt(paid.size()));
            return Optional.of(Errand.refundOfCode(one.payment(), random.nextBoolean() ? one.fen() : Math.max(1, one.fen() / 2)));
        }
        return Optional.of(errands.next(tills.get(number).state().journal(), told.receipts()));
    }
}
