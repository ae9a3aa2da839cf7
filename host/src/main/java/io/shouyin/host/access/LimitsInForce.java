package io.shouyin.host.access;

import io.shouyin.host.policies.LoginLimits;
import io.shouyin.kernel.PasswordPolicy.Attempts;
import io.shouyin.kernel.PasswordPolicy.Factors;
import io.shouyin.kernel.PasswordPolicy.SecondFactor;
import io.shouyin.kernel.PasswordPolicy.Session;
import io.shouyin.kernel.PasswordPolicy.Sms;
import org.springframework.stereotype.Component;

/// What the settings of the logins make of [LoginLimits]. No code by SMS opens the console.
@Component
class LimitsInForce implements LoginLimits {

    private final AccessSettings settings;

    LimitsInForce(AccessSettings settings) {
        this.settings = settings;
    }

    /// [LoginGuard]'s longest delay, and after how many failures it has grown to that.
    @Override
    public Attempts attempts() {
        var guard = LoginGuard.Scope.SOURCE_AND_ACCOUNT;
        int failures = guard.failuresMax;
        while (guard.delay(failures).compareTo(LoginGuard.DELAY_MAX) < 0) {
            failures++;
        }
        return new Attempts(failures, (int) LoginGuard.DELAY_MAX.toMinutes());
    }

    @Override
    public Session session() {
        return new Session((int) Math.max(1, settings.sessionIdleMax().toMinutes()), (int) Math.max(1, settings.sessionAgeMax().toHours()));
    }

    @Override
    public Factors factors() {
        return factors(settings.profile().second());
    }

    /// Passkeys and authenticator applications are cryptographic ones.
    @Override
    public Factors factors(SecondFactor second) {
        return new Factors(second, Sms.FORBIDDEN, second.compareTo(SecondFactor.REQUIRED) >= 0);
    }
}
