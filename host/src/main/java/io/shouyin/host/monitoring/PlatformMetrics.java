package io.shouyin.host.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.shouyin.host.acquiring.ReversalsWaiting;
import io.shouyin.host.fleet.FleetCounts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What the database knows of the platform as a whole, for `/actuator/prometheus`: read every fifteen seconds, so that whoever asks, and however often, the database hears of it no more.
/// Every host tells the same; a dashboard takes the greatest.
@Component
class PlatformMetrics {

    private final ReversalsWaiting reversals;
    private final FleetCounts fleet;
    private final RuleStore rules;
    private final InstantSource clock;
    private volatile Seen seen = new Seen(0, 0, new FleetCounts.Counts(0, 0, 0, 0), 0);

    private record Seen(long reversals, long oldestSeconds, FleetCounts.Counts terminals, long firing) {}

    PlatformMetrics(ReversalsWaiting reversals, FleetCounts fleet, RuleStore rules, InstantSource clock, MeterRegistry registry) {
        this.reversals = reversals;
        this.fleet = fleet;
        this.rules = rules;
        this.clock = clock;
        gauge("shouyin.reversals.waiting", "reversals that no network has taken", Seen::reversals, registry);
        gauge("shouyin.reversals.oldest.seconds", "how long the oldest of them waits", Seen::oldestSeconds, registry);
        gauge("shouyin.alerts.firing", "alerts that fire", Seen::firing, registry);
        terminals("REGISTERED", counts -> counts.total() - counts.activated(), registry);
        terminals("ACTIVATED", FleetCounts.Counts::activated, registry);
        terminals("SIGNED_IN", FleetCounts.Counts::signedIn, registry);
        terminals("LOCKED", FleetCounts.Counts::locked, registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Seen> value, MeterRegistry registry) {
        Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.seen)).description(description).register(registry);
    }

    private void terminals(String state, ToDoubleFunction<FleetCounts.Counts> value, MeterRegistry registry) {
        Gauge.builder("shouyin.terminals", this, metrics -> value.applyAsDouble(metrics.seen.terminals())).description("terminals, by state: one may be in several")
                .tag("state", state).register(registry);
    }

    @Scheduled(initialDelayString = "PT2S", fixedDelayString = "PT15S")
    void read() {
        ReversalsWaiting.Waiting waiting = reversals.now();
        long oldest = waiting.since().map(since -> Duration.between(since, clock.instant()).toSeconds()).orElse(0L);
        seen = new Seen(waiting.count(), oldest, fleet.count(), rules.firingCount());
    }
}
