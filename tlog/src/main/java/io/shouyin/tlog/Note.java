package io.shouyin.tlog;

import io.shouyin.kernel.Check;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A text with signatures below it: C2SP signed-note v1.0.0.
///
/// ```
/// the text, one or more lines
///
/// — name base64
/// ```
///
/// Signatures of keys that nobody asks for are ignored; one of a key that is asked for and that does not fit refuses the whole note.
///
/// @param text ends with a line feed
public record Note(String text, List<Signature> signatures) {

    public static final int LENGTH_CHARS_MAX = 64 * 1024;
    private static final int SIGNATURES_MAX = 64;
    private static final String DASH = "— ";

    /// @param keyId 4 bytes
    /// @param bytes of the signature
    public record Signature(String name, byte[] keyId, byte[] bytes) {

        String line() {
            byte[] blob = ByteBuffer.allocate(keyId.length + bytes.length).put(keyId).put(bytes).array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
        }

        boolean isOf(NoteKey key) {
            return name.equals(key.name()) && Arrays.equals(keyId, key.id());
        }
    }

    public Note {
        signatures = List.copyOf(signatures);
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#NOTE_MALFORMED]
    public static Note parse(String note) {
        TlogRefusal wrong = TlogRefusal.NOTE_MALFORMED;
        wrong.unless(note.length() <= LENGTH_CHARS_MAX && note.endsWith("\n") && note.codePoints().noneMatch(c -> c < ' ' && c != '\n'));
        int end = note.lastIndexOf("\n\n");
        wrong.unless(end >= 0);
        List<Signature> signatures = signatures(note.substring(end + 2));
        wrong.unless(!signatures.isEmpty());
        return new Note(note.substring(0, end + 1), signatures);
    }

    /// Lines of signatures alone, as a witness answers them.
    public static List<Signature> signatures(String lines) {
        TlogRefusal wrong = TlogRefusal.NOTE_MALFORMED;
        wrong.unless(lines.isEmpty() || lines.endsWith("\n"));
        List<Signature> signatures = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            int blank = line.lastIndexOf(' ');
            wrong.unless(line.startsWith(DASH) && blank > DASH.length() && signatures.size() < SIGNATURES_MAX);
            String name = line.substring(DASH.length(), blank);
            byte[] blob = Encodings.base64(line.substring(blank + 1), wrong);
            wrong.unless(NoteKey.isName(name) && blob.length > NoteKey.ID_BYTES);
            signatures.add(new Signature(name, Arrays.copyOf(blob, NoteKey.ID_BYTES), Arrays.copyOfRange(blob, NoteKey.ID_BYTES, blob.length)));
        }
        return signatures;
    }

    /// Those of one key among them: a witness may sign with several keys, of kinds that nobody here asks for.
    public static String linesOf(NoteKey key, String lines) {
        return signatures(lines).stream().filter(signature -> signature.isOf(key)).map(Signature::line).collect(Collectors.joining());
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#NOTE_NOT_SIGNED] or [TlogRefusal#NOTE_SIGNATURE_WRONG]
    public void requireSignature(NoteKey key) {
        Check.argument(!key.cosigns(), "the key of a cosignature is asked with requireCosignature");
        List<Signature> its = its(key);
        TlogRefusal.NOTE_NOT_SIGNED.unless(!its.isEmpty());
        TlogRefusal.NOTE_SIGNATURE_WRONG.unless(its.stream().allMatch(signature -> key.verifies(text.getBytes(StandardCharsets.UTF_8), signature.bytes())));
    }

    /// When the witness saw it, if it did.
    ///
    /// @throws io.shouyin.kernel.Fault [TlogRefusal#NOTE_SIGNATURE_WRONG]
    public Optional<Instant> cosignedAt(NoteKey witness) {
        Check.argument(witness.cosigns(), "the key of a log is asked with requireSignature");
        Optional<Instant> at = Optional.empty();
        for (Signature signature : its(witness)) {
            at = Optional.of(cosignedAt(witness, signature));
        }
        return at;
    }

    private Instant cosignedAt(NoteKey witness, Signature signature) {
        TlogRefusal.NOTE_SIGNATURE_WRONG.unless(signature.bytes().length > Long.BYTES);
        ByteBuffer timed = ByteBuffer.wrap(signature.bytes());
        long seconds = timed.getLong();
        byte[] bytes = new byte[timed.remaining()];
        timed.get(bytes);
        TlogRefusal.NOTE_SIGNATURE_WRONG.unless(seconds >= 0 && seconds <= Instant.MAX.getEpochSecond() && witness.verifies(cosigned(text, seconds), bytes));
        return Instant.ofEpochSecond(seconds);
    }

    /// What a cosignature is over.
    static byte[] cosigned(String text, long unixSeconds) {
        return ("cosignature/v1\ntime " + unixSeconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    private List<Signature> its(NoteKey key) {
        return signatures.stream().filter(signature -> signature.isOf(key)).toList();
    }

    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()));
        return note.toString();
    }

    /// The same text with more lines of signatures.
    public Note with(List<Signature> more) {
        List<Signature> all = new ArrayList<>(signatures);
        all.addAll(more);
        return new Note(text, all);
    }
}
