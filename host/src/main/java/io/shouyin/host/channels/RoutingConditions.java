package io.shouyin.host.channels;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.shouyin.host.credentials.Conditions.CardKind;
import io.shouyin.host.credentials.Conditions.Hours;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import java.util.EnumSet;
import java.util.Set;

/// What a rule is about: all of what it names, and whatever it does not name.
///
/// @param merchants numbers of 15 characters; empty: all
/// @param cardPrefixes first digits of the card number, 2 to 12; empty: all
/// @param cardKinds debit or credit, by the table of prefixes; empty: all, those that are in none of its lines too
/// @param cardSchemes empty: all
/// @param hours null: at any hour
/// @param amountFromFen from this amount on; 0: any
/// @param amountToFen up to this amount; null: any
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RoutingConditions(Set<String> merchants, Set<String> cardPrefixes, Set<CardKind> cardKinds, Set<CardScheme> cardSchemes, Hours hours,
                                @JsonInclude(JsonInclude.Include.NON_DEFAULT) long amountFromFen, Long amountToFen) {

    private static final int LISTED_MAX = 500;
    private static final Set<CardKind> KINDS = EnumSet.of(CardKind.DEBIT, CardKind.CREDIT);

    static final RoutingConditions ANY = new RoutingConditions(null, null, null, null, null, 0, null);

    public RoutingConditions {
        merchants = copy(merchants);
        cardPrefixes = copy(cardPrefixes);
        cardKinds = copy(cardKinds);
        cardSchemes = copy(cardSchemes);
        Check.argument(merchants.size() <= LISTED_MAX && cardPrefixes.size() <= LISTED_MAX, "a rule names 500 merchants and 500 prefixes at most");
        Check.argument(merchants.stream().allMatch(merchant -> merchant.matches("[0-9A-Za-z]{15}")), "a merchant number has 15 characters");
        Check.argument(cardPrefixes.stream().allMatch(prefix -> prefix.matches("[0-9]{2,12}")), "a card prefix has 2 to 12 digits");
        Check.argument(KINDS.containsAll(cardKinds), "a card is debit or credit here");
        Check.argument(amountFromFen >= 0 && amountFromFen <= MinorAmount.FEN_MAX
                && (amountToFen == null || amountToFen >= amountFromFen && amountToFen <= MinorAmount.FEN_MAX),
                "amounts are 0 to 999999999999 fen, and begin before they end");
    }

    @JsonCreator
    static RoutingConditions of(Set<String> merchants, Set<String> cardPrefixes, Set<CardKind> cardKinds, Set<CardScheme> cardSchemes, Hours hours,
                                Long amountFromFen, Long amountToFen) {
        return new RoutingConditions(merchants, cardPrefixes, cardKinds, cardSchemes, hours, amountFromFen == null ? 0 : amountFromFen, amountToFen);
    }

    private static <T> Set<T> copy(Set<T> set) {
        return set == null ? Set.of() : Set.copyOf(set);
    }

    /// Whether a rule with these holds for every transaction.
    boolean holdAlways() {
        return equals(ANY);
    }

    boolean hold(RoutedRequest request) {
        return (merchants.isEmpty() || merchants.contains(request.merchant().value()))
                && (cardPrefixes.isEmpty() || cardPrefixes.stream().anyMatch(request.cardDigits()::startsWith))
                && (cardKinds.isEmpty() || request.cardKind().filter(cardKinds::contains).isPresent())
                && (cardSchemes.isEmpty() || request.cardScheme().filter(cardSchemes::contains).isPresent())
                && (hours == null || hours.include(request.time()))
                && request.amount().fen() >= amountFromFen
                && (amountToFen == null || request.amount().fen() <= amountToFen);
    }
}
