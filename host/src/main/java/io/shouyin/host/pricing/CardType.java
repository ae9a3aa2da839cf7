package io.shouyin.host.pricing;

/// What a card is priced as.
public enum CardType {
    DEBIT,
    CREDIT
}
