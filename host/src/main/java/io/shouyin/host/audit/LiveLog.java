package io.shouyin.host.audit;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.tlog.Broken;
import io.shouyin.tlog.Checkpoint;
import io.shouyin.tlog.EntryBundle;
import io.shouyin.tlog.Hash;
import io.shouyin.tlog.LogCheck;
import io.shouyin.tlog.Note;
import io.shouyin.tlog.NoteKey;
import io.shouyin.tlog.Tile;
import io.shouyin.tlog.TlogProof;
import io.shouyin.tlog.server.LogFiles;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The log in a host's database, for a command beside it: verified, taken out as files, asked for a proof. The host may run or not; it is one moment of the database.
public final class LiveLog {

    private static final int ROWS_AT_ONCE = 2000;
    private static final int MISSING_IN_A_ROW_MAX = 1_000_000;
    private static final String ENTRIES = """
            SELECT l.leaf_index, l.entry_id, e.content, e.leaf_hash, e.at, e.actor_type, e.actor, e.action, e.object, e.result, e.reason, e.terminal_id
            FROM audit.leaf l LEFT JOIN audit.entry e USING (entry_id) ORDER BY l.leaf_index""";

    private final JdbcClient jdbc;
    private final TransactionTemplate oneMoment;
    private final LogTiles tiles;

    private LiveLog(JdbcClient jdbc, TransactionTemplate oneMoment) {
        this.jdbc = jdbc;
        this.oneMoment = oneMoment;
        this.tiles = LogTiles.of(jdbc);
    }

    /// @throws Fault `AUDIT_TREE_MISSING` if the database is of an older release
    public static LiveLog of(DataSource source) {
        JdbcTemplate template = new JdbcTemplate(source);
        template.setFetchSize(ROWS_AT_ONCE);
        TransactionTemplate oneMoment = new TransactionTemplate(new JdbcTransactionManager(source));
        oneMoment.setReadOnly(true);
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        JdbcClient jdbc = JdbcClient.create(template);
        if (!jdbc.sql("SELECT to_regclass('audit.leaf') IS NOT NULL").query(Boolean.class).single()) {
            throw new Fault("AUDIT_TREE_MISSING", Recovery.FIX_THE_SETUP, "this database has no tree over its audit log: start the host of this release once, it brings it along");
        }
        return new LiveLog(jdbc, oneMoment);
    }

    /// Every entry with its columns, every leaf and tile, every checkpoint that was signed, and those that were kept elsewhere.
    ///
    /// @param key of the log; without it signatures are not looked at
    /// @param witnesses whose cosignatures the latest checkpoint must have
    /// @param kept notes of the same log from outside of the database
    public LogCheck.Report check(Optional<NoteKey> key, List<NoteKey> witnesses, List<String> kept) {
        return oneMoment.execute(_ -> new Pass(key, witnesses, kept).run());
    }

    private final class Pass {

        private final LogCheck check = new LogCheck();
        private final Optional<NoteKey> key;
        private final List<NoteKey> witnesses;
        private final List<String> kept;
        private final List<List<Hash>> open = new ArrayList<>();
        private final Optional<String> origin;
        private long expectedTo;

        Pass(Optional<NoteKey> key, List<NoteKey> witnesses, List<String> kept) {
            this.key = key;
            this.witnesses = witnesses;
            this.kept = kept;
            this.origin = origin(key);
        }

        LogCheck.Report run() {
            Optional<Checkpoint> latest = origin.flatMap(LiveLog.this::latest).flatMap(note -> check.open("audit.checkpoint", note, key, witnesses));
            for (String note : kept) {
                check.open("--checkpoint", note, key, List.of()).ifPresent(checkpoint -> {
                    check.expect("--checkpoint", checkpoint);
                    if (latest.map(Checkpoint::size).orElse(0L) < checkpoint.size()) {
                        check.found(Broken.CHECKPOINT_OLD, latest.map(Checkpoint::size).orElse(0L) + " < " + checkpoint.size());
                    }
                });
            }
            expectMore();
            jdbc.sql(ENTRIES).query((ResultSet row) -> {
                take(row);
            });
            while (expectMore()) {
                continue;               // those of a tree that is larger than what is left
            }
            withoutLeaf();
            return check.finish();
        }

