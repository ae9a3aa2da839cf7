package io.shouyin.vault.remote;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Closes the channels of those who are late. A channel that blocks has no time-out of its own, so its user notes until when
/// it may wait, and one thread looks at the notes.
final class Deadlines implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Set<Deadline> watched = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Deadlines(String name) {
        Thread.ofPlatform().daemon().name(name).start(this::look);
    }

    Deadline watch(Closeable channel) {
        Deadline deadline = new Deadline(channel);
        watched.add(deadline);
        return deadline;
    }

    private void look() {
        while (!closed) {
            long now = System.nanoTime();
            watched.forEach(deadline -> deadline.expire(now));
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /// Until when the user of one channel may wait.
    final class Deadline implements AutoCloseable {

        private static final long NONE = Long.MAX_VALUE;

        private final Closeable channel;
        private final long start = System.nanoTime();
        private volatile long nanosFromStart = NONE;
        private volatile boolean missed;

        private Deadline(Closeable channel) {
            this.channel = channel;
        }

        void in(Duration wait) {
            nanosFromStart = System.nanoTime() - start + wait.toNanos();
        }

        void none() {
            nanosFromStart = NONE;
        }

        boolean isMissed() {
            return missed;
        }

        private void expire(long now) {
            if (now - start > nanosFromStart) {
                missed = true;
                close();
            }
        }

        /// Closes the channel.
        @Override
        public void close() {
            watched.remove(this);
            try {
                channel.close();
            } catch (IOException _) {
                // it is gone either way
            }
        }
    }
}
