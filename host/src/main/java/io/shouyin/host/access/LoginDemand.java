package io.shouyin.host.access;

import io.shouyin.kernel.PasswordPolicy;
import io.shouyin.kernel.PasswordPolicy.SecondFactor;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// What somebody's login has to show, and how long it lasts: what the policy in force for the account comes to, and that is never looser than
/// the profile and the settings of this installation ([LimitsInForce]).
///
/// Whoever has a second factor is asked for it, whether one is demanded or not.
///
/// @param demanded everybody must have a second factor
/// @param accepted the second factors that count
/// @param idleMax without an action of the person
/// @param ageMax after the login, whatever one does
record LoginDemand(boolean demanded, Set<LoginFactor> accepted, Duration idleMax, Duration ageMax) {

    static LoginDemand of(PasswordPolicy policy, AccessSettings settings) {
        var second = policy.factors().second();
        return new LoginDemand(second.compareTo(SecondFactor.REQUIRED) >= 0,
                second == SecondFactor.PHISHING_RESISTANT ? EnumSet.of(LoginFactor.WEBAUTHN) : EnumSet.of(LoginFactor.WEBAUTHN, LoginFactor.TOTP),
                AccessSettings.shorter(settings.sessionIdleMax(), Duration.ofMinutes(policy.session().idleMinutes())),
                AccessSettings.shorter(settings.sessionAgeMax(), Duration.ofHours(policy.session().absoluteHours())));
    }

    /// Whether a session has lasted long enough.
    boolean isOver(Instant loggedInAt, Instant actedAt, Instant now) {
        return !now.isBefore(actedAt.plus(idleMax)) || !now.isBefore(loggedInAt.plus(ageMax));
    }

    /// Which second factors an account is asked for: those that count, or if it has none of them whatever it has.
    ///
    /// @param enrolled the account's passkeys and authenticator application
    Set<LoginFactor> asked(Set<LoginFactor> enrolled) {
        var usable = usable(enrolled);
        var asked = EnumSet.noneOf(LoginFactor.class);
        asked.addAll(usable.isEmpty() ? enrolled : usable);
        if (!asked.isEmpty()) {
            asked.add(LoginFactor.RECOVERY_CODE);
        }
        return asked;
    }

    /// What a login lacks that has shown all factors it is asked for. A password opens its change only after the second factor: who stole it
    /// cannot make it theirs.
    NextStep next(boolean mustChangePassword, Set<LoginFactor> enrolled) {
        if (mustChangePassword) {
            return NextStep.PASSWORD_CHANGE;
        }
        return demanded && usable(enrolled).isEmpty() ? NextStep.ENROLMENT : NextStep.NONE;
    }

    private Set<LoginFactor> usable(Set<LoginFactor> enrolled) {
        var usable = EnumSet.copyOf(accepted);
        usable.retainAll(enrolled);
        return usable;
    }
}
