package io.shouyin.host.platform;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ErrorHandler;

/// What is logged of jobs that fail. They run again soon, most every second, so a fault that has a name is one line when it begins, without
/// the way that it took through the program, and one again when it comes back after it was gone for a while. What only has to be waited for is
/// not told at all: who lost it, such as the line to the vault, says so.
final class JobFaults implements ErrorHandler {

    static final Duration GONE_AFTER = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(JobFaults.class);

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Instant> lastSeen = new ConcurrentHashMap<>();

    JobFaults(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void handleError(Throwable failed) {
        if (!(failed instanceof Fault fault)) {
            LOG.error("a job failed", failed);
        } else if (fault.recovery() == Recovery.RETRY_LATER) {
            LOG.debug("a job waits: {}", fault.code());
        } else if (isNews(fault.code())) {
            LOG.error("a job fails, which is told once: {}: {}", fault.code(), fault.getMessage());
        }
    }

    private boolean isNews(String code) {
        Instant now = clock.instant();
        Instant before = lastSeen.put(code, now);
        return before == null || Duration.between(before, now).compareTo(GONE_AFTER) > 0;
    }
}
