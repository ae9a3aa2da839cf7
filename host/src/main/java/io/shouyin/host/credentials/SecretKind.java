package io.shouyin.host.credentials;

/// How long a secret lives.
public enum SecretKind {
    /// Dies with its use.
    ONE_TIME,
    /// The same for every transaction, within its validity and cycle.
    RECURRING,
    /// As [#RECURRING], of digits, letters and symbols together; of two people one half each, if the form says so.
    COMBINATION;

    boolean isStanding() {
        return this != ONE_TIME;
    }
}
