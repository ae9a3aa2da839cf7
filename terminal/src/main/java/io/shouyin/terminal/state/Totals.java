package io.shouyin.terminal.state;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Trade.Effect;
import java.util.List;

/// How many transactions were approved, and how much they make. A sale that was voided still counts as charged; its void counts as
/// given back.
public record Totals(int count, MinorAmount amount) {

    public static Totals of(List<JournalEntry> entries, Effect effect) {
        List<JournalEntry> approved = entries.stream().filter(e -> e.outcome() == Outcome.APPROVED && e.trade().effect() == effect).toList();
        return new Totals(approved.size(), approved.stream().map(JournalEntry::amount).reduce(MinorAmount.ZERO, MinorAmount::plus));
    }

    public static Totals ofTallies(List<Tally> tallies, Effect effect) {
        return ofTallies(tallies.stream().filter(tally -> tally.trade().effect() == effect).toList());
    }

    public static Totals ofTallies(List<Tally> tallies, Trade trade) {
        return ofTallies(tallies.stream().filter(tally -> tally.trade() == trade).toList());
    }

    private static Totals ofTallies(List<Tally> tallies) {
        return new Totals(tallies.stream().mapToInt(Tally::count).sum(), new MinorAmount(tallies.stream().mapToLong(Tally::sumFen).sum()));
    }
}
