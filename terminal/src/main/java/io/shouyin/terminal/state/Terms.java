package io.shouyin.terminal.state;

import io.shouyin.kernel.MinorAmount;
import java.time.LocalDate;
import java.util.Optional;

/// What the host told about passwords, other factors and parameters; it holds until it says otherwise.
///
/// @param stepUpRules compact JSON as received at the sign-in, a document a line; null if the host told none
/// @param stepUpRulesVersion of the rules, if all of them have come; else null
/// @param transactionPasswordExpires the day, if it is near; else null
/// @param newPasswordRulesHex what new passwords are judged by, as log-ons and refusals told it; null if none did
/// @param parametersHex field 62 of the last download of parameters; null if there was none
/// @param signatureFromFen the amount from which cardholders sign; null if only the activation told one
public record Terms(String stepUpRules, String stepUpRulesVersion, LocalDate transactionPasswordExpires, String newPasswordRulesHex,
                    String parametersHex, Long signatureFromFen) {

    public static final Terms NONE = new Terms(null, null, null, null, null, null);

    public Terms withRules(String rules, String version) {
        return new Terms(rules, version, transactionPasswordExpires, newPasswordRulesHex, parametersHex, signatureFromFen);
    }

    public Terms withNewPasswordRules(String hex) {
        return new Terms(stepUpRules, stepUpRulesVersion, transactionPasswordExpires, hex, parametersHex, signatureFromFen);
    }

    public Terms withParameters(String hex) {
        return new Terms(stepUpRules, stepUpRulesVersion, transactionPasswordExpires, newPasswordRulesHex, hex, signatureFromFen);
    }

    /// What it says is kept, and what it does not say stays.
    public Terms withSignatureFrom(Optional<MinorAmount> told) {
        return told.map(amount -> new Terms(stepUpRules, stepUpRulesVersion, transactionPasswordExpires, newPasswordRulesHex, parametersHex, amount.fen())).orElse(this);
    }
}
