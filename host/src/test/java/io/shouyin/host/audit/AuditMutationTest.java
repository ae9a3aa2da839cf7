package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouyin.host.platform.DatabaseAccess;
import io.shouyin.host.platform.TestDatabase;
import io.shouyin.tlog.Broken;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.LogCheck;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteKey;
import io.shouyin.tlog.NoteSigner;
import io.shouyin.tlog.Witness;
import io.shouyin.tlog.server.LogFiles;
import io.shouyin.tlog.server.WitnessFolder;
import io.shouyin.tlog.server.WitnessServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Whoever holds the database, and even the log's key, changes what was logged: who notices is the table of `docs/reference/audit.md`.
class AuditMutationTest {

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final int ENTRIES = 600;

    @TempDir
    Path folder;

    private TestLog log;
    private WitnessFolder witnessFolder;
    private NoteKey witnessKey;
    private WitnessServer witness;
    private String witnessLine;
    private NoteKey key;
    private String kept;

    @BeforeEach
    void logWithAWitness() throws Exception {
        TestLog.empty(database);
        Path one = folder.resolve("one");
        NoteSigner signer = new LogFolder(one).makeKey(Optional.of("log.example"));
        key = signer.verifier();
        witnessFolder = WitnessFolder.open(folder.resolve("witness"));
        NoteSigner witnessSigner = witnessFolder.key("witness.example");
        witnessKey = witnessSigner.verifier();
        log = TestLog.of(database, one);
        witness = WitnessServer.start("127.0.0.1", 0, new Witness(witnessSigner, List.of(key), witnessFolder, log.clock));
        witnessLine = "http://127.0.0.1:" + witness.port() + "/ " + witnessKey.vkey();
        log = restarted();
        log.write(ENTRIES);
        log.sign();
        log.witnesses.show();
        kept = log.note().toString();
        assertThat(check(List.of(witnessKey), kept).broken()).as("nothing is wrong yet").isEmpty();
        assertThat(Note.parse(kept).cosignedAt(witnessKey)).isPresent();
    }

    @AfterEach
    void stop() {
        witness.close();
        witnessFolder.close();
    }

    @Test
    void flippedByte_isFoundByVerify_andByTheHost() {
        database.asSuperuser("ALTER TABLE audit.entry DROP CONSTRAINT IF EXISTS entry_leaf_hash_right",
                "UPDATE audit.entry SET content = overlay(content placing 'X' from 30 for 1) WHERE entry_id = " + entry(590));
        assertThat(check().broken()).containsKeys(Broken.ENTRY_CHANGED, Broken.CHECKPOINT_DIFFERS);
        database.asSuperuser("UPDATE audit.entry SET leaf_hash = sha256('\\x00'::bytea || convert_to(content, 'UTF8')) WHERE entry_id = " + entry(590));
        assertThat(check().broken()).as("with the leaf hash made to fit").containsKeys(Broken.CHECKPOINT_DIFFERS);
        signsNoMore(Trouble.LOG_FORKED);
    }

    /// The columns are what the console searches; the tree is over the content.
    @Test
    void changedColumn_isFoundByVerify() {
        database.asSuperuser("UPDATE audit.entry SET actor = 'somebody-else' WHERE entry_id = " + entry(3));
        assertThat(check().broken()).isEqualTo(Map.of(Broken.ENTRY_CHANGED, List.of("3")));
    }

    @Test
    void deletedRow_isFoundByVerify_andByTheHost() {
        long entry = entry(580);
        database.asSuperuser("DELETE FROM audit.entry WHERE entry_id = " + entry);
        assertThat(check().broken()).isEqualTo(Map.of(Broken.ENTRY_MISSING, List.of("580"), Broken.CHECKPOINT_DIFFERS, List.of("audit.checkpoint, 600")));
        database.asSuperuser("DELETE FROM audit.leaf WHERE entry_id = " + entry);
        assertThat(check().broken()).as("with its leaf").containsKeys(Broken.ENTRY_MISSING, Broken.CHECKPOINT_DIFFERS);
        database.asSuperuser("UPDATE audit.leaf SET leaf_index = leaf_index - 1 WHERE leaf_index > 580", "UPDATE audit.head SET size = size - 1");
        assertThat(check().broken()).as("with the rest moved up").containsKeys(Broken.LOG_SHORTER);
        signsNoMore(Trouble.LOG_FORKED);
    }

