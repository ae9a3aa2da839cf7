package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Challenges.Kept;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.vault.PasswordCommands.Match;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import io.shouyin.vault.SealedFactor;
import io.shouyin.vault.SecurityModule;
import io.shouyin.vault.TotpCommands.TypedStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Looks at one factor that was shown. Changes nothing.
@Component
class FactorChecks {

    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private static final Duration ONE_TIME_REMEMBERED = Duration.ofDays(1);
    private static final int ONE_TIMES_MAX = 100;

    private final Secrets secrets;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final Authenticators authenticators;
    private final InstantSource clock;

    FactorChecks(Secrets secrets, SecurityModule vault, InstitutionKeys keys, Authenticators authenticators, InstantSource clock) {
        this.secrets = secrets;
        this.vault = vault;
        this.keys = keys;
        this.authenticators = authenticators;
        this.clock = clock;
    }

    sealed interface Finding {
        record Right(List<Effect> effects) implements Finding {}

        record WrongSecret(Subject subject, String likeness, Optional<OneTimeFound> oneTime) implements Finding {}

        /// @param challenge that it was tried for, if there is one
        /// @param authenticators that it could have been of
        record WrongChallenge(Optional<UUID> challenge, List<Subject.Operator> authenticators) implements Finding {}

        record No(StepUpRefusal refusal) implements Finding {}
    }

    /// @param kept the active secrets of the subject; locked ones are left out, and one-time ones whose time is over
    Finding password(StepUp.Shown shown, Factor factor, Subject subject, List<StoredSecret> kept) {
        Instant now = clock.instant();
        List<StoredSecret> open = kept.stream().filter(secret -> !secret.locked() && !secret.isOverOneTime(now)).toList();
        return switch (match(shown, factor, open.stream().map(StoredSecret::owned).toList())) {
            case Match.Fits fits -> right(subject, open, open.get(fits.index()));
            case Match.None none -> new Finding.WrongSecret(subject, none.likeness(), oneTime(shown, factor, subject, now));
            case Match.Unreadable _ -> new Finding.No(StepUpRefusal.SECRET_UNREADABLE);
        };
    }

    /// Only after a wrong try, so it costs no sale anything.
    private Optional<OneTimeFound> oneTime(StepUp.Shown shown, Factor factor, Subject subject, Instant now) {
        List<Secrets.Beside> beside = secrets.oneTimesBeside(subject, now.minus(ONE_TIME_REMEMBERED), ONE_TIMES_MAX);
        return !beside.isEmpty() && match(shown, factor, beside.stream().map(Secrets.Beside::owned).toList()) instanceof Match.Fits fits
                ? Optional.of(beside.get(fits.index()).found()) : Optional.empty();
    }

