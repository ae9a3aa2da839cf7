package io.shouyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.EntryBundle;
import io.shouyin.tlog.Frontier;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteSigner;
import io.shouyin.tlog.Tile;
import io.shouyin.tlog.server.LogFiles;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `audit verify` and `audit prove` on an exported log, without a host.
class AuditCommandTest {

    private static final NoteSigner LOG = NoteSigner.newLog("log.example", new SecureRandom());
    private static final NoteSigner WITNESS = NoteSigner.newWitness("witness.example", new SecureRandom());
    private static final String KEY = LOG.verifier().vkey();

    @TempDir
    private Path folder;

    private Path export;

    @BeforeEach
    void exportedLog() {
        export = folder.resolve("export");
        LogFiles files = new LogFiles(export);
        List<byte[]> entries = IntStream.range(0, 5).mapToObj(n -> ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8)).toList();
        Tile tile = new Tile(0, 0, entries.size());
        files.write(tile.path(), Tile.bytes(entries.stream().map(Hash::leaf).toList()));
        files.write(tile.entriesPath(), EntryBundle.of(entries));
        Note note = Note.parse(signed(entries));
        files.writeCheckpoint(note.with(Note.signatures(WITNESS.cosign(note.text(), Instant.parse("2026-11-23T10:00:00Z")))).toString());
    }

    private static String signed(List<byte[]> entries) {
        Frontier tree = new Frontier();
        entries.forEach(entry -> tree.add(Hash.leaf(entry)));
        return LOG.sign(new Checkpoint("log.example", entries.size(), tree.root()));
    }

    @Test
    void export_thatIsAsItWas_holds() {
        Program.Ended verified = CommandLineRun.run("audit", "verify", export.toString(), "--key", KEY, "--witness", WITNESS.verifier().vkey(), "--json");
        assertThat(verified.exit()).as(verified.err()).isZero();
        var report = JsonMapper.shared().readTree(verified.out());
        assertThat(report.path("holds").asBoolean()).isTrue();
        assertThat(report.path("entries").asLong()).isEqualTo(5);
    }

    @Test
    void export_withAChangedEntry_endsWithOne_andSaysWhereInBothLanguages() throws Exception {
        Path bundle = export.resolve("tile/entries/000.p/5");
        Files.writeString(bundle, Files.readString(bundle).replace("{\"n\":3}", "{\"n\":4}"));
        Program.Ended verified = CommandLineRun.run("audit", "verify", export.toString(), "--key", KEY);
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("tile/entries/000.p/5", "an entry does not fit", "记录的内容");
    }

    @Test
    void export_thatIsOlderThanACheckpointThatWasKept_endsWithOne() throws Exception {
        Path kept = folder.resolve("kept");
        Files.writeString(kept, signed(IntStream.range(0, 6).mapToObj(n -> new byte[] {(byte) n}).toList()));
        Program.Ended verified = CommandLineRun.run("audit", "verify", export.toString(), "--key", KEY, "--checkpoint", kept.toString());
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("the log is shorter than a checkpoint", "5 < 6");
    }

    @Test
    void evidence_forOneEntry_isWrittenAndVerified_andRefusedWithAnotherKey() throws Exception {
        Path proof = folder.resolve("two.tlog-proof");
        Path keyFile = folder.resolve("log.vkey");
        Files.writeString(keyFile, KEY + "\n");
        assertThat(CommandLineRun.run("audit", "prove", "2", "--from", export.toString(), "--out", proof.toString()).exit()).isZero();
        Program.Ended verified = CommandLineRun.run("audit", "verify", proof.toString(), "--key", "@" + keyFile, "--witness", WITNESS.verifier().vkey());
        assertThat(verified.exit()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("{\"n\":2}", "witness.example 2026-11-23T10:00:00Z");
        String other = NoteSigner.newLog("log.example", new SecureRandom()).verifier().vkey();
        Program.Ended refused = CommandLineRun.run("audit", "verify", proof.toString(), "--key", other);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("NOTE_NOT_SIGNED");
        Program.Ended unknown = CommandLineRun.run("audit", "prove", "5", "--from", export.toString(), "--out", proof.toString());
        assertThat(unknown.err()).contains("LOG_INDEX_UNKNOWN");
    }

    /// Each ends with 1 and a name, and quickly.
    @Test
    void export_thatIsNone_isRefusedByName() throws Exception {
        Files.delete(export.resolve("tile/entries/000.p/5"));
        assertThat(verify(export.toString()).out()).as("a bundle is gone").contains("tile/entries/000.p/5");
        Files.write(export.resolve("tile/entries/000.p/5"), new byte[] {0, 9, 'x'});
        assertThat(verify(export.toString()).out()).as("an entry is cut off").contains("tile/entries/000.p/5");
        try (var huge = new RandomAccessFile(export.resolve("tile/0/000.p/5").toFile(), "rw")) {
            huge.setLength(4L << 30);
        }
        assertThat(verify(export.toString()).out()).as("a tile of 4 GiB").contains("tile/0/000.p/5");
        Files.writeString(export.resolve("checkpoint"), "no note\n");
        assertThat(verify(export.toString()).out() + verify(export.toString()).err()).as("not a note").contains("checkpoint");
        Files.delete(export.resolve("checkpoint"));
        assertThat(verify(export.toString()).err()).as("no checkpoint").contains("LOG_FILE_UNUSABLE");
    }

    /// No archive is opened, so there is nothing in one that could be large or lie elsewhere.
    @Test
    void fileThatIsNoEvidence_isRefusedByName() throws Exception {
        Path archive = folder.resolve("export.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("../../checkpoint"));
            zip.write(new byte[1 << 20]);
        }
        assertThat(verify(archive.toString()).err()).contains("FILE_UNREADABLE");
        Path long16 = folder.resolve("long.tlog-proof");
        try (var file = new RandomAccessFile(long16.toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        assertThat(verify(long16.toString()).err()).contains("FILE_UNREADABLE");
        Path text = Files.writeString(folder.resolve("text"), "no evidence\n\nat all\n");
        assertThat(verify(text.toString()).err()).contains("PROOF_MALFORMED");
        assertThat(verify(folder.resolve("nothing").toString()).err()).contains("LOG_FILE_UNUSABLE");
    }

    @Test
    void keyThatIsNone_isRefusedByName() {
        assertThat(CommandLineRun.run("audit", "verify", export.toString(), "--key", "log.example+00000000+AQ==").err()).contains("VERIFIER_KEY_MALFORMED");
        assertThat(CommandLineRun.run("audit", "verify", export.toString(), "--key", "x".repeat(100_000)).err()).contains("VERIFIER_KEY_MALFORMED");
        String other = NoteSigner.newLog("log.example", new SecureRandom()).verifier().vkey();
        assertThat(CommandLineRun.run("audit", "verify", export.toString(), "--key", other)).satisfies(refused -> {
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.out()).contains("checkpoint");
        });
    }

    private static Program.Ended verify(String what) {
        Program.Ended ended = CommandLineRun.run("audit", "verify", what, "--key", KEY);
        assertThat(ended.exit()).isEqualTo(1);
        return ended;
    }
}
