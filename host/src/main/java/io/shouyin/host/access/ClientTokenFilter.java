package io.shouyin.host.access;

import io.shouyin.host.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/// Lets a request with a good token in as its API client; any other token is 401 `TOKEN_REFUSED`.
final class ClientTokenFilter extends OncePerRequestFilter {

    private static final String BEARER = "Bearer ";

    private final Clients clients;
    private final Problems problems;

    ClientTokenFilter(Clients clients, Problems problems) {
        this.clients = clients;
        this.problems = problems;
    }

    /// Which API client asks; `getName` is its id.
    record ApiClient(Clients.Client client) implements AuthenticatedPrincipal {

        @Override
        public String getName() {
            return client.id().toString();
        }
    }

    static boolean hasToken(HttpServletRequest request) {
        return token(request).isPresent();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var client = token(request).flatMap(token -> clients.use(token, request.getRemoteAddr()));
        if (client.isEmpty()) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            problems.write(response, HttpStatus.UNAUTHORIZED, AccessRefusal.TOKEN_REFUSED);
            return;
        }
        SecurityContextHolder.setContext(new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(new ApiClient(client.get()), null, authorities(client.get()))));
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static List<GrantedAuthority> authorities(Clients.Client client) {
        var authorities = new ArrayList<GrantedAuthority>();
        authorities.add(FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.BEARER_AUTHORITY));
        client.scopes().forEach(scope -> authorities.add(new SimpleGrantedAuthority(scope.authority())));
        return authorities;
    }

    private static Optional<String> token(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length())).map(header -> header.substring(BEARER.length()).strip());
    }
}
