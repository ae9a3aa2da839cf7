package io.shouyin.host.audit;

import io.shouyin.kernel.Fault;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteKey;
import io.shouyin.tlog.NoteSigner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Signs how large the log is and which root it has, and never twice differently: each checkpoint that is known, the last one in the database and the last one
/// in the folder outside of it, must be of a tree that is not larger, and have the root that the tree has at its size.
///
/// A checkpoint is kept in the folder before anybody is told. A crash before it is in the database is no fork: the tree was durable before it was signed, and
/// the same text always has the same signature.
@Component
public class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final JdbcClient jdbc;
    private final Sequencer sequencer;
    private final LogTiles tiles;
    private final AuditLog audit;
    private final TransactionTemplate transactions;
    private final AuditSettings settings;
    private final LogFolder folder;
    private final InstantSource clock;

    private Optional<NoteSigner> signer = Optional.empty();
    private Optional<Checkpoint> foundRight = Optional.empty();
    private volatile Optional<Latest> latest = Optional.empty();
    private volatile Optional<Trouble> trouble = Optional.empty();

    Checkpoints(JdbcClient jdbc, Sequencer sequencer, LogTiles tiles, AuditLog audit, TransactionTemplate transactions, AuditSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.sequencer = sequencer;
        this.tiles = tiles;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
        this.folder = new LogFolder(settings.folder());
        this.clock = clock;
    }

    /// @param verifier the key that the note is verified with
    /// @param note signed by the log, without cosignatures
    public record Latest(NoteKey verifier, Checkpoint checkpoint, Instant at, String note) {}

    /// The latest that was signed, by whichever host, at most a second ago; from memory.
    public Optional<Latest> latest() {
        return latest;
    }

    /// The newest that was signed by then.
    public Optional<Checkpoint> at(Instant time) {
        return jdbc.sql("SELECT note FROM audit.checkpoint WHERE at <= ? ORDER BY at DESC, size DESC LIMIT 1").param(OffsetDateTime.ofInstant(time, ZoneOffset.UTC))
                .query(String.class).optional().map(note -> Checkpoint.parse(Note.parse(note).text()));
    }

    /// Why this host signs none.
    public Optional<Trouble> trouble() {
        return trouble;
    }

    /// Leaves for what waits, and a checkpoint when one is due.
    @Scheduled(fixedDelayString = "PT1S")
    public synchronized void look() {
        int placed;
        do {
            placed = sequencer.sequence();
            tell(signed());
        } while (placed == Sequencer.BATCH_ENTRIES);
    }

    /// @return what is in the way
    private Optional<Trouble> signed() {
        try {
            if (signer.isEmpty()) {
                signer = key();
            }
            return signer.isEmpty() ? Optional.of(Trouble.LOG_KEY_MISSING) : signed(signer.get());
        } catch (Fault unusable) {
            LOG.debug("the audit folder cannot be used", unusable);
            return Optional.of(Trouble.LOG_FOLDER_UNREADABLE);
        }
    }

    /// That of the folder, or a new one if the log has signed nothing yet.
    private Optional<NoteSigner> key() {
        Optional<NoteSigner> own = folder.key();
        boolean begun = own.isEmpty() && jdbc.sql("SELECT EXISTS (SELECT FROM audit.checkpoint WHERE :any OR origin = :origin)")
                .param("any", settings.origin().isEmpty()).param("origin", settings.origin().orElse("")).query(Boolean.class).single();
        return own.isPresent() || begun ? own : Optional.of(folder.makeKey(settings.origin()));
    }

    private Optional<Trouble> signed(NoteSigner key) {
        if (settings.origin().filter(origin -> !origin.equals(key.verifier().name())).isPresent()) {
            return Optional.of(Trouble.LOG_KEY_DIFFERS);
        }
        Known known = known(key);
        long size = jdbc.sql("SELECT size FROM audit.head").query(Long.class).single();     // after what is known, which another host may just have added to
        Optional<Trouble> wrong = known.differs() ? Optional.of(Trouble.LOG_KEY_DIFFERS) : wrong(known, size);
        known.newest().filter(newest -> latest.isEmpty() || newest.checkpoint().size() > latest.get().checkpoint().size())
                .ifPresent(newest -> latest = Optional.of(newest));
        if (wrong.isPresent() || !isDue(known, size)) {
            return wrong;
        }
        return transactions.execute(_ -> jdbc.sql("SELECT size FROM audit.head FOR UPDATE SKIP LOCKED").query(Long.class).optional()
                .flatMap(held -> sign(key, held)));
    }

    /// With the tree in hand: nobody else lets it grow or signs it.
    private Optional<Trouble> sign(NoteSigner key, long size) {
        Known known = known(key);
        foundRight = Optional.empty();
        Optional<Trouble> wrong = wrong(known, size);
        if (wrong.isPresent() || known.stored().filter(one -> one.checkpoint().size() == size).isPresent()) {
            return wrong;
        }
        Checkpoint checkpoint = new Checkpoint(key.verifier().name(), size, tiles.root(size));
        String note = key.sign(checkpoint);
        Instant now = clock.instant();
        folder.keep(note);
        jdbc.sql("INSERT INTO audit.checkpoint (origin, size, at, note) VALUES (:origin, :size, :at, :note)")
                .param("origin", checkpoint.origin()).param("size", size).param("at", OffsetDateTime.ofInstant(now, ZoneOffset.UTC)).param("note", note).update();
        foundRight = Optional.of(checkpoint);
        latest = Optional.of(new Latest(key.verifier(), checkpoint, now, note));
        return Optional.empty();
    }

    /// @param stored the last one in the database
    /// @param kept the last one in the folder
    /// @param differs one of them has not this host's signature
    private record Known(Optional<Latest> stored, Optional<Latest> kept, boolean differs) {

        Optional<Latest> newest() {
            return Stream.of(stored, kept).flatMap(Optional::stream).max(Comparator.comparingLong(one -> one.checkpoint().size()));
        }
    }

    private Known known(NoteSigner key) {
        NoteKey verifier = key.verifier();
        record Row(Instant at, String note) {}
        Optional<Row> row = jdbc.sql("SELECT at, note FROM audit.checkpoint WHERE origin = :origin ORDER BY size DESC LIMIT 1").param("origin", verifier.name())
                .query((stored, _) -> new Row(stored.getObject("at", OffsetDateTime.class).toInstant(), stored.getString("note"))).optional();
        Optional<Note> kept = folder.keptCheckpoint();
        try {
            return new Known(row.map(stored -> new Latest(verifier, Checkpoint.open(Note.parse(stored.note()), verifier), stored.at(), stored.note())),
                    kept.map(note -> new Latest(verifier, Checkpoint.open(note, verifier), clock.instant(), note.toString())), false);
        } catch (Fault ofAnotherKey) {
            return new Known(Optional.empty(), Optional.empty(), true);
        }
    }

    private Optional<Trouble> wrong(Known known, long size) {
        for (Latest one : Stream.of(known.kept(), known.stored()).flatMap(Optional::stream).toList()) {
            Checkpoint checkpoint = one.checkpoint();
            if (checkpoint.size() > size) {
                return Optional.of(Trouble.LOG_SHRANK);
            }
            if (!foundRight.equals(Optional.of(checkpoint)) && !tiles.root(checkpoint.size()).equals(checkpoint.root())) {
                return Optional.of(Trouble.LOG_FORKED);
            }
        }
        foundRight = known.newest().map(Latest::checkpoint);
        return Optional.empty();
    }

    private boolean isDue(Known known, long size) {
        long fresh = size - known.stored().map(one -> one.checkpoint().size()).orElse(0L);
        Duration age = known.stored().map(one -> Duration.between(one.at(), clock.instant()).abs()).orElse(settings.checkpointEvery());
        return fresh > 0 && (fresh >= settings.checkpointEntriesMax() || age.compareTo(settings.checkpointEvery()) >= 0);
    }

    private void tell(Optional<Trouble> found) {
        if (found.equals(trouble)) {
            return;
        }
        trouble = found;
        String log = "log:" + signer.map(key -> key.verifier().name()).orElse("audit");
        AuditEntry entry = found.isPresent() ? AuditEntry.failed("audit.sign", log, found.get().name()) : AuditEntry.done("audit.sign", log);
        transactions.executeWithoutResult(_ -> audit.append(entry.by(AuditActor.system("audit"))));
        found.ifPresentOrElse(why -> LOG.error("the audit log is not signed: {}: {}", why, why.en()), () -> LOG.warn("the audit log is signed again"));
    }
}
