package io.shouyin.host.access;

import io.shouyin.host.access.StaffSession.Staff;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.PlainlyNamed;
import io.shouyin.host.web.QrCode;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.webauthn.PasskeyOptions;
import io.shouyin.host.webauthn.RelyingParty;
import io.shouyin.kernel.Secret;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// One's own second factors.
@RestController
@RequestMapping("/api/v1/session/security")
class SecurityController {

    private static final String PENDING_TOTP = "shouyin.pendingTotp";

    private final OwnFactors ownFactors;
    private final FactorStore factors;
    private final FactorSecrets secrets;
    private final LoginPepper pepper;
    private final RelyingParty relyingParty;
    private final PendingChallenge challenges;
    private final StaffSession sessions;
    private final AccessSettings settings;

    SecurityController(OwnFactors ownFactors, FactorStore factors, FactorSecrets secrets, LoginPepper pepper, RelyingParty relyingParty,
                       PendingChallenge challenges, StaffSession sessions, AccessSettings settings) {
        this.ownFactors = ownFactors;
        this.factors = factors;
        this.secrets = secrets;
        this.pepper = pepper;
        this.relyingParty = relyingParty;
        this.challenges = challenges;
        this.sessions = sessions;
        this.settings = settings;
    }

    /// @param id the credential's, base64url
    record PasskeyView(String id, String label, Instant createdAt, Instant lastUsedAt, boolean backedUp) {}

    /// @param profile of the installation; a policy can demand more
    /// @param demanded a second factor is wanted of everybody under this policy
    /// @param accepted the second factors that count
    /// @param passkeyDomain pages of it can use passkeys
    /// @param totpSince null without an authenticator application
    record SecurityView(LoginProfile profile, boolean demanded, List<LoginFactor> accepted, String passkeyDomain, List<PasskeyView> passkeys,
                        Instant totpSince, int recoveryCodesLeft) {}

    /// @param secret Base32, shown once, to be typed where nothing can be scanned
    /// @param link the same as `otpauth:` link, `qr` as picture
    record TotpOffer(String secret, String link, QrCode qr) {

        @Override
        public String toString() {
            return "TotpOffer[...]";
        }
    }

    record Code(@NotNull @Size(min = 1, max = 16) String code) {

        @Override
        public String toString() {
            return "Code[...]";
        }
    }

    record NewPasskey(@NotBlank @PlainlyNamed @Size(max = 40) String label, @NotNull JsonNode credential) {}

    /// @param recoveryCodes shown once; empty if there are some already
    record Added(List<String> recoveryCodes) {

        @Override
        public String toString() {
            return "Added[...]";
        }
    }

    @Operation(summary = "One's own second factors, and what the profile demands")
    @PreAuthorize(Allowed.OWN_FACTORS)
    @GetMapping
    SecurityView security(@AuthenticationPrincipal Staff staff) {
        var demand = staff.demand();
        return new SecurityView(settings.profile(), demand.demanded(), demand.accepted().stream().sorted().toList(),
                relyingParty.domain(), factors.passkeys(staff.getName()).stream().map(SecurityController::view).toList(),
                factors.totp(staff.getName()).map(FactorStore.KeptTotp::createdAt).orElse(null), factors.recoveryCodesLeft(staff.getName()));
    }

    @Operation(summary = "A secret for an authenticator application; it counts once a code of it is confirmed")
    @PreAuthorize(Allowed.OWN_FACTORS)
    @FreshLogin
    @PostMapping("/totp")
    TotpOffer offerTotp(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        var issued = secrets.issue(staff.getName());
        request.getSession(false).setAttribute(PENDING_TOTP, Base64.getEncoder().encodeToString(issued.kept()));
        var secret = OneTimePassword.shown(issued.clear());
        var link = "otpauth://totp/Shouyin:" + staff.getName() + "?secret=" + secret + "&issuer=Shouyin";
        return new TotpOffer(secret, link, QrCode.of(link));
    }

