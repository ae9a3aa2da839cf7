package io.shouyin.host.monitoring;

import io.shouyin.host.monitoring.RuleKind.RuleValue;
import java.time.LocalTime;
import java.util.UUID;

/// A rule of what is worth an alert, as data.
///
/// @param threshold percent, milliseconds or terminals, as the kind says; null where it wants none
/// @param version counts its changes
record Rule(UUID ruleId, String name, RuleKind kind, Severity severity, boolean enabled, Integer threshold, Integer minutes, Integer transactionsMin, String responseCode,
            LocalTime hourFrom, LocalTime hourTo, int version) {

    enum Severity {
        WARNING,
        CRITICAL
    }

    /// Whether it has the values that its kind wants, and no others.
    boolean fits() {
        return kind.wants(RuleValue.THRESHOLD) == (threshold != null) && kind.wants(RuleValue.MINUTES) == (minutes != null)
                && kind.wants(RuleValue.TRANSACTIONS_MIN) == (transactionsMin != null) && kind.wants(RuleValue.RESPONSE_CODE) == (responseCode != null)
                && kind.wants(RuleValue.HOURS) == (hourFrom != null) && (hourFrom == null) == (hourTo == null) && (hourFrom == null || !hourFrom.equals(hourTo))
                && (!kind.isPercent() || threshold <= 100);
    }
}
