package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import java.util.List;
import org.springframework.security.web.csrf.CsrfToken;

/// Who is logged in, as the console sees it.
///
/// @param next what the login lacks
/// @param factors the second factors that the account is asked for
/// @param idleMinutes after which an unattended session ends
/// @param csrf to be sent back as header `X-XSRF-TOKEN` with each changing request; also in the cookie `XSRF-TOKEN`
record SessionView(String username, String displayName, List<Role> roles, boolean mustChangePassword, NextStep next, List<LoginFactor> factors,
                   long idleMinutes, String csrf) {

    static SessionView of(Staff staff, AccessSettings settings, CsrfToken csrf) {
        var account = staff.account();
        return new SessionView(account.username(), account.displayName(), account.roles().stream().sorted().toList(), account.mustChange(),
                staff.next(), List.copyOf(settings.profile().asked(staff.enrolled())), settings.sessionIdleMax().toMinutes(), csrf.getToken());
    }
}
