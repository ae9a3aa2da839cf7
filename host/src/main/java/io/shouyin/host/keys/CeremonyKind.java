package io.shouyin.host.keys;

/// What a ceremony is for.
enum CeremonyKind {
    /// A fresh key; each officer sees a part of it once.
    GENERATE,
    /// A key from elsewhere; each officer enters the part that he holds.
    ENTER,
    /// A peer's key as X9.143 block under a zone master key.
    IMPORT,
    /// A fresh terminal master key in components, for a terminal that is loaded by hand.
    TERMINAL,
    /// Puts a version in use; the one before it is revoked.
    ACTIVATE,
    REVOKE,
    /// Erases the block of a version that is not in use.
    DESTROY;

    /// Parts of the key go to or come from officers.
    boolean isInParts() {
        return switch (this) {
            case GENERATE, ENTER, TERMINAL -> true;
            case IMPORT, ACTIVATE, REVOKE, DESTROY -> false;
        };
    }
}
