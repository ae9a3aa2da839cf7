package io.shouyin.host.support;

import io.shouyin.host.access.PasswordStrength;
import io.shouyin.host.support.Recovery.Opened;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.kernel.Secret;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The page behind the link in a text message. The token travels in the body alone, so that no log of addresses has it.
@RestController
@RequestMapping("/api/v1/recovery")
class RecoveryController {

    private static final String TOKEN = "[A-Za-z0-9_-]{22}";

    private final Recovery recovery;

    RecoveryController(Recovery recovery) {
        this.recovery = recovery;
    }

    record Token(@NotNull @Pattern(regexp = TOKEN) String token) {

        @Override
        public String toString() {
            return "Token[...]";
        }
    }

    record Typed(@NotNull @Pattern(regexp = TOKEN) String token, @NotNull @Size(min = 1, max = 64) String value) {

        @Override
        public String toString() {
            return "Typed[...]";
        }
    }

    record Answered(@NotNull @Pattern(regexp = TOKEN) String token, @NotNull JsonNode credential) {

        @Override
        public String toString() {
            return "Answered[...]";
        }
    }

    record Candidate(@NotNull @Pattern(regexp = TOKEN) String token, @NotNull @Size(min = 1, max = 256) String password) {

        @Override
        public String toString() {
            return "Candidate[...]";
        }
    }

    record NewPassword(@NotNull @Pattern(regexp = TOKEN) String token, @NotNull @Size(min = 1, max = 1024) String newPassword) {

        @Override
        public String toString() {
            return "NewPassword[...]";
        }
    }

    /// A broken rule: its name, and its text in the caller's language.
    record BrokenRule(String rule, String text) {}

    @Operation(summary = "Whose password the link sets, and which factors remain to be shown; 403 LINK_UNKNOWN, LINK_EXPIRED, LINK_USED")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/look")
    Opened look(@Valid @RequestBody Token token) {
        return recovery.look(token.token());
    }

    @Operation(summary = "Show a code of the authenticator application; five tries with a link")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/totp")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void totp(@Valid @RequestBody Typed typed, HttpServletRequest request) {
        try (var code = Secret.of(typed.value())) {
            recovery.showTotp(typed.token(), code, request.getRemoteAddr());
        }
    }

    @Operation(summary = "Show a recovery code; five tries with a link")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/recovery-code")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void recoveryCode(@Valid @RequestBody Typed typed, HttpServletRequest request) {
        try (var code = Secret.of(typed.value())) {
            recovery.showRecoveryCode(typed.token(), code, request.getRemoteAddr());
        }
    }

    @Operation(summary = "What the browser asks a passkey, in the JSON form of WebAuthn level 3")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/passkey/options")
    PasskeyOptions.Request passkeyOptions(@Valid @RequestBody Token token) {
        return recovery.passkeyOptions(token.token());
    }

    @Operation(summary = "Show a passkey; five tries with a link")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/passkey")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void passkey(@Valid @RequestBody Answered answered, HttpServletRequest request) {
        recovery.showPasskey(answered.token(), answered.credential(), request.getRemoteAddr());
    }

    @Operation(summary = "How strong a password would be, while one types; 503 ADVICE_BUSY when many type at once")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/password-advice")
    PasswordStrength advise(@Valid @RequestBody Candidate typed) {
        try (var password = Secret.of(typed.password())) {
            return recovery.advise(typed.token(), password);
        }
    }

    @Operation(summary = "Set the new password; the link is used up, every session of the account ends. 422 LINK_PASSWORD_REFUSED with `broken`")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void password(@Valid @RequestBody NewPassword wanted) {
        try (var password = Secret.of(wanted.newPassword())) {
            var broken = recovery.set(wanted.token(), password);
            if (!broken.isEmpty()) {
                throw new RefusedRequest(CaseRefusal.LINK_PASSWORD_REFUSED.status(), CaseRefusal.LINK_PASSWORD_REFUSED,
                        Map.of("broken", broken.stream().map(rule -> new BrokenRule(rule.name(), Texts.of(rule))).toList()), new HttpHeaders());
            }
        }
    }
}
