package io.shouyin.host.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.policies.Profiles;
import io.shouyin.kernel.PasswordPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

class LoginProfileTest {

    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

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
        assertThat(required(profile).next(demand(profile), mustChange, factors(enrolled), at(factors(shown), NOW))).isEqualTo(next);
    }

    /// The role alone opens nothing.
    @ParameterizedTest
    @CsvSource(textBlock = """
            PCI_4_0_1_SOLE, -,    PASSWORD,               true
            PCI_4_0_1_SOLE, TOTP, PASSWORD,               false
            PCI_4_0_1_SOLE, TOTP, TOTP,                   false
            PCI_4_0_1_SOLE, TOTP, PASSWORD TOTP,          true
            PCI_4_0_1_SOLE, TOTP, PASSWORD RECOVERY_CODE, true
            PCI_4_0_1_SOLE, TOTP, PASSWORD WEBAUTHN,      false
            """)
    void role_withoutTheFactors_opensNothing(LoginProfile profile, String enrolled, String shown, boolean opens) {
        var authorities = new ArrayList<GrantedAuthority>(RequiredFactors.authorities(at(factors(shown), NOW)));
        authorities.add(new SimpleGrantedAuthority(Role.RISK.authority()));
        var login = UsernamePasswordAuthenticationToken.authenticated(staff(profile, factors(enrolled)), null, authorities);
        var rules = new DefaultAuthorizationManagerFactory<Object>();
        rules.setAdditionalAuthorization(required(profile));
        assertThat(rules.hasRole(Role.RISK.name()).authorize(() -> login, this).isGranted()).isEqualTo(opens);
        assertThat(rules.hasRole(Role.FINANCE.name()).authorize(() -> login, this).isGranted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            -,             PASSWORD,      4, -
            -,             PASSWORD,      5, PASSWORD
            TOTP,          PASSWORD,      0, TOTP RECOVERY_CODE
            WEBAUTHN TOTP, WEBAUTHN,      4, -
            WEBAUTHN TOTP, WEBAUTHN TOTP, 5, WEBAUTHN TOTP RECOVERY_CODE
            """)
    void factor_fiveMinutesOld_isNoFreshOne(String enrolled, String shown, int ageMinutes, String stale) {
        var seen = at(factors(shown), NOW.minus(Duration.ofMinutes(ageMinutes)));
        var login = UsernamePasswordAuthenticationToken.authenticated("", null, RequiredFactors.authorities(seen));
        assertThat(required(LoginProfile.PCI_4_0_1_MFA).stale(staff(LoginProfile.PCI_4_0_1_MFA, factors(enrolled)), login)).containsExactlyElementsOf(factors(stale));
    }

    private static RequiredFactors required(LoginProfile profile) {
        return new RequiredFactors(settings(profile), InstantSource.fixed(NOW));
    }

    private static AccessSettings settings(LoginProfile profile) {
        return new AccessSettings(profile, Duration.ofMinutes(15), Duration.ofHours(8), Duration.ofMinutes(5), Duration.ofHours(72), 1, 0, 1, false);
    }

    /// Where no policy says more than the profile.
    private static LoginDemand demand(LoginProfile profile) {
        var settings = settings(profile);
        var limits = new LimitsInForce(settings);
        var any = Profiles.find("pci-4.0.1").orElseThrow().policy();
        return LoginDemand.of(new PasswordPolicy(any.length(), any.composition(), any.blocking(), any.rotation(), any.history(), limits.attempts(),
                limits.session(), limits.factors(), any.storage()), settings);
    }

    private static StaffSession.Staff staff(LoginProfile profile, Set<LoginFactor> enrolled) {
        return new StaffSession.Staff(null, demand(profile), enrolled, Map.of(), NextStep.NONE);
    }

    private static Map<LoginFactor, Instant> at(Set<LoginFactor> factors, Instant at) {
        return factors.stream().collect(Collectors.toMap(factor -> factor, _ -> at));
    }

    private static Set<LoginFactor> factors(String names) {
        var factors = EnumSet.noneOf(LoginFactor.class);
        Arrays.stream(names.split(" ")).filter(name -> !name.equals("-")).map(LoginFactor::valueOf).forEach(factors::add);
        return factors;
    }
}
