package io.shouyin.host.credentials;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// How the standing passwords of cards are, for lists.
@Component
public class CardPasswords {

    private final Secrets secrets;
    private final InstantSource clock;

    CardPasswords(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    public enum State {
        NONE,
        INITIAL,
        SET,
        LOCKED,
        /// Opens nothing until it is set anew.
        DUE
    }

    /// @param dueSince of [State#DUE]
    public record Standing(State state, Optional<Instant> dueSince) {}

    /// All of them in one read, by card.
    public Map<UUID, Standing> of(Collection<Subject.Card> cards) {
        Map<String, List<StoredSecret>> active = secrets.active(cards);
        return cards.stream().collect(Collectors.toMap(Subject.Card::cardId, card -> active.getOrDefault(card.key(), List.of()).stream()
                .filter(secret -> secret.kind().isStanding()).findFirst().map(this::standing).orElse(new Standing(State.NONE, Optional.empty()))));
    }

    private Standing standing(StoredSecret secret) {
        Instant now = clock.instant();
        if (secret.locked()) {
            return new Standing(State.LOCKED, Optional.empty());
        }
        Optional<StepUpRefusal> refusal = secret.refusal(now, LocalDate.ofInstant(now, FactorChecks.CHINA));
        return refusal.filter(StepUpRefusal.SECRET_TERM_OVER::equals).isPresent() ? new Standing(State.DUE, secret.validity().to())
                : refusal.filter(StepUpRefusal.SECRET_EXPIRED::equals).isPresent() ? new Standing(State.DUE, secret.expiresAt())
                : new Standing(secret.state() == StoredSecret.State.INITIAL ? State.INITIAL : State.SET, Optional.empty());
    }
}
