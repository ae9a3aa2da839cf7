package io.shouyin.host.credentials;

import java.time.LocalDate;
import java.util.UUID;

/// What a right factor changes, to be written with the journal: each a single statement that tells whether it still could.
sealed interface Effect {

    /// Earlier wrong tries are to be forgotten.
    ///
    /// @param matched the secret that was right
    record ForgetFailures(Subject subject, UUID matched) implements Effect {}

    /// A one-time secret dies.
    record UseUp(Subject subject, UUID secret) implements Effect {}

    /// A use within a cycle.
    record CountUse(UUID secret, LocalDate cycleBegan) implements Effect {}

    /// A step of an authenticator application dies, and all before it.
    record UseStep(Subject.Operator operator, long step) implements Effect {}

    /// The code was one that was sent: earlier wrong ones were no guesses at an application's.
    record ForgetWrongCodes(Subject.Operator operator) implements Effect {}

    /// A code or fingerprint dies.
    record UseChallenge(Factor factor, UUID challenge) implements Effect {}
}
