package io.shouyin.host.monitoring;

import java.time.Instant;
import java.util.UUID;

/// What a rule has found, and until when.
///
/// @param subject the channel; empty where a rule has one subject
/// @param measured in the rule's unit, when it was true last; null where nothing is measured
/// @param resolvedAt null while it fires
/// @param toldAt when the duty phones were told; null if they were not
record FiredAlert(UUID alertId, UUID ruleId, String ruleName, RuleKind kind, Rule.Severity severity, String subject, Long measured, Instant firedAt, Instant trueAt,
                  Instant resolvedAt, Instant toldAt) {}
