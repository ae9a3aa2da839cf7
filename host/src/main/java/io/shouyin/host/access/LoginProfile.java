package io.shouyin.host.access;

import io.shouyin.kernel.PasswordPolicy.SecondFactor;
import java.time.Duration;

/// Which factors the console asks of everybody at least, and how long a session lasts at most: a rule book each. A policy can demand more of
/// some ([LoginDemand]).
public enum LoginProfile {
    /// A second factor is offered, not demanded.
    PCI_4_0_1_SOLE(SecondFactor.OFFERED, 15, 12),
    PCI_4_0_1_MFA(SecondFactor.REQUIRED, 15, 12),
    NIST_AAL2(SecondFactor.REQUIRED, 60, 24),
    ASVS_L2(SecondFactor.REQUIRED, 30, 12),
    /// Phishing-resistant: a passkey.
    ASVS_L3(SecondFactor.PHISHING_RESISTANT, 15, 8),
    MLPS_3(SecondFactor.REQUIRED, 15, 8);

    private final SecondFactor second;
    private final Duration sessionIdleMax;
    private final Duration sessionAgeMax;

    LoginProfile(SecondFactor second, int idleMinutes, int ageHours) {
        this.second = second;
        this.sessionIdleMax = Duration.ofMinutes(idleMinutes);
        this.sessionAgeMax = Duration.ofHours(ageHours);
    }

    SecondFactor second() {
        return second;
    }

    Duration sessionIdleMax() {
        return sessionIdleMax;
    }

    Duration sessionAgeMax() {
        return sessionAgeMax;
    }
}
