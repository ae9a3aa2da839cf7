package io.shouyin.host.credentials;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.platform.OneRead;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.Pan;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The register of cardholders, as far as terminals need it.
public interface RegisteredCards {

    /// @param contact no part of a password
    /// @param suspended the card pays nothing at this merchant for the time being
    record Registration(Subject.Card subject, String contact, boolean suspended) {}

    /// The card user that a card belongs to at this merchant.
    Optional<Registration> find(MerchantId merchant, Pan card);

    /// @param subjectKey of [Subject.Card], for other questions of the same read
    record Asked(Supplier<Optional<Registration>> registration, OneRead.Subselect subjectKey) {}

    /// The same as part of a read; nothing is asked at a merchant without card users.
    Optional<Asked> ask(OneRead read, MerchantId merchant, Pan card);

    Optional<Subject.Card> find(UUID cardId);

    /// Whom to tell about the password of a card.
    record Holder(String contact, String cardMasked) {}

    Optional<Holder> holder(UUID cardId);

    /// Whether the card user's card was registered at the same merchant before, until it was removed or changed.
    boolean isOfFormer(UUID cardId);

    /// Somebody new.
    ///
    /// @return false if the card is registered with other particulars
    boolean add(MerchantId merchant, NewCard wanted, AuditActor by);

    /// @param name 1 to 40 characters
    /// @param contact a phone number: 5 to 20 digits, `+` and `-`
    record NewCard(String name, String contact, Pan card) {}
}
