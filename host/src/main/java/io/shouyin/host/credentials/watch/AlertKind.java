package io.shouyin.host.credentials.watch;

/// What people are told of. Each has one open alert a subject at most.
public enum AlertKind {
    /// Many wrong tries at one terminal.
    FAILURES_TERMINAL,
    FAILURES_OPERATOR,
    /// Many wrong tries over several terminals of a merchant: they are slowed down.
    FAILURES_MERCHANT,
    FAILURES_PLATFORM,
    SAME_WRONG_VALUE,
    PASSWORD_LOCKED,
    /// A one-time password where it does not belong, or again.
    ONE_TIME_ELSEWHERE,
    UNUSUAL_HOUR,
    /// Passwords expire soon.
    DUE
}
