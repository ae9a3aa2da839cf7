package io.shouyin.host.access;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Which factors the console asks for, and how long a session lasts: a rule book each.
///
/// Whoever has a second factor is asked for it in every profile. A profile says who must have one, and which ones it accepts.
public enum LoginProfile {
    /// A second factor is offered, not demanded.
    PCI_4_0_1_SOLE(false, EnumSet.of(LoginFactor.WEBAUTHN, LoginFactor.TOTP), 15, 12),
    PCI_4_0_1_MFA(true, EnumSet.of(LoginFactor.WEBAUTHN, LoginFactor.TOTP), 15, 12),
    NIST_AAL2(true, EnumSet.of(LoginFactor.WEBAUTHN, LoginFactor.TOTP), 60, 24),
    ASVS_L2(true, EnumSet.of(LoginFactor.WEBAUTHN, LoginFactor.TOTP), 30, 12),
    /// Phishing-resistant: a passkey.
    ASVS_L3(true, EnumSet.of(LoginFactor.WEBAUTHN), 15, 8),
    MLPS_3(true, EnumSet.of(LoginFactor.WEBAUTHN, LoginFactor.TOTP), 15, 8);

    private final boolean demanded;
    private final Set<LoginFactor> accepted;
    private final Duration sessionIdleMax;
    private final Duration sessionAgeMax;

    LoginProfile(boolean demanded, Set<LoginFactor> accepted, int idleMinutes, int ageHours) {
        this.demanded = demanded;
        this.accepted = accepted;
        this.sessionIdleMax = Duration.ofMinutes(idleMinutes);
        this.sessionAgeMax = Duration.ofHours(ageHours);
    }

    boolean demanded() {
        return demanded;
    }

    boolean accepts(LoginFactor factor) {
        return accepted.contains(factor);
    }

    Duration sessionIdleMax() {
        return sessionIdleMax;
    }

    Duration sessionAgeMax() {
        return sessionAgeMax;
    }

    /// Which second factors an account is asked for: those that the profile accepts, or if it has none of them whatever it has.
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
