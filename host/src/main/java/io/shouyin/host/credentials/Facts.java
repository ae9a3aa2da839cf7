package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.credentials.Conditions.Cumulated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a judgement needs to know besides the message and the rules, as read at one moment ([FactReads]).
///
/// @param cardKinds what the card is: registered or not, and debit or credit, where that is known
/// @param secondFactors [SecondFactors#NONE] if no rule looks at them
/// @param soldToday in fen, without this transaction; for the sums that rules look at
/// @param secrets that could open something, by their subject's key: standing ones first
/// @param ofTwoPeople keys of subjects whose password is two halves, of those that may have to be asked for
/// @param authenticators all of the terminal, if they may matter
/// @param challenges the terminal's latest of the batch, for factors that were shown
record Facts(Optional<RegisteredCards.Registration> card, Set<CardKind> cardKinds, SecondFactors secondFactors, Map<Cumulated.Over, Long> soldToday,
             Map<String, List<StoredSecret>> secrets, Set<String> ofTwoPeople, List<Authenticators.Kept> authenticators,
             Map<Factor, Challenges.Kept> challenges) {

    List<StoredSecret> of(Subject subject) {
        return secrets.getOrDefault(subject.key(), List.of());
    }

    boolean isOfTwoPeople(Subject subject) {
        return ofTwoPeople.contains(subject.key());
    }

    Optional<Challenges.Kept> challenge(Factor factor) {
        return Optional.ofNullable(challenges.get(factor));
    }
}
