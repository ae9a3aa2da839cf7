package io.shouyin.host.cardholders;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.kernel.MerchantId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Which merchants have card users, at most a second old on every host: a sale anywhere else reads nothing for it.
@Component
class MerchantsWithCards {

    private static final Duration AGE_MAX = Duration.ofSeconds(1);
    private static final int REFRESH_MILLIS = 500;

    private final JdbcClient jdbc;
    private final LoadingCache<MerchantsWithCards, Set<String>> merchants;

    MerchantsWithCards(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.merchants = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).executor(Runnable::run).build(_ -> read());
    }

    boolean contains(MerchantId merchant) {
        return merchants.get(this).contains(merchant.value());
    }

    /// In the transaction that adds a card user; this host knows as soon as it is committed.
    void add(MerchantId merchant) {
        boolean added = jdbc.sql("INSERT INTO cardholders.merchant_with_cards (merchant_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(merchant.value()).update() == 1;
        if (added) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    merchants.invalidateAll();
                }
            });
        }
    }

    /// So that no sale waits for it. What was read before a card user was added here is not kept.
    @Scheduled(fixedDelay = REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        merchants.refresh(this).join();
    }

    private Set<String> read() {
        return Set.copyOf(jdbc.sql("SELECT merchant_id FROM cardholders.merchant_with_cards").query(String.class).list());
    }
}
