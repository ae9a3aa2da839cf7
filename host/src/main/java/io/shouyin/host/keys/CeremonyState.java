package io.shouyin.host.keys;

/// How far a ceremony is.
enum CeremonyState {
    /// Waits for another person's approval.
    PROPOSED,
    /// Waits for the officers' parts.
    APPROVED,
    DONE,
    CANCELLED,
    EXPIRED
}
