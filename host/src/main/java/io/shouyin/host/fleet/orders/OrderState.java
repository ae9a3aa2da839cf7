package io.shouyin.host.fleet.orders;

/// How far an order is.
enum OrderState {
    /// The terminal has not asked since.
    QUEUED,
    /// It was in an answer to the terminal, which may have got it.
    SENT,
    /// The terminal has it, and believes it.
    ACKNOWLEDGED,
    DONE,
    /// The terminal did not do it, and says why.
    FAILED,
    /// Its time was over before the terminal took it.
    EXPIRED,
    CANCELLED;

    boolean isEnded() {
        return switch (this) {
            case QUEUED, SENT, ACKNOWLEDGED -> false;
            case DONE, FAILED, EXPIRED, CANCELLED -> true;
        };
    }
}