    private Finding right(Subject subject, List<StoredSecret> open, StoredSecret matched) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), CHINA);
        Optional<StepUpRefusal> refusal = matched.refusal(clock.instant(), today);
        if (refusal.isPresent()) {
            return new Finding.No(refusal.get());
        }
        List<Effect> effects = new ArrayList<>();
        if (open.stream().anyMatch(secret -> secret.failures() > 0)) {
            effects.add(new Effect.ForgetFailures(subject, matched.id()));
        }
        if (matched.kind() == SecretKind.ONE_TIME) {
            effects.add(new Effect.UseUp(subject, matched.id()));
        }
        matched.allowance().ifPresent(allowance -> effects.add(new Effect.CountUse(matched.id(), allowance.cycle().began(today))));
        return new Finding.Right(effects);
    }

    /// A code is of an authenticator application, if it fits one, or else the one that was sent.
    Finding code(StepUp.Shown shown, Challenge.Transaction transaction, Facts facts) {
        List<Authenticators.Kept> usable = Authenticators.usable(facts.authenticators(), new Subject.Operator(transaction.merchant(), transaction.terminal(), transaction.operator()));
        List<Subject.Operator> wrong = new ArrayList<>();
        for (Authenticators.Kept kept : usable) {
            if (!kept.isLocked()) {
                switch (authenticators.step(kept, shown)) {
                    case TypedStep.Of(long step) -> {
                        return step > kept.lastStep().orElseThrow() ? new Finding.Right(List.of(new Effect.UseStep(kept.operator(), step)))
                                : new Finding.No(StepUpRefusal.CHALLENGE_USED);
                    }
                    case TypedStep.None _ -> wrong.add(kept.operator());
                    case TypedStep.Unreadable _ -> {
                        return new Finding.No(StepUpRefusal.SECRET_UNREADABLE);
                    }
                }
            }
        }
        return switch (sentCode(shown, transaction, facts)) {
            case Finding.Right sent -> {
                List<Effect> effects = new ArrayList<>(sent.effects());
                wrong.forEach(operator -> effects.add(new Effect.ForgetWrongCodes(operator)));
                yield new Finding.Right(effects);
            }
            case Finding.WrongChallenge sent -> new Finding.WrongChallenge(sent.challenge(), wrong);
            case Finding.No _ when !wrong.isEmpty() -> new Finding.WrongChallenge(Optional.empty(), wrong);
            case Finding.No no when no.refusal() == StepUpRefusal.CHALLENGE_UNKNOWN && !usable.isEmpty() -> new Finding.No(StepUpRefusal.CHALLENGE_TRIES_SPENT);
            case Finding other -> other;
        };
    }

    private Finding sentCode(StepUp.Shown shown, Challenge.Transaction transaction, Facts facts) {
        return challenge(transaction, facts.challenge(Factor.ONE_TIME_CODE), kept -> switch (match(shown, Factor.ONE_TIME_CODE, List.of(kept.owned()))) {
            case Match.Fits _ -> used(kept);
            case Match.None _ -> wrong(kept);
            case Match.Unreadable _ -> new Finding.No(StepUpRefusal.SECRET_UNREADABLE);
        });
    }

    /// @param actors whose fingerprint the rules ask for
    Finding fingerprint(byte[] handle, Challenge.Transaction transaction, Facts facts, Set<Leaf.Actor> actors) {
        return challenge(transaction, facts.challenge(Factor.FINGERPRINT), kept -> {
            if (!kept.isHandle(handle)) {
                return wrong(kept);
            }
            OperatorNumber by = kept.provenBy().orElseThrow();
            for (Leaf.Actor actor : actors) {
                Optional<StepUpRefusal> refusal = switch (actor) {
                    case SELF -> by.equals(transaction.operator()) ? Optional.<StepUpRefusal>empty() : Optional.of(StepUpRefusal.CHALLENGE_FOR_ANOTHER);
                    case SUPERVISOR -> supervisorRefusal(by, transaction.operator());
                };
                if (refusal.isPresent()) {
                    return new Finding.No(refusal.get());
                }
            }
            return used(kept);
        });
    }

    /// Why somebody cannot approve what an operator does.
    static Optional<StepUpRefusal> supervisorRefusal(OperatorNumber by, OperatorNumber operator) {
        if (by.equals(operator)) {
            return Optional.of(StepUpRefusal.SUPERVISOR_IS_OPERATOR);
        }
        return by.role() == OperatorNumber.Role.SUPERVISOR ? Optional.empty() : Optional.of(StepUpRefusal.NOT_A_SUPERVISOR);
    }

    private interface ChallengeWork {
        Finding of(Kept kept);
    }

    /// @param latest the terminal's last one of this kind
    private Finding challenge(Challenge.Transaction transaction, Optional<Kept> latest, ChallengeWork work) {
        Instant now = clock.instant();
        return latest.map(found -> found.refusal(transaction, now).<Finding>map(Finding.No::new).orElseGet(() -> work.of(found)))
                .orElseGet(() -> new Finding.No(StepUpRefusal.CHALLENGE_UNKNOWN));
    }

    private static Finding wrong(Kept kept) {
        return new Finding.WrongChallenge(Optional.of(kept.challenge().id()), List.of());
    }

    private static Finding used(Kept kept) {
        return new Finding.Right(List.of(new Effect.UseChallenge(kept.challenge().factor(), kept.challenge().id())));
    }

    private Match match(StepUp.Shown shown, Factor factor, List<OwnedVerifier> kept) {
        SealedFactor typed = shown.sealed().get(factor);
        return vault.match(shown.credentialKey(), keys.credentialVerifier(), typed, kept);
    }
}
