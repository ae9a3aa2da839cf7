package io.shouyin.tlog;

import io.shouyin.kernel.Check;

/// How large a log is and which root it has: C2SP checkpoint v1.0.0.
///
/// @param origin the log's name, which is its key's name too
/// @param size leaves
public record Checkpoint(String origin, long size, Hash root) {

    public Checkpoint {
        Check.argument(NoteKey.isName(origin) && size >= 0, "a checkpoint has an origin and a size that is not negative");
    }

    /// Three lines: origin, size, root in base64.
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }

    /// @param text of a note; lines after the third are ignored
    /// @throws io.shouyin.kernel.Fault [TlogRefusal#CHECKPOINT_MALFORMED]
    public static Checkpoint parse(String text) {
        TlogRefusal wrong = TlogRefusal.CHECKPOINT_MALFORMED;
        String[] lines = text.split("\n", -1);
        wrong.unless(lines.length >= 4 && NoteKey.isName(lines[0]));
        byte[] root = Encodings.base64(lines[2], wrong);
        wrong.unless(root.length == Hash.LENGTH_BYTES);
        return new Checkpoint(lines[0], Encodings.number(lines[1], wrong), Hash.of(root));
    }

    /// Of a signed note, if the log has signed it.
    ///
    /// @throws io.shouyin.kernel.Fault [TlogRefusal] that says why not
    public static Checkpoint open(Note note, NoteKey log) {
        Checkpoint checkpoint = parse(note.text());
        TlogRefusal.CHECKPOINT_OF_ANOTHER_LOG.unless(checkpoint.origin.equals(log.name()));
        note.requireSignature(log);
        return checkpoint;
    }
}
