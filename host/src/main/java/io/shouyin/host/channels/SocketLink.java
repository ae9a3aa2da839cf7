package io.shouyin.host.channels;

import io.shouyin.iso8583.Codec;
import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.Decoded;
import io.shouyin.iso8583.Dialects;
import io.shouyin.iso8583.Message;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// One open connection to the network: many requests in flight, answers matched by transmission time, trace and terminal.
///
/// A request whose answer does not come is forgotten after a while; an answer that comes for nobody is handed to
/// `late`. Once the connection is broken it stays broken: whoever waits is told so, and a new link is opened.
final class SocketLink implements NetworkLink {

    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private static final int FRAME_LENGTH_BYTES_MAX = 4096;

    private final Codec codec = new Codec(Dialects.NETWORK);
    private final Socket socket;
    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<String, CompletableFuture<Decoded>> waiting = new ConcurrentHashMap<>();
    private final LateAnswers late;
    private volatile boolean open = true;

    /// A link over TCP.
    @Component
    static final class Sockets implements NetworkLink.Maker {

        @Override
        public NetworkLink connect(String host, int port, Duration timeout, LateAnswers late) throws IOException {
            return SocketLink.connect(host, port, timeout, late);
        }
    }

    private SocketLink(Socket socket, LateAnswers late) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.late = late;
    }

    private static SocketLink connect(String host, int port, Duration timeout, LateAnswers late) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            socket.setTcpNoDelay(true);
            SocketLink link = new SocketLink(socket, late);
            Thread.ofVirtual().name("network-link-reader").start(link::read);
            return link;
        } catch (IOException refused) {
            socket.close();
            throw refused;
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Exchange exchange(Message request, byte[] frame, Duration wait) {
        String key = key(request);
        CompletableFuture<Decoded> answer = new CompletableFuture<>();
        if (waiting.putIfAbsent(key, answer) != null) {
            return new Exchange.Broken(false);
        }
        try {
            Optional<Exchange> failed = send(frame);
            return failed.isPresent() ? failed.get() : await(answer, wait);
        } finally {
            waiting.remove(key, answer);
        }
    }

    private Optional<Exchange> send(byte[] frame) {
        byte[] bytes = new byte[frame.length + 2];
        bytes[0] = (byte) (frame.length >> 8);
        bytes[1] = (byte) frame.length;
        System.arraycopy(frame, 0, bytes, 2, frame.length);
        writing.lock();
        try {
            if (!open) {
                return Optional.of(new Exchange.Broken(false));
            }
            out.write(bytes);
            return Optional.empty();
        } catch (IOException broke) {
            close();
            return Optional.of(new Exchange.Broken(true));
        } finally {
            writing.unlock();
        }
    }

    private static Exchange await(CompletableFuture<Decoded> answer, Duration wait) {
        try {
            return new Exchange.Answered(answer.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException silent) {
            return new Exchange.Silent();
        } catch (ExecutionException broke) {
            return new Exchange.Broken(true);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Exchange.Silent();
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
            while (open) {
                int length = in.readUnsignedShort();
                if (length > FRAME_LENGTH_BYTES_MAX) {
                    throw new IOException("the network sent a frame that is longer than 4096 bytes");
                }
                byte[] frame = new byte[length];
                in.readFully(frame);
                deliver(frame);
            }
        } catch (EOFException closedByPeer) {
            LOG.info("the network closed the connection");
        } catch (IOException broke) {
            if (open) {
                LOG.warn("the connection to the network broke: {}", broke.getMessage());
            }
        } finally {
            close();
        }
    }

    private void deliver(byte[] frame) {
        try {
            Decoded decoded = codec.decode(frame);
            CompletableFuture<Decoded> waits = waiting.get(key(decoded.message()));
            if (waits == null || !waits.complete(decoded)) {
                late.arrived(decoded.message());
            }
        } catch (DecodeException unreadable) {
            LOG.warn("an answer of the network was not readable: {}", unreadable.getMessage());
        }
    }

    private static String key(Message message) {
        return text(message, 7) + '/' + text(message, 11) + '/' + text(message, 41);
    }

    private static String text(Message message, int field) {
        return message.has(field) ? message.text(field) : "";
    }

    @Override
    public void close() {
        open = false;
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.debug("closing the connection to the network: {}", alreadyGone.getMessage());
        }
        waiting.values().forEach(answer -> answer.completeExceptionally(new IOException("the connection broke")));
    }
}
