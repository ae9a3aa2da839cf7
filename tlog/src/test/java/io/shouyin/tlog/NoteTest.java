package io.shouyin.tlog;

import static io.shouyin.tlog.TlogAssertions.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {

    /// Seed 00 01 … 1f.
    private static final String SKEY = "PRIVATE+KEY+audit.pos.example/log1+c85d6b37+"
            + Base64.getEncoder().encodeToString(HexFormat.of().parseHex("01000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    private static final String VKEY = "audit.pos.example/log1+c85d6b37+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    private static final String CHECKPOINT = """
            audit.pos.example/log1
            8
            XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

            — audit.pos.example/log1 yF1rN4LMX1o7HIpO5lvSlJvKk9HfCKvJsaVbaBo+EtwgPHpdATcW+z5RN5DNuSE73OZxGiJz19xXYgVKS5vGVva8ww4=
            """;
    private static final NoteSigner LOG = NoteSigner.parse(SKEY);
    private static final NoteKey KEY = NoteKey.parse(VKEY);
    private static final NoteSigner WITNESS = NoteSigner.newWitness("witness.example", new SecureRandom());
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

    /// The example of C2SP signed-note, and that of Go's package `sumdb/note`.
    @Test
    void notes_ofOthers_verify() {
        Note.parse("This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n")
                .requireSignature(NoteKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"));
        Note.parse("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
                + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")
                .requireSignature(NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
        assertThat(NoteSigner.parse("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz").verifier().vkey())
                .isEqualTo("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    }

    @Test
    void key_ofTheVector_isThis() {
        assertThat(LOG.verifier().vkey()).isEqualTo(VKEY);
        assertThat(KEY.vkey()).isEqualTo(VKEY);
        assertThat(NoteSigner.parse(LOG.reveal()).verifier()).isEqualTo(KEY);
        assertThat(LOG.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void checkpoint_ofTheVector_isSignedLikeThisAndVerifies() {
        Checkpoint checkpoint = Checkpoint.open(Note.parse(CHECKPOINT), KEY);
        assertThat(checkpoint.size()).isEqualTo(8);
        assertThat(checkpoint.root().hex()).isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        assertThat(LOG.sign(checkpoint)).isEqualTo(CHECKPOINT);
        assertThat(Note.parse(CHECKPOINT)).hasToString(CHECKPOINT);
    }

    /// No bit of text or signature can be another one.
    @Test
    void checkpoint_withAnyBitFlipped_isRefused() {
        byte[] whole = CHECKPOINT.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String note = new String(changed, java.nio.charset.StandardCharsets.UTF_8);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Checkpoint.open(Note.parse(note), KEY)).as("bit %d", bit)
                    .isInstanceOf(io.shouyin.kernel.Fault.class);
        }
    }

    @Test
    void signatures_ofUnknownKeysAreIgnored_ofAKnownKeyMustFit() {
        Note note = Note.parse(CHECKPOINT);
        NoteSigner other = NoteSigner.newLog("audit.pos.example/log1", new SecureRandom());
        Note both = note.with(Note.parse(other.sign(Checkpoint.parse(note.text()))).signatures());
        Checkpoint.open(both, KEY);
        Checkpoint.open(both, other.verifier());
        assertRefused(TlogRefusal.NOTE_NOT_SIGNED, () -> Checkpoint.open(note, other.verifier()));
        Note larger = new Note(note.text().replace("\n8\n", "\n9\n"), note.signatures());
        assertRefused(TlogRefusal.NOTE_SIGNATURE_WRONG, () -> Checkpoint.open(larger, KEY));
        assertRefused(TlogRefusal.CHECKPOINT_OF_ANOTHER_LOG, () -> Checkpoint.open(note, NoteSigner.newLog("other", new SecureRandom()).verifier()));
    }

    @Test
    void note_withSixteenMoreSignatures_isTaken() {
        Note note = Note.parse(CHECKPOINT);
        for (int i = 0; i < 16; i++) {
            note = note.with(Note.signatures(NoteSigner.newWitness("w" + i, new SecureRandom()).cosign(note.text(), AT)));
        }
        Checkpoint.open(Note.parse(note.toString()), KEY);
    }

    @Test
    void cosignature_saysWhen_andIsRefusedWithAnotherTimeOrText() {
        Note note = Note.parse(CHECKPOINT);
        NoteKey witness = WITNESS.verifier();
        Note cosigned = Note.parse(note.with(Note.signatures(WITNESS.cosign(note.text(), AT))).toString());
        assertThat(cosigned.cosignedAt(witness)).contains(AT);
        assertThat(note.cosignedAt(witness)).isEmpty();
        assertThat(NoteKey.parse(witness.vkey()).cosigns()).isTrue();
        Note.Signature right = cosigned.signatures().get(1);
        for (int bit = 0; bit < 8 * right.bytes().length; bit++) {
            byte[] changed = right.bytes().clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Note wrong = note.with(List.of(new Note.Signature(right.name(), right.keyId(), changed)));
            assertRefused(TlogRefusal.NOTE_SIGNATURE_WRONG, () -> wrong.cosignedAt(witness));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a+b", "a+00000000+AQ==", "audit.pos.example/log1+c85d6b38+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
            "audit.pos.example/log2+c85d6b37+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4",
            "audit.pos.example/log1+c85d6b37+AgOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "a b+c85d6b37+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"})
    void verifierKey_inAnyOtherForm_isRefused(String vkey) {
        assertRefused(TlogRefusal.VERIFIER_KEY_MALFORMED, () -> NoteKey.parse(vkey));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "text\n", "text\n\n", "text\n\nno signature\n", "text\n\n— a\n", "text\n\n— a b\n", "text\n\n— a AAAAAA==\n", "te\rxt\n\n— a AAAAAAA=\n"})
    void note_inAnyOtherForm_isRefused(String note) {
        assertRefused(TlogRefusal.NOTE_MALFORMED, () -> Note.parse(note));
    }

    @Test
    void note_thatIsTooLong_isRefused() {
        assertRefused(TlogRefusal.NOTE_MALFORMED, () -> Note.parse("x".repeat(Note.LENGTH_CHARS_MAX) + "\n\n— a AAAAAAA=\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "o\n", "o\n1\n", "o\n01\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", "o\n-1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
            "o\n1\nXcnaeacG\n", "o\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n", "o\n9999999999999999999\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"})
    void checkpoint_inAnyOtherForm_isRefused(String text) {
        assertRefused(TlogRefusal.CHECKPOINT_MALFORMED, () -> Checkpoint.parse(text));
    }

    @Test
    void proofFile_provesItsEntry_andNoOther() {
        MemoryTree tree = MemoryTree.of(300);
        Note note = Note.parse(LOG.sign(new Checkpoint(KEY.name(), 300, tree.root(300))));
        String file = new TlogProof(Optional.of(MemoryTree.entry(7)), 7, Merkle.inclusion(7, 300, tree), note).text();
        TlogProof read = TlogProof.parse(file);
        assertThat(file).startsWith("c2sp.org/tlog-proof@v1\nextra ").contains("\nindex 7\n");
        assertThat(read.text()).isEqualTo(file);
        assertThat(read.verify(Hash.leaf(read.entry().orElseThrow()), KEY).size()).isEqualTo(300);
        assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> read.verify(tree.leaf(8), KEY));
        assertRefused(TlogRefusal.PROOF_MALFORMED, () -> TlogProof.parse(file.replace("index 7", "index 07")));
        assertRefused(TlogRefusal.PROOF_MALFORMED, () -> TlogProof.parse(file.replace("@v1", "@v2")));
        assertRefused(TlogRefusal.INCLUSION_NOT_PROVED, () -> TlogProof.parse(file.replace("index 7", "index 6")).verify(tree.leaf(7), KEY));
    }

    /// Such as one of ML-DSA-44, of 2420 bytes, beside the one that is asked for.
    @Test
    void linesOfAWitness_withSeveralKeys_areThoseOfTheKeyAlone() {
        String its = WITNESS.cosign(KEY.name() + "\n", AT);
        String larger = new Note.Signature(WITNESS.verifier().name(), new byte[] {1, 2, 3, 4}, new byte[8 + 2420]).line();
        assertThat(Note.linesOf(WITNESS.verifier(), larger + its)).isEqualTo(its);
    }
}
