package io.shouyin.network;

import io.shouyin.kernel.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: frames in, one virtual thread a request, answers out in whatever order they are ready.
///
/// A frame is a length of two bytes, big-endian, which does not count itself, and that many bytes. It is read under two
/// deadlines, one between frames and one from its first byte to its last, and never beyond the length limit. While
/// too many requests are in flight the connection is not read, so that a peer that does not take its answers is
/// slowed down and then let go.
final class Line {

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int LENGTH_BYTES = 2;

    private final long number;
    private final Socket socket;
    private final NetworkSettings settings;
    private final NetworkDesk desk;
    private final ExecutorService workers;
    private final CountDownLatch stopping;
    private final Semaphore inFlight;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicReference<LineEnd> end = new AtomicReference<>();
    private final NetworkDesk.Session session = new NetworkDesk.Session();

    Line(long number, Socket socket, NetworkSettings settings, NetworkDesk desk, ExecutorService workers, CountDownLatch stopping) {
        this.number = number;
        this.socket = socket;
        this.settings = settings;
        this.desk = desk;
        this.workers = workers;
        this.stopping = stopping;
        this.inFlight = new Semaphore(settings.requestsInFlightMax());
    }

    /// Serves until the connection ends.
    LineEnd serve() {
        LOG.info("line {} opened", number);
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            while (end.get() == null) {
                byte[] body = readFrame(in);
                if (!inFlight.tryAcquire(settings.idleMax().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new LineEnded(LineEnd.NETWORK_LINE_STALLED);
                }
                NetworkDesk.Taken taken = desk.take(body);
                workers.execute(() -> answer(taken));
            }
        } catch (LineEnded e) {
            end.compareAndSet(null, e.reason);
        } catch (RejectedExecutionException e) {
            end.compareAndSet(null, LineEnd.NETWORK_LINE_STOPPING);
        } catch (IOException e) {
            end.compareAndSet(null, LineEnd.NETWORK_LINE_CLOSED_BY_PEER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.compareAndSet(null, LineEnd.NETWORK_LINE_STOPPING);
        }
        LOG.info("line {} ended: {}", number, end.get().name());
        return end.get();
    }

    private byte[] readFrame(InputStream in) throws IOException, LineEnded {
        int first = readFirst(in);
        long deadline = System.nanoTime() + settings.frameReadMax().toNanos();
        byte[] rest = readFully(in, LENGTH_BYTES - 1, deadline);
        int lengthBytes = first << 8 | rest[0] & 0xFF;
        if (lengthBytes == 0) {
            throw new LineEnded(LineEnd.NETWORK_LINE_FRAME_EMPTY);
        }
        if (lengthBytes > settings.frameLengthBytesMax()) {
            throw new LineEnded(LineEnd.NETWORK_LINE_FRAME_TOO_LONG);
        }
        return readFully(in, lengthBytes, deadline);
    }

    private int readFirst(InputStream in) throws IOException, LineEnded {
        socket.setSoTimeout((int) settings.idleMax().toMillis());
        try {
            int first = in.read();
            if (first < 0) {
                throw new LineEnded(LineEnd.NETWORK_LINE_CLOSED_BY_PEER);
            }
            return first;
        } catch (SocketTimeoutException e) {
            throw new LineEnded(LineEnd.NETWORK_LINE_IDLE);
        }
    }

    private byte[] readFully(InputStream in, int count, long deadline) throws IOException, LineEnded {
        byte[] bytes = new byte[count];
        int have = 0;
        while (have < count) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                throw new LineEnded(LineEnd.NETWORK_LINE_FRAME_TOO_SLOW);
            }
            socket.setSoTimeout((int) leftMillis);
            try {
                int read = in.read(bytes, have, count - have);
                if (read < 0) {
                    throw new LineEnded(LineEnd.NETWORK_LINE_FRAME_TRUNCATED);
                }
                have += read;
            } catch (SocketTimeoutException e) {
                throw new LineEnded(LineEnd.NETWORK_LINE_FRAME_TOO_SLOW);
            }
        }
        return bytes;
    }

    private void answer(NetworkDesk.Taken taken) {
        try {
            switch (desk.answer(taken, session)) {
                case NetworkDesk.Outcome.Reply(byte[] reply, Duration delay) -> {
                    boolean stopped = !delay.isZero() && stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
                    if (!stopped) {
                        write(reply);
                    }
                }
                case NetworkDesk.Outcome.Silence _ -> { }
                case NetworkDesk.Outcome.Hangup(LineEnd reason) -> hangUp(reason);
            }
        } catch (Fault e) {
            LOG.error("line {}: {}", number, e.code(), e);
            hangUp(LineEnd.NETWORK_LINE_JOURNAL_FAILED);
        } catch (IOException e) {
            hangUp(LineEnd.NETWORK_LINE_WRITE_FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            hangUp(LineEnd.NETWORK_LINE_STOPPING);
        } catch (RuntimeException e) {
            LOG.error("line {}: a request failed: {}", number, e.getClass().getName());
            hangUp(LineEnd.NETWORK_LINE_FAILED);
        } finally {
            inFlight.release();
        }
    }

    private void write(byte[] body) throws IOException {
        byte[] frame = new byte[LENGTH_BYTES + body.length];
        frame[0] = (byte) (body.length >> 8);
        frame[1] = (byte) body.length;
        System.arraycopy(body, 0, frame, LENGTH_BYTES, body.length);
        writing.lock();
        try {
            OutputStream out = socket.getOutputStream();
            out.write(frame);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /// Ends the connection from any thread; the first reason stays.
    void hangUp(LineEnd reason) {
        end.compareAndSet(null, reason);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("line {}: the socket did not close cleanly", number);
        }
    }

    private static final class LineEnded extends Exception {
        private final LineEnd reason;

        LineEnded(LineEnd reason) {
            super(reason.en(), null, false, false);
            this.reason = reason;
        }
    }
}
