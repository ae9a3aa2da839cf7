package io.shouyin.network;

import io.shouyin.kernel.Check;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// What a [NetworkServer] is started with. [#of] gives the defaults, the `with` methods change one thing each.
///
/// @param dataFolder       keys, cards and journal; made with mode 700 if it is not there
/// @param bindAddress      where both ports listen; loopback by default
/// @param port             of the network; 0 = any free one
/// @param controlPort      of the control API; 0 = any free one
/// @param smsPort          of the simulated message centre; 0 = any free one
/// @param walletPort       of the simulated wallet; 0 = any free one
/// @param frameLengthBytesMax  of one request, without its length bytes
/// @param frameReadMax     from the first byte of a frame to its last
/// @param idleMax          between two frames
/// @param connectionsMax   at once
/// @param requestsInFlightMax  at once on one connection; the connection is not read while it is reached
/// @param clock            business time: dates, limits, expiry
/// @param issuerOf         data folder of another network whose issuer this one reaches too: at the first start its cards are taken over, with the key
///                         that checks their PINs. What cards have spent each network counts by itself
public record NetworkSettings(
        Path dataFolder,
        InetAddress bindAddress,
        int port,
        int controlPort,
        int smsPort,
        int walletPort,
        int frameLengthBytesMax,
        Duration frameReadMax,
        Duration idleMax,
        int connectionsMax,
        int requestsInFlightMax,
        InstantSource clock,
        Optional<Path> issuerOf) {

    public static final int PORT_DEFAULT = 8600;
    public static final int CONTROL_PORT_DEFAULT = 8601;
    public static final int SMS_PORT_DEFAULT = 2775;
    public static final int WALLET_PORT_DEFAULT = 8602;

    public NetworkSettings {
        Check.argument(dataFolder != null && bindAddress != null && clock != null,
                "data folder, bind address and clock are given");
        Check.argument(port >= 0 && port <= 65_535, "the port is 0 to 65535");
        Check.argument(controlPort >= 0 && controlPort <= 65_535, "the control port is 0 to 65535");
        Check.argument(port == 0 || port != controlPort, "the port and the control port differ");
        Check.argument(smsPort >= 0 && smsPort <= 65_535, "the message centre's port is 0 to 65535");
        Check.argument(walletPort >= 0 && walletPort <= 65_535, "the wallet's port is 0 to 65535");
        Check.argument(frameLengthBytesMax >= 512 && frameLengthBytesMax <= 65_535, "a frame's limit is 512 to 65535 bytes");
        Check.argument(isPositive(frameReadMax) && isPositive(idleMax), "deadlines are 1 ms to 24 h");
        Check.argument(connectionsMax >= 1 && connectionsMax <= 10_000, "connections at once are 1 to 10000");
        Check.argument(requestsInFlightMax >= 1 && requestsInFlightMax <= 100_000, "requests in flight are 1 to 100000");
    }

    /// The defaults: loopback, ports 8600, 8601, 8602 and 2775, frames of 4096 bytes within 10 s, 5 minutes idle, 64 connections
    /// with 1024 requests in flight each, the system's clock.
    public static NetworkSettings of(Path dataFolder) {
        return new NetworkSettings(dataFolder, InetAddress.getLoopbackAddress(), PORT_DEFAULT, CONTROL_PORT_DEFAULT, SMS_PORT_DEFAULT, WALLET_PORT_DEFAULT, 4096,
                Duration.ofSeconds(10), Duration.ofMinutes(5), 64, 1024, InstantSource.system(), Optional.empty());
    }

    /// With the message centre and the wallet on any free port.
    public NetworkSettings withPorts(int newPort, int newControlPort) {
        return withPorts(newPort, newControlPort, 0, 0);
    }

    public NetworkSettings withPorts(int newPort, int newControlPort, int newSmsPort, int newWalletPort) {
        return new NetworkSettings(dataFolder, bindAddress, newPort, newControlPort, newSmsPort, newWalletPort, frameLengthBytesMax, frameReadMax, idleMax,
                connectionsMax, requestsInFlightMax, clock, issuerOf);
    }

    public NetworkSettings withBindAddress(InetAddress newBindAddress) {
        return new NetworkSettings(dataFolder, newBindAddress, port, controlPort, smsPort, walletPort, frameLengthBytesMax, frameReadMax, idleMax,
                connectionsMax, requestsInFlightMax, clock, issuerOf);
    }

    public NetworkSettings withClock(InstantSource newClock) {
        return new NetworkSettings(dataFolder, bindAddress, port, controlPort, smsPort, walletPort, frameLengthBytesMax, frameReadMax, idleMax,
                connectionsMax, requestsInFlightMax, newClock, issuerOf);
    }

    public NetworkSettings withDeadlines(Duration newFrameReadMax, Duration newIdleMax) {
        return new NetworkSettings(dataFolder, bindAddress, port, controlPort, smsPort, walletPort, frameLengthBytesMax, newFrameReadMax, newIdleMax,
                connectionsMax, requestsInFlightMax, clock, issuerOf);
    }

    public NetworkSettings withLimits(int newFrameLengthBytesMax, int newConnectionsMax, int newRequestsInFlightMax) {
        return new NetworkSettings(dataFolder, bindAddress, port, controlPort, smsPort, walletPort, newFrameLengthBytesMax, frameReadMax, idleMax,
                newConnectionsMax, newRequestsInFlightMax, clock, issuerOf);
    }

    public NetworkSettings withIssuerOf(Path otherFolder) {
        return new NetworkSettings(dataFolder, bindAddress, port, controlPort, smsPort, walletPort, frameLengthBytesMax, frameReadMax, idleMax,
                connectionsMax, requestsInFlightMax, clock, Optional.of(otherFolder));
    }

    private static boolean isPositive(Duration duration) {
        return duration != null && duration.toMillis() >= 1 && duration.compareTo(Duration.ofHours(24)) <= 0;
    }
}
