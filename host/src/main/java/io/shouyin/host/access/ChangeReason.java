package io.shouyin.host.access;

/// Why a password has to be changed before anything else.
enum ChangeReason {
    /// Issued by somebody else.
    INITIAL,
    /// Older than the policy allows.
    EXPIRED,
    /// Set under other rules, and it breaks those of today.
    POLICY
}
