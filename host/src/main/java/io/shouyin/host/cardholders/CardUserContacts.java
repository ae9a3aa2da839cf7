package io.shouyin.host.cardholders;

import io.shouyin.host.cardholders.CardUser.State;
import io.shouyin.host.support.CardContacts;
import io.shouyin.kernel.PhoneNumber;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Tells cases of forgotten card passwords whose card it is and which phone belongs to it.
@Component
class CardUserContacts implements CardContacts {

    private final CardUserStore store;

    CardUserContacts(CardUserStore store) {
        this.store = store;
    }

    @Override
    public Optional<CardContact> find(UUID cardId) {
        return store.find(cardId).filter(user -> user.state() == State.ACTIVE)
                .map(user -> new CardContact(user.subject(), PhoneNumber.find(user.contact()), user.contactChangedAt()));
    }
}
