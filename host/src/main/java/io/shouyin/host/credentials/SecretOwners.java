package io.shouyin.host.credentials;

import io.shouyin.host.access.Proposal;
import io.shouyin.kernel.TerminalId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Whose secret is meant: a terminal's by its number, a card user's by the id, either by the subject of a proposal.
@Component
class SecretOwners {

    private static final String TERMINAL = "transaction-password:";
    private static final String CARD = "card-user:";

    private final Secrets secrets;
    private final ObjectProvider<RegisteredCards> cards;

    SecretOwners(Secrets secrets, ObjectProvider<RegisteredCards> cards) {
        this.secrets = secrets;
        this.cards = cards;
    }

    Subject.Transaction of(TerminalId terminal) {
        return new Subject.Transaction(secrets.merchantOf(terminal).orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused), terminal);
    }

    Subject.Card of(UUID cardId) {
        return cards.stream().map(register -> register.find(cardId)).flatMap(Optional::stream).findFirst().orElseThrow(SecretRefusal.SECRET_UNKNOWN::refused);
    }

    Subject of(Proposal proposal) {
        return proposal.subject().startsWith(CARD) ? of(UUID.fromString(proposal.name())) : of(new TerminalId(proposal.name()));
    }

    /// What a proposal is about, as the audit log names it too.
    static String named(TerminalId terminal) {
        return TERMINAL + terminal;
    }

    static String named(UUID cardId) {
        return CARD + cardId;
    }
}
