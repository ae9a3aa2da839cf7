package io.shouyin.terminal.state;

import io.shouyin.terminal.device.Storage;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Note;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The last checkpoints of the host's audit log that this terminal was told, newest first.
public final class SeenCheckpoints {

    static final int KEPT_MAX = 16;
    private static final String FILE = "checkpoints.json";
    private static final int LENGTH_CHARS_MAX = 2000;

    private final StoredList<String> notes;

    /// @throws io.shouyin.kernel.Fault `TERMINAL_STATE_UNREADABLE`
    public SeenCheckpoints(Storage storage) {
        this.notes = new StoredList<>(storage, FILE, String[].class);
    }

    /// Durable when it returns; one that is too long to be a checkpoint of a log is not kept.
    ///
    /// @throws io.shouyin.kernel.Fault `STORAGE_FULL` or `STORAGE_BROKEN`
    public void add(Note checkpoint) {
        String note = checkpoint.toString();
        List<String> kept = notes.get();
        if (note.length() <= LENGTH_CHARS_MAX && !kept.contains(note)) {
            notes.set(Stream.concat(Stream.of(note), kept.stream()).limit(KEPT_MAX).toList());
        }
    }

    public Optional<Checkpoint> newest() {
        return notes.get().stream().findFirst().map(note -> Checkpoint.parse(Note.parse(note).text()));
    }

    /// Leaves under the newest one, 0 if there is none.
    public long size() {
        return newest().map(Checkpoint::size).orElse(0L);
    }
}