        /// The next checkpoints, so many that memory stays small.
        private boolean expectMore() {
            record Row(long size, String note) {}
            List<Row> rows = origin.isEmpty() ? List.of() : jdbc.sql("SELECT size, note FROM audit.checkpoint WHERE origin = :origin AND size > :after ORDER BY size LIMIT :max")
                    .param("origin", origin.get()).param("after", expectedTo).param("max", ROWS_AT_ONCE)
                    .query((row, _) -> new Row(row.getLong("size"), row.getString("note"))).list();
            for (Row row : rows) {
                check.open("audit.checkpoint " + row.size(), row.note(), key, List.of()).ifPresent(checkpoint -> {
                    check.expect("audit.checkpoint", checkpoint);
                    if (checkpoint.size() != row.size()) {
                        check.found(Broken.CHECKPOINT_DIFFERS, "audit.checkpoint " + row.size());
                    }
                });
            }
            expectedTo = rows.isEmpty() ? Long.MAX_VALUE : rows.getLast().size();
            return !rows.isEmpty();
        }

        private void take(ResultSet row) throws SQLException {
            long index = row.getLong("leaf_index");
            if (index > check.size()) {
                check.found(Broken.ENTRY_MISSING, check.size() + " – " + (index - 1));
                for (long missing = Math.min(index - check.size(), MISSING_IN_A_ROW_MAX); missing > 0; missing--) {
                    add(Hash.EMPTY_TREE);
                }
            }
            String content = row.getString("content");
            if (content == null) {
                check.found(Broken.ENTRY_MISSING, String.valueOf(index));
                add(Hash.EMPTY_TREE);
                return;
            }
            Hash leaf = Hash.leaf(content);
            if (!Arrays.equals(leaf.bytes(), row.getBytes("leaf_hash")) || !columnsFit(row, content)) {
                check.found(Broken.ENTRY_CHANGED, String.valueOf(index));
            }
            add(leaf);
        }

        private void add(Hash leaf) {
            check.add(leaf);
            if (check.size() >= expectedTo) {
                expectMore();
            }
            Hash hash = leaf;
            for (int level = 0; hash != null; level++) {
                if (open.size() == level) {
                    open.add(new ArrayList<>());
                }
                open.get(level).add(hash);
                hash = open.get(level).size() == Tile.WIDTH_MAX ? full(level) : null;
            }
        }

        /// Compares a full tile.
        ///
        /// @return its root, a hash of the level above
        private Hash full(int level) {
            byte[] hashes = Tile.bytes(open.get(level));
            open.get(level).clear();
            long index = (check.size() >> Tile.HEIGHT * (level + 1)) - 1;
            Hash root = Tile.root(hashes);
            boolean right = jdbc.sql("SELECT hashes = :hashes AND root = :root FROM audit.tile WHERE level = :level AND tile_index = :index")
                    .param("hashes", hashes).param("root", root.bytes()).param("level", level).param("index", index).query(Boolean.class).optional().orElse(false);
            if (!right) {
                check.found(Broken.TILE_CHANGED, new Tile(level, index, Tile.WIDTH_MAX).path());
            }
            return root;
        }

        private void withoutLeaf() {
            jdbc.sql("""
                    SELECT e.entry_id FROM audit.entry e WHERE NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.entry_id)
                    AND NOT EXISTS (SELECT FROM audit.waiting w WHERE w.entry_id = e.entry_id) ORDER BY e.entry_id LIMIT :max""")
                    .param("max", LogCheck.PLACES_MAX).query(Long.class).list().forEach(entry -> check.found(Broken.LEAF_MISSING, "audit.entry " + entry));
            long size = jdbc.sql("SELECT size FROM audit.head").query(Long.class).optional().orElse(0L);
            if (size != check.size()) {
                check.found(Broken.ENTRY_MISSING, "audit.head: " + size + " / " + check.size());
            }
        }
    }

