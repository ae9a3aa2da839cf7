package io.shouyin.host.audit;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/// Who did it, and what proved that.
///
/// @param id user name, terminal number, or the part of the system
/// @param factors what was shown to log in, and when
public record AuditActor(Type type, String id, List<Factor> factors) {

    public enum Type {
        STAFF,
        /// A program with a token; the id is that of the API client.
        CLIENT,
        TERMINAL,
        SYSTEM,
        /// Nobody is logged in: an attempt to log in, a public page.
        ANONYMOUS
    }

    /// @param name such as `PASSWORD`
    public record Factor(String name, Instant at) {}

    public AuditActor {
        Check.argument(!id.isEmpty() && id.length() <= 100, "an actor's id has 1 to 100 characters");
        factors = List.copyOf(factors);
    }

    public static AuditActor terminal(TerminalId terminal) {
        return new AuditActor(Type.TERMINAL, terminal.value(), List.of());
    }

    /// An operator at a terminal: `12345678/01`.
    public static AuditActor terminal(TerminalId terminal, Optional<OperatorNumber> operator) {
        return new AuditActor(Type.TERMINAL, terminal + operator.map(number -> "/" + number).orElse(""), List.of());
    }

    /// @param part such as `start` or `reversal`
    public static AuditActor system(String part) {
        return new AuditActor(Type.SYSTEM, part, List.of());
    }

    public static AuditActor anonymous() {
        return new AuditActor(Type.ANONYMOUS, "anonymous", List.of());
    }

    public static AuditActor staff(String username) {
        return new AuditActor(Type.STAFF, username, List.of());
    }

    /// Who is logged in to the request in hand.
    public static AuditActor current() {
        var login = SecurityContextHolder.getContext().getAuthentication();
        if (login == null || !login.isAuthenticated() || login instanceof AnonymousAuthenticationToken) {
            return anonymous();
        }
        var byToken = login.getAuthorities().stream().anyMatch(factor -> FactorGrantedAuthority.BEARER_AUTHORITY.equals(factor.getAuthority()));
        return new AuditActor(byToken ? Type.CLIENT : Type.STAFF, login.getName(), factors(login));
    }

    private static List<Factor> factors(Authentication login) {
        return login.getAuthorities().stream().filter(FactorGrantedAuthority.class::isInstance).map(FactorGrantedAuthority.class::cast)
                .map(factor -> new Factor(factor.getAuthority().replaceFirst("^FACTOR_", ""), factor.getIssuedAt())).toList();
    }
}
