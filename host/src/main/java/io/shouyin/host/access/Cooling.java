package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/// An account whose password was set anew by a case looks for a day and changes nothing: whoever talked the service desk into it wins little,
/// and the owner has the time to notice. Asked for each changing request, in every host that shares the database.
@Component
class Cooling implements AuthorizationManager<RequestAuthorizationContext> {

    private final JdbcClient jdbc;
    private final InstantSource time;

    Cooling(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /// In place of an earlier one.
    void begin(String username, Instant until) {
        jdbc.sql("INSERT INTO access.cooling (username, until) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET until = excluded.until")
                .params(username, AccountStore.utc(until)).update();
    }

    /// Until when, if it has not ended.
    Optional<Instant> until(String username) {
        return jdbc.sql("SELECT until FROM access.cooling WHERE username = ? AND until > ?").params(username, AccountStore.utc(time.instant()))
                .query((row, _) -> AccountStore.instant(row, "until").orElseThrow()).optional();
    }

    boolean holds(Authentication login) {
        return login != null && login.getPrincipal() instanceof Staff staff && until(staff.getName()).isPresent();
    }

    @Override
    public AuthorizationDecision authorize(Supplier<? extends Authentication> login, RequestAuthorizationContext request) {
        return new AuthorizationDecision(!holds(login.get()));
    }
}
