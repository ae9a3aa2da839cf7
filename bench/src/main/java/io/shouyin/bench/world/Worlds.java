package io.shouyin.bench.world;

import io.shouyin.bench.till.Handout;
import io.shouyin.bench.till.Service;
import io.shouyin.host.fleet.Terminals;
import io.shouyin.host.gateway.GatewayServer;
import io.shouyin.host.ledger.LedgerCheck;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.network.DemoCard;
import io.shouyin.network.NetworkCore;
import io.shouyin.network.NetworkSettings;
import io.shouyin.network.WalletCore;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.TerminalSettings.PlainGateway;
import io.shouyin.terminal.device.ConsoleDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Runs of the world, one after the other, on one host: each has a merchant, terminals and a network of its own.
public final class Worlds implements AutoCloseable {

    private static final Instant BEFORE = Instant.parse("2026-03-01T04:00:00Z");

    /// What issuer and wallets remember.
    private static final Set<String> MEMORIES = Set.of("journal.log", "wallet.json");
    private static final MinorAmount OFFLINE_FLOOR = new MinorAmount(9_999);
    private static final int PREPARED_MAX = 50;
    private static final int PREPARED_AT_ONCE = 4;

    private final Path folder;
    /// A network a channel; the second one has the issuer of the first.
    private final List<Path> networkTemplates;
    private final List<String> pins;
    private final Stage stage = new Stage(BEFORE);
    private final Upstreams upstreams = new Upstreams(stage);
    private final Wallets wallets = new Wallets(stage);
    private final HostSide host;
    private final Books books;
    private int merchants;
    private final AtomicInteger devices = new AtomicInteger();

    private Worlds(Path folder) {
        Security.setProperty("keystore.pkcs12.keyPbeIterationCount", "1");     // the PIN pads' keys live for seconds, and are read for each message
        Security.setProperty("keystore.pkcs12.macIterationCount", "1");
        this.folder = folder;
        this.networkTemplates = List.of(makeFolder(folder.resolve(Upstreams.MAIN)), makeFolder(folder.resolve(Upstreams.SECOND)));
        NetworkSettings main = NetworkSettings.of(networkTemplates.getFirst()).withClock(stage);
        try (NetworkCore made = NetworkCore.open(main, new SecureRandom())) {
            this.pins = made.cards().stream().map(Worlds::pin).toList();
        }
        NetworkCore.open(NetworkSettings.of(networkTemplates.getLast()).withClock(stage).withIssuerOf(networkTemplates.getFirst()), new SecureRandom()).close();
        WalletCore.open(main, _ -> { }).close();
        this.host = new HostSide(stage, upstreams, wallets, folder.resolve("host"), networkTemplates);
        HouseRules.set(host.bean(JdbcClient.class), OFFLINE_FLOOR.fen());
        stage.run(Duration.ZERO);
        host.rest();
        this.books = new Books(host.bean(JdbcClient.class), host.bean(LedgerCheck.class));
    }

    /// Starts the host; takes some seconds.
    ///
    /// @param folder for its data
    public static Worlds open(Path folder) {
        return new Worlds(folder);
    }

    /// Runs seeds in their order until one finds something.
    ///
    /// @param first seed
    /// @param told of each run
    /// @return whether all is well
    public boolean run(long first, int seeds, Consumer<World.Result> told) {
        for (int done = 0; done < seeds; done += PREPARED_MAX) {
            List<Long> next = LongStream.range(first + done, first + Math.min(done + PREPARED_MAX, seeds)).boxed().toList();
            Map<Long, Prepared> prepared = prepare(next, Defect.NONE);
            for (long seed : next) {
                World.Result result = run(seed, prepared.get(seed), Defect.NONE);
                told.accept(result);
                if (!result.holds()) {
                    return false;
                }
            }
        }
        return true;
    }

    World.Result run(long seed, Defect defect) {
        return run(seed, prepare(List.of(seed), defect).get(seed), defect);
    }

    private World.Result run(long seed, Prepared prepared, Defect defect) {
        List<Path> networks = networkTemplates.stream().map(template -> folder.resolve(template.getFileName() + "-" + seed)).toList();
        for (int i = 0; i < networks.size(); i++) {
            copy(networkTemplates.get(i), networks.get(i));
        }
        try {
            return new World(seed, stage, host, upstreams, wallets, books, prepared.merchant(), prepared.devices(), networks, pins::get, defect).run();
        } finally {
            networks.forEach(Worlds::delete);
        }
    }

