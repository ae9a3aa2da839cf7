package io.shouyin.host.keys;

/// Where a version of a key is in its life; only forward.
enum KeyState {
    /// Made, not yet in use.
    PENDING,
    /// The one version of its name that is used.
    ACTIVE,
    /// No longer used.
    REVOKED,
    /// Its block is gone; what it was stays in the list.
    DESTROYED
}
