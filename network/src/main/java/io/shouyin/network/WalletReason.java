package io.shouyin.network;

/// Why the simulated wallet says no.
public enum WalletReason {
    CODE_UNKNOWN,
    CODE_EXPIRED,
    CODE_USED,
    CURRENCY_OTHER,
    AMOUNT_INVALID,
    FUNDS_SHORT,
    CUSTOMER_REFUSED,
    /// More than a customer may pay into static codes on one day.
    STATIC_LIMIT,
    ORDER_UNKNOWN,
    EXPIRED,
    CANCELLED,
    ORIGINAL_UNKNOWN,
    ABOVE_THE_REST,
    /// The same reference with other content.
    REFERENCE_REUSED
}
