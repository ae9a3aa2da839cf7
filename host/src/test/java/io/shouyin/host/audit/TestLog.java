package io.shouyin.host.audit;

import io.shouyin.host.TestClock;
import io.shouyin.host.platform.TestDatabase;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Note;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The log of one host over a database, without the rest of the host.
final class TestLog {

    final TestClock clock = new TestClock();
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    final AuditLog audit;
    final Sequencer sequencer;
    final LogTiles tiles;
    final Checkpoints checkpoints;
    final LogNotes notes;
    final AuditQueries queries;
    final Witnesses witnesses;

    TestLog(DataSource source, Path folder, String... witnessLines) {
        this(source, folder, Optional.empty(), witnessLines);
    }

    TestLog(DataSource source, Path folder, Optional<String> origin, String... witnessLines) {
        AuditSettings settings = new AuditSettings(folder, origin, Duration.ofSeconds(10), 1000, List.of(witnessLines), Duration.ofSeconds(5));
        jdbc = JdbcClient.create(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        audit = new AuditLog(jdbc, clock);
        sequencer = new Sequencer(jdbc, transactions);
        tiles = new LogTiles(jdbc);
        checkpoints = new Checkpoints(jdbc, sequencer, tiles, audit, transactions, settings, clock);
        notes = new LogNotes(jdbc, checkpoints, tiles);
        queries = new AuditQueries(jdbc);
        witnesses = new Witnesses(settings, checkpoints, tiles, audit, jdbc, transactions, clock);
    }

    static TestLog of(TestDatabase database, Path folder) {
        return new TestLog(database.dataSource(), folder);
    }

    /// For tests that share a database.
    static void empty(TestDatabase database) {
        database.asSuperuser("TRUNCATE audit.entry, audit.waiting, audit.leaf, audit.tile, audit.checkpoint, audit.cosignature", "UPDATE audit.head SET size = 0");
    }

    /// So many entries in one transaction.
    void write(int entries) {
        transactions.executeWithoutResult(_ -> {
            for (int i = 0; i < entries; i++) {
                audit.append(AuditEntry.done("test.write", "number:" + i).by(AuditActor.system("test")));
            }
        });
    }

    /// Until the next checkpoint is due, and it is made.
    void sign() {
        clock.advance(Duration.ofSeconds(10));
        checkpoints.look();
    }

    Checkpoint latest() {
        return checkpoints.latest().orElseThrow().checkpoint();
    }

    Note note() {
        return notes.latest().orElseThrow();
    }

    long size() {
        return jdbc.sql("SELECT size FROM audit.head").query(Long.class).single();
    }
}
