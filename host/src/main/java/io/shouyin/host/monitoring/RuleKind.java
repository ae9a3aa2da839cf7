package io.shouyin.host.monitoring;

import java.util.EnumSet;
import java.util.Set;

/// What a rule watches, and which values say when that is too much.
enum RuleKind {
    /// `threshold` percent, over `minutes` with at least `transactionsMin` transactions.
    APPROVAL_RATE_BELOW(RuleValue.THRESHOLD, RuleValue.MINUTES, RuleValue.TRANSACTIONS_MIN),
    /// The share of `responseCode`, in percent.
    CODE_SHARE_ABOVE(RuleValue.THRESHOLD, RuleValue.MINUTES, RuleValue.TRANSACTIONS_MIN, RuleValue.RESPONSE_CODE),
    /// `threshold` milliseconds.
    LATENCY_P95_ABOVE(RuleValue.THRESHOLD, RuleValue.MINUTES, RuleValue.TRANSACTIONS_MIN),
    /// A channel that some host has not had for `minutes`.
    CHANNEL_DOWN(RuleValue.MINUTES),
    /// More than `threshold` signed-in terminals that were not heard for `minutes`.
    TERMINALS_OFFLINE(RuleValue.THRESHOLD, RuleValue.MINUTES),
    /// A reversal that no network has taken for `minutes`.
    REVERSALS_WAITING(RuleValue.MINUTES),
    /// Nothing for `minutes`, all of them between `hourFrom` and `hourTo` of China.
    NO_SALE(RuleValue.MINUTES, RuleValue.HOURS);

    private final Set<RuleValue> wants;

    RuleKind(RuleValue first, RuleValue... rest) {
        wants = EnumSet.of(first, rest);
    }

    boolean wants(RuleValue value) {
        return wants.contains(value);
    }

    boolean isPercent() {
        return this == APPROVAL_RATE_BELOW || this == CODE_SHARE_ABOVE;
    }

    enum RuleValue {
        THRESHOLD,
        MINUTES,
        TRANSACTIONS_MIN,
        RESPONSE_CODE,
        HOURS
    }
}
