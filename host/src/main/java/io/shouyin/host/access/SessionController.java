package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.Secret;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Log in, look who one is, change the own password, log out.
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

    private final Login login;
    private final ChangePassword changePassword;
    private final StaffSession sessions;
    private final FreshTokens tokens;
    private final SessionViews views;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    SessionController(Login login, ChangePassword changePassword, StaffSession sessions, FreshTokens tokens, SessionViews views,
                      AuditLog audit, TransactionTemplate transaction) {
        this.login = login;
        this.changePassword = changePassword;
        this.sessions = sessions;
        this.tokens = tokens;
        this.views = views;
        this.audit = audit;
        this.transaction = transaction;
    }

    record Credentials(@NotNull @Size(min = 1, max = 64) String username, @NotNull @Size(min = 1, max = 256) String password) {

        @Override
        public String toString() {
            return "Credentials[...]";
        }
    }

    record NewPassword(@NotNull @Size(min = 1, max = 256) String currentPassword, @NotNull @Size(min = 1, max = 1024) String newPassword) {

        @Override
        public String toString() {
            return "NewPassword[...]";
        }
    }

    /// A broken rule: its name, and its text in the caller's language.
    record BrokenRule(String rule, String text) {}

    @Operation(summary = "Who is logged in; 401 if nobody is, with the CSRF cookie that a login needs")
    @PreAuthorize(Allowed.ANYBODY)
    @GetMapping
    SessionView session(@AuthenticationPrincipal StaffSession.Staff staff, CsrfToken csrf) {
        if (staff == null) {
            throw new RefusedRequest(HttpStatus.UNAUTHORIZED, WebRefusal.LOGIN_REQUIRED);
        }
        return views.of(staff, csrf);
    }

    @Operation(summary = "Log in with a password; `next` says what the login lacks. 401 LOGIN_REFUSED for every reason, 429 LOGIN_LOCKED with Retry-After")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping
    SessionView login(@Valid @RequestBody Credentials credentials, HttpServletRequest request, HttpServletResponse response) {
        try (var password = Secret.of(credentials.password())) {
            return begun(login.login(username(credentials.username()), password, request.getRemoteAddr()), request, response);
        }
    }

    record BothCredentials(@NotNull @Size(min = 1, max = 64) String username, @NotNull @Size(min = 1, max = 256) String password,
                           @NotNull @Size(min = 1, max = 64) String code) {

        @Override
        public String toString() {
            return "BothCredentials[...]";
        }
    }

    @Operation(summary = "Log in with password and second factor at once, six digits or a recovery code: opens where 429 LOGIN_LOCKED says `codeOpens`. 401 LOGIN_REFUSED for every reason")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/with-code")
    SessionView loginWithCode(@Valid @RequestBody BothCredentials credentials, HttpServletRequest request, HttpServletResponse response) {
        try (var password = Secret.of(credentials.password()); var code = Secret.of(credentials.code())) {
            return begun(login.login(username(credentials.username()), password, code, request.getRemoteAddr()), request, response);
        }
    }

    private static String username(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    private SessionView begun(Login.Outcome outcome, HttpServletRequest request, HttpServletResponse response) {
        return switch (outcome) {
            case Login.Outcome.LoggedIn(var account, var shown) -> {
                var staff = sessions.begin(request, account);
                yield views.of(shown.map(factor -> sessions.shown(request, factor)).orElse(staff), tokens.issue(request, response));
            }
            case Login.Outcome.Refused() -> throw new RefusedRequest(HttpStatus.UNAUTHORIZED, AccessRefusal.LOGIN_REFUSED);
            case Login.Outcome.Locked(var delay) -> throw delay.refusal();
        };
    }

    @Operation(summary = "Log out")
    @PreAuthorize(Allowed.ANYBODY)
    @DeleteMapping
    ResponseEntity<Void> logout(@AuthenticationPrincipal StaffSession.Staff staff, HttpServletRequest request, HttpServletResponse response) {
        if (staff != null) {
            transaction.executeWithoutResult(_ -> audit.append(AuditEntry.done("staff.logout", "staff:" + staff.getName())));
        }
        sessions.end(request);
        tokens.issue(request, response);
        return ResponseEntity.noContent().build();
    }

    @Operation(summary = "Change the own password; every other session of the account ends")
    @PreAuthorize(Allowed.OWN_PASSWORD)
    @PostMapping("/password")
    ResponseEntity<Void> changePassword(@AuthenticationPrincipal StaffSession.Staff staff, @Valid @RequestBody NewPassword passwords,
                                        HttpServletRequest request) {
        try (var current = Secret.of(passwords.currentPassword()); var wanted = Secret.of(passwords.newPassword())) {
            return switch (changePassword.change(staff.getName(), current, wanted, request.getRemoteAddr())) {
                case ChangePassword.Outcome.Changed(var account) -> {
                    sessions.renew(request, account);
                    yield ResponseEntity.noContent().build();
                }
                case ChangePassword.Outcome.CurrentWrong() -> throw new RefusedRequest(HttpStatus.FORBIDDEN, AccessRefusal.CURRENT_PASSWORD_WRONG);
                case ChangePassword.Outcome.Locked(var delay) -> throw delay.refusal();
                case ChangePassword.Outcome.Refused(var broken) -> throw new RefusedRequest(HttpStatus.UNPROCESSABLE_CONTENT,
                        AccessRefusal.PASSWORD_REFUSED,
                        Map.of("broken", broken.stream().map(rule -> new BrokenRule(rule.name(), Texts.of(rule))).toList()), new HttpHeaders());
            };
        }
    }
}
