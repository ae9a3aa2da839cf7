package io.shouyin.terminal.state;

import java.time.LocalDate;

/// What the host told at the sign-in about passwords and other factors; it holds until the next one.
///
/// @param stepUpRules compact JSON as received, a document a line; null if the host told none
/// @param stepUpRulesVersion of the rules, if all of them have come; else null
/// @param transactionPasswordExpires the day, if it is near; else null
public record Terms(String stepUpRules, String stepUpRulesVersion, LocalDate transactionPasswordExpires) {

    public static final Terms NONE = new Terms(null, null, null);

    public Terms withRules(String rules, String version) {
        return new Terms(rules, version, transactionPasswordExpires);
    }
}
