package io.shouyin.host.access;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.Totp;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/// Second factors that somebody types. A right one is used up in the caller's transaction.
@Component
class TypedFactors {

    private final FactorStore factors;
    private final FactorSecrets secrets;
    private final RecoveryCodes recoveryCodes;
    private final InstantSource time;

    TypedFactors(FactorStore factors, FactorSecrets secrets, RecoveryCodes recoveryCodes, InstantSource time) {
        this.factors = factors;
        this.secrets = secrets;
        this.recoveryCodes = recoveryCodes;
        this.time = time;
    }

    /// @param factor [LoginFactor#TOTP] or [LoginFactor#RECOVERY_CODE]
    boolean use(LoginFactor factor, String username, Secret typed) {
        return switch (factor) {
            case TOTP -> useTotp(username, typed);
            case RECOVERY_CODE -> recoveryCodes.use(username, typed);
            case PASSWORD, WEBAUTHN -> throw new IllegalArgumentException("no code");
        };
    }

    private boolean useTotp(String username, Secret typed) {
        var kept = factors.totp(username);
        var step = kept.map(totp -> secrets.step(username, totp.secret(), typed, Totp.step(time.instant().getEpochSecond())));
        return step.isPresent() && step.get().isPresent() && factors.useStep(username, step.get().getAsLong());
    }
}
