package io.shouyin.host.credentials;

import io.shouyin.host.policies.PolicyInForce;
import java.time.Instant;
import java.util.Optional;

/// By which policy a secret was judged when it was set; kept beside it, so that "why was I asked to change" has an answer.
///
/// @param expiresAt when it is due for change
/// @param graceDays how long it still opens something after that
record Judged(Optional<String> profile, Optional<Integer> version, Optional<Instant> expiresAt, int graceDays) {

    /// An initial password: whoever gets it changes it at once.
    static final Judged BY_NOBODY = new Judged(Optional.empty(), Optional.empty(), Optional.empty(), 0);

    static Judged by(PolicyInForce inForce, Instant now) {
        return new Judged(Optional.of(inForce.profile()), Optional.of(inForce.version()), inForce.policy().expiry(now, true),
                inForce.policy().rotation().graceDays());
    }
}
