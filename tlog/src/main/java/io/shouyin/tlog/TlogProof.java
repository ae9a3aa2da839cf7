package io.shouyin.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// That one entry is in a log, in a file that needs nothing else: C2SP tlog-proof v1, `.tlog-proof`.
///
/// ```
/// c2sp.org/tlog-proof@v1
/// extra base64
/// index 5
/// a hash of the inclusion proof in base64, a line each
///
/// the checkpoint, a signed note
/// ```
///
/// @param extra what the log adds; an audit log the entry itself
public record TlogProof(Optional<byte[]> extra, long index, List<Hash> inclusion, Note checkpoint) {

    public static final int LENGTH_CHARS_MAX = 256 * 1024;
    private static final String HEAD = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        inclusion = List.copyOf(inclusion);
    }

    /// @throws io.shouyin.kernel.Fault [TlogRefusal#PROOF_MALFORMED] or [TlogRefusal#NOTE_MALFORMED]
    public static TlogProof parse(String file) {
        TlogRefusal wrong = TlogRefusal.PROOF_MALFORMED;
        wrong.unless(file.length() <= LENGTH_CHARS_MAX);
        int blank = file.indexOf("\n\n");
        wrong.unless(blank > 0);
        List<String> lines = new ArrayList<>(file.substring(0, blank).lines().toList());
        wrong.unless(lines.size() >= 2 && lines.removeFirst().equals(HEAD));
        Optional<byte[]> extra = Optional.empty();
        if (lines.getFirst().startsWith(EXTRA)) {
            extra = Optional.of(Encodings.base64(lines.removeFirst().substring(EXTRA.length()), wrong));
        }
        wrong.unless(!lines.isEmpty() && lines.getFirst().startsWith(INDEX));
        long index = Encodings.number(lines.removeFirst().substring(INDEX.length()), wrong);
        wrong.unless(lines.size() <= Merkle.PROOF_LENGTH_MAX);
        return new TlogProof(extra, index, lines.stream().map(Hash::ofBase64).toList(), Note.parse(file.substring(blank + 2)));
    }

    /// What is in it holds: the log signed the checkpoint, and the tree of the checkpoint has the leaf at the index.
    ///
    /// @throws io.shouyin.kernel.Fault [TlogRefusal] that says why not
    public Checkpoint verify(Hash leaf, NoteKey log) {
        Checkpoint signed = Checkpoint.open(checkpoint, log);
        Merkle.requireInclusion(leaf, index, signed.size(), inclusion, signed.root());
        return signed;
    }

    /// The entry that an audit log adds.
    public Optional<String> entry() {
        return extra.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    public String text() {
        StringBuilder file = new StringBuilder(HEAD).append('\n');
        extra.ifPresent(bytes -> file.append(EXTRA).append(Base64.getEncoder().encodeToString(bytes)).append('\n'));
        file.append(INDEX).append(index).append('\n');
        inclusion.forEach(hash -> file.append(hash.base64()).append('\n'));
        return file.append('\n').append(checkpoint).toString();
    }
}
