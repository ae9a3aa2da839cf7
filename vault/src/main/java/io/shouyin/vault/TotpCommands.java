package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import java.util.Optional;

/// Secrets of authenticator applications (RFC 6238). One leaves in clear once, to be scanned; after that codes are compared here.
public interface TotpCommands {

    /// Makes a secret.
    ///
    /// @param subject whose it is: bound into what is kept, such as `staff:lin`
    IssuedTotp issueTotp(KeyBlock dataKey, String subject);

    /// The 30-second step that a code belongs to, the present one or a neighbour; empty if the code is wrong. That a step is used once is
    /// the caller's to remember.
    ///
    /// @param typed six digits
    /// @param stepNow seconds since 1970, divided by 30
    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if what is kept was changed or is somebody else's
    Optional<Long> totpStep(KeyBlock dataKey, byte[] kept, String subject, Secret typed, long stepNow);

    /// As [#totpStep], of a code that was typed at a terminal and sealed there.
    ///
    /// @param terminalCredentialKey the terminal's TCK
    TypedStep typedTotpStep(KeyBlock terminalCredentialKey, KeyBlock dataKey, SealedFactor typed, byte[] kept, String subject, long stepNow);

    sealed interface TypedStep {
        record Of(long step) implements TypedStep {}

        /// The code is wrong.
        record None() implements TypedStep {}

        /// What was typed does not open: damaged, another terminal's, or sealed for another message.
        record Unreadable() implements TypedStep {}
    }

    /// @param clear Base32, to be shown once, then closed
    /// @param kept sealed under the data key
    record IssuedTotp(Secret clear, byte[] kept) {}
}
