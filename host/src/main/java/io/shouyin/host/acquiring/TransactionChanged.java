package io.shouyin.host.acquiring;

/// A transaction has a new state that is committed. Whoever watches reads the journal by its key.
public record TransactionChanged(TransactionKey key) {}
