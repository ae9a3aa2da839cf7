package io.shouyin.tlog;

import io.shouyin.kernel.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Looks through a log from its first entry to its last: every root that was ever signed must be the one that the entries make.
///
/// Memory does not grow with the log: of the tree the right edge is kept, of what is broken the first places of each kind.
public final class LogCheck {

    /// So many places are told of each kind, then only counted.
    public static final int PLACES_MAX = 20;

    /// A checkpoint that somebody kept, and where it is from, to be told.
    public record Known(String from, Checkpoint checkpoint) {}

    /// @param broken the first places of each kind
    /// @param checkpoints how many were compared
    public record Report(long entries, long checkpoints, Hash root, Map<Broken, List<String>> broken) {

        public boolean holds() {
            return broken.isEmpty();
        }
    }

    private final Frontier frontier = new Frontier();
    private final NavigableMap<Long, List<Known>> known = new TreeMap<>();
    private final Map<Broken, List<String>> broken = new EnumMap<>(Broken.class);
    private long compared;

    /// Must be told before the entries reach its size.
    public void expect(String from, Checkpoint checkpoint) {
        known.computeIfAbsent(checkpoint.size(), _ -> new ArrayList<>()).add(new Known(from, checkpoint));
        compare();
    }

    /// Opens a note with the log's key, and looks for the cosignatures of witnesses.
    ///
    /// @param key without it no signature is looked at
    public Optional<Checkpoint> open(String from, String note, Optional<NoteKey> key, List<NoteKey> witnesses) {
        try {
            Note parsed = Note.parse(note);
            Checkpoint checkpoint = key.isPresent() ? Checkpoint.open(parsed, key.get()) : Checkpoint.parse(parsed.text());
            for (NoteKey witness : witnesses) {
                if (parsed.cosignedAt(witness).isEmpty()) {
                    found(Broken.COSIGNATURE_MISSING, from + ": " + witness.name());
                }
            }
            return Optional.of(checkpoint);
        } catch (Fault refused) {
            found(Broken.CHECKPOINT_NOT_SIGNED, from + ": " + refused.code());
            return Optional.empty();
        }
    }

    public long size() {
        return frontier.size();
    }

    public Hash root() {
        return frontier.root();
    }

    public void add(Hash leaf) {
        frontier.add(leaf);
        compare();
    }

    private void compare() {
        List<Known> here = known.remove(frontier.size());
        if (here == null) {
            return;
        }
        Hash root = frontier.root();
        for (Known one : here) {
            compared++;
            if (!one.checkpoint().root().equals(root)) {
                found(Broken.CHECKPOINT_DIFFERS, one.from() + ", " + one.checkpoint().size());
            }
        }
    }

    public void found(Broken kind, String where) {
        List<String> places = broken.computeIfAbsent(kind, _ -> new ArrayList<>());
        if (places.size() < PLACES_MAX) {
            places.add(where);
        }
    }

    /// After the last entry.
    public Report finish() {
        known.values().forEach(all -> all.forEach(one ->
                found(Broken.LOG_SHORTER, one.from() + ": " + one.checkpoint().size() + " > " + frontier.size())));
        return new Report(frontier.size(), compared, frontier.root(), broken);
    }
}
