package io.shouyin.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/// Collects latencies from many threads: 1 µs to 5 minutes with three digits. Nothing is allocated while it collects.
final class Latencies {

    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(5);
    private static final int DIGITS = 3;

    private final ConcurrentHistogram micros = new ConcurrentHistogram(MAX_MICROS, DIGITS);

    void record(long nanos) {
        micros.recordValue(Math.clamp(nanos / 1_000, 0, MAX_MICROS));
    }

    Percentiles percentiles() {
        return new Percentiles(micros.getTotalCount(), micros.getValueAtPercentile(50), micros.getValueAtPercentile(99),
                micros.getValueAtPercentile(99.9), micros.getMaxValue());
    }

    /// In microseconds.
    record Percentiles(long count, long p50, long p99, long p999, long max) {}
}
