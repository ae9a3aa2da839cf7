package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Trade;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the terminal knows of the transactions of its batch as originals of others. Whatever it refuses by that, the host would refuse
/// too, but the cashier hears it sooner.
record Originals(List<JournalEntry> journal) {

    private static final int DATE_DIGITS = 4;

    Optional<JournalEntry> find(Predicate<JournalEntry> wanted) {
        return journal.stream().filter(wanted).reduce((first, second) -> second);
    }

    /// One that was approved, and has the date that others name it by.
    Optional<JournalEntry> approved(Predicate<JournalEntry> wanted) {
        return find(wanted.and(entry -> entry.outcome() == Outcome.APPROVED && entry.hostDateMmdd().length() == DATE_DIGITS));
    }

    boolean isFollowed(JournalEntry original) {
        return followers(original).findAny().isPresent();
    }

    /// Whether a pre-authorization has ended: it may have been topped up and go on.
    boolean hasEnded(JournalEntry preAuth) {
        return followers(preAuth).anyMatch(entry -> entry.trade() != Trade.PRE_AUTH_TOP_UP);
    }

    /// What a pre-authorization keeps aside, with the top-ups that this terminal knows.
    MinorAmount held(JournalEntry preAuth) {
        return followers(preAuth).filter(entry -> entry.trade() == Trade.PRE_AUTH_TOP_UP).map(JournalEntry::amount).reduce(preAuth.amount(), MinorAmount::plus);
    }

    /// What of a sale was not given back yet.
    MinorAmount left(JournalEntry sale) {
        return followers(sale).map(JournalEntry::amount).reduce(sale.amount(), MinorAmount::minus);
    }

    private Stream<JournalEntry> followers(JournalEntry original) {
        return journal.stream().filter(entry -> entry.outcome() == Outcome.APPROVED && entry.isAbout(original));
    }

    /// What a cashier can do next with one of them.
    List<Trade> mayFollow(JournalEntry entry) {
        if (entry.outcome() != Outcome.APPROVED) {
            return List.of();
        }
        return switch (entry.trade()) {
            case SALE -> !isFollowed(entry) ? List.of(Trade.VOID, Trade.REFUND) : refundable(entry);
            case COMPLETION -> !isFollowed(entry) ? List.of(Trade.COMPLETION_VOID, Trade.REFUND) : refundable(entry);
            case OFFLINE_SALE -> entry.proof() == null ? refundable(entry) : List.of();
            case COMPLETION_NOTICE -> refundable(entry);
            case PRE_AUTH -> hasEnded(entry) ? List.of() : List.of(Trade.PRE_AUTH_VOID, Trade.COMPLETION, Trade.PRE_AUTH_TOP_UP);
            case BALANCE, VOID, REFUND, PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION_VOID -> List.of();
        };
    }

    private List<Trade> refundable(JournalEntry sale) {
        return left(sale).isZero() ? List.of() : List.of(Trade.REFUND);
    }
}
