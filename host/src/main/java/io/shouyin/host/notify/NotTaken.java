package io.shouyin.host.notify;

/// Why a provider does not have a message.
///
/// @param code the provider's own word for it: a command status, an HTTP status; empty if it said nothing
record NotTaken(String provider, Reason reason, String code) {

    enum Reason {
        /// No connection, or no login.
        NOT_CONNECTED,
        /// Asked, and no answer: it may have taken the message.
        NO_ANSWER,
        /// It cannot now.
        BUSY,
        /// It will not.
        REFUSED,
        /// A receipt says that it did not arrive.
        UNDELIVERED,
        /// What is kept of it does not open.
        UNREADABLE
    }
}
