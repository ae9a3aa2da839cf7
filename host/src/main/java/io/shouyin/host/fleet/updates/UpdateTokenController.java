package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.kernel.TerminalId;
import io.shouyin.release.ReleaseKeys;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
    private final OrderKey orderKey;
    private final ReleaseKeysFile releaseKeys;

    UpdateTokenController(UpdateTokens tokens, SignedRequests requests, DdiAnswers answers, OrderKey orderKey, ReleaseKeysFile releaseKeys) {
        this.tokens = tokens;
        this.requests = requests;
        this.answers = answers;
        this.orderKey = orderKey;
        this.releaseKeys = releaseKeys;
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

    /// @param orderKey 32 bytes in base64: whose orders it takes
    /// @param releaseKeys whose releases it takes, a line each; empty if this host has none
    record Trust(String token, String controller, String orderKey, String releaseKeys) {

        @Override
        public String toString() {
            return "Trust[..., " + controller + "]";
        }
    }

    @Operation(summary = "Issues a token for updates to the terminal that has signed the request, and tells it whom it may trust")
    @PostMapping(DEVICE_PATH)
    @PreAuthorize(Allowed.ANYBODY)
    Trust issue(HttpEntity<byte[]> request) {
        TerminalId terminal = requests.genuine(DEVICE_PATH, request).terminal();
        Issued issued = issued(terminal, AuditActor.terminal(terminal));
        return new Trust(issued.token(), issued.controller(), Base64.getEncoder().encodeToString(orderKey.publicKey()), releaseKeys.keys().map(ReleaseKeys::text).orElse(""));
    }

    private Issued issued(TerminalId terminal, AuditActor by) {
        try (Secret token = tokens.issue(terminal, by)) {
            return new Issued(new String(token.reveal(SecretAccess.granted()), StandardCharsets.US_ASCII), answers.address(terminal));
        }
    }
}
