package io.shouyin.terminal.state;

import io.shouyin.iso8583.DecodeException;
import io.shouyin.iso8583.terminal.CardOrigin;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Side;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import io.shouyin.terminal.state.Trade.Effect;
import io.shouyin.tlog.Checkpoint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// A settlement: what the batch comes to here, what the host said of it, and how far it is. The totals are kept as field 48 has them.
///
/// @param at when it began
/// @param told this terminal's totals
/// @param heard the host's with its verdict; empty until it has answered
/// @param uploaded how many transactions the host has taken
/// @param tallies of each kind, for the slip; empty if an older version began it
/// @param logEntries leaves under the latest checkpoint of the host's audit log that this terminal had seen when it began; null if it had seen none
/// @param logRoot its root in hexadecimal, null likewise
public record Settling(Stage stage, int batch, String operator, Instant at, String told, String heard, int uploaded, List<Tally> tallies,
                       Long logEntries, String logRoot) {

    public Settling {
        tallies = tallies == null ? List.of() : List.copyOf(tallies);
    }

    public enum Stage {
        /// The totals may have left the terminal.
        ASKING,
        /// The host has answered: lines are uploaded, then the end is sent.
        UPLOADING,
        /// The host has closed the batch; the slip is to be printed, and the next batch begins.
        CLOSED
    }

    /// A settlement of the batch as it stands.
    public static Settling begun(int batch, List<JournalEntry> journal, String operator, Instant at, ZoneId zone, Optional<Checkpoint> seen) {
        String told = new Field48.Totals(side(journal, CardOrigin.DOMESTIC), side(journal, CardOrigin.FOREIGN)).encode();
        return new Settling(Stage.ASKING, batch, operator, at, told, "", 0, Tally.of(journal, zone),
                seen.map(Checkpoint::size).orElse(null), seen.map(checkpoint -> checkpoint.root().hex()).orElse(null));
    }

    private static Side side(List<JournalEntry> journal, CardOrigin origin) {
        List<JournalEntry> entries = journal.stream().filter(entry -> CardOrigin.of(entry.cardMasked()) == origin).toList();
        Totals debit = Totals.of(entries, Effect.CHARGES);
        Totals credit = Totals.of(entries, Effect.GIVES_BACK);
        return new Side(debit.amount(), debit.count(), credit.amount(), credit.count(), Result.ASKED);
    }

    public Settling answered(Field48.Totals totals) {
        return new Settling(Stage.UPLOADING, batch, operator, at, told, totals.encode(), 0, tallies, logEntries, logRoot);
    }

    public Settling uploaded(int more) {
        return new Settling(stage, batch, operator, at, told, heard, uploaded + more, tallies, logEntries, logRoot);
    }

    public Settling closed() {
        return new Settling(Stage.CLOSED, batch, operator, at, told, heard, uploaded, tallies, logEntries, logRoot);
    }

    /// The host did not go on with it: it is asked once more.
    public Settling askedAgain() {
        return new Settling(Stage.ASKING, batch, operator, at, told, "", 0, tallies, logEntries, logRoot);
    }

    public Field48.Totals ours() {
        return totals(told);
    }

    public Field48.Totals hosts() {
        return totals(heard);
    }

    private static Field48.Totals totals(String digits) {
        try {
            return Field48.Totals.decode(digits);
        } catch (DecodeException broken) {
            throw new IllegalArgumentException("a settlement has totals of 62 digits", broken);
        }
    }

    public boolean balances() {
        return result(CardOrigin.DOMESTIC) == Result.BALANCED && result(CardOrigin.FOREIGN) == Result.BALANCED;
    }

    private Result result(CardOrigin origin) {
        return side(hosts(), origin).result();
    }

    public static Side side(Field48.Totals totals, CardOrigin origin) {
        return switch (origin) {
            case DOMESTIC -> totals.domestic();
            case FOREIGN -> totals.foreign();
        };
    }

    /// The transactions that the host wants to see: those of the side that does not balance.
    public List<JournalEntry> lines(List<JournalEntry> journal) {
        return journal.stream().filter(entry -> entry.outcome() == Outcome.APPROVED && entry.trade().effect().isSettled()
                && (entry.isOfWallet() || !entry.cardSealed().isEmpty()) && result(CardOrigin.of(entry.cardMasked())) == Result.UNBALANCED).toList();
    }
}
