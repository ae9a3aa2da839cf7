package io.shouyin.host.cardholders;

import io.shouyin.host.platform.Recent;
import io.shouyin.kernel.MerchantId;
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

    private final JdbcClient jdbc;
    private final Recent<Set<String>> merchants;

    MerchantsWithCards(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.merchants = new Recent<>(this::read);
    }

    boolean contains(MerchantId merchant) {
        return merchants.get().contains(merchant.value());
    }

    /// In the transaction that adds a card user; this host knows as soon as it is committed.
    void add(MerchantId merchant) {
        boolean added = jdbc.sql("INSERT INTO cardholders.merchant_with_cards (merchant_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(merchant.value()).update() == 1;
        if (added) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    merchants.forget();
                }
            });
        }
    }

    @Scheduled(fixedDelay = Recent.REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        merchants.refresh();
    }

    private Set<String> read() {
        return Set.copyOf(jdbc.sql("SELECT merchant_id FROM cardholders.merchant_with_cards").query(String.class).list());
    }
}
