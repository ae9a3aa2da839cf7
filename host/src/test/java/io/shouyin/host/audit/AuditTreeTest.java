package io.shouyin.host.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shouyin.host.platform.TestDatabase;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Frontier;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.Merkle;
import io.shouyin.tlog.TlogProof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Leaves, tiles and checkpoints over a real PostgreSQL.
class AuditTreeTest {

    @TempDir
    Path folder;

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private TestLog log;

    @BeforeEach
    void emptyLog() {
        TestLog.empty(database);
        log = TestLog.of(database, folder.resolve("one"));
    }

    @Test
    void entries_getLeavesInTheirOrder_withoutGaps() {
        log.write(3);
        assertThat(log.sequencer.sequence()).isEqualTo(3);
        log.write(2);
        assertThat(log.sequencer.sequence()).isEqualTo(2);
        assertThat(log.sequencer.sequence()).isZero();
        assertThat(leaves()).containsExactlyElementsOf(LongStream.range(0, 5).boxed().toList());
        assertThat(log.jdbc.sql("SELECT entry_id FROM audit.leaf ORDER BY leaf_index").query(Long.class).list()).isSorted();
    }

    /// The number of an entry is drawn before its transaction commits: 1 may come after 2, and gets the later leaf. None is passed over, and a number that
    /// nobody uses leaves no gap.
    @Test
    void entries_thatCommitOutOfOrder_allGetALeaf() throws Exception {
        try (Connection slow = database.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, "slow");
            log.write(1);
            try (Connection undone = database.dataSource().getConnection()) {
                undone.setAutoCommit(false);
                insert(undone, "undone");
                undone.rollback();
            }
            log.write(1);
            assertThat(log.sequencer.sequence()).isEqualTo(2);
            slow.commit();
        }
        assertThat(log.sequencer.sequence()).isEqualTo(1);
        assertThat(leaves()).containsExactly(0L, 1L, 2L);
        assertThat(log.queries.at(2).orElseThrow().row().object()).isEqualTo("slow");
    }

    private static void insert(Connection connection, String object) throws Exception {
        try (var statement = connection.prepareStatement("""
                INSERT INTO audit.entry (at, actor_type, actor, action, object, result, content, leaf_hash)
                VALUES (now(), 'SYSTEM', 'test', 'a.b', ?, 'DONE', '{}', sha256('\\x007b7d'::bytea))""")) {
            statement.setString(1, object);
            statement.executeUpdate();
        }
    }

    @Test
    void twoHosts_onOneDatabase_makeOneTree() throws Exception {
        TestLog other = TestLog.of(database, folder.resolve("one"));
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (TestLog one : List.of(log, other)) {
                all.add(threads.submit(() -> IntStream.range(0, 50).forEach(_ -> one.write(4))));
                all.add(threads.submit((Callable<Void>) () -> {
                    while (log.size() < 400) {
                        one.sign();
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        log.sign();
        other.sign();
        assertThat(log.checkpoints.trouble()).isEmpty();
        assertThat(other.checkpoints.trouble()).isEmpty();
        assertThat(leaves()).containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
        assertThat(log.latest()).isEqualTo(other.latest());
        assertThat(log.latest().root()).isEqualTo(rootOfAll());
    }

    @Test
    void tree_fromItsTiles_hasTheRootOfItsLeaves_andProvesEach() {
        log.write(700);
        log.sign();
        assertThat(log.jdbc.sql("SELECT count(*) FROM audit.tile").query(Long.class).single()).isEqualTo(2);
        Checkpoint checkpoint = log.latest();
        assertThat(checkpoint.size()).isEqualTo(700);
        assertThat(checkpoint.root()).isEqualTo(rootOfAll());
        for (long index : new long[] {0, 255, 256, 600, 699}) {
            AuditQueries.Entry entry = log.queries.at(index).orElseThrow();
            Merkle.requireInclusion(Hash.leaf(entry.content()), index, 700, log.tiles.inclusion(index, 700), checkpoint.root());
            TlogProof proof = TlogProof.parse(log.notes.proof(entry).text());
            assertThat(proof.verify(Hash.leaf(proof.entry().orElseThrow()), log.checkpoints.latest().orElseThrow().verifier()).size()).isEqualTo(700);
        }
    }

    /// More than a tile of tiles: level 1 is filled in the batches that complete it.
    @Test
    void tree_of70000Leaves_hasItsTiles() {
        log.jdbc.sql("""
                INSERT INTO audit.entry (at, actor_type, actor, action, object, result, content, leaf_hash)
                SELECT now(), 'SYSTEM', 'test', 'a.b', 'c', 'DONE', n::text, sha256('\\x00'::bytea || convert_to(n::text, 'UTF8')) FROM generate_series(1, 70000) n""").update();
        log.checkpoints.look();
        log.sign();
        assertThat(log.jdbc.sql("SELECT level || ':' || count(*) FROM audit.tile GROUP BY level ORDER BY level").query(String.class).list()).containsExactly("0:273", "1:1");
        assertThat(log.latest().size()).isEqualTo(70_000);
        assertThat(log.latest().root()).isEqualTo(rootOfAll());
        Merkle.requireConsistency(65_535, frontier(65_535).root(), 70_000, log.latest().root(), log.tiles.consistency(65_535, 70_000));
    }

    @Test
    void checkpoint_isSigned_afterTenSecondsOrAThousandEntries() {
        log.write(5);
        log.checkpoints.look();
        assertThat(log.latest().size()).as("the first at once").isEqualTo(5);
        log.write(5);
        log.checkpoints.look();
        assertThat(log.latest().size()).as("the clock stands still").isEqualTo(5);
        log.sign();
        assertThat(log.latest().size()).isEqualTo(10);
        log.sign();
        assertThat(log.jdbc.sql("SELECT count(*) FROM audit.checkpoint").query(Long.class).single()).as("nothing new, nothing signed").isEqualTo(2);
        log.write(1000);
        log.checkpoints.look();
        assertThat(log.latest().size()).isEqualTo(1010);
    }

    @Test
    void key_isMadeOnce_outsideTheDatabase_forItsOwnerAlone() throws Exception {
        log.write(1);
        log.sign();
        Path key = folder.resolve("one/log.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.getParent()))).isEqualTo("rwx------");
        TestLog again = TestLog.of(database, folder.resolve("one"));
        again.write(1);
        again.sign();
        assertThat(again.latest().origin()).isEqualTo(log.latest().origin());
        assertThat(Files.readString(folder.resolve("one/log.vkey")).strip()).isEqualTo(again.checkpoints.latest().orElseThrow().verifier().vkey());
    }

    /// A crash between the folder and the database.
    @Test
    void checkpoint_thatIsKeptButNotInTheDatabase_isSignedTheSameAgain() throws Exception {
        log.write(3);
        log.sign();
        String kept = Files.readString(folder.resolve("one/checkpoint"));
        database.asSuperuser("DELETE FROM audit.checkpoint");
        TestLog again = TestLog.of(database, folder.resolve("one"));
        again.sign();
        assertThat(again.checkpoints.trouble()).isEmpty();
        assertThat(again.note()).hasToString(kept);
        assertThat(log.jdbc.sql("SELECT note FROM audit.checkpoint").query(String.class).single()).isEqualTo(kept);
    }

    @Test
    void hostWithoutTheKey_signsNothing_andSaysSo() {
        log.write(3);
        log.sign();
        TestLog other = TestLog.of(database, folder.resolve("elsewhere"));
        other.write(1);
        other.sign();
        assertThat(other.checkpoints.trouble()).contains(Trouble.LOG_KEY_MISSING);
        assertThat(folder.resolve("elsewhere/log.key")).doesNotExist();
        log.sign();
        assertThat(log.latest().size()).as("its entry, and that it signs nothing").isEqualTo(5);
    }

    @Test
    void hostWithAnotherKey_signsNothing() {
        log.write(3);
        log.sign();
        TestLog other = new TestLog(database.dataSource(), folder.resolve("elsewhere"), Optional.of(log.latest().origin()));
        new LogFolder(folder.resolve("elsewhere")).makeKey(Optional.of(log.latest().origin()));
        other.write(1);
        other.sign();
        assertThat(other.checkpoints.trouble()).contains(Trouble.LOG_KEY_DIFFERS);
        assertThat(log.jdbc.sql("SELECT count(*) FROM audit.checkpoint").query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void newName_beginsANewLog_overTheSameEntries() {
        log.write(3);
        log.sign();
        TestLog renamed = new TestLog(database.dataSource(), folder.resolve("new"), Optional.of("pos.example.com/audit-2"));
        renamed.sign();
        assertThat(renamed.latest().origin()).isEqualTo("pos.example.com/audit-2");
        assertThat(renamed.latest().root()).isEqualTo(log.latest().root());
    }

    @Test
    void application_cannotChangeTreeOrCheckpoints() {
        log.write(3);
        log.sign();
        for (String change : List.of("UPDATE audit.leaf SET leaf_index = 9", "DELETE FROM audit.leaf", "DELETE FROM audit.tile", "UPDATE audit.checkpoint SET note = 'x'",
                "DELETE FROM audit.checkpoint", "DELETE FROM audit.head")) {
            assertThatThrownBy(() -> log.jdbc.sql(change).update()).rootCause().hasMessageContaining("permission denied");
        }
    }

    @Test
    void folderThatCannotBeRead_isTold_andEntriesAreWrittenAllTheSame() throws Exception {
        log.write(1);
        log.sign();
        Files.writeString(folder.resolve("one/checkpoint"), "no note");
        log.write(1);
        log.sign();
        assertThat(log.checkpoints.trouble()).contains(Trouble.LOG_FOLDER_UNREADABLE);
        assertThat(log.jdbc.sql("SELECT reason FROM audit.entry WHERE action = 'audit.sign'").query(String.class).single()).isEqualTo("LOG_FOLDER_UNREADABLE");
    }

    private List<Long> leaves() {
        return log.jdbc.sql("SELECT leaf_index FROM audit.leaf ORDER BY leaf_index").query(Long.class).list();
    }

    private Hash rootOfAll() {
        return frontier(Long.MAX_VALUE).root();
    }

    /// From the contents, leaf by leaf.
    private Frontier frontier(long size) {
        Frontier frontier = new Frontier();
        log.jdbc.sql("SELECT e.content FROM audit.leaf l JOIN audit.entry e USING (entry_id) WHERE l.leaf_index < ? ORDER BY l.leaf_index").param(size).query(String.class).list()
                .forEach(content -> frontier.add(Hash.leaf(content)));
        return frontier;
    }
}
