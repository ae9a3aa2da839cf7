package io.shouyin.host.support;

import io.shouyin.host.credentials.Subject;
import io.shouyin.kernel.PhoneNumber;
import java.util.Optional;
import java.util.UUID;

/// The register of card users, as far as a case needs it. The module that keeps them implements it.
public interface CardContacts {

    /// @param phone empty if the contact takes no text messages
    record CardContact(Subject.Card subject, Optional<PhoneNumber> phone) {}

    Optional<CardContact> find(UUID cardId);
}
