package io.shouyin.host.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// What the gateway counts: refusals by rule, ends of connections, answers by code.
@Component
class GatewayMetrics {

    /// Of the histogram: few, since each kind and code has its own.
    private static final Duration[] BOUNDS = {Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)};

    private final MeterRegistry registry;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<String, Timer> answered = new ConcurrentHashMap<>();

    /// What is watched is there from the start, at zero: a counter that appears with its first event has no increase to be seen.
    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        Arrays.stream(ConnectionEnd.values()).forEach(this::counter);
        timer(TransactionKind.SALE.name(), "00");
    }

    /// @param rule a name from a closed list, never what a peer sent
    void refused(String rule) {
        refused.computeIfAbsent(rule, name -> Counter.builder("shouyin.gateway.refused")
                .description("messages refused, by rule").tag("rule", name).register(registry)).increment();
    }

    void ended(ConnectionEnd end) {
        counter(end).increment();
    }

    private Counter counter(ConnectionEnd end) {
        return Counter.builder("shouyin.gateway.connections.ended").description("connections ended, by reason").tag("end", end.name()).register(registry);
    }

    void answered(String kind, String code, Duration took) {
        timer(kind, code).record(took);
    }

    private Timer timer(String kind, String code) {
        return answered.computeIfAbsent(kind + '/' + code, _ -> Timer.builder("shouyin.gateway.answers").description("answers, by kind and response code")
                .tag("kind", kind).tag("code", code).serviceLevelObjectives(BOUNDS).register(registry));
    }

    void gauge(ConnectionLimits limits) {
        registry.gauge("shouyin.gateway.connections.open", limits, ConnectionLimits::open);
    }
}
