package io.shouyin.host.cardholders;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.cardholders.CardUser.State;
import io.shouyin.host.cardholders.CardUsers.Registered;
import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The register as terminals see it: whose card is it, and somebody new.
///
/// A sale of a merchant without card users asks nothing of it; at one that has some, the card is found by its index.
@Component
class CardRegister implements RegisteredCards {

    private final CardUserStore store;
    private final CardUsers users;
    private final MerchantsWithCards merchants;

    CardRegister(CardUserStore store, CardUsers users, MerchantsWithCards merchants) {
        this.store = store;
        this.users = users;
        this.merchants = merchants;
    }

    @Override
    public Optional<Registration> find(MerchantId merchant, Pan card) {
        if (!merchants.contains(merchant)) {
            return Optional.empty();
        }
        return store.find(merchant, card).map(CardRegister::registration);
    }

    @Override
    public Optional<Asked> ask(OneRead read, MerchantId merchant, Pan card) {
        if (!merchants.contains(merchant)) {
            return Optional.empty();
        }
        CardUserStore.Question question = store.ask(read, merchant, card);
        return Optional.of(new Asked(() -> question.users().get().stream().findFirst().map(CardRegister::registration), question.subjectKey()));
    }

    private static Registration registration(CardUser user) {
        return new Registration(user.subject(), user.contact(), user.state() == State.SUSPENDED);
    }

    @Override
    public Optional<Subject.Card> find(UUID cardId) {
        return store.find(cardId).filter(user -> user.state() != State.REMOVED).map(CardUser::subject);
    }

    @Override
    public Optional<Holder> holder(UUID cardId) {
        return store.find(cardId).filter(user -> user.state() != State.REMOVED).map(user -> new Holder(user.contact(), user.cardMasked()));
    }

    @Override
    public boolean isOfFormer(UUID cardId) {
        return store.isOfFormer(cardId);
    }

    @Override
    public boolean add(MerchantId merchant, NewCard wanted, AuditActor by) {
        Registered registered = users.add(new CardUsers.Registration(merchant, wanted.name(), wanted.contact(), wanted.card()), by);
        return switch (registered) {
            case Registered.Added _, Registered.Repeated _ -> true;
            case Registered.Taken _ -> false;
        };
    }
}
