package io.shouyin.host.credentials;

import io.shouyin.host.credentials.Challenges.Kept;
import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.credentials.Conditions.Cumulated;
import io.shouyin.host.platform.OneRead;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/// Reads what a transaction's factors are judged by, in one round trip, and of it only what the message and the rules that may hold ask for.
@Component
class FactReads {

    private static final Set<Factor> CHALLENGED = EnumSet.of(Factor.ONE_TIME_CODE, Factor.FINGERPRINT);

    private final StepUpSurroundings surroundings;
    private final CardKinds cardKinds;
    private final Secrets secrets;
    private final Authenticators authenticators;
    private final Challenges challenges;
    private final JdbcOperations jdbc;

    FactReads(StepUpSurroundings surroundings, CardKinds cardKinds, Secrets secrets, Authenticators authenticators, Challenges challenges, JdbcOperations jdbc) {
        this.surroundings = surroundings;
        this.cardKinds = cardKinds;
        this.secrets = secrets;
        this.authenticators = authenticators;
        this.challenges = challenges;
        this.jdbc = jdbc;
    }

    /// @param rules that may hold
    Facts of(StepUp.Request request, List<StepUpRule> rules) {
        Set<Factor> there = request.factors();
        boolean secondFactorsMatter = rules.stream().anyMatch(rule -> rule.when().secondFactor() != null) || factors(rules).anyMatch(CHALLENGED::contains);
        OneRead read = new OneRead();
        Optional<RegisteredCards.Asked> card = surroundings.card(read, request.merchant(), request.card());
        Optional<OneRead.Subselect> cardKey = card.map(RegisteredCards.Asked::subjectKey);
        Supplier<List<Authenticators.Kept>> applications = secondFactorsMatter || there.contains(Factor.ONE_TIME_CODE)
                ? authenticators.of(read, request.merchant(), request.terminal()) : List::of;
        Supplier<SecondFactors> secondFactors = secondFactorsMatter
                ? surroundings.secondFactors(read, request.merchant(), request.terminal(), applications) : () -> SecondFactors.NONE;
        Map<Cumulated.Over, Supplier<Long>> sold = sold(read, request, rules);
        Supplier<List<String>> ofTwoPeople = factors(rules).anyMatch(factor -> !there.contains(factor) && hasSubject(factor, request, card.isPresent()))
                ? secrets.ofTwoPeople(read, request.subjects().values(), cardKey) : List::of;
        Map<Factor, Supplier<List<Kept>>> asked = asked(read, request, there);
        Supplier<List<StoredSecret>> active = active(read, request, cardKey);
        read.run(jdbc);
        Optional<RegisteredCards.Registration> registered = card.flatMap(one -> one.registration().get());
        return new Facts(registered, cardKinds(request, registered.isPresent()), secondFactors.get(), answers(sold),
                active.get().stream().collect(Collectors.groupingBy(StoredSecret::subject)), Set.copyOf(ofTwoPeople.get()), applications.get(), latest(asked));
    }

    /// Most transactions ask for nothing but passwords, and then for those of others with them.
    private Supplier<List<StoredSecret>> active(OneRead read, StepUp.Request request, Optional<OneRead.Subselect> cardKey) {
        Collection<Subject> subjects = request.subjects().values();
        if (!read.isEmpty()) {
            return secrets.active(read, subjects, cardKey);
        }
        List<StoredSecret> found = secrets.activeOf(subjects);
        return () -> found;
    }

    private static Stream<Factor> factors(List<StepUpRule> rules) {
        return rules.stream().flatMap(rule -> rule.require().anyOf().stream()).flatMap(group -> group.allOf().stream()).map(Leaf::factor);
    }

    private static boolean hasSubject(Factor factor, StepUp.Request request, boolean cardMayBeRegistered) {
        return request.subjects().containsKey(factor) || factor == Factor.CARD_PASSWORD && cardMayBeRegistered;
    }

    private Set<CardKind> cardKinds(StepUp.Request request, boolean registered) {
        if (request.card().isEmpty()) {
            return EnumSet.noneOf(CardKind.class);
        }
        Set<CardKind> kinds = EnumSet.of(registered ? CardKind.REGISTERED : CardKind.OTHER);
        cardKinds.of(request.card().get()).ifPresent(kinds::add);
        return kinds;
    }

    private Map<Cumulated.Over, Supplier<Long>> sold(OneRead read, StepUp.Request request, List<StepUpRule> rules) {
        Instant midnight = LocalDate.ofInstant(request.receivedAt(), FactorChecks.CHINA).atStartOfDay().toInstant(FactorChecks.CHINA);
        return rules.stream().map(rule -> rule.when().cumulated()).filter(Objects::nonNull).map(Cumulated::over).distinct()
                .collect(Collectors.toMap(over -> over, over -> surroundings.soldFen(read, request, over, midnight)));
    }

    private static Map<Cumulated.Over, Long> answers(Map<Cumulated.Over, Supplier<Long>> sold) {
        return sold.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    private Map<Factor, Supplier<List<Kept>>> asked(OneRead read, StepUp.Request request, Set<Factor> there) {
        Map<Factor, Supplier<List<Kept>>> asked = new EnumMap<>(Factor.class);
        there.stream().filter(CHALLENGED::contains)
                .forEach(factor -> asked.put(factor, challenges.latest(read, request.terminal(), request.batch(), factor)));
        return asked;
    }

    private static Map<Factor, Kept> latest(Map<Factor, Supplier<List<Kept>>> asked) {
        Map<Factor, Kept> latest = new EnumMap<>(Factor.class);
        asked.forEach((factor, rows) -> rows.get().forEach(kept -> latest.put(factor, kept)));
        return latest;
    }
}