    @Operation(summary = "Confirm the application by a code; other sessions end. The first factor comes with recovery codes, shown once")
    @PreAuthorize(Allowed.OWN_FACTORS)
    @FreshLogin
    @PostMapping("/totp/confirmation")
    Added confirmTotp(@AuthenticationPrincipal Staff staff, @Valid @RequestBody Code code, HttpServletRequest request) {
        var pending = (String) request.getSession(false).getAttribute(PENDING_TOTP);
        if (pending == null) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.TOTP_UNKNOWN);
        }
        try (var typed = Secret.of(code.code())) {
            var changed = ownFactors.addTotp(staff, Base64.getDecoder().decode(pending), typed);
            request.getSession(false).removeAttribute(PENDING_TOTP);
            return added(changed, LoginFactor.TOTP, request);
        }
    }

    @Operation(summary = "Remove the authenticator application; other sessions end. 409 FACTOR_LAST if the profile demands it")
    @PreAuthorize(Allowed.STAFF)
    @FreshLogin
    @DeleteMapping("/totp")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removeTotp(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        sessions.renew(request, ownFactors.removeTotp(staff).account());
    }

    @Operation(summary = "What the browser asks for a new passkey, in the JSON form of WebAuthn level 3")
    @PreAuthorize(Allowed.OWN_FACTORS)
    @FreshLogin
    @PostMapping("/passkeys/options")
    PasskeyOptions.Creation passkeyOptions(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        var existing = factors.passkeys(staff.getName()).stream().map(kept -> kept.passkey().credentialId()).toList();
        return relyingParty.creation(challenges.make(request), handle(staff.getName()), staff.getName(), staff.account().displayName(), existing);
    }

    @Operation(summary = "Register a passkey whose authenticator has verified its user; other sessions end. The first factor comes with recovery codes")
    @PreAuthorize(Allowed.OWN_FACTORS)
    @FreshLogin
    @PostMapping("/passkeys")
    @ResponseStatus(HttpStatus.CREATED)
    Added addPasskey(@AuthenticationPrincipal Staff staff, @Valid @RequestBody NewPasskey wanted, HttpServletRequest request) {
        var answer = PasskeyAnswer.of(wanted.credential());
        var challenge = challenges.take(request).orElseThrow(() -> new RefusedRequest(HttpStatus.FORBIDDEN, AccessRefusal.PASSKEY_CHALLENGE_OVER));
        return switch (relyingParty.register(answer.json(), challenge)) {
            case RelyingParty.Registration.Refused(var refusal) -> throw new RefusedRequest(HttpStatus.FORBIDDEN, refusal);
            case RelyingParty.Registration.Made(var passkey) ->
                    added(ownFactors.addPasskey(staff, passkey, wanted.label().strip()), LoginFactor.WEBAUTHN, request);
        };
    }

    @Operation(summary = "Remove a passkey; other sessions end. 409 FACTOR_LAST if the profile demands it")
    @PreAuthorize(Allowed.STAFF)
    @FreshLogin
    @DeleteMapping("/passkeys/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removePasskey(@AuthenticationPrincipal Staff staff, @PathVariable @Pattern(regexp = "[A-Za-z0-9_-]{2,1364}") String id,
                       HttpServletRequest request) {
        sessions.renew(request, ownFactors.removePasskey(staff, credentialId(id)).account());
    }

    @Operation(summary = "Ten new recovery codes in place of the earlier ones, shown once; other sessions end")
    @PreAuthorize(Allowed.STAFF)
    @FreshLogin
    @PostMapping("/recovery-codes")
    Added renewRecoveryCodes(@AuthenticationPrincipal Staff staff, HttpServletRequest request) {
        if (staff.enrolled().isEmpty()) {
            throw new RefusedRequest(HttpStatus.CONFLICT, AccessRefusal.ENROLMENT_REQUIRED);
        }
        var changed = ownFactors.renewRecoveryCodes(staff);
        sessions.renew(request, changed.account());
        return shown(changed);
    }

    /// Whoever registers a factor has shown it.
    private Added added(OwnFactors.Changed changed, LoginFactor factor, HttpServletRequest request) {
        sessions.renew(request, changed.account());
        sessions.shown(request, factor);
        return shown(changed);
    }

    private static Added shown(OwnFactors.Changed changed) {
        return new Added(changed.recoveryCodes().stream().map(OneTimePassword::shown).toList());
    }

    private static PasskeyView view(FactorStore.KeptPasskey kept) {
        return new PasskeyView(Base64.getUrlEncoder().withoutPadding().encodeToString(kept.passkey().credentialId()), kept.label(), kept.createdAt(),
                kept.lastUsedAt().orElse(null), kept.passkey().backedUp());
    }

    private static byte[] credentialId(String id) {
        try {
            return Base64.getUrlDecoder().decode(id);
        } catch (IllegalArgumentException noBase64) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.PASSKEY_UNKNOWN);
        }
    }

    /// The same for an account each time, and it tells nobody whose it is.
    private byte[] handle(String username) {
        return pepper.pepper(("passkey user handle\0" + username).getBytes(StandardCharsets.UTF_8));
    }
}
