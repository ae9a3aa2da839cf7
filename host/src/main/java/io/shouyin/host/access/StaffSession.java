package io.shouyin.host.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/// The login that a browser's session stands for, made anew from the account at each request: a disabled account, a changed role,
/// password or factor counts from the next request on, in every host that shares the database.
///
/// The session holds text and numbers only: user name, epoch, which factors were shown and when, from where, and when one last did
/// something. Live events and requests that the console marks as background ([#BACKGROUND]) are not doing something, so an unattended
/// console ends.
@Component
class StaffSession implements SecurityContextRepository {

    /// A request with this header was not caused by the person.
    static final String BACKGROUND = "X-Background";

    static final String EPOCH = "shouyin.epoch";
    static final String LOGGED_IN_AT = "shouyin.loggedInAt";
    static final String ACTED_AT = "shouyin.actedAt";
    static final String ADDRESS = "shouyin.address";
    static final String BROWSER = "shouyin.browser";
    /// What every session of a login has.
    static final Set<String> OF_A_LOGIN = Set.of(EPOCH, LOGGED_IN_AT, ACTED_AT, ADDRESS, BROWSER);

    private static final String USERNAME = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    private static final String FACTOR_AT = "shouyin.factorAt.";
    private static final int BROWSER_LENGTH_MAX = 300;
    /// How exactly the last action is kept; a write for each request is not worth more.
    private static final Duration ACTED_AT_STEP = Duration.ofSeconds(15);

    private final AccountStore accounts;
    private final FactorStore factors;
    private final RequiredFactors required;
    private final PasswordJudge judge;
    private final AccessSettings settings;
    private final InstantSource time;

    StaffSession(AccountStore accounts, FactorStore factors, RequiredFactors required, PasswordJudge judge, AccessSettings settings, InstantSource time) {
        this.accounts = accounts;
        this.factors = factors;
        this.required = required;
        this.judge = judge;
        this.settings = settings;
        this.time = time;
    }

    /// Who is logged in; `getName` is the user name.
    ///
    /// @param demand what the policy in force wants of the account
    /// @param enrolled the account's second factors
    /// @param shown factors of this session, and when
    /// @param next what the login lacks
    record Staff(Account account, LoginDemand demand, Set<LoginFactor> enrolled, Map<LoginFactor, Instant> shown, NextStep next) implements AuthenticatedPrincipal {

        @Override
        public String getName() {
            return account.username();
        }
    }

    /// Begins a session in place of whatever the browser had, under a new id; the password was shown.
    Staff begin(HttpServletRequest request, Account account) {
        end(request);
        var session = request.getSession(true);
        var now = time.instant().toEpochMilli();
        session.setMaxInactiveInterval((int) settings.sessionIdleMax().toSeconds());
        session.setAttribute(USERNAME, account.username());
        session.setAttribute(EPOCH, account.sessionEpoch());
        session.setAttribute(LOGGED_IN_AT, now);
        session.setAttribute(ACTED_AT, now);
        session.setAttribute(ADDRESS, request.getRemoteAddr());
        session.setAttribute(BROWSER, browser(request));
        return shown(request, LoginFactor.PASSWORD);
    }

    /// A factor was shown, at first or once more: under a new id, as it opens more than before.
    ///
    /// @return the login as it is now
    Staff shown(HttpServletRequest request, LoginFactor factor) {
        request.changeSessionId();
        var session = request.getSession(false);
        session.setAttribute(FACTOR_AT + factor, time.instant().toEpochMilli());
        return staff(session, accounts.find((String) session.getAttribute(USERNAME)).orElseThrow());
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
        var actedAt = instant(session, ACTED_AT);
        var staff = accounts.find((String) session.getAttribute(USERNAME))
                .filter(found -> found.active() && session.getAttribute(EPOCH).equals(found.sessionEpoch()))
                .map(found -> staff(session, found))
                .filter(found -> !found.demand().isOver(instant(session, LOGGED_IN_AT), actedAt, now));
        if (staff.isEmpty()) {
            session.invalidate();
            return Optional.empty();
        }
        if (byPerson(request) && !now.isBefore(actedAt.plus(ACTED_AT_STEP))) {
            session.setAttribute(ACTED_AT, now.toEpochMilli());
        }
        return staff.map(found -> UsernamePasswordAuthenticationToken.authenticated(found, null, authorities(found)));
    }

    private Staff staff(HttpSession session, Account account) {
        var shown = new EnumMap<LoginFactor, Instant>(LoginFactor.class);
        for (var factor : LoginFactor.values()) {
            if (session.getAttribute(FACTOR_AT + factor) != null) {
                shown.put(factor, instant(session, FACTOR_AT + factor));
            }
        }
        var enrolled = factors.enrolled(account.username());
        var demand = judge.demand(account);
        return new Staff(account, demand, enrolled, shown, required.next(demand, account.mustChange(), enrolled, shown));
    }

    private static boolean byPerson(HttpServletRequest request) {
        return request.getHeader(BACKGROUND) == null && !request.getRequestURI().equals("/api/v1/events");
    }

    private static String browser(HttpServletRequest request) {
        var named = request.getHeader("User-Agent");
        return named == null ? "" : named.substring(0, Math.min(named.length(), BROWSER_LENGTH_MAX));
    }

    private static Instant instant(HttpSession session, String name) {
        return Instant.ofEpochMilli((long) session.getAttribute(name));
    }

    /// The factors that were shown, and the roles unless the account itself lacks something.
    private List<GrantedAuthority> authorities(Staff staff) {
        var authorities = new ArrayList<GrantedAuthority>(RequiredFactors.authorities(staff.shown()));
        var lack = staff.demand().next(staff.account().mustChange(), staff.enrolled());
        if (lack == NextStep.NONE) {
            staff.account().roles().forEach(role -> authorities.add(new SimpleGrantedAuthority(role.authority())));
        } else {
            authorities.add(new SimpleGrantedAuthority(lack.authority()));
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
