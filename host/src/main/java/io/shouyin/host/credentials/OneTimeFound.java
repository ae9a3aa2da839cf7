package io.shouyin.host.credentials;

import io.shouyin.host.credentials.watch.Use;
import java.util.Optional;

/// What a wrong password turns out to be: a one-time secret, letter by letter, that opens nothing here any more or never did.
public enum OneTimeFound {
    /// Somebody else's: to whoever typed it it is a wrong password like any other.
    ELSEWHERE,
    USED,
    EXPIRED,
    REVOKED;

    /// What the terminal is told instead of "wrong". It is for whoever had the secret in hand; a guesser, who hits it no more often than
    /// any other value, learns of a secret that is worth nothing.
    Optional<StepUpRefusal> refusal() {
        return switch (this) {
            case ELSEWHERE -> Optional.empty();
            case USED -> Optional.of(StepUpRefusal.SECRET_USED);
            case EXPIRED -> Optional.of(StepUpRefusal.ONE_TIME_EXPIRED);
            case REVOKED -> Optional.of(StepUpRefusal.ONE_TIME_REVOKED);
        };
    }

    /// For the table of uses.
    String reason() {
        return refusal().map(Enum::name).orElse(Use.ONE_TIME_ELSEWHERE);
    }
}
