package io.shouyin.host.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/// The login that a browser's session stands for, made anew from the account at each request: a disabled account, a changed role
/// or a changed password counts from the next request on, in every host that shares the database.
///
/// The session holds text and numbers only: user name, epoch, when one logged in and when one last did something. Live events
/// and requests that the console marks as background ([#BACKGROUND]) are not doing something, so an unattended
/// console ends.
@Component
class StaffSession implements SecurityContextRepository {

    /// A request with this header was not caused by the person.
    static final String BACKGROUND = "X-Background";
    /// The only authority of who must change an initial password.
    static final String MUST_CHANGE = "MUST_CHANGE_PASSWORD";

    private static final String USERNAME = "shouyin.username";
    private static final String EPOCH = "shouyin.epoch";
    private static final String LOGGED_IN_AT = "shouyin.loggedInAt";
    private static final String ACTED_AT = "shouyin.actedAt";
    /// How exactly the last action is kept; a write for each request is not worth more.
    private static final Duration ACTED_AT_STEP = Duration.ofSeconds(15);

    private final AccountStore accounts;
    private final AccessSettings settings;
    private final InstantSource time;

    StaffSession(AccountStore accounts, AccessSettings settings, InstantSource time) {
        this.accounts = accounts;
        this.settings = settings;
        this.time = time;
    }

    /// Who is logged in; `getName` is the user name.
    record Staff(Account account) implements AuthenticatedPrincipal {

        @Override
        public String getName() {
            return account.username();
        }
    }

    /// Begins a session in place of whatever the browser had, under a new id.
    void begin(HttpServletRequest request, Account account) {
        end(request);
        var session = request.getSession(true);
        var now = time.instant().toEpochMilli();
        session.setAttribute(USERNAME, account.username());
        session.setAttribute(EPOCH, account.sessionEpoch());
        session.setAttribute(LOGGED_IN_AT, now);
        session.setAttribute(ACTED_AT, now);
    }

    /// Keeps this session when the account's epoch was counted up, under a new id.
    void renew(HttpServletRequest request, Account account) {
        request.changeSessionId();
        request.getSession(false).setAttribute(EPOCH, account.sessionEpoch());
    }

    void end(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(request);
    }

    @Override
    @SuppressWarnings("deprecation")
    public SecurityContext loadContext(HttpRequestResponseHolder exchange) {
        return loadDeferredContext(exchange.getRequest()).get();
    }

    /// Nothing to keep: [#begin] did.
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return request.getSession(false) != null;
    }

    private Optional<UsernamePasswordAuthenticationToken> login(HttpServletRequest request) {
        var session = request.getSession(false);
        if (session == null || session.getAttribute(USERNAME) == null) {
            return Optional.empty();
        }
        var now = time.instant();
        var loggedInAt = instant(session, LOGGED_IN_AT);
        var actedAt = instant(session, ACTED_AT);
        var over = !now.isBefore(actedAt.plus(settings.sessionIdleMax())) || !now.isBefore(loggedInAt.plus(settings.sessionAgeMax()));
        var account = accounts.find((String) session.getAttribute(USERNAME))
                .filter(found -> found.active() && session.getAttribute(EPOCH).equals(found.sessionEpoch()));
        if (over || account.isEmpty()) {
            session.invalidate();
            return Optional.empty();
        }
        if (byPerson(request) && !now.isBefore(actedAt.plus(ACTED_AT_STEP))) {
            session.setAttribute(ACTED_AT, now.toEpochMilli());
        }
        return account.map(found -> UsernamePasswordAuthenticationToken.authenticated(new Staff(found), null, authorities(found, loggedInAt)));
    }

    private static boolean byPerson(HttpServletRequest request) {
        return request.getHeader(BACKGROUND) == null && !request.getRequestURI().equals("/api/v1/events");
    }

    private static Instant instant(HttpSession session, String name) {
        return Instant.ofEpochMilli((long) session.getAttribute(name));
    }

    private static List<GrantedAuthority> authorities(Account account, Instant loggedInAt) {
        var authorities = new ArrayList<GrantedAuthority>();
        authorities.add(FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY).issuedAt(loggedInAt).build());
        if (account.mustChange()) {
            authorities.add(new SimpleGrantedAuthority(MUST_CHANGE));
        } else {
            account.roles().forEach(role -> authorities.add(new SimpleGrantedAuthority(role.authority())));
        }
        return authorities;
    }

    /// Looked up once a request, and only if somebody asks.
    private final class Deferred implements DeferredSecurityContext {

        private final HttpServletRequest request;
        private SecurityContext context;

        Deferred(HttpServletRequest request) {
            this.request = request;
        }

        @Override
        public SecurityContext get() {
            if (context == null) {
                context = login(request).<SecurityContext>map(SecurityContextImpl::new).orElseGet(SecurityContextHolder::createEmptyContext);
            }
            return context;
        }

        @Override
        public boolean isGenerated() {
            return get().getAuthentication() == null;
        }
    }
}
