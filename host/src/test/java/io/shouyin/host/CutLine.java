package io.shouyin.host;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/// A line between two peers that a test can cut: at once, or when a message of a type passes in a direction, before or
/// after it is let through; or that loses messages, or delivers one twice. It forwards frame by frame; both dialects put a length of 2 bytes in front.
public final class CutLine implements AutoCloseable {

    /// Which way a frame travels.
    public enum Direction {
        /// From the one who connected.
        REQUEST,
        /// Back to them.
        ANSWER
    }

    public enum Moment {
        BEFORE,
        AFTER
    }

    /// A place on the way of a transaction.
    public record Point(Direction direction, String messageType, Moment moment) {}

    /// Where a frame has its message type.
    public interface TypeReader {
        TypeReader TERMINAL = frame -> HexFormat.of().formatHex(frame, 11, 13);
        TypeReader NETWORK = frame -> new String(frame, 0, 4, StandardCharsets.US_ASCII);

        String type(byte[] frame);
    }

    private record Trap(Point point, Runnable action) {}

    private final ServerSocket listener;
    private final IntSupplier target;
    private final TypeReader types;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Trap> trap = new AtomicReference<>();
    private volatile boolean cut;
    private volatile boolean deaf;
    private final AtomicReference<String> doubled = new AtomicReference<>();

    private CutLine(IntSupplier target, TypeReader types) throws IOException {
        this.listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        this.target = target;
        this.types = types;
    }

    public static CutLine to(IntSupplier target, TypeReader types) {
        try {
            CutLine line = new CutLine(target, types);
            Thread.ofVirtual().name("cut-line").start(line::accept);
            return line;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Runs the action once, when a frame comes to the point.
    public void at(Point point, Runnable action) {
        trap.set(new Trap(point, action));
    }

    /// Whether the trap has not gone off.
    public boolean isArmed() {
        return trap.get() != null;
    }

    public void disarm() {
        trap.set(null);
    }

    /// Closes what is open and lets nobody through until [#mend].
    public void cut() {
        cut = true;
        hangUp();
    }

    /// Closes what is open.
    public void hangUp() {
        sockets.forEach(CutLine::close);
    }

    public void mend() {
        cut = false;
    }

    /// Loses what is sent, and leaves the lines open.
    public void deaf(boolean now) {
        deaf = now;
    }

    /// Delivers the next message of a type twice.
    public void twice(String messageType) {
        doubled.set(messageType);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (cut) {
                    near.close();
                    continue;
                }
                sockets.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                cut = true;
            }
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            sockets.add(far);
            if (cut) {
                hangUp();
            }
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pump(near, far, Direction.REQUEST));
            pump(far, near, Direction.ANSWER);
        } catch (IOException | IllegalStateException nobodyThere) {
            drop(near);
        }
    }

    private void pump(Socket from, Socket to, Direction direction) {
        try {
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                byte[] frame = new byte[in.readUnsignedShort()];
                in.readFully(frame);
                spring(direction, frame, Moment.BEFORE);
                if (cut) {
                    return;
                }
                byte[] whole = new byte[frame.length + 2];
                whole[0] = (byte) (frame.length >> 8);
                whole[1] = (byte) frame.length;
                System.arraycopy(frame, 0, whole, 2, frame.length);
                if (deaf) {
                    continue;
                }
                out.write(whole);
                if (doubled.compareAndSet(types.type(frame), null)) {
                    out.write(whole);
                }
                spring(direction, frame, Moment.AFTER);
            }
        } catch (IOException ended) {
            drop(from);
            drop(to);
        }
    }

    private void spring(Direction direction, byte[] frame, Moment moment) {
        Trap set = trap.get();
        Point here = new Point(direction, types.type(frame), moment);
        if (set != null && set.point().equals(here) && trap.compareAndSet(set, null)) {
            set.action().run();
        }
    }

    private void drop(Socket socket) {
        sockets.remove(socket);
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }

    @Override
    public void close() {
        close(listener);
        cut();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }
}
