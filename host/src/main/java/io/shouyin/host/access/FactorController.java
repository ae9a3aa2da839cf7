package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.kernel.Secret;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The second step of a login, and a factor once more before something sensitive ([io.shouyin.host.web.FreshLogin]).
@RestController
@RequestMapping("/api/v1/session/factors")
class FactorController {

    private final ShowFactor showFactor;
    private final FactorStore factors;
    private final RelyingParty relyingParty;
    private final PendingChallenge challenges;
    private final StaffSession sessions;
    private final FreshTokens tokens;
    private final SessionViews views;

    FactorController(ShowFactor showFactor, FactorStore factors, RelyingParty relyingParty, PendingChallenge challenges, StaffSession sessions,
                     FreshTokens tokens, SessionViews views) {
        this.showFactor = showFactor;
        this.factors = factors;
        this.relyingParty = relyingParty;
        this.challenges = challenges;
        this.sessions = sessions;
        this.tokens = tokens;
        this.views = views;
    }

    record Typed(@NotNull @Size(min = 1, max = 256) String value) {

        Secret secret() {
            return Secret.of(value);
        }

        @Override
        public String toString() {
            return "Typed[...]";
        }
    }

    record Answered(@NotNull JsonNode credential) {}

    @Operation(summary = "Show the password once more; 403 CURRENT_PASSWORD_WRONG, 429 LOGIN_LOCKED")
    @PreAuthorize(Allowed.LOGGED_IN)
    @PostMapping("/password")
    SessionView password(@AuthenticationPrincipal Staff staff, @Valid @RequestBody Typed typed, HttpServletRequest request, HttpServletResponse response) {
        try (var secret = typed.secret()) {
            return shown(showFactor.password(staff, secret, request.getRemoteAddr()), request, response);
        }
    }

    @Operation(summary = "Show a code of the authenticator application; each works once. 403 CODE_REFUSED, 429 LOGIN_LOCKED")
    @PreAuthorize(Allowed.LOGGED_IN)
    @PostMapping("/totp")
    SessionView totp(@AuthenticationPrincipal Staff staff, @Valid @RequestBody Typed typed, HttpServletRequest request, HttpServletResponse response) {
        try (var secret = typed.secret()) {
            return shown(showFactor.totp(staff, secret, request.getRemoteAddr()), request, response);
        }
    }

    @Operation(summary = "Show a recovery code; each works once. 403 CODE_REFUSED, 429 LOGIN_LOCKED")
    @PreAuthorize(Allowed.LOGGED_IN)
    @PostMapping("/recovery-code")
    SessionView recoveryCode(@AuthenticationPrincipal Staff staff, @Valid @RequestBody Typed typed, HttpServletRequest request,
                             HttpServletResponse response) {
        try (var secret = typed.secret()) {
            return shown(showFactor.recoveryCode(staff, secret, request.getRemoteAddr()), request, response);
        }
    }

    @Operation(summary = "What the browser asks a passkey, in the JSON form of WebAuthn level 3")
    @PreAuthorize(Allowed.LOGGED_IN)
    @PostMapping("/passkey/options")
    PasskeyOptions.Request passkeyOptions(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        return relyingParty.request(challenges.make(request),
                factors.passkeys(staff.getName()).stream().map(kept -> kept.passkey().credentialId()).toList());
    }

    @Operation(summary = "Show a passkey; its authenticator must have verified its user. 403 PASSKEY_USER_NOT_VERIFIED, PASSKEY_REFUSED")
    @PreAuthorize(Allowed.LOGGED_IN)
    @PostMapping("/passkey")
    SessionView passkey(@AuthenticationPrincipal Staff staff, @Valid @RequestBody Answered answered, HttpServletRequest request,
                        HttpServletResponse response) {
        var answer = PasskeyAnswer.of(answered.credential());
        var challenge = challenges.take(request).orElseThrow(() -> new RefusedRequest(HttpStatus.FORBIDDEN, AccessRefusal.PASSKEY_CHALLENGE_OVER));
        return shown(showFactor.passkey(staff, answer.json(), answer.credentialId(), challenge, request.getRemoteAddr()), request, response);
    }

    private SessionView shown(ShowFactor.Outcome outcome, HttpServletRequest request, HttpServletResponse response) {
        return switch (outcome) {
            case ShowFactor.Outcome.Shown(var factor) -> views.of(sessions.shown(request, factor), tokens.issue(request, response));
            case ShowFactor.Outcome.Refused(var refusal) -> throw new RefusedRequest(HttpStatus.FORBIDDEN, refusal);
            case ShowFactor.Outcome.Locked(var delay) -> throw delay.refusal();
        };
    }
}
