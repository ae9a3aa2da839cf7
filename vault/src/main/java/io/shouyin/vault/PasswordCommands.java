package io.shouyin.vault;

import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import java.util.List;
import java.util.Optional;

/// Passwords that are typed on a terminal: they come sealed and are kept as verifiers.
public interface PasswordCommands {

    /// Compares a typed password with what is kept of it.
    ///
    /// @param subject whose password: bound into the verifier, such as `txn:104110053110001:00000001`
    FactorVerdict verify(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                         Verifier kept);

    /// Compares a typed secret with several that are kept, such as a standing password and the one-time ones beside it.
    ///
    /// @param kept each with its subject; none of them gives [Match.None]
    Match match(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, List<OwnedVerifier> kept);

    /// Judges a new password by policy and by the most common ones ([io.shouyin.strength.CommonPasswords]) and, if it passes, returns its verifier.
    Enrolment enrol(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                    EnrolmentRules rules);

    /// Opens the particulars of a card user as typed on a terminal, tag `DF0D`. Passwords and codes are opened by no command.
    ///
    /// @return UTF-8; nothing if the value does not open
    /// @throws io.shouyin.kernel.Fault `VAULT_INPUT_INVALID` for another tag
    Optional<byte[]> openParticulars(KeyBlock terminalCredentialKey, SealedFactor typed);

    /// Makes a random initial password that the policy of operator passwords would accept, to be printed once and changed
    /// at first use.
    ///
    /// @param digits as many as that policy allows
    /// @throws io.shouyin.kernel.Fault `VAULT_INPUT_INVALID` for another number of digits
    IssuedSecret issueInitial(KeyBlock verifierKey, String subject, int digits);

    /// Makes a random code of 6 digits, to be sent once, and its verifier.
    ///
    /// @param subject what the code is for: bound into the verifier
    IssuedSecret issueCode(KeyBlock verifierKey, String subject);

    /// @param clear to be printed or sent once, then closed
    record IssuedSecret(Secret clear, Verifier verifier) {}

    enum FactorVerdict {
        RIGHT,
        WRONG,
        /// The sealed value does not open: changed, of another message, or under another key.
        UNREADABLE
    }

    sealed interface Match {
        /// @param index in the list that was given, the first that fits
        record Fits(int index) implements Match {}

        /// @param likeness 32 hex digits that are the same for the same value, whoever types it where: only of wrong values, so that nothing
        ///     can be learnt about right ones
        record None(String likeness) implements Match {}

        /// The sealed value does not open.
        record Unreadable() implements Match {}
    }

    /// @param policy length, classes, sequences
    /// @param context what the password must not contain: merchant number, phone, names
    /// @param earlier the last ones of the same subject, newest first; equal ones are refused
    /// @param others login passwords that it must differ from (subject and verifier)
    record EnrolmentRules(PasswordRules.Policy policy, PasswordRules.Context context, List<Verifier> earlier,
                          List<OwnedVerifier> others) {
        public EnrolmentRules {
            Given.all(policy, context);
            Given.each(earlier);
            Given.each(others);
        }
    }

    record OwnedVerifier(String subject, Verifier verifier) {
        public OwnedVerifier {
            Given.all(subject, verifier);
        }
    }

    sealed interface Enrolment {
        record Accepted(Verifier verifier) implements Enrolment {}

        /// @param broken every rule that the password breaks, in the order of the enum; never empty
        record Refused(List<PasswordRules.Rule> broken) implements Enrolment {}

        /// The sealed value does not open.
        record Unreadable() implements Enrolment {}
    }
}
