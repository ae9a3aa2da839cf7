package io.shouyin.host.gateway;

import io.shouyin.iso8583.DecodeRefusal;
import io.shouyin.iso8583.terminal.Frame;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One terminal's connection: a frame in, its answer out, one after the other, on one virtual thread.
///
/// Every wait has a deadline. The thread only notes until when it may wait; [#expire], called by the listener's sweeper,
/// closes the socket of whoever is late, which wakes the thread. So a peer that is slow, silent or deaf costs its own
/// connection and nobody else's time.
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    /// What the deadline is for.
    private record Deadline(long nanos, ConnectionEnd end) {}

    private final Socket raw;
    private final SocketSource socketSource;
    private final Dispatcher dispatcher;
    private final GatewaySettings settings;
    private final GatewayMetrics metrics;
    private final AtomicReference<ConnectionEnd> closedBecause = new AtomicReference<>();
    private volatile Deadline deadline;

    /// Wraps an accepted socket: TLS or not.
    interface SocketSource {
        Socket open(Socket accepted) throws IOException;
    }

    Connection(Socket raw, SocketSource socketSource, Dispatcher dispatcher, GatewaySettings settings, GatewayMetrics metrics) {
        this.raw = raw;
        this.socketSource = socketSource;
        this.dispatcher = dispatcher;
        this.settings = settings;
        this.metrics = metrics;
        this.deadline = in(settings.handshakeWithin().toNanos(), ConnectionEnd.HANDSHAKE_OVERDUE);
    }

    /// Serves the peer until one of the two ends it.
    ///
    /// @param proof is told which terminal has shown that it is at the other end
    void run(Dispatcher.Proof proof) {
        ConnectionEnd end = serve(proof);
        ConnectionEnd first = closedBecause.compareAndSet(null, end) ? end : closedBecause.get();
        metrics.ended(first);
        closeQuietly();
    }

    private ConnectionEnd serve(Dispatcher.Proof proof) {
        try (Socket socket = socketSource.open(raw)) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 2 * 1024);
            OutputStream out = socket.getOutputStream();
            while (true) {
                Optional<byte[]> frame = readFrame(in);
                if (frame.isEmpty()) {
                    return hangUp(ConnectionEnd.FRAME_REFUSED);
                }
                deadline = new Deadline(NO_DEADLINE, ConnectionEnd.LINE_BROKE);             // we work, the peer waits
                switch (dispatcher.dispatch(frame.get(), proof)) {
                    case Dispatcher.Result.Answer answer -> {
                        deadline = in(settings.writeWithin().toNanos(), ConnectionEnd.ANSWER_NOT_TAKEN);
                        out.write(answer.frame());
                        answer.afterSending().run();
                    }
                    case Dispatcher.Result.NotAnswerable _ -> {
                        return hangUp(ConnectionEnd.FRAME_REFUSED);
                    }
                    case Dispatcher.Result.NoAnswer _ -> {
                        return hangUp(ConnectionEnd.NO_ANSWER);
                    }
                }
                deadline = in(settings.idleMax().toNanos(), ConnectionEnd.IDLE);
            }
        } catch (EOFException gone) {
            return ConnectionEnd.PEER_CLOSED;
        } catch (SSLException failed) {
            return ConnectionEnd.TLS_FAILED;
        } catch (IOException broke) {
            return ConnectionEnd.LINE_BROKE;
        } catch (RuntimeException ours) {
            LOG.error("a terminal's request could not be judged", ours);
            metrics.refused("MALFUNCTION");
            return ConnectionEnd.MALFUNCTION;
        }
    }

    /// Closing says goodbye in TLS, for which a deaf peer gets no more time than for an answer.
    private ConnectionEnd hangUp(ConnectionEnd end) {
        deadline = in(settings.writeWithin().toNanos(), end);
        return end;
    }

    /// Reads a frame without its length; empty if the length is one that no frame has.
    private Optional<byte[]> readFrame(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException();
        }
        if (deadline.end() != ConnectionEnd.HANDSHAKE_OVERDUE) {
            deadline = in(settings.frameWithin().toNanos(), ConnectionEnd.FRAME_OVERDUE);
        }
        int second = in.read();
        if (second < 0) {
            metrics.refused(DecodeRefusal.FRAME_TOO_SHORT.name());
            throw new EOFException();
        }
        int length = first << 8 | second;
        if (length > Frame.FRAME_LENGTH_BYTES_MAX) {
            metrics.refused(DecodeRefusal.FRAME_TOO_LONG.name());
            return Optional.empty();
        }
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            metrics.refused(DecodeRefusal.LENGTH_MISMATCH.name());
            throw new EOFException();
        }
        return Optional.of(frame);
    }

    /// Closes the connection if its deadline has passed.
    void expire(long nowNanos) {
        Deadline present = deadline;
        if (present.nanos() != NO_DEADLINE && nowNanos - present.nanos() > 0) {
            close(present.end());
        }
    }

    void close(ConnectionEnd end) {
        closedBecause.compareAndSet(null, end);
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            raw.close();
        } catch (IOException alreadyGone) {
            metrics.refused("CLOSE_FAILED");
        }
    }

    private static Deadline in(long nanos, ConnectionEnd end) {
        return new Deadline(System.nanoTime() + nanos, end);
    }
}
