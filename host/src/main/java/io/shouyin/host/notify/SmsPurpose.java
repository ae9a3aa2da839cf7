package io.shouyin.host.notify;

/// What a message is for: chooses its text, and is what lists show of it.
public enum SmsPurpose {
    SALE_CODE,
    BALANCE_CODE,
    VOID_CODE,
    REFUND_CODE,
    PRE_AUTH_CODE,
    PRE_AUTH_VOID_CODE,
    COMPLETION_CODE,
    COMPLETION_VOID_CODE,
    LOGIN_CODE,
    RESET_CODE,
    RESET_LINK,
    RESET_PASSWORD,
    RESET_AT_TERMINAL,
    PASSWORD_DUE,
    PASSWORD_CHANGED,
    CHANNEL_CHANGED,
    FACTOR_CHANGED,
    CARD_REMOVED,
    TERMINAL_REGISTERED,
    ACTIVATION_ISSUED,
    AUTHENTICATOR_SET,
    RECEIPT_LINK,
    ALERT
}
