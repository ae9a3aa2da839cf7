package io.shouyin.host.fleet.updates;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.web.RefusedRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// What the update service counts: refusals by name, bytes that went out.
@Component
class UpdateMetrics {

    private final MeterRegistry registry;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Counter bytes;

    UpdateMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.bytes = Counter.builder("shouyin.updates.downloaded").description("bytes of files that went to terminals").baseUnit("bytes").register(registry);
    }

    /// Counts it, and hands it back to be thrown.
    RefusedRequest counted(RefusedRequest refusal) {
        refused.computeIfAbsent(refusal.refusal().name(), name -> Counter.builder("shouyin.updates.refused").description("requests of terminals refused, by name")
                .tag("code", name).register(registry)).increment();
        return refusal;
    }

    void downloaded(int count) {
        bytes.increment(count);
    }
}
