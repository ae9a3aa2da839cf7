package io.shouyin.host.fleet.updates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shouyin.host.platform.Threads;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// Keeps one terminal from writing without end: so many a second on this host, the rest is refused unread.
@Component
class WriteBrake {

    private static final int TERMINALS_MAX = 100_000;

    private final Cache<TerminalId, Second> seconds = Caffeine.newBuilder().maximumSize(TERMINALS_MAX).expireAfterWrite(Duration.ofMinutes(1)).build();
    private final Threads threads;
    private final UpdateSettings settings;
    private final UpdateMetrics metrics;

    WriteBrake(Threads threads, UpdateSettings settings, UpdateMetrics metrics) {
        this.threads = threads;
        this.settings = settings;
        this.metrics = metrics;
    }

    private record Second(long number, int writes) {}

    void pass(TerminalId terminal) {
        long now = TimeUnit.NANOSECONDS.toSeconds(threads.nanos());
        Second second = seconds.asMap().compute(terminal, (_, before) -> before == null || before.number() != now ? new Second(now, 1) : new Second(now, before.writes() + 1));
        if (second.writes() > settings.writesPerSecondMax()) {
            throw metrics.counted(UpdateRefusal.UPDATE_TOO_FAST.refused(HttpHeaders.RETRY_AFTER, "1"));
        }
    }
}
