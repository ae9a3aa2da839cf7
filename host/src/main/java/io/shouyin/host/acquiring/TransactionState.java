package io.shouyin.host.acquiring;

/// Where a transaction stands.
public enum TransactionState {
    /// Journaled, on its way to the network.
    PENDING,
    APPROVED,
    DECLINED,
    /// Sent, no answer that counts: a reversal goes upstream until it is answered.
    IN_DOUBT,
    /// Approved, then reversed by the terminal: the reversal goes upstream until it is answered.
    REVERSING,
    REVERSED,
    /// A reversal came for what never arrived: should it still arrive, it dies.
    UNKNOWN_ORIGINAL
}
