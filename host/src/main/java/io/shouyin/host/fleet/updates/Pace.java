package io.shouyin.host.fleet.updates;

import java.time.Duration;

/// So many bytes a second: who wants to send some is told how long to wait before. Several may share one; each waits its turn.
final class Pace {

    private static final long SECOND_NANOS = 1_000_000_000;

    private final long bytesPerSecond;
    private long freeAtNanos;

    Pace(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.freeAtNanos = nowNanos;
    }

    synchronized Duration before(int bytes, long nowNanos) {
        long begin = Math.max(freeAtNanos - nowNanos, 0);
        freeAtNanos = nowNanos + begin + bytes * SECOND_NANOS / bytesPerSecond;
        return Duration.ofNanos(begin);
    }
}
