package io.shouyin.terminal.state;

import java.time.LocalDate;

/// What the host told about passwords, other factors and parameters; it holds until it says otherwise.
///
/// @param stepUpRules compact JSON as received at the sign-in, a document a line; null if the host told none
/// @param stepUpRulesVersion of the rules, if all of them have come; else null
/// @param transactionPasswordExpires the day, if it is near; else null
/// @param newPasswordRulesHex what new passwords are judged by, as log-ons and refusals told it; null if none did
/// @param parametersHex field 62 of the last download of parameters; null if there was none
public record Terms(String stepUpRules, String stepUpRulesVersion, LocalDate transactionPasswordExpires, String newPasswordRulesHex,
                    String parametersHex) {

    public static final Terms NONE = new Terms(null, null, null, null, null);

    public Terms withRules(String rules, String version) {
        return new Terms(rules, version, transactionPasswordExpires, newPasswordRulesHex, parametersHex);
    }

    public Terms withNewPasswordRules(String hex) {
        return new Terms(stepUpRules, stepUpRulesVersion, transactionPasswordExpires, hex, parametersHex);
    }

    public Terms withParameters(String hex) {
        return new Terms(stepUpRules, stepUpRulesVersion, transactionPasswordExpires, newPasswordRulesHex, hex);
    }
}
