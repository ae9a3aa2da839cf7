package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Hands out tokens for updates: to staff, for a client that is set up by hand, and to a terminal that proves with its own key who it is.
@RestController
class UpdateTokenController {

    static final String DEVICE_PATH = "/device/v1/update-token";

    private final UpdateTokens tokens;
    private final SignedRequests requests;
    private final DdiAnswers answers;

    UpdateTokenController(UpdateTokens tokens, SignedRequests requests, DdiAnswers answers) {
        this.tokens = tokens;
        this.requests = requests;
        this.answers = answers;
    }

    /// @param token shown once
    /// @param controller where the client asks for updates
    record Issued(String token, String controller) {

        @Override
        public String toString() {
            return "Issued[..., " + controller + "]";
        }
    }

    @Operation(summary = "Issues a new token for updates, shown this once; the one before it is good no more")
    @PostMapping("/api/v1/terminals/{terminalId}/update-token")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    Issued issue(@PathVariable @Pattern(regexp = "[0-9A-Za-z]{8}") String terminalId) {
        return issued(new TerminalId(terminalId), AuditActor.current());
    }

    @Operation(summary = "Issues a token for updates to the terminal that has signed the request")
    @PostMapping(DEVICE_PATH)
    @PreAuthorize(Allowed.ANYBODY)
    Issued issue(HttpEntity<byte[]> request) {
        TerminalId terminal = requests.genuine(DEVICE_PATH, request).terminal();
        return issued(terminal, AuditActor.terminal(terminal));
    }

    private Issued issued(TerminalId terminal, AuditActor by) {
        try (Secret token = tokens.issue(terminal, by)) {
            return new Issued(new String(token.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII), answers.address(terminal));
        }
    }
}
