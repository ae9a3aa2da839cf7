package io.shouyin.host.cardholders;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.cardholders.CardUser.State;
import io.shouyin.host.cardholders.CardUsers.Registered;
import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.credentials.Subject;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The register as terminals see it: whose card is it, and somebody new.
///
/// A sale of a merchant without card users reads nothing: which merchants have some is known, at most a second old on every host. At one
/// that has, finding the card is one read by its index.
@Component
class CardRegister implements RegisteredCards {

    private static final Duration AGE_MAX = Duration.ofSeconds(1);
    private static final int REFRESH_MILLIS = 500;

    private final CardUserStore store;
    private final CardUsers users;
    private final LoadingCache<CardRegister, Set<String>> merchants;

    CardRegister(CardUserStore store, CardUsers users) {
        this.store = store;
        this.users = users;
        this.merchants = Caffeine.newBuilder().expireAfterWrite(AGE_MAX).build(_ -> store.merchantsWithCards());
    }

    @Override
    public Optional<Registration> find(MerchantId merchant, Pan card) {
        if (!merchants.get(this).contains(merchant.value())) {
            return Optional.empty();
        }
        return store.find(merchant, card).map(user -> new Registration(user.subject(), user.contact(), user.state() == State.SUSPENDED));
    }

    @Override
    public Optional<Subject.Card> find(UUID cardId) {
        return store.find(cardId).filter(user -> user.state() != State.REMOVED).map(CardUser::subject);
    }

    @Override
    public boolean add(MerchantId merchant, NewCard wanted, AuditActor by) {
        Registered registered = users.add(new CardUsers.Registration(merchant, wanted.name(), wanted.contact(), wanted.card()), by);
        return switch (registered) {
            case Registered.Added _, Registered.Repeated _ -> true;
            case Registered.Taken _ -> false;
        };
    }

    /// So that no sale waits for it.
    @Scheduled(fixedDelay = REFRESH_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void refresh() {
        merchants.put(this, store.merchantsWithCards());
    }
}
