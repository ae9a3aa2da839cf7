package io.shouyin.host.access;

import io.shouyin.host.webauthn.RelyingParty;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The challenge that an authenticator is to answer, kept in the session: one at a time, each taken once, good for five minutes.
@Component
class PendingChallenge {

    private static final String CHALLENGE = "shouyin.challenge";
    private static final String ASKED_AT = "shouyin.challengeAt";

    private final RelyingParty relyingParty;
    private final InstantSource time;

    PendingChallenge(RelyingParty relyingParty, InstantSource time) {
        this.relyingParty = relyingParty;
        this.time = time;
    }

    byte[] make(HttpServletRequest request) {
        var challenge = relyingParty.challenge();
        var session = request.getSession(false);
        session.setAttribute(CHALLENGE, Base64.getEncoder().encodeToString(challenge));
        session.setAttribute(ASKED_AT, time.instant().toEpochMilli());
        return challenge;
    }

    Optional<byte[]> take(HttpServletRequest request) {
        var session = request.getSession(false);
        var kept = (String) session.getAttribute(CHALLENGE);
        var askedAt = (Long) session.getAttribute(ASKED_AT);
        session.removeAttribute(CHALLENGE);
        return kept != null && time.instant().isBefore(Instant.ofEpochMilli(askedAt).plus(RelyingParty.ANSWER_WAIT_MAX))
                ? Optional.of(Base64.getDecoder().decode(kept)) : Optional.empty();
    }
}
