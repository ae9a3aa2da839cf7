package io.shouyin.terminal.state;

import java.time.LocalDate;

/// What the host told at the sign-in about passwords and other factors; it holds until the next one.
///
/// @param stepUpRules compact JSON as received; null if the host told none
/// @param transactionPasswordExpires the day, if it is near; else null
public record Terms(String stepUpRules, LocalDate transactionPasswordExpires) {

    public static final Terms NONE = new Terms(null, null);
}
