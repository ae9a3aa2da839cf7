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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
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
}
