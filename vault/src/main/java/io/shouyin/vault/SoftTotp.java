package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.SealedValue;
import io.shouyin.paycrypto.Totp;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Secrets of authenticator applications in this process.
final class SoftTotp implements TotpCommands {

    private final KeyRing ring;

    SoftTotp(KeyRing ring) {
        this.ring = ring;
    }

    @Override
    public IssuedTotp issueTotp(KeyBlock dataKey, String subject) {
        return ring.use(dataKey, Set.of(KeyPurpose.DATA), "issueTotp", entry -> {
            byte[] secret = new byte[Totp.SECRET_BYTES];
            ring.random().nextBytes(secret);
            char[] shown = Totp.base32(secret);
            try {
                return new IssuedTotp(Secret.of(shown), Sealing.OF_TOTP_SECRET.seal(entry.gcm(), secret, Clear.utf8(subject)));
            } finally {
                Clear.wipe(secret);
                Arrays.fill(shown, '\0');
            }
        });
    }

    @Override
    public Optional<Long> totpStep(KeyBlock dataKey, byte[] kept, String subject, Secret typed, long stepNow) {
        byte[] code = typed.reveal(SecretAccess.granted());
        OptionalLong step = matched(dataKey, kept, subject, code, stepNow, "totpStep");
        return step.isPresent() ? Optional.of(step.getAsLong()) : Optional.empty();
    }

    @Override
    public TypedStep typedTotpStep(KeyBlock terminalCredentialKey, KeyBlock dataKey, SealedFactor typed, byte[] kept, String subject, long stepNow) {
        return ring.use(terminalCredentialKey, Set.of(KeyPurpose.TERMINAL_CREDENTIAL), "typedTotpStep", tck -> {
            byte[] code;
            try {
                code = SealedValue.open(tck.gcm(), typed.value(), typed.binding().additionalData());
            } catch (CryptoRefusedException _) {
                return new TypedStep.Unreadable();
            }
            OptionalLong step = matched(dataKey, kept, subject, code, stepNow, "typedTotpStep");
            return step.isPresent() ? new TypedStep.Of(step.getAsLong()) : new TypedStep.None();
        });
    }

    /// Wipes the code.
    private OptionalLong matched(KeyBlock dataKey, byte[] kept, String subject, byte[] code, long stepNow, String command) {
        try {
            return ring.use(dataKey, Set.of(KeyPurpose.DATA), command, entry -> {
                byte[] secret = Sealing.OF_TOTP_SECRET.open(entry.gcm(), kept, Clear.utf8(subject));
                try {
                    return Totp.match(secret, code, stepNow);
                } finally {
                    Clear.wipe(secret);
                }
            });
        } finally {
            Clear.wipe(code);
        }
    }
}
