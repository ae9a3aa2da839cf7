package io.shouyin.terminal.state;

import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many transactions of one kind an operator has made on one day, and what they come to. So a day's totals outlive its batches.
public record Tally(LocalDate day, String operator, Trade trade, int count, long sumFen) {

    private static final int DAYS_KEPT = 7;

    private record Of(LocalDate day, String operator, Trade trade) {}

    /// Approved transactions, counted by day, operator and kind.
    public static List<Tally> of(List<JournalEntry> entries, ZoneId zone) {
        return merged(entries.stream().filter(entry -> entry.outcome() == Outcome.APPROVED)
                .map(entry -> new Tally(LocalDate.ofInstant(entry.at(), zone), entry.operator(), entry.trade(), 1, entry.amountFen())).toList());
    }

    /// Both together, without days that are long past.
    public static List<Tally> both(List<Tally> kept, List<Tally> more, LocalDate today) {
        List<Tally> all = new ArrayList<>(kept);
        all.addAll(more);
        return merged(all).stream().filter(tally -> tally.day().isAfter(today.minusDays(DAYS_KEPT))).toList();
    }

    private static List<Tally> merged(List<Tally> tallies) {
        Map<Of, Tally> sums = new LinkedHashMap<>();
        tallies.forEach(one -> sums.merge(new Of(one.day, one.operator, one.trade), one,
                (a, b) -> new Tally(a.day, a.operator, a.trade, a.count + b.count, Math.addExact(a.sumFen, b.sumFen))));
        return List.copyOf(sums.values());
    }
}
