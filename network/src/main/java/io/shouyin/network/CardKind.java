package io.shouyin.network;

/// What stands behind a card.
public enum CardKind {
    /// 借记卡: pays from a balance; a PIN is always asked for.
    DEBIT,
    /// 贷记卡: pays from a credit limit; a PIN is checked if one comes.
    CREDIT
}
