package io.shouyin.host.cardholders;

import io.shouyin.host.credentials.Subject;
import java.time.Instant;
import java.util.Optional;

/// A person whose card carries a password at one merchant. The card number is not in here, only its masked form.
///
/// @param contact a phone number
/// @param cardMasked first six and last four digits
/// @param due the last change after which the password is set anew; past if it was set since
/// @param contactChangedAt since when it is another contact than at the registration
/// @param version grows with each change
record CardUser(Subject.Card subject, String name, String contact, String cardMasked, State state, Optional<Due> due,
                Optional<Instant> contactChangedAt, int version, Instant createdAt, Instant changedAt) {

    enum State {
        ACTIVE,
        /// The card pays nothing at this merchant.
        SUSPENDED,
        /// Its number is erased, its passwords are revoked.
        REMOVED
    }

    record Due(Reason reason, Instant since) {}

    /// What has changed.
    enum Reason {
        NAME,
        CARD,
        CONTACT
    }
}
