package io.shouyin.host.access;

import io.shouyin.host.web.ConsoleHeaders;
import io.shouyin.host.web.Problems;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.Refusal;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/// Which requests need a login, and how a browser carries it. What each role may do stands at the controllers' methods; here
/// an auditor is kept from changing anything, whatever a method says.
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class AccessConfiguration {

    private static final String[] OPEN_PAGES = {"/", "/console", "/console/**", "/favicon.ico", "/v3/api-docs", "/v3/api-docs.yaml",
        "/audit/checkpoint", "/audit/tile/**"};
    private static final String[] PEOPLE_ONLY = {"/api/v1/session/**", "/api/v1/accounts/**", "/api/v1/clients/**", "/api/v1/keys/**",
        "/api/v1/proposals/**", "/api/v1/cases/**", "/api/v1/recovery/**"};
    private static final String[] EVERY_ROLE = Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);
    private static final String[] CHANGING_ROLES = Arrays.stream(Role.values()).filter(role -> role != Role.AUDITOR)
            .map(Role::name).toArray(String[]::new);

    /// Static, as method security wants it before other beans.
    @Bean
    static RoleHierarchy roleHierarchy() {
        return RoleHierarchyImpl.withDefaultRolePrefix().role(Role.ADMINISTRATOR.name())
                .implies(Role.OPERATIONS.name(), Role.RISK.name(), Role.FINANCE.name(), Role.SERVICE_DESK.name()).build();
    }

    /// Makes all rules, those of methods too: whatever role or login they ask for, the factors come with it. Static, as [#roleHierarchy] is.
    @Bean
    static <T> AuthorizationManagerFactory<T> rules(RoleHierarchy hierarchy, ObjectProvider<RequiredFactors> factors) {
        var rules = new DefaultAuthorizationManagerFactory<T>();
        rules.setRoleHierarchy(hierarchy);
        rules.setAdditionalAuthorization((login, of) -> factors.getObject().authorize(login, of));
        return rules;
    }

    /// What stands at methods, judged by these rules.
    @Bean
    static MethodSecurityExpressionHandler expressions(AuthorizationManagerFactory<MethodInvocation> rules) {
        var expressions = new DefaultMethodSecurityExpressionHandler();
        expressions.setAuthorizationManagerFactory(rules);
        return expressions;
    }

    /// Terminals prove themselves in the request; no cookie, no session.
    @Bean
    @Order(1)
    SecurityFilterChain devices(HttpSecurity http) {
        return http.securityMatcher("/device/**", "/wallet/**", "/*/controller/v1/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(ConsoleHeaders::apply)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /// Health and metrics, which listen on a port of their own.
    @Bean
    @Order(2)
    SecurityFilterChain management(HttpSecurity http) {
        return http.securityMatcher("/actuator/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests
                        .requestMatchers(HttpMethod.GET, "/actuator/health", "/actuator/health/**", "/actuator/prometheus").permitAll()
                        .anyRequest().denyAll())
                .build();
    }

    /// Programs with a token: no cookie, no session, so no CSRF. Accounts, sessions, clients and keys are for people alone.
    @Bean
    @Order(3)
    SecurityFilterChain programs(HttpSecurity http, Clients clients, Problems problems, DeniedRequests denied) {
        return http.securityMatcher(request -> request.getRequestURI().startsWith("/api/") && ClientTokenFilter.hasToken(request))
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(ConsoleHeaders::apply)
                .addFilterBefore(new ClientTokenFilter(clients, problems), AnonymousAuthenticationFilter.class)
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint((_, response, _) -> problems.write(response, HttpStatus.UNAUTHORIZED, AccessRefusal.TOKEN_REFUSED))
                        .accessDeniedHandler((request, response, _) -> denied.refuse(request, response, WebRefusal.ACCESS_DENIED)))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD).permitAll()
                        .requestMatchers(PEOPLE_ONLY).denyAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/**").authenticated()
                        .requestMatchers("/api/v1/**").hasAnyRole(CHANGING_ROLES)
                        .anyRequest().denyAll())
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain console(HttpSecurity http, StaffSession sessions, CsrfTokenRepository csrfTokens, Problems problems, Cooling cooling,
                                DeniedRequests denied, AuthorizationManagerFactory<RequestAuthorizationContext> rules) {
        return http
                .securityContext(context -> context.securityContextRepository(sessions))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .csrf(csrf -> csrf.spa().csrfTokenRepository(csrfTokens))
                .headers(ConsoleHeaders::apply)
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint((_, response, _) -> problems.write(response, HttpStatus.UNAUTHORIZED, WebRefusal.LOGIN_REQUIRED))
                        .accessDeniedHandler((request, response, why) -> denied.refuse(request, response, lack(why, cooling))))
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD).permitAll()
                        .requestMatchers(HttpMethod.GET, OPEN_PAGES).permitAll()
                        .requestMatchers(HttpMethod.HEAD, OPEN_PAGES).permitAll()
                        .requestMatchers("/api/v1/session", "/api/v1/session/with-code").permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/recovery/**").permitAll()
                        .requestMatchers(HttpMethod.POST, "/api/v1/receipt-links/**").permitAll()
                        .requestMatchers(HttpMethod.GET, "/api/v1/guidance/**").permitAll()
                        .requestMatchers("/api/v1/session/**").access(AuthenticatedAuthorizationManager.authenticated())   // half way is enough
                        .requestMatchers(HttpMethod.GET, "/api/v1/**").hasAnyRole(EVERY_ROLE)
                        .requestMatchers("/api/v1/**").access(AuthorizationManagers.allOf(rules.hasAnyRole(CHANGING_ROLES), cooling))
                        .anyRequest().denyAll())
                .build();
    }

    /// What keeps a request, or a login that is half way in, from what it wanted.
    private static Refusal lack(AccessDeniedException why, Cooling cooling) {
        if (why instanceof CsrfException) {
            return WebRefusal.CSRF_REFUSED;
        }
        var login = SecurityContextHolder.getContext().getAuthentication();
        return switch (login != null && login.getPrincipal() instanceof StaffSession.Staff staff ? staff.next() : NextStep.NONE) {
            case NONE -> cooling.holds(login) ? AccessRefusal.ACCOUNT_COOLING : WebRefusal.ACCESS_DENIED;
            case SECOND_FACTOR -> AccessRefusal.SECOND_FACTOR_REQUIRED;
            case PASSWORD_CHANGE -> AccessRefusal.PASSWORD_CHANGE_REQUIRED;
            case ENROLMENT -> AccessRefusal.ENROLMENT_REQUIRED;
        };
    }

    /// Rows of a session are put together only while they follow each other: Spring Session's own query leaves their order to the database.
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionsListedWhole() {
        return sessions -> sessions.setListSessionsByPrincipalNameQuery("""
                SELECT s.primary_id, s.session_id, s.creation_time, s.last_access_time, s.max_inactive_interval, a.attribute_name, a.attribute_bytes
                FROM %TABLE_NAME% s LEFT JOIN %TABLE_NAME%_attributes a ON a.session_primary_id = s.primary_id
                WHERE s.principal_name = ? ORDER BY s.primary_id""");
    }

    @Bean
    CsrfTokenRepository csrfTokens(AccessSettings settings) {
        var tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> {
            cookie.sameSite("Strict");
            if (settings.cookieSecure()) {
                cookie.secure(true);
            }
        });
        return tokens;
    }

    @Bean
    CookieSerializer sessionCookie(AccessSettings settings) {
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName("SHOUYIN_SESSION");
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Strict");
        if (settings.cookieSecure()) {
            cookie.setUseSecureCookie(true);
        }
        return cookie;
    }
}
