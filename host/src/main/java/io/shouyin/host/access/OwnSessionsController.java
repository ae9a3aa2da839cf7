package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Where one is logged in, and the end of it elsewhere.
@RestController
@RequestMapping("/api/v1/session/sessions")
class OwnSessionsController {

    private final OwnSessions ownSessions;
    private final StaffSession sessions;

    OwnSessionsController(OwnSessions ownSessions, StaffSession sessions) {
        this.ownSessions = ownSessions;
        this.sessions = sessions;
    }

    /// @param here the session that asks
    record SessionEntry(String id, boolean here, String address, String browser, Instant since, Instant lastUsedAt) {}

    @Operation(summary = "One's own sessions")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    List<SessionEntry> all(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        var here = OwnSessions.hash(request.getSession(false).getId());
        return ownSessions.of(staff.account()).stream().map(open -> new SessionEntry(open.id(), open.id().equals(here), open.address(), open.browser(),
                open.loggedInAt(), open.actedAt())).toList();
    }

    @Operation(summary = "End every other session of one's own")
    @PreAuthorize(Allowed.STAFF)
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endOthers(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        sessions.renew(request, ownSessions.endAll(staff.account()));
    }

    @Operation(summary = "End one session of one's own")
    @PreAuthorize(Allowed.STAFF)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Staff staff, @PathVariable String id) {
        if (!ownSessions.end(staff.account(), id)) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.SESSION_UNKNOWN);
        }
    }
}
