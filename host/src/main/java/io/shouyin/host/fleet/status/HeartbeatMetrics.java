package io.shouyin.host.fleet.status;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.kernel.Refusal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Counts heartbeats by what became of them.
@Component
class HeartbeatMetrics {

    static final String NAME = "shouyin.fleet.heartbeats";
    private static final String ACCEPTED = "ACCEPTED";

    private final MeterRegistry registry;
    private final BeatMinutes minutes;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    HeartbeatMetrics(MeterRegistry registry, BeatMinutes minutes) {
        this.registry = registry;
        this.minutes = minutes;
    }

    void accepted() {
        minutes.accepted();
        count(ACCEPTED);
    }

    void refused(Refusal refusal) {
        minutes.refused();
        count(refusal.name());
    }

    private void count(String result) {
        counters.computeIfAbsent(result, name -> Counter.builder(NAME).description("heartbeats of terminals, by result").tag("result", name).register(registry)).increment();
    }
}
