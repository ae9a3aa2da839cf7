package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/// Says who is logged in.
@Component
class SessionViews {

    /// How long before its end a password is spoken of.
    static final Duration SPOKEN_OF = Duration.ofDays(14);

    private final PasswordJudge judge;
    private final InstantSource time;

    SessionViews(PasswordJudge judge, InstantSource time) {
        this.judge = judge;
        this.time = time;
    }

    SessionView of(Staff staff, CsrfToken csrf) {
        var account = staff.account();
        var expiresAt = judge.due(account).map(PasswordJudge.Due::at).filter(at -> at.isBefore(time.instant().plus(SPOKEN_OF)));
        return new SessionView(account.username(), account.displayName(), account.roles().stream().sorted().toList(), account.mustChange(),
                staff.next(), List.copyOf(staff.demand().asked(staff.enrolled())), staff.demand().idleMax().toMinutes(),
                expiresAt.orElse(null), judge.text(account), csrf.getToken());
    }
}
