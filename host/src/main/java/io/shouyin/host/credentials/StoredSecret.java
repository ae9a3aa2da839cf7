package io.shouyin.host.credentials;

import io.shouyin.vault.Verifier;

/// What is kept of one password, as read at one moment.
///
/// @param failures wrong tries since the last right one
record StoredSecret(String subject, Verifier verifier, State state, int failures, boolean locked) {

    enum State {
        /// Issued by the provider or a supervisor: to be changed before anything else.
        INITIAL,
        /// Chosen by its owner.
        SET
    }
}
