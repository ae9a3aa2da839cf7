package io.shouyin.network;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Pan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The simulated card network: a TCP port in the network dialect, a control port in HTTP, a message centre in SMPP, and a data folder.
///
/// ```java
/// try (NetworkServer network = NetworkServer.start(NetworkSettings.of(folder).withPorts(0, 0))) {
///     network.behaviour(Behaviour.approveThenSilent().times(1));
///     ...
///     assertThat(network.postings()).hasSize(2);      // the sale, and its reversal
/// }
/// ```
///
/// [#start] returns when all ports listen. [#close] lets requests in flight end, for five seconds at most.
public final class NetworkServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkServer.class);
    private static final int STOP_SECONDS_MAX = 5;
    private static final int ACCEPT_BACKLOG = 128;
    private static final int ACCEPT_PAUSE_MILLIS = 100;

    static final String LOCK_FILE = "network.lock";

    private final NetworkSettings settings;
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private NetworkCore core;
    private ServerSocket listener;
    private SmsCentre smsCentre;
    private ControlServer control;
    private WalletServer wallet;

    private NetworkServer(NetworkSettings settings) {
        this.settings = settings;
    }

    /// Opens the data folder (and fills it at the first start), replays the journal, listens.
    ///
    /// @throws Fault with a code of [NetworkRefusal]
    public static NetworkServer start(NetworkSettings settings) {
        NetworkServer server = new NetworkServer(settings);
        try {
            server.open();
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open() {
        Path folder = settings.dataFolder();
        Store.openFolder(folder);                                                              // 1 the folder is ours alone
        lockFolder(folder);
        core = NetworkCore.open(settings, new SecureRandom());                                 // 2 keys, cards, and the issuer's memory
        toClose.push(core);
        listener = listen();                                                                   // 3 the ports
        smsCentre = SmsCentre.start(folder, settings.bindAddress(), settings.smsPort(), settings.clock());
        toClose.push(smsCentre);
        control = ControlServer.start(this, settings);
        toClose.push(control);
        wallet = WalletServer.start(settings);
        toClose.push(wallet);
        Thread.ofVirtual().name("network-accept").start(this::acceptLines);
        LOG.info("simulated network listens on port {}, control on port {}, message centre on port {}, wallet on port {}", port(), controlPort(), smsCentre.port(), wallet.port());
    }

    private void lockFolder(Path folder) {
        try {
            FileChannel channel = FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            toClose.push(channel);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new Fault(NetworkRefusal.NETWORK_DATA_IN_USE, Fault.Recovery.FIX_THE_SETUP);
            }
        } catch (OverlappingFileLockException e) {
            throw new Fault(NetworkRefusal.NETWORK_DATA_IN_USE, Fault.Recovery.FIX_THE_SETUP);
        } catch (IOException e) {
            throw Store.unusable(e);
        }
    }

    private ServerSocket listen() {
        try {
            ServerSocket socket = new ServerSocket();
            toClose.push(socket);
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(settings.bindAddress(), settings.port()), ACCEPT_BACKLOG);
            return socket;
        } catch (IOException e) {
            throw portUnusable(e);
        }
    }

    static Fault portUnusable(IOException cause) {
        return new Fault(NetworkRefusal.NETWORK_PORT_UNUSABLE.name(), Fault.Recovery.FIX_THE_SETUP,
                NetworkRefusal.NETWORK_PORT_UNUSABLE.en(), cause);
    }

    private void acceptLines() {
        long number = 0;
        while (!closed.get()) {
            try {
                Socket socket = listener.accept();
                core.counters().add(Counters.Counter.CONNECTIONS);
                Line line = new Line(++number, socket, settings, core.desk(), workers, stopping);
                if (lines.size() >= settings.connectionsMax()) {
                    LOG.warn("line {} refused: {}", number, LineEnd.NETWORK_LINE_TOO_MANY.name());
                    line.hangUp(LineEnd.NETWORK_LINE_TOO_MANY);
                    continue;
                }
                lines.add(line);
                Thread.ofVirtual().name("network-line-" + number).start(() -> {
                    try {
                        line.serve();
                    } finally {
                        lines.remove(line);
                    }
                });
                if (closed.get()) {
                    line.hangUp(LineEnd.NETWORK_LINE_STOPPING);
                }
            } catch (IOException e) {
                if (!closed.get()) {
                    LOG.warn("a connection was not accepted: {}", e.getClass().getSimpleName());
                    pauseAfterFailure();
                }
            }
        }
    }

    /// Without open files left, accepting fails at once and again: do not spin on it.
    private void pauseAfterFailure() {
        try {
            stopping.await(ACCEPT_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public InetAddress address() {
        return listener.getInetAddress();
    }

    public int controlPort() {
        return control.port();
    }

    /// The simulated message centre, and what is on its phones.
    public SmsCentre smsCentre() {
        return smsCentre;
    }

    /// The simulated wallet, and who has one.
    public WalletCore wallet() {
        return wallet.core();
    }

    public int walletPort() {
        return wallet.port();
    }

    /// What was made now; empty if the data folder was there before.
    public Optional<FirstStart> firstStart() {
        return core.firstStart();
    }

    /// The drawer of demo cards.
    public List<DemoCard> cards() {
        return core.cards();
    }

    /// What a card can still spend: a debit card's balance, what is left of a credit card's limit.
    ///
    /// @throws IllegalArgumentException if the card is not one of this network
    public long balanceFen(Pan pan) {
        return core.issuer().standings().stream().filter(card -> card.pan().equals(pan)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the card is one of this network"))
                .availableFen();
    }

    /// Every movement since the data folder was made, oldest first.
    public List<Posting> postings() {
        return core.issuer().postings();
    }

    public void behaviour(Behaviour next) {
        core.behaviour().set(next);
    }

    /// The behaviour that is set, with the `times` that are left.
    public Behaviour behaviour() {
        return core.behaviour().current();
    }

    public NetworkCounts counts() {
        return core.counters().snapshot();
    }

    /// Makes another ZPK and ZAK: until it signs on again the host's messages fail their MAC check.
    public void changeWorkingKeys() {
        core.keys().changeWorkingKeys(new SecureRandom());
    }

    /// Forgets a card's wrong PIN tries.
    ///
    /// @throws IllegalArgumentException if the card is not one of this network
    public void unlockPin(Pan pan) {
        int card = core.issuer().standings().stream().filter(standing -> standing.pan().equals(pan)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the card is one of this network")).card();
        core.issuer().unlockPin(card);
    }

    boolean unlockPin(int card) {
        return core.issuer().unlockPin(card);
    }

    List<Issuer.Standing> standings() {
        return core.issuer().standings();
    }

    boolean isBroken() {
        return core.issuer().isBroken();
    }

    int linesOpen() {
        return lines.size();
    }

    /// Stops listening, lets requests in flight end, closes the journal. Calling it again does nothing.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopping.countDown();
        closeQuietly(listener);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("requests were still in flight after {} s", STOP_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lines.forEach(line -> line.hangUp(LineEnd.NETWORK_LINE_STOPPING));
        while (!toClose.isEmpty()) {
            closeQuietly(toClose.pop());
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.warn("something did not close: {}", e.getClass().getSimpleName());
        }
    }

    /// What the first start made: to be told to the operator once.
    ///
    /// @param zmkComponents the two component files for the host's key ceremony
    /// @param cardsFile     the drawer with the PINs
    public record FirstStart(List<Path> zmkComponents, Path cardsFile) {}
}
