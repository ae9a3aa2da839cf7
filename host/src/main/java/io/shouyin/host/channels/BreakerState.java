package io.shouyin.host.channels;

/// Whether a channel's [Breaker] lets transactions through.
public enum BreakerState {
    /// All.
    CLOSED,
    /// None.
    OPEN,
    /// One, to see whether it is answered.
    HALF_OPEN
}
