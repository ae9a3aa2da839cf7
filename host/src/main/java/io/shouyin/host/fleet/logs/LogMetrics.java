package io.shouyin.host.fleet.logs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.web.RefusedRequest;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Counts what terminals send of their logs and screens by what became of it, and what had to be scrubbed here.
@Component
class LogMetrics {

    static final String REQUESTS = "shouyin.fleet.logs.requests";
    static final String SCRUBBED = "shouyin.fleet.logs.scrubbed";

    private final MeterRegistry registry;
    private final Counter scrubbed;

    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.scrubbed = Counter.builder(SCRUBBED).description("pieces of card data and secrets that terminals have sent in logs and screens").register(registry);
    }

    void scrubbed(long found) {
        scrubbed.increment(found);
    }

    <T> T counted(Supplier<T> request) {
        try {
            T answer = request.get();
            count("ACCEPTED");
            return answer;
        } catch (RefusedRequest refused) {
            count(refused.refusal().name());
            throw refused;
        }
    }

    private void count(String result) {
        Counter.builder(REQUESTS).description("parts of logs and screens of terminals, by result").tag("result", result).register(registry).increment();
    }
}
