package io.shouyin.host.support;

import io.shouyin.host.credentials.AmountCap;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Caps the sales of terminals with a password that a case has reset: from the moment that the code is on its way until the cooling period
/// ends. Kept in memory, as it is asked for each transaction; another host of the same database knows of it within seconds.
@Component
class TerminalCaps implements AmountCap {

    private final CaseStore store;
    private final SupportSettings settings;
    private final InstantSource clock;
    private volatile Map<String, Instant> cappedUntil = Map.of();

    TerminalCaps(CaseStore store, SupportSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Optional<MinorAmount> of(TerminalId terminal) {
        return Optional.ofNullable(cappedUntil.get(terminal.value())).filter(clock.instant()::isBefore)
                .map(_ -> new MinorAmount(settings.cooledSaleMaxFen()));
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void refresh() {
        cappedUntil = store.capped(clock.instant()).stream().collect(Collectors.toMap(CaseStore.Capped::terminal,
                capped -> capped.until().orElse(Instant.MAX), (one, other) -> one.isAfter(other) ? one : other));
    }
}
