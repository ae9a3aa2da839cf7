package io.shouyin.tlog;

import java.util.ArrayList;
import java.util.List;

/// What a log asks a witness: C2SP tlog-witness v1.0.0, the body of `POST add-checkpoint`.
///
/// @param older the size that the log believes the witness has seen last
/// @param consistency from there to the checkpoint
/// @param checkpoint a signed note
public record AddCheckpoint(long older, List<Hash> consistency, Note checkpoint) {

    public static final int LENGTH_CHARS_MAX = Note.LENGTH_CHARS_MAX + 4096;
    private static final String OLD = "old ";

    public AddCheckpoint {
        consistency = List.copyOf(consistency);
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#PROOF_MALFORMED] or [TlogRefusal#NOTE_MALFORMED]
    public static AddCheckpoint parse(String body) {
        TlogRefusal wrong = TlogRefusal.PROOF_MALFORMED;
        int blank = body.indexOf("\n\n");
        wrong.unless(body.length() <= LENGTH_CHARS_MAX && blank > 0 && body.startsWith(OLD));
        List<String> lines = new ArrayList<>(body.substring(0, blank).lines().toList());
        long older = Encodings.number(lines.removeFirst().substring(OLD.length()), wrong);
        wrong.unless(lines.size() <= Merkle.PROOF_LENGTH_MAX);
        return new AddCheckpoint(older, lines.stream().map(Hash::ofBase64).toList(), Note.parse(body.substring(blank + 2)));
    }

    public String body() {
        StringBuilder body = new StringBuilder(OLD).append(older).append('\n');
        consistency.forEach(hash -> body.append(hash.base64()).append('\n'));
        return body.append('\n').append(checkpoint).toString();
    }
}
