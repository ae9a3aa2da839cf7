package io.shouyin.terminal.state;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.Check;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Everything that must survive a power cut, written as a whole each time.
///
/// @param identity null until the terminal is activated
/// @param batch the batch from activation, then the one adopted at sign-in
/// @param nextTrace the trace number that the next message takes
/// @param workingKeysHex field 62 of the last sign-in as it was received, under the TMK; null while signed out
/// @param terms of the last sign-in
/// @param reversal null if there is none to send
/// @param unresolved reversals that were tried too often and are kept for the service desk
/// @param settlements none if an older version wrote the state
public record TerminalState(int format, String serialNumber, Language language, Identity identity, int batch, int nextTrace,
                            String workingKeysHex, Terms terms, PendingReversal reversal, List<PendingReversal> unresolved,
                            Settlements settlements, List<JournalEntry> journal) {

    public static final int FORMAT = 1;

    /// Transactions that one batch may hold: as many as a settlement can count.
    public static final int JOURNAL_ENTRIES_MAX = 999;

    public TerminalState {
        Check.argument(format == FORMAT, "the terminal's state has a format this version knows");
        new BatchNumber(batch);
        new TraceNumber(nextTrace);
        terms = terms == null ? Terms.NONE : terms;
        unresolved = List.copyOf(unresolved);
        settlements = settlements == null ? Settlements.NONE : settlements;
        journal = List.copyOf(journal);
    }

    public static TerminalState fresh(String serialNumber, Language language) {
        return new TerminalState(FORMAT, serialNumber, language, null, 1, 1, null, Terms.NONE, null, List.of(), Settlements.NONE, List.of());
    }

    public boolean isActivated() {
        return identity != null;
    }

    public boolean isSignedIn() {
        return workingKeysHex != null;
    }

    public TerminalState withLanguage(Language next) {
        return new TerminalState(format, serialNumber, next, identity, batch, nextTrace, workingKeysHex, terms, reversal, unresolved, settlements, journal);
    }

    /// @param beginning the batch to begin with, so that numbers of an earlier life are not used again
    public TerminalState activated(Identity next, BatchNumber beginning) {
        return new TerminalState(format, serialNumber, language, next, beginning.value(), nextTrace, null, Terms.NONE, null, unresolved, settlements.withRunning(null), List.of());
    }

    /// As before the activation; numbers that were used are not used again.
    public TerminalState wiped() {
        return new TerminalState(format, serialNumber, language, null, batch, nextTrace, null, Terms.NONE, null, List.of(), Settlements.NONE, List.of());
    }

    public TerminalState afterTrace() {
        return new TerminalState(format, serialNumber, language, identity, batch, new TraceNumber(nextTrace).next().value(),
                workingKeysHex, terms, reversal, unresolved, settlements, journal);
    }

    /// Whether a sign-in to `adopted` ends the present batch without a settlement: one that is being settled is settled first.
    public boolean leavesBatch(int adopted) {
        return adopted != batch && settlements.running() == null;
    }

    /// Signed in to `adopted`. A new batch begins with an empty journal; what was made in the one before still counts in the day's totals. A sale made
    /// offline of which the host has not heard cannot be told any more: it stays for the service desk.
    ///
    /// @param tallies of this batch and those before it
    public TerminalState signedIn(int adopted, String keysHex, Terms told, List<Tally> tallies) {
        boolean stays = !leavesBatch(adopted);
        return new TerminalState(format, serialNumber, language, identity, stays ? batch : adopted, nextTrace, keysHex, told, reversal, unresolved,
                stays ? settlements : settlements.withTallies(tallies), stays ? journal : journal.stream().filter(entry -> entry.proof() != null).map(JournalEntry::leftToTheServiceDesk).toList());
    }

    /// A settlement begins, or goes on.
    public TerminalState settling(Settling next) {
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, workingKeysHex, terms, reversal, unresolved,
                settlements.withRunning(next), journal);
    }

    /// The running settlement is done: the next batch begins, with an empty journal.
    ///
    /// @param tallies of this batch and those before it
    public TerminalState settled(List<Tally> tallies) {
        return new TerminalState(format, serialNumber, language, identity, new BatchNumber(batch).next().value(), nextTrace, workingKeysHex, terms,
                reversal, unresolved, settlements.done(tallies), List.of());
    }

    public TerminalState withTerms(Terms next) {
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, workingKeysHex, next, reversal, unresolved, settlements, journal);
    }

    public TerminalState signedOut() {
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, null, terms, reversal, unresolved, settlements, journal);
    }

    /// A transaction is about to leave, its reversal with it.
    ///
    /// @param waiting null if it is one that is not reversed
    public TerminalState opened(JournalEntry entry, PendingReversal waiting) {
        Check.invariant(reversal == null, "no transaction starts while a reversal is pending");
        var entries = new ArrayList<>(journal);
        entries.add(entry);
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, workingKeysHex, terms, waiting, unresolved, settlements, entries);
    }

    /// The transaction has its answer; no reversal is needed.
    public TerminalState closed(JournalEntry entry) {
        return replaced(entry.trace(), entry.batch(), old -> entry).withReversal(null);
    }

    /// The transaction has no answer that can be trusted; its reversal stays.
    public TerminalState inDoubt(JournalEntry entry, PendingReversal waiting) {
        return replaced(entry.trace(), entry.batch(), old -> entry).withReversal(waiting);
    }

    public TerminalState withReversal(PendingReversal next) {
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, workingKeysHex, terms, next, unresolved, settlements, journal);
    }

    /// The pending reversal was answered well.
    public TerminalState reversed() {
        return replaced(reversal.trace(), reversal.batch(),
                old -> old.withOutcome(old.isIssuerSilent() ? Outcome.REVERSING : Outcome.REVERSED)).withReversal(null);
    }

    /// The pending reversal was tried too often: kept, but no longer in the way.
    public TerminalState givenUp() {
        var kept = new ArrayList<>(unresolved);
        kept.add(reversal);
        TerminalState marked = replaced(reversal.trace(), reversal.batch(), old -> old.withOutcome(Outcome.UNRESOLVED));
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, workingKeysHex, terms, null, kept, settlements, marked.journal);
    }

    private TerminalState replaced(int trace, int ofBatch, UnaryOperator<JournalEntry> change) {
        List<JournalEntry> entries = journal.stream()
                .map(e -> e.trace() == trace && e.batch() == ofBatch ? change.apply(e) : e).toList();
        return new TerminalState(format, serialNumber, language, identity, batch, nextTrace, workingKeysHex, terms, reversal, unresolved, settlements, entries);
    }
}
