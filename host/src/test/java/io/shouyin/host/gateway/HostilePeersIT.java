package io.shouyin.host.gateway;

import static io.shouyin.host.Patience.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.Corridor;
import io.shouyin.iso8583.Message;
import io.shouyin.network.DemoCard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Peers that want to cost others something: thousands of connections, one byte at a time, deaf ones, TLS that is never
/// finished. Others' sales go on meanwhile, each peer is closed at its deadline, and every place is given back.
class HostilePeersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SALES = 3;
    private static final int CROWDED_OUT_MAX = 5;
    /// Between two connections of an attacker that shares the cores with all others: two thousand a second fill an address in half a
    /// second, which is the time in which a newcomer has to prove itself.
    private static final Duration ATTACK_EVERY = Duration.ofNanos(500_000);
    /// Not of each, which only has to be answered before a terminal gives up: a machine that has much else to do pauses now and then.
    private static final Duration MOST_SALES_MAX = Duration.ofSeconds(2);
    private static final int CONNECTIONS_MAX = 1_200;
    private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();
    private static final InetAddress OTHER_ADDRESS = InetAddress.ofLiteral("127.0.0.2");

    @TempDir
    static Path folder;

    private static Corridor corridor;
    private static RawTerminal terminal;
    private static DemoCard card;

    @BeforeAll
    static void startHost() {
        corridor = Corridor.start(folder, Map.of("shouyin.gateway.connections-max", CONNECTIONS_MAX,
                "shouyin.gateway.connections-per-address-max", 1_000, "shouyin.gateway.handshake-within", "1500ms",
                "shouyin.gateway.frame-within", "1s", "shouyin.gateway.write-within", "1s", "shouyin.gateway.idle-max", "3s"));
        terminal = RawTerminal.inService(corridor, "SYHOST-0000001");
        card = corridor.network.cards().getFirst();
    }

    @AfterAll
    static void stopHost() {
        corridor.close();
    }

    @AfterEach
    void everyPlace_isGivenBack() {
        until("all connections are closed", () -> open() == 0);
        assertSalesGoOn();
    }

    /// Nine hundred beside the others' own, so that the limit of the address is not in play.
    @Test
    void connections_hundredsThatSayNothing_areClosedAtTheDeadline_othersSell() throws Exception {
        List<Socket> idle = new ArrayList<>();
        double before = ended(ConnectionEnd.HANDSHAKE_OVERDUE);
        try {
            for (int i = 0; i < 900; i++) {
                idle.add(connect(corridor.plainPort()));
            }
            assertSalesGoOn();
            for (Socket socket : idle) {
                assertThat(isClosedByPeer(socket)).isTrue();
            }
        } finally {
            closeAll(idle);
        }
        until("all are counted", () -> ended(ConnectionEnd.HANDSHAKE_OVERDUE) - before == 900);
    }

    /// From the address of the terminals, which share it with shops that they do not know.
    @Test
    void connections_asManyAsAnAddressMayHave_costTheirOwnPlaces_othersSell() throws Exception {
        double before = ended(ConnectionEnd.CROWDED_OUT);
        List<Socket> many = new ArrayList<>();
        try (RawTerminal.Line line = terminal.line()) {
            line.send(terminal.signed(terminal.sale(100, card).build()));
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("00");
            for (int i = 0; i < 1_050; i++) {
                many.add(connect(corridor.plainPort()));
            }
            line.send(terminal.signed(terminal.sale(100, card).build()));
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).as("on the line that was there").isEqualTo("00");
            assertSalesGoOn();
            assertThat(open()).isLessThanOrEqualTo(1_000);
            assertThat(ended(ConnectionEnd.CROWDED_OUT)).isGreaterThan(before);
        } finally {
            closeAll(many);
        }
    }

    /// It begins each frame and drips on, and it comes back as soon as it is sent away.
    @Test
    void connections_thatDripAndComeBack_atTheAddressOfOthers_othersSell() throws Exception {
        AtomicBoolean attacking = new AtomicBoolean(true);
        List<Socket> many = new ArrayList<>();
        Thread attacker = Thread.ofVirtual().start(() -> {
            while (attacking.get()) {
                try {
                    Socket socket = connect(corridor.plainPort());
                    drip(socket, (byte) 0);
                    many.add(socket);
                } catch (IOException refused) {
                    // the next one comes at its time
                }
                LockSupport.parkNanos(ATTACK_EVERY.toNanos());
            }
        });
        try {
            until("the address is full", () -> open() >= 1_000);
            assertSalesGoOn();
        } finally {
            attacking.set(false);
            attacker.join();
            closeAll(many);
        }
    }

    @Test
    void connections_asManyAsThereMayBe_fromTwoAddresses_othersSell() throws Exception {
        double before = ended(ConnectionEnd.CROWDED_OUT);
        List<Socket> many = new ArrayList<>();
        try {
            for (int i = 0; i < 1_250; i++) {
                many.add(new Socket(InetAddress.getLoopbackAddress(), corridor.plainPort(), i % 2 == 0 ? ADDRESS : OTHER_ADDRESS, 0));
            }
            assertSalesGoOn();
            assertThat(open()).isLessThanOrEqualTo(CONNECTIONS_MAX);
            assertThat(ended(ConnectionEnd.CROWDED_OUT)).isGreaterThan(before);
        } finally {
            closeAll(many);
        }
    }

    @Test
    void frame_oneByteAtATime_isClosedAtItsDeadline_othersSell() throws Exception {
        double before = ended(ConnectionEnd.HANDSHAKE_OVERDUE);
        byte[] frame = terminal.signed(terminal.sale(100, card).build());
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(connect(corridor.plainPort()));
        }
        AtomicBoolean dripping = new AtomicBoolean(true);
        Thread dripper = Thread.ofVirtual().start(() -> {
            for (int at = 0; at < frame.length && dripping.get(); at++) {
                for (Socket socket : slow) {
                    drip(socket, frame[at]);
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());           // the peer's own slowness
            }
        });
        try {
            assertSalesGoOn();
            for (Socket socket : slow) {
                assertThat(isClosedByPeer(socket)).isTrue();
            }
        } finally {
            dripping.set(false);
            dripper.join();
            closeAll(slow);
        }
        until("all are counted", () -> ended(ConnectionEnd.HANDSHAKE_OVERDUE) - before == 50);
    }

    @Test
    void frame_begunAfterAGoodOneAndNeverFinished_isClosed() throws Exception {
        double before = ended(ConnectionEnd.FRAME_OVERDUE);
        try (RawTerminal.Line line = terminal.line()) {
            line.send(terminal.signed(terminal.sale(100, card).build()));
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("00");
            line.send(new byte[] {0, 100, 0x60});
            assertThat(line.receive()).isEmpty();
        }
        until("it is counted", () -> ended(ConnectionEnd.FRAME_OVERDUE) - before == 1);
    }

    @Test
    void connection_idleAfterASale_isClosed() throws Exception {
        double before = ended(ConnectionEnd.IDLE);
        try (RawTerminal.Line line = terminal.line()) {
            line.send(terminal.signed(terminal.sale(100, card).build()));
            assertThat(line.receive()).isPresent();
            assertThat(line.receive()).isEmpty();
        }
        until("it is counted", () -> ended(ConnectionEnd.IDLE) - before == 1);
    }

    /// It sends requests and never reads an answer, until the host's buffers are full.
    @Test
    void peer_thatStopsReading_isClosed_othersSell() throws Exception {
        double before = ended(ConnectionEnd.ANSWER_NOT_TAKEN);
        byte[] question = RawTerminal.unsigned(terminal.request("0820", "00", "301").without(11).build());
        byte[] many = new byte[question.length * 200];
        for (int i = 0; i < 200; i++) {
            System.arraycopy(question, 0, many, i * question.length, question.length);
        }
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(1024);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), corridor.plainPort()));
            Thread shouter = Thread.ofVirtual().start(() -> {
                while (!deaf.isClosed() && drip(deaf, many)) {
                    Thread.onSpinWait();
                }
            });
            assertSalesGoOn();
            until("the deaf one is closed", () -> ended(ConnectionEnd.ANSWER_NOT_TAKEN) - before == 1);
            deaf.close();
            shouter.join();
        }
    }

    // TLS --------------------------------------------------------------------------------------------------------------

    @Test
    void tls_of13_isServed() throws Exception {
        try (RawTerminal.Line line = new RawTerminal.Line(tls("TLSv1.3"))) {
            line.send(terminal.signed(terminal.sale(100, card).build()));
            assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("00");
        }
    }

    @Test
    void tls_of12_isRefusedAndCounted() {
        double before = ended(ConnectionEnd.TLS_FAILED);
        assertThatThrownBy(() -> tls("TLSv1.2")).isInstanceOf(SSLException.class);
        until("it is counted", () -> ended(ConnectionEnd.TLS_FAILED) - before == 1);
    }

    @Test
    void tls_neverFinished_isClosedAtTheDeadline_othersSell() throws Exception {
        double before = ended(ConnectionEnd.HANDSHAKE_OVERDUE);
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = connect(tlsPort());
                socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1});
                halves.add(socket);
            }
            assertSalesGoOn();
            try (RawTerminal.Line line = new RawTerminal.Line(tls("TLSv1.3"))) {
                line.send(terminal.signed(terminal.sale(100, card).build()));
                assertThat(terminal.decode(line.receive().orElseThrow()).text(39)).isEqualTo("00");
            }
            for (Socket socket : halves) {
                assertThat(isClosedByPeer(socket)).isTrue();
            }
        } finally {
            closeAll(halves);
        }
        until("all are counted", () -> ended(ConnectionEnd.HANDSHAKE_OVERDUE) - before == 200);
    }

    @Test
    void tls_thatIsNoTls_isClosed() throws Exception {
        try (Socket socket = connect(tlsPort())) {
            byte[] plain = terminal.signed(terminal.sale(100, card).build());
            socket.getOutputStream().write(plain);
            assertThat(isClosedByPeer(socket)).isTrue();
        }
    }

    @Test
    void peers_thatResetWhileTheyConnect_costNothing() throws Exception {
        try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int number = i;
                all.add(peers.submit(() -> {
                    try (Socket socket = connect(number % 2 == 0 ? corridor.plainPort() : tlsPort())) {
                        socket.setSoLinger(true, 0);
                        socket.getOutputStream().write(Arrays.copyOf(new byte[] {0, 60, 0x60}, number % 4));
                    }
                    return null;
                }));
            }
            for (Future<?> peer : all) {
                peer.get();
            }
        }
    }

    // hands ------------------------------------------------------------------------------------------------------------

    private static void assertSalesGoOn() {
        List<Duration> taken = new ArrayList<>();
        for (int i = 0; i < SALES; i++) {
            long from = System.nanoTime();
            assertThat(sold().text(39)).isEqualTo("00");
            taken.add(Duration.ofNanos(System.nanoTime() - from));
        }
        Collections.sort(taken);
        assertThat(taken.get(SALES / 2)).as("most sales beside them").isLessThan(MOST_SALES_MAX);
    }

    /// A newcomer that is descheduled among thousands of others can be crowded out before it has proven anything; a terminal sends the
    /// same again.
    private static Message sold() {
        Message sale = terminal.sale(100, card).build();
        for (int tries = 1; ; tries++) {
            try {
                return terminal.askSigned(sale);
            } catch (IllegalStateException closed) {
                assertThat(tries).as("times that a sale was crowded out").isLessThan(CROWDED_OUT_MAX);
            }
        }
    }

    private static int tlsPort() {
        return corridor.bean(GatewayServer.class).tlsPort();
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static SSLSocket tls(String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tlsPort());
        try {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    /// This test is about the host's side; the terminal's tests are about pinning.
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static boolean isClosedByPeer(Socket socket) throws IOException {
        socket.setSoTimeout((int) PATIENCE.toMillis());
        try {
            int read = socket.getInputStream().read();
            while (read >= 0) {
                read = socket.getInputStream().read();
            }
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// @return false if the peer has closed
    private static boolean drip(Socket socket, byte... bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static double open() {
        return corridor.bean(MeterRegistry.class).get("shouyin.gateway.connections.open").gauge().value();
    }

    private static double ended(ConnectionEnd end) {
        Counter counter = corridor.bean(MeterRegistry.class).find("shouyin.gateway.connections.ended").tag("end", end.name()).counter();
        return counter == null ? 0 : counter.count();
    }
}
