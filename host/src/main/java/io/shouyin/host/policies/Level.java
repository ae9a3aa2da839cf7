package io.shouyin.host.policies;

/// Who says it, from the top down: a lower one inherits, and may only tighten.
public enum Level {
    PLATFORM,
    /// The service provider who runs this installation.
    PROVIDER,
    MERCHANT
}
