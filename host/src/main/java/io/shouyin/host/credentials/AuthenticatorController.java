package io.shouyin.host.credentials;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.QrCode;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Authenticator applications of a terminal's operators, for the console: set up before the operator's eyes, by a QR code shown once.
@RestController
@RequestMapping("/api/v1/terminals/{terminalId}/authenticators")
class AuthenticatorController {

    private static final String TERMINAL = "[0-9A-Za-z]{8}";
    private static final String OPERATOR = "[0-9]{2}";

    private final AuthenticatorDesk desk;

    AuthenticatorController(AuthenticatorDesk desk) {
        this.desk = desk;
    }

    /// @param confirmed a code of it was shown
    record AuthenticatorView(String operator, boolean confirmed, boolean locked) {}

    @Operation(summary = "Which operators of a terminal have an authenticator application")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    List<AuthenticatorView> list(@PathVariable @Pattern(regexp = TERMINAL) String terminalId) {
        return desk.list(new TerminalId(terminalId)).stream()
                .map(kept -> new AuthenticatorView(kept.operator().number().value(), kept.isConfirmed(), kept.isLocked())).toList();
    }

    /// @param link `otpauth:`, what the QR code says
    record Offer(String secret, String link, QrCode qr) {

        @Override
        public String toString() {
            return "Offer[...]";
        }
    }

    @Operation(summary = "A secret for an operator's authenticator application, shown this once; it counts once a code of it is confirmed")
    @PostMapping("/{operator}")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    Offer issue(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @PathVariable @Pattern(regexp = OPERATOR) String operator) {
        try (Secret issued = desk.issue(new TerminalId(terminalId), new OperatorNumber(operator))) {
            String secret = new String(issued.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII);
            String link = "otpauth://totp/Shouyin:" + terminalId + "-" + operator + "?secret=" + secret + "&issuer=Shouyin";
            return new Offer(secret, link, QrCode.of(link));
        }
    }

    record Code(@NotNull @Pattern(regexp = "[0-9]{6}") String code) {

        @Override
        public String toString() {
            return "Code[...]";
        }
    }

    @Operation(summary = "Confirms the application by a code of it, and tells the merchant by text message; 403 AUTHENTICATOR_CODE_WRONG")
    @PostMapping("/{operator}/confirmation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    void confirm(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @PathVariable @Pattern(regexp = OPERATOR) String operator,
                 @Valid @RequestBody Code code) {
        try (Secret typed = Secret.of(code.code())) {
            desk.confirm(new TerminalId(terminalId), new OperatorNumber(operator), typed);
        }
    }

    @Operation(summary = "Takes an operator's authenticator application away")
    @DeleteMapping("/{operator}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    void remove(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @PathVariable @Pattern(regexp = OPERATOR) String operator) {
        desk.remove(new TerminalId(terminalId), new OperatorNumber(operator));
    }
}
