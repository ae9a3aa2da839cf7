package io.shouyin.host.support;

import io.shouyin.host.credentials.Subject;
import io.shouyin.kernel.PhoneNumber;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The register of card users, as far as a case needs it. The module that keeps them implements it.
public interface CardContacts {

    /// @param phone empty if the contact takes no text messages
    /// @param changedAt since when it is another one than at the registration
    record CardContact(Subject.Card subject, Optional<PhoneNumber> phone, Optional<Instant> changedAt) {}

    Optional<CardContact> find(UUID cardId);
}