    /// What is searched in the console must say what the tree says.
    private static boolean columnsFit(ResultSet row, String content) throws SQLException {
        try {
            JsonNode said = JsonMapper.shared().readTree(content);
            return Instant.parse(said.path("time").asString()).equals(row.getObject("at", OffsetDateTime.class).toInstant())
                    && said.path("actor").path("type").asString("").equals(row.getString("actor_type"))
                    && said.path("actor").path("id").asString("").equals(row.getString("actor"))
                    && said.path("action").asString("").equals(row.getString("action"))
                    && said.path("object").asString("").equals(row.getString("object"))
                    && said.path("result").asString("").equals(row.getString("result"))
                    && Objects.equals(said.path("reason").asString(null), row.getString("reason"))
                    && Objects.equals(said.path("terminal").asString(null), row.getString("terminal_id"));
        } catch (JacksonException | DateTimeException noEntry) {
            return false;
        }
    }

    private Optional<String> origin(Optional<NoteKey> key) {
        return key.map(NoteKey::name).or(() -> jdbc.sql("SELECT origin FROM audit.checkpoint ORDER BY at DESC, size DESC LIMIT 1").query(String.class).optional());
    }

    private Optional<String> latest(String origin) {
        return jdbc.sql("""
                SELECT note || coalesce((SELECT string_agg(line, '' ORDER BY witness) FROM audit.cosignature s WHERE s.origin = c.origin AND s.size = c.size), '')
                FROM audit.checkpoint c WHERE origin = :origin ORDER BY size DESC LIMIT 1""").param("origin", origin).query(String.class).optional();
    }

    /// The log under its latest checkpoint, as C2SP tlog-tiles lays it out.
    ///
    /// @return how many entries
    /// @throws Fault `AUDIT_NOT_SIGNED` if there is no checkpoint
    public long export(LogFiles files, Optional<NoteKey> key) {
        return oneMoment.execute(_ -> {
            String note = note(key);
            long size = Checkpoint.parse(Note.parse(note).text()).size();
            for (Tile tile : Tile.all(size)) {
                files.write(tile.path(), tiles.hashes(tile));
                if (tile.level() == 0) {
                    files.write(tile.entriesPath(), EntryBundle.of(contents(tile)));
                }
            }
            files.writeCheckpoint(note);
            return size;
        });
    }

    private List<byte[]> contents(Tile tile) {
        long from = tile.index() << Tile.HEIGHT;
        return new AuditQueries(jdbc).contents(from, from + tile.width());
    }

    private String note(Optional<NoteKey> key) {
        return origin(key).flatMap(this::latest)
                .orElseThrow(() -> new Fault("AUDIT_NOT_SIGNED", Recovery.RETRY_LATER, "the log has no checkpoint yet: a running host signs one"));
    }

    /// The evidence for one entry under the latest checkpoint.
    ///
    /// @throws Fault `LOG_INDEX_UNKNOWN`
    public TlogProof prove(long index, Optional<NoteKey> key) {
        return oneMoment.execute(_ -> {
            Note note = Note.parse(note(key));
            long size = Checkpoint.parse(note.text()).size();
            String content = index < 0 || index >= size ? null : new AuditQueries(jdbc).at(index).map(AuditQueries.Entry::content).orElse(null);
            if (content == null) {
                throw new Fault("LOG_INDEX_UNKNOWN", Recovery.FIX_THE_INPUT, "the log has no leaf of this index: it has " + size);
            }
            return new TlogProof(Optional.of(content.getBytes(StandardCharsets.UTF_8)), index, tiles.inclusion(index, size), note);
        });
    }
}
