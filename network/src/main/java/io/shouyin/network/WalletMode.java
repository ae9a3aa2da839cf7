package io.shouyin.network;

/// What the simulated wallet does with the acquirer's next calls.
public enum WalletMode {
    NORMAL,
    /// The customer confirms each payment, however small.
    CONFIRM,
    /// Does what it is asked and says nothing: the outcome is unknown.
    SILENT,
    /// Neither does it nor says anything: the outcome is unknown too.
    LOST,
    /// Answers nothing at all, not even questions.
    DEAD,
    /// Tells the acquirer everything twice.
    NOTICES_TWICE
}
