package io.shouyin.host.gateway;

import io.shouyin.host.fleet.GatewayAddress;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Listens for terminals, over TLS 1.3 and, where it is switched on, in plain on loopback.
@Component
public class GatewayServer implements SmartLifecycle, GatewayAddress.Source {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
    private static final Duration SWEEP = Duration.ofMillis(250);
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);
    private static final int BACKLOG = 512;
    /// A few frames: what a peer that does not read can make the kernel keep for it.
    private static final int SOCKET_BUFFER_BYTES = 16 * 1024;
    /// Stopped before the web server and the pool, started after them.
    private static final int PHASE = Integer.MAX_VALUE - 4096;

    private final GatewaySettings settings;
    private final Dispatcher dispatcher;
    private final GatewayMetrics metrics;
    private final InstantSource clock;
    private final ConnectionLimits limits;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private GatewayCertificate certificate;
    private Optional<ServerSocket> tls = Optional.empty();
    private Optional<ServerSocket> plain = Optional.empty();

    GatewayServer(GatewaySettings settings, Dispatcher dispatcher, GatewayMetrics metrics, InstantSource clock) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.clock = clock;
        this.limits = new ConnectionLimits(settings.connectionsMax(), settings.connectionsPerAddressMax());
        metrics.gauge(limits);
    }

    @Override
    public void start() {
        certificate = GatewayCertificate.open(settings.certificateFolder(), clock.instant());
        running = true;
        tls = Optional.of(listen(settings.address(), settings.tlsPort(), "shouyin.gateway.tls-port", this::overTls));
        if (settings.plainEnabled()) {
            plain = Optional.of(listen(InetAddress.getLoopbackAddress().getHostAddress(), settings.plainPort(),
                    "shouyin.gateway.plain-port", accepted -> accepted));
        }
        Thread.ofVirtual().name("gateway-sweeper").start(this::sweep);
        LOG.info("terminals: TLS on port {}{}", tlsPort(), plain.map(socket -> ", plain on port " + socket.getLocalPort()).orElse(""));
    }

    @Override
    public void stop() {
        running = false;
        tls.ifPresent(GatewayServer::close);
        plain.ifPresent(GatewayServer::close);
        connections.forEach(connection -> connection.close(ConnectionEnd.STOPPING));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    public int tlsPort() {
        return tls.map(ServerSocket::getLocalPort).orElseThrow();
    }

    /// Empty unless the plain listener is switched on.
    public Optional<Integer> plainPort() {
        return plain.map(ServerSocket::getLocalPort);
    }

    @Override
    public GatewayAddress current() {
        return new GatewayAddress(settings.address(), tlsPort(), certificate.sha256Hex());
    }

    private ServerSocket listen(String address, int port, String setting, Connection.SocketSource source) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            server.bind(new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
            Thread.ofVirtual().name("gateway-accept-" + server.getLocalPort()).start(() -> accept(server, source));
            return server;
        } catch (IOException taken) {
            throw new Fault("PORT_TAKEN", Recovery.FIX_THE_SETUP,
                    "port " + port + " on " + address + " is not free: set " + setting + " to another", taken);
        }
    }

    private void accept(ServerSocket server, Connection.SocketSource source) {
        while (running) {
            try {
                serve(server.accept(), source);
            } catch (IOException | RuntimeException refused) {
                if (running) {
                    LOG.warn("a connection could not be accepted: {}", refused.getMessage());
                    LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());              // no files left: do not spin on it
                }
            }
        }
    }

    private void serve(Socket accepted, Connection.SocketSource source) throws IOException {
        Connection connection = new Connection(accepted, source, dispatcher, settings, metrics);
        Optional<ConnectionLimits.Place> place = limits.enter(accepted.getInetAddress(), () -> connection.close(ConnectionEnd.CROWDED_OUT));
        if (place.isEmpty()) {
            metrics.refused("CONNECTIONS_EXHAUSTED");
            accepted.close();
            return;
        }
        try {
            accepted.setTcpNoDelay(true);
            accepted.setSendBufferSize(SOCKET_BUFFER_BYTES);
        } catch (IOException goneAlready) {
            place.get().leave();
            accepted.close();
            return;
        }
        connections.add(connection);
        Thread.ofVirtual().name("terminal-connection").start(() -> {
            try {
                connection.run(place.get()::proven);
            } finally {
                connections.remove(connection);
                place.get().leave();
            }
        });
    }

    private Socket overTls(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) certificate.context().getSocketFactory().createSocket(accepted, null, true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        socket.startHandshake();
        return socket;
    }

    private void sweep() {
        while (running) {
            long now = System.nanoTime();
            connections.forEach(connection -> connection.expire(now));
            LockSupport.parkNanos(SWEEP.toNanos());
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.debug("closing a listener: {}", alreadyGone.getMessage());
        }
    }
}
