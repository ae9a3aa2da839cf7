package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.stereotype.Component;

/// Which factors a login has to have shown, by what is demanded of the account and by what it has enrolled; Spring Security judges it. It stands behind
/// every rule that asks for a role or a login ([AccessConfiguration]), so a login that is half way in is let nowhere by the roles it holds.
@Component
class RequiredFactors implements AuthorizationManager<Object> {

    private final AccessSettings settings;
    private final InstantSource time;

    RequiredFactors(AccessSettings settings, InstantSource time) {
        this.settings = settings;
        this.time = time;
    }

    @Override
    public AuthorizationResult authorize(Supplier<? extends Authentication> login, Object of) {
        var present = login.get();
        return (present != null && present.getPrincipal() instanceof Staff staff ? toEnter(staff.demand(), staff.enrolled()) : token()).authorize(login, of);
    }

    /// What a login lacks.
    NextStep next(LoginDemand demand, boolean mustChangePassword, Set<LoginFactor> enrolled, Map<LoginFactor, Instant> shown) {
        Authentication login = UsernamePasswordAuthenticationToken.authenticated("", null, authorities(shown));
        var enough = toEnter(demand, enrolled).authorize(() -> login, login).isGranted();
        return enough ? demand.next(mustChangePassword, enrolled) : NextStep.SECOND_FACTOR;
    }

    /// Factors of which one would have to be shown once more before something sensitive; none if one was shown in the last minutes.
    List<LoginFactor> stale(Staff staff, Authentication login) {
        var decision = (FactorAuthorizationDecision) fresh(staff.demand(), staff.enrolled()).authorize(() -> login, login);
        return decision.getFactorErrors().stream().map(error -> LoginFactor.ofAuthority(error.getRequiredFactor().getAuthority())).toList();
    }

    static List<FactorGrantedAuthority> authorities(Map<LoginFactor, Instant> shown) {
        return shown.entrySet().stream()
                .map(factor -> FactorGrantedAuthority.withAuthority(factor.getKey().authority()).issuedAt(factor.getValue()).build()).toList();
    }

    /// The password, and one of the second factors that the account is asked for.
    private AuthorizationManager<Object> toEnter(LoginDemand demand, Set<LoginFactor> enrolled) {
        var password = RequiredFactor.withAuthority(LoginFactor.PASSWORD.authority()).build();
        var asked = demand.asked(enrolled);
        return asked.isEmpty() ? all(password)
                : anyOf(asked.stream().map(second -> all(password, RequiredFactor.withAuthority(second.authority()).build())));
    }

    /// One of the second factors that the account is asked for, or its password if there are none.
    private AuthorizationManager<Object> fresh(LoginDemand demand, Set<LoginFactor> enrolled) {
        var asked = demand.asked(enrolled);
        Set<LoginFactor> counting = asked.isEmpty() ? EnumSet.of(LoginFactor.PASSWORD) : asked;
        Duration ageMax = settings.stepUpAgeMax();
        return anyOf(counting.stream().map(factor -> all(RequiredFactor.withAuthority(factor.authority()).validDuration(ageMax).build())));
    }

    /// A program's.
    private AuthorizationManager<Object> token() {
        return all(RequiredFactor.withAuthority(FactorGrantedAuthority.BEARER_AUTHORITY).build());
    }

    private AllRequiredFactorsAuthorizationManager<Object> all(RequiredFactor... factors) {
        AllRequiredFactorsAuthorizationManager.Builder<Object> builder = AllRequiredFactorsAuthorizationManager.builder();
        for (var factor : factors) {
            builder.requireFactor(factor);
        }
        var all = builder.build();
        all.setClock(time.withZone(ZoneOffset.UTC));
        return all;
    }

    @SuppressWarnings("unchecked")                                                  // an array of a generic type
    private static AuthorizationManager<Object> anyOf(Stream<AllRequiredFactorsAuthorizationManager<Object>> managers) {
        return AllRequiredFactorsAuthorizationManager.anyOf(managers.toArray(AllRequiredFactorsAuthorizationManager[]::new));
    }
}
