package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Problems;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Refuses what somebody who is logged in, or a program, is not allowed to do, and puts it into the audit log. Reading is refused without a
/// line there, and so is what another site's page may have sent.
@Component
class DeniedRequests {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int PATH_LENGTH_MAX = 150;

    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final Problems problems;

    DeniedRequests(AuditLog audit, TransactionTemplate transaction, Problems problems) {
        this.audit = audit;
        this.transaction = transaction;
        this.problems = problems;
    }

    void refuse(HttpServletRequest request, HttpServletResponse response, Refusal why) throws IOException {
        if (why != WebRefusal.CSRF_REFUSED && !READING.contains(request.getMethod())) {
            transaction.executeWithoutResult(_ -> audit.append(AuditEntry.refused("staff.request", object(request), why)));
        }
        problems.write(response, HttpStatus.FORBIDDEN, why);
    }

    /// As far as a path goes that anybody may write: nothing in it is as long as a card number.
    private static String object(HttpServletRequest request) {
        String path = request.getRequestURI().replaceAll("[0-9]{11,}", "*");
        return "request:" + request.getMethod() + " " + path.substring(0, Math.min(path.length(), PATH_LENGTH_MAX));
    }
}
