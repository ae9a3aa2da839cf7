package io.shouyin.host.acquiring;

/// Where a transaction stands.
public enum TransactionState {
    /// Journaled, on its way to the network.
    PENDING,
    /// A wallet was asked, and either its customer has not decided or nobody knows: it is asked again until it is known.
    WAITING,
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