    /// @param devices in service, and switched off
    private record Prepared(String merchant, List<World.Device> devices) {}

    /// Merchants and terminals, several at once: the order does not show.
    private Map<Long, Prepared> prepare(List<Long> seeds, Defect defect) {
        stage.setTo(BEFORE);
        Map<Long, Future<Prepared>> coming = new LinkedHashMap<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(PREPARED_AT_ONCE, Thread.ofVirtual().factory())) {
            for (long seed : seeds) {
                String merchant = merchant();
                coming.put(seed, workers.submit(() -> prepare(merchant, Math.floorMod(seed, 3) == 0 ? 3 : 2, defect)));
            }
        }
        Map<Long, Prepared> prepared = new HashMap<>();
        coming.forEach((seed, one) -> prepared.put(seed, ended(one)));
        return prepared;
    }

    private static Prepared ended(Future<Prepared> preparing) {
        if (preparing.state() == Future.State.FAILED) {
            throw new IllegalStateException("terminals did not come into service", preparing.exceptionNow());
        }
        return preparing.resultNow();
    }

    private Prepared prepare(String merchant, int terminals, Defect defect) {
        List<World.Device> inService = new ArrayList<>();
        for (int i = 0; i < terminals; i++) {
            inService.add(device(merchant, i, defect));
        }
        return new Prepared(merchant, inService);
    }

    private String merchant() {
        int number = merchants++;
        String id = "104%04d5812%04d".formatted(1_000 + number / 10_000, number % 10_000);
        host.bean(Merchants.class).register(new Merchants.Registration(new MerchantId(id), "模拟商户", "WORLD MERCHANT", "5812", "SHANGHAI", "02155550100"));
        return id;
    }

    /// A new terminal, put into service over real sockets, and switched off.
    private World.Device device(String merchant, int number, Defect defect) {
        Handout handout = handout(merchant);
        MemoryStorage storage = new MemoryStorage(defect == Defect.STORAGE_FORGETS);
        TerminalSettings usual = TerminalSettings.in(folder).withHostUrl(url()).withSerialNumber(handout.serialNumber()).withActivationCode(handout.activationCode())
                .withPlainGateway(new PlainGateway("127.0.0.1", host.bean(GatewayServer.class).plainPort().orElseThrow())).withIdleLock(Duration.ofDays(1));
        TerminalSettings settings = number == 0 ? usual.withPartialApproval() : usual.withOfflineFloor(OFFLINE_FLOOR);
        try (Terminal terminal = Terminal.start(settings, new ConsoleDevice(stage, World.drawer(networkTemplates.getFirst())), storage)) {
            Service.begin(terminal, handout);
            if (number == 0) {
                Service.addCardUser(terminal);
            }
        }
        return new World.Device(handout.terminalId(), settings, storage);
    }

    private Handout handout(String merchant) {
        String serialNumber = "SYWO-%010d".formatted(devices.incrementAndGet());
        Terminals.Registered registered = host.bean(Terminals.class).register(new MerchantId(merchant), serialNumber, "Shouyin VT-1", TerminalProfile.TDES);
        Map<String, String> passwords = new HashMap<>();
        registered.initialPasswords().forEach((OperatorNumber operator, Secret password) -> passwords.put(operator.value(), clear(password)));
        return new Handout(registered.terminal().value(), serialNumber, clear(registered.activation().clear()), passwords);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + ((WebServerApplicationContext) host.context()).getWebServer().getPort());
    }

    private static String pin(DemoCard card) {
        return card.pin(SecretAccess.granted());
    }

    private static String clear(Secret secret) {
        try (secret) {
            return new String(secret.reveal(SecretAccess.granted()), StandardCharsets.UTF_8);
        }
    }

    private static Path makeFolder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /// Keys and cards, without what the issuer remembers.
    private static void copy(Path from, Path to) {
        makeFolder(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !MEMORIES.contains(file.getFileName().toString())).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path network) {
        try (Stream<Path> files = Files.list(network)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(network);
        } catch (IOException inUse) {
            throw new UncheckedIOException(inUse);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
