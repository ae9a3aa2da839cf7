package io.shouyin.host.credentials;

import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import io.shouyin.vault.Verifier;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// What is kept of one secret, as read at one moment.
///
/// @param failures wrong tries since the last right one
/// @param expiresAt by rotation; [Validity#to] is by whoever issued it
/// @param graceDays how long it still opens something after that
/// @param cycleBegan the cycle that `cycleUses` counts; older cycles do not count
record StoredSecret(UUID id, String subject, Verifier verifier, SecretKind kind, State state, int failures, boolean locked, Validity validity,
                    Optional<Instant> expiresAt, int graceDays, Optional<Allowance> allowance, Optional<LocalDate> cycleBegan, int cycleUses) {

    enum State {
        /// Issued by the provider or a supervisor: to be changed before anything else.
        INITIAL,
        /// Chosen by its owner, or made for one use.
        SET
    }

    OwnedVerifier owned() {
        return new OwnedVerifier(subject, verifier);
    }

    /// Why it opens nothing at the moment, right as it is.
    ///
    /// @param today in China
    Optional<StepUpRefusal> refusal(Instant now, LocalDate today) {
        if (validity.from().filter(now::isBefore).isPresent()) {
            return Optional.of(StepUpRefusal.SECRET_NOT_YET_VALID);
        }
        if (isPast(validity.to(), now)) {
            return Optional.of(StepUpRefusal.SECRET_TERM_OVER);
        }
        if (isExpired(now)) {
            return Optional.of(StepUpRefusal.SECRET_EXPIRED);
        }
        if (state == State.INITIAL) {
            return Optional.of(StepUpRefusal.SECRET_INITIAL);
        }
        return allowance.filter(allowed -> usesIn(today) >= allowed.usesMax()).map(_ -> StepUpRefusal.SECRET_USES_SPENT);
    }

    boolean isOverOneTime(Instant now) {
        return kind == SecretKind.ONE_TIME && isPast(validity.to(), now);
    }

    /// Too old, grace included.
    boolean isExpired(Instant now) {
        return isPast(expiresAt.map(at -> at.plus(Duration.ofDays(graceDays))), now);
    }

    /// How often it was used in the cycle of a day.
    int usesIn(LocalDate today) {
        return allowance.filter(allowed -> cycleBegan.equals(Optional.of(allowed.cycle().began(today)))).isPresent() ? cycleUses : 0;
    }

    private static boolean isPast(Optional<Instant> end, Instant now) {
        return end.filter(at -> !now.isBefore(at)).isPresent();
    }
}
