package io.shouyin.host.credentials;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// One-time passwords as proposals: one administrator asks for it, another one is shown it. Nobody gets one alone, and nobody while a case of
/// the service desk is about the same password.
@Component
class OneTimeProposals implements ProposedAct {

    private static final Duration VALID_USUAL = Duration.ofHours(24);
    private static final String TERMINAL = "transaction-password:";
    private static final String CARD = "card-user:";

    private final SecretDesk desk;
    private final Secrets secrets;
    private final ObjectProvider<RegisteredCards> cards;
    private final InstantSource clock;

    OneTimeProposals(SecretDesk desk, Secrets secrets, ObjectProvider<RegisteredCards> cards, InstantSource clock) {
        this.desk = desk;
        this.secrets = secrets;
        this.cards = cards;
        this.clock = clock;
    }

    /// @param validTo without it 24 hours from the approval
    record Wanted(Instant validFrom, Instant validTo) {

        String json() {
            return JsonMapper.shared().writeValueAsString(this);
        }
    }

    /// What a proposal is about, as the audit log names it too.
    static String subject(TerminalId terminal) {
        return TERMINAL + terminal;
    }

    static String subject(UUID cardId) {
        return CARD + cardId;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.ONE_TIME_SECRET);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        desk.requireOneTime(owner(proposal), validity(proposal));
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        return Optional.of(desk.issueOneTime(owner(proposal), validity(proposal)).clear());
    }

    private Subject owner(Proposal proposal) {
        if (proposal.subject().startsWith(CARD)) {
            UUID cardId = UUID.fromString(proposal.name());
            return cards.stream().map(register -> register.find(cardId)).flatMap(Optional::stream).findFirst()
                    .orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused);
        }
        TerminalId terminal = new TerminalId(proposal.name());
        return new Subject.Transaction(secrets.merchantOf(terminal).orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused), terminal);
    }

    private Validity validity(Proposal proposal) {
        Wanted wanted = JsonMapper.shared().readValue(proposal.content().orElseThrow(), Wanted.class);
        return SecretController.validity(wanted.validFrom(), Optional.ofNullable(wanted.validTo()).orElseGet(() -> clock.instant().plus(VALID_USUAL)));
    }
}