    @Test
    void reorderedRows_areFoundByVerify_andByTheHost() {
        database.asSuperuser("UPDATE audit.leaf SET leaf_index = 1181 - leaf_index + 100000 WHERE leaf_index IN (590, 591)",
                "UPDATE audit.leaf SET leaf_index = leaf_index - 100000 WHERE leaf_index > 100000");
        assertThat(check().broken()).isEqualTo(Map.of(Broken.CHECKPOINT_DIFFERS, List.of("audit.checkpoint, 600")));
        signsNoMore(Trouble.LOG_FORKED);
    }

    @Test
    void changedTile_isFoundByVerify() {
        database.asSuperuser("UPDATE audit.tile SET hashes = set_byte(hashes, 7, get_byte(hashes, 7) # 1) WHERE tile_index = 1");
        assertThat(check().broken()).isEqualTo(Map.of(Broken.TILE_CHANGED, List.of("tile/0/001")));
    }

    /// Entries, leaves, tiles and checkpoints: nothing in the database shows it. Who kept a checkpoint does.
    @Test
    void cutTail_isFoundByTheHost_byAKeptCheckpoint_andByTheWitness() throws Exception {
        cut(300);
        assertThat(check().broken()).as("the database alone").isEmpty();
        assertThat(check(List.of(), kept).broken()).containsOnlyKeys(Broken.LOG_SHORTER, Broken.CHECKPOINT_OLD);
        signsNoMore(Trouble.LOG_SHRANK);
        Files.delete(folder.resolve("one/checkpoint"));               // who holds the host too
        TestLog forgetful = restarted();
        forgetful.sign();
        assertThat(forgetful.checkpoints.trouble()).isEmpty();
        forgetful.witnesses.show();
        assertThat(forgetful.witnesses.states()).singleElement().extracting(Witnesses.State::outcome).isEqualTo(Witnesses.Outcome.REFUSES);
        assertThat(forgetful.jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'audit.witness'").query(String.class).single()).isEqualTo("WITNESS_REFUSES");
    }

    /// Whoever holds database, key and folder signs a second history of the same size and of a larger one.
    @Test
    void fork_isFoundByAKeptCheckpoint_andByTheWitness() throws Exception {
        cut(300);
        Files.delete(folder.resolve("one/checkpoint"));
        TestLog forked = restarted();
        forked.write(300);
        forked.sign();
        assertThat(forked.checkpoints.trouble()).isEmpty();
        assertThat(forked.latest().size()).isEqualTo(600);
        assertThat(check().broken()).as("the second history alone").isEmpty();
        assertThat(check(List.of(), kept).broken()).containsOnlyKeys(Broken.CHECKPOINT_DIFFERS);
        forked.witnesses.show();
        assertThat(forked.witnesses.anyRefuses()).isTrue();
        forked.write(50);
        forked.sign();
        forked.witnesses.show();
        assertThat(forked.witnesses.anyRefuses()).isTrue();
        assertThat(check(List.of(witnessKey)).broken()).containsOnlyKeys(Broken.COSIGNATURE_MISSING);
    }

    @Test
    void replayedCheckpoint_isNotServed_andIsFoundByAKeptOne() {
        log.write(50);
        log.sign();
        String newest = log.note().toString();
        database.asSuperuser("DELETE FROM audit.checkpoint WHERE size > 600");
        assertThat(check(List.of(), newest).broken()).containsOnlyKeys(Broken.CHECKPOINT_OLD);
        TestLog again = restarted();
        again.checkpoints.look();
        assertThat(again.latest().size()).as("the folder has the newer one").isGreaterThanOrEqualTo(650);
        assertThat(again.checkpoints.trouble()).isEmpty();
    }

    @Test
    void restoredBackup_isFoundByTheHost_evenOnceItHasGrown() {
        DatabaseAccess backup = TestDatabase.backup(database.access());
        log.write(50);
        log.sign();
        TestLog restored = new TestLog(TestDatabase.applicationDataSource(backup), folder.resolve("one"), witnessLine);
        restored.clock.advance(Duration.ofMinutes(1));
        restored.sign();
        assertThat(restored.checkpoints.trouble()).contains(Trouble.LOG_SHRANK);
        restored.write(100);
        restored.sign();
        restored.sign();
        assertThat(restored.checkpoints.trouble()).contains(Trouble.LOG_FORKED);
        assertThat(restored.jdbc.sql("SELECT max(size) FROM audit.checkpoint").query(Long.class).single()).as("nothing was signed").isEqualTo(600);
    }

    @Test
    void entryTakenOffTheWaitingList_isFoundByVerify() {
        log.write(1);
        database.asSuperuser("DELETE FROM audit.waiting");
        assertThat(check().broken()).containsOnlyKeys(Broken.LEAF_MISSING);
    }

    @Test
    void checkpointOfAnotherKey_isFoundByVerify() {
        NoteSigner forger = NoteSigner.newLog("log.example", new SecureRandom());
        database.asSuperuser("UPDATE audit.checkpoint SET note = '" + forger.sign(log.latest()) + "'");
        assertThat(check().broken()).containsKeys(Broken.CHECKPOINT_NOT_SIGNED);
        signsNoMore(Trouble.LOG_KEY_DIFFERS);
    }

    /// Every byte of it, without a host.
    @Test
    void exportedLog_holds_andEachFileThatIsChangedIsFound() throws Exception {
        Path export = folder.resolve("export");
        LogFiles files = new LogFiles(export);
        assertThat(live().export(files, Optional.of(key))).isEqualTo(ENTRIES);
        assertThat(files.check(key, List.of(witnessKey), List.of(kept)).broken()).isEmpty();
        assertThat(files.prove(599).verify(Hash.leaf(files.prove(599).entry().orElseThrow()), key).size()).isEqualTo(ENTRIES);
        assertThat(live().prove(599, Optional.of(key)).text()).isEqualTo(files.prove(599).text());
        List<Path> all;
        try (var walk = Files.walk(export)) {
            all = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(all).hasSize(1 + 3 + 3 + 1);
        for (Path file : all) {
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[wrong.length / 2] ^= 1;
            Files.write(file, wrong);
            assertThat(files.check(key, List.of(), List.of()).holds()).as("%s changed", file).isFalse();
            Files.write(file, right);
        }
        Files.delete(export.resolve("tile/entries/001"));
        assertThat(files.check(key, List.of(), List.of()).broken()).containsKey(Broken.ENTRY_MISSING);
    }

    private TestLog restarted() {
        TestLog one = new TestLog(database.dataSource(), folder.resolve("one"), witnessLine);
        one.clock.advance(Duration.ofMinutes(1));
        return one;
    }

    /// Everything after the first `size` entries, as if it had never been.
    private void cut(long size) {
        database.asSuperuser("DELETE FROM audit.entry WHERE entry_id IN (SELECT entry_id FROM audit.leaf WHERE leaf_index >= " + size + ")",
                "DELETE FROM audit.leaf WHERE leaf_index >= " + size, "DELETE FROM audit.tile WHERE (tile_index + 1) * 256 > " + size,
                "DELETE FROM audit.checkpoint WHERE size > " + size, "DELETE FROM audit.cosignature WHERE size > " + size, "DELETE FROM audit.waiting",
                "UPDATE audit.head SET size = " + size);
    }

    private void signsNoMore(Trouble trouble) {
        TestLog again = restarted();
        again.write(5);
        again.sign();
        assertThat(again.checkpoints.trouble()).contains(trouble);
        assertThat(again.jdbc.sql("SELECT coalesce(max(size), 0) FROM audit.checkpoint").query(Long.class).single()).isLessThanOrEqualTo(ENTRIES);
    }

    private long entry(long index) {
        return log.jdbc.sql("SELECT entry_id FROM audit.leaf WHERE leaf_index = ?").param(index).query(Long.class).single();
    }

    private LiveLog live() {
        return LiveLog.of(database.dataSource());
    }

    private LogCheck.Report check() {
        return check(List.of());
    }

    private LogCheck.Report check(List<NoteKey> witnesses, String... kept) {
        return live().check(Optional.of(key), witnesses, List.of(kept));
    }
}
