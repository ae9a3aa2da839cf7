package io.shouyin.terminal.state;

import java.util.List;

/// What a terminal keeps of its settlements.
///
/// @param running null if there is none: else no transaction starts until it is done
/// @param last the one before, for its slip once more; null if there was none
/// @param tallies of the batches before this one
public record Settlements(Settling running, Settling last, List<Tally> tallies) {

    public static final Settlements NONE = new Settlements(null, null, List.of());

    public Settlements {
        tallies = List.copyOf(tallies);
    }

    public Settlements withRunning(Settling next) {
        return new Settlements(next, last, tallies);
    }

    public Settlements withTallies(List<Tally> next) {
        return new Settlements(running, last, next);
    }

    /// The running one is done.
    public Settlements done(List<Tally> next) {
        return new Settlements(null, running, next);
    }
}
