package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginProfileTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            PCI_4_0_1_SOLE, false, -,             PASSWORD,               NONE
            PCI_4_0_1_SOLE, true,  -,             PASSWORD,               PASSWORD_CHANGE
            PCI_4_0_1_SOLE, false, TOTP,          PASSWORD,               SECOND_FACTOR
            PCI_4_0_1_MFA,  true,  -,             PASSWORD,               PASSWORD_CHANGE
            PCI_4_0_1_MFA,  false, -,             PASSWORD,               ENROLMENT
            PCI_4_0_1_MFA,  true,  TOTP,          PASSWORD,               SECOND_FACTOR
            PCI_4_0_1_MFA,  true,  TOTP,          PASSWORD TOTP,          PASSWORD_CHANGE
            PCI_4_0_1_MFA,  false, TOTP,          PASSWORD TOTP,          NONE
            PCI_4_0_1_MFA,  false, WEBAUTHN TOTP, PASSWORD WEBAUTHN,      NONE
            PCI_4_0_1_MFA,  false, WEBAUTHN,      PASSWORD RECOVERY_CODE, NONE
            ASVS_L3,        false, WEBAUTHN TOTP, PASSWORD TOTP,          SECOND_FACTOR
            ASVS_L3,        false, TOTP,          PASSWORD,               SECOND_FACTOR
            ASVS_L3,        false, TOTP,          PASSWORD TOTP,          ENROLMENT
            ASVS_L3,        false, WEBAUTHN,      PASSWORD WEBAUTHN,      NONE
            """)
    void next_followsTheProfile(LoginProfile profile, boolean mustChange, String enrolled, String shown, NextStep next) {
        assertThat(profile.next(mustChange, factors(enrolled), factors(shown))).isEqualTo(next);
    }

    private static Set<LoginFactor> factors(String names) {
        var factors = EnumSet.noneOf(LoginFactor.class);
        Arrays.stream(names.split(" ")).filter(name -> !name.equals("-")).map(LoginFactor::valueOf).forEach(factors::add);
        return factors;
    }
}
