package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
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
        return ring.use(dataKey, Set.of(KeyPurpose.DATA), "totpStep", entry -> {
            byte[] secret = Sealing.OF_TOTP_SECRET.open(entry.gcm(), kept, Clear.utf8(subject));
            byte[] code = typed.reveal(SecretAccess.granted());
            try {
                OptionalLong step = Totp.match(secret, code, stepNow);
                return step.isPresent() ? Optional.of(step.getAsLong()) : Optional.empty();
            } finally {
                Clear.wipe(secret);
                Clear.wipe(code);
            }
        });
    }
}
