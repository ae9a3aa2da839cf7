package io.shouyin.host.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// What the gateway counts: refusals by rule, ends of connections, answers by code.
@Component
class GatewayMetrics {

    private final MeterRegistry registry;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Timer> answered = new ConcurrentHashMap<>();

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /// @param rule a name from a closed list, never what a peer sent
    void refused(String rule) {
        refused.computeIfAbsent(rule, name -> Counter.builder("shouyin.gateway.refused")
                .description("messages refused, by rule").tag("rule", name).register(registry)).increment();
    }

    void ended(ConnectionEnd end) {
        Counter.builder("shouyin.gateway.connections.ended").description("connections ended, by reason")
                .tag("end", end.name()).register(registry).increment();
    }

    void answered(String kind, String code, Duration took) {
        answered.computeIfAbsent(kind + '/' + code, _ -> Timer.builder("shouyin.gateway.answers")
                .description("answers, by kind and response code").tag("kind", kind).tag("code", code)
                .register(registry)).record(took);
    }

    void gauge(ConnectionLimits limits) {
        registry.gauge("shouyin.gateway.connections.open", limits, ConnectionLimits::open);
    }
}
