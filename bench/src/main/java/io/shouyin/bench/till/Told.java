package io.shouyin.bench.till;

import io.shouyin.terminal.state.JournalEntry;
import io.shouyin.terminal.state.JournalEntry.Outcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// What terminals were told, of batches that are settled and forgotten there, too.
public final class Told {

    private final Map<Key, JournalEntry> approved = new LinkedHashMap<>();
    private final Set<Key> unknown = new HashSet<>();

    /// What names a transaction on all sides.
    public record Key(String terminal, int batch, int trace) {
        @Override
        public String toString() {
            return "batch " + batch + " trace " + trace;
        }
    }

    /// @param journal of a terminal, as it is now
    /// @param news is told of what is approved and was not before
    public synchronized void look(String terminal, List<JournalEntry> journal, Consumer<JournalEntry> news) {
        for (JournalEntry entry : journal) {
            Key key = new Key(terminal, entry.batch(), entry.trace());
            if (entry.outcome() == Outcome.APPROVED && approved.put(key, entry) == null) {
                news.accept(entry);
            }
            if (entry.outcome() == Outcome.UNANSWERED || entry.outcome() == Outcome.UNRESOLVED) {
                unknown.add(key);
            }
        }
    }

    /// By what names them, first to last.
    public synchronized Map<Key, JournalEntry> approved() {
        return new LinkedHashMap<>(approved);
    }

    public synchronized Collection<JournalEntry> receipts() {
        return List.copyOf(approved.values());
    }

    /// What terminals could not find out.
    public synchronized Set<Key> unknown() {
        return Set.copyOf(unknown);
    }
}
