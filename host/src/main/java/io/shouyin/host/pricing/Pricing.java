package io.shouyin.host.pricing;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Rates and plans in memory, at most a second old on every host: a sale reads nothing for its price.
@Component
public class Pricing {

    private static final Duration AGE_MAX = Duration.ofSeconds(1);
    private static final int REFRESH_MILLIS = 500;

    private final LoadingCache<Pricing, Tariff> tariff;

    Pricing(TariffStore store) {
        tariff = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).executor(Runnable::run).build(new CacheLoader<>() {
            @Override
            public Tariff load(Pricing key) {
                return store.read();
            }

            @Override
            public Tariff reload(Pricing key, Tariff known) {
                return store.revision() == known.revision() ? known : store.read();
            }
        });
    }

    /// @param mcc the merchant's category
    /// @param day the business date
    public Quote quote(MerchantId merchant, String mcc, CardType card, MinorAmount amount, LocalDate day) {
        return tariff().quote(merchant, mcc, card, amount.fen(), day);
    }

    Tariff tariff() {
        return tariff.get(this);
    }

    /// So that no sale waits for it. What was read before a change that this host made meanwhile is not kept.
    @Scheduled(fixedDelay = REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        tariff.refresh(this).join();
    }

    /// This host sees a change at once.
    void forget() {
        tariff.invalidateAll();
    }
}
