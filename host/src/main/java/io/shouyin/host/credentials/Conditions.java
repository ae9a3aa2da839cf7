package io.shouyin.host.credentials;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MinorAmount;
import java.time.LocalTime;
import java.util.Collections;
import java.util.Set;

/// When a rule holds: all of what it names, and whatever it does not name.
///
/// @param kinds of transaction; empty: all
/// @param amountFromFen from this amount on; 0: any
/// @param cumulated null: whatever was sold before
/// @param hours null: at any hour
/// @param cards any of these; empty: all
/// @param entryModes empty: all
/// @param operators two digits; empty: all
/// @param secondFactor true: only if a code can be sent or a fingerprint shown; false: only if neither; null: either
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Conditions(Set<TransactionKind> kinds, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long amountFromFen, Cumulated cumulated,
                         Hours hours, Set<CardKind> cards, Set<EntryMode> entryModes, Set<String> operators, Boolean secondFactor) {

    public Conditions {
        kinds = copy(kinds);
        cards = copy(cards);
        entryModes = copy(entryModes);
        operators = copy(operators);
        Check.argument(amountFromFen >= 0 && amountFromFen <= MinorAmount.FEN_MAX, "an amount is 0 to 999999999999 fen");
        Check.argument(kinds.stream().allMatch(TransactionKind::isCardTransaction), "a rule is about card transactions");
        Check.argument(operators.stream().allMatch(number -> number.matches("[0-9]{2}")), "an operator number has 2 digits");
        Check.argument(!entryModes.contains(EntryMode.QR), "a rule is about how a card comes");
    }

    @JsonCreator
    static Conditions of(Set<TransactionKind> kinds, Long amountFromFen, Cumulated cumulated, Hours hours, Set<CardKind> cards,
                         Set<EntryMode> entryModes, Set<String> operators, Boolean secondFactor) {
        return new Conditions(kinds, amountFromFen == null ? 0 : amountFromFen, cumulated, hours, cards, entryModes, operators, secondFactor);
    }

    private static <T> Set<T> copy(Set<T> set) {
        return set == null ? Set.of() : Set.copyOf(set);
    }

    public enum CardKind {
        /// Its holder is in the register of cardholders.
        REGISTERED,
        /// It is not.
        OTHER,
        /// By the table of prefixes; a card that is in none of its lines is neither debit nor credit.
        DEBIT,
        CREDIT
    }

    /// This transaction and those of the same day in China before it.
    public record Cumulated(Over over, long fromFen) {

        public enum Over {
            TERMINAL,
            CARD
        }

        public Cumulated {
            Check.argument(over != null && fromFen > 0 && fromFen <= MinorAmount.FEN_MAX, "a sum is 1 to 999999999999 fen, of a terminal or a card");
        }
    }

    /// In China; over midnight if they begin after they end.
    ///
    /// @param to not included
    public record Hours(@JsonFormat(pattern = "HH:mm") LocalTime from, @JsonFormat(pattern = "HH:mm") LocalTime to) {

        public Hours {
            Check.argument(from != null && to != null && !from.equals(to), "hours begin and end, at different times");
        }

        public boolean include(LocalTime time) {
            boolean afterFrom = !time.isBefore(from);
            boolean beforeTo = time.isBefore(to);
            return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
        }
    }

    /// Whether the message alone lets them hold: what has to be read for the rest is read only then.
    boolean mayHold(Situation situation) {
        return (kinds.isEmpty() || kinds.contains(situation.kind()))
                && situation.amount().fen() >= amountFromFen
                && (hours == null || hours.include(situation.time()))
                && (entryModes.isEmpty() || entryModes.contains(situation.entryMode()))
                && (operators.isEmpty() || situation.operator().filter(number -> operators.contains(number.value())).isPresent());
    }

    boolean hold(Situation situation, Facts facts) {
        return mayHold(situation)
                && (cards.isEmpty() || !Collections.disjoint(cards, facts.cardKinds()))
                && (secondFactor == null || secondFactor == facts.secondFactors().any())
                && (cumulated == null || situation.amount().fen() + facts.soldToday().get(cumulated.over()) >= cumulated.fromFen());
    }

    /// Whether this holds wherever the other does.
    boolean covers(Conditions other) {
        return (kinds.isEmpty() || !other.kinds.isEmpty() && kinds.containsAll(other.kinds))
                && amountFromFen <= other.amountFromFen
                && (hours == null || hours.equals(other.hours))
                && (cards.isEmpty() || !other.cards.isEmpty() && cards.containsAll(other.cards))
                && (entryModes.isEmpty() || !other.entryModes.isEmpty() && entryModes.containsAll(other.entryModes))
                && (operators.isEmpty() || !other.operators.isEmpty() && operators.containsAll(other.operators))
                && (secondFactor == null || secondFactor.equals(other.secondFactor))
                && (cumulated == null || other.cumulated != null && cumulated.over() == other.cumulated.over()
                        && cumulated.fromFen() <= other.cumulated.fromFen());
    }
}
