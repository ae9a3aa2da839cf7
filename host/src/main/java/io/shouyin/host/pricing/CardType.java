package io.shouyin.host.pricing;

/// What a payment is priced as.
public enum CardType {
    DEBIT,
    CREDIT,
    /// By a code, from a wallet.
    WALLET
}
