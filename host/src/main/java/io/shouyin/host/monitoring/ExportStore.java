package io.shouyin.host.monitoring;

import io.shouyin.host.acquiring.TransactionSearch;
import io.shouyin.host.sheets.SheetFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Exports in the database, the files in parts. What a host writes while it exports has commits of its own: the journal's cursor stays open beside them.
@Repository
class ExportStore {

    static final int LISTED_MAX = 50;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final InstantSource clock;

    ExportStore(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    Export add(String owner, SheetFormat format, TransactionSearch search) {
        return jdbc.sql("INSERT INTO monitoring.export (owner, format, search, state, created_at) VALUES (?, ?, ?::jsonb, 'WAITING', ?) RETURNING *")
                .params(owner, format.name(), json.writeValueAsString(search), now()).query(this::export).single();
    }

    /// Under way, of one person. The rows are locked, so that nobody begins two at the same time.
    int underWay(String owner) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('monitoring.export ' || ?))").param(owner).query((_, _) -> 0).single();
        return jdbc.sql("SELECT count(*) FROM monitoring.export WHERE owner = ? AND state IN ('WAITING', 'RUNNING')").param(owner).query(Integer.class).single();
    }

    List<Export> of(String owner) {
        return jdbc.sql("SELECT * FROM monitoring.export WHERE owner = ? ORDER BY created_at DESC, export_id LIMIT " + LISTED_MAX).param(owner).query(this::export).list();
    }

    Optional<Export> find(UUID exportId, String owner) {
        return jdbc.sql("SELECT * FROM monitoring.export WHERE export_id = ? AND owner = ?").params(exportId, owner).query(this::export).optional();
    }

    /// The oldest that waits, for this host alone.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public Optional<Export> take(String host) {
        return jdbc.sql("""
                UPDATE monitoring.export SET state = 'RUNNING', host = ?, alive_at = ?
                WHERE export_id = (SELECT export_id FROM monitoring.export WHERE state = 'WAITING' ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *""")
                .params(host, now()).query(this::export).optional();
    }

    /// @return false if it was cancelled, or given up by others
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean progress(UUID exportId, String host, long rowsDone, long rowsTotal) {
        return jdbc.sql("UPDATE monitoring.export SET rows_done = ?, rows_total = ?, alive_at = ? WHERE export_id = ? AND state = 'RUNNING' AND host = ?")
                .params(rowsDone, rowsTotal, now(), exportId, host).update() == 1;
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void part(UUID exportId, int number, byte[] content) {
        jdbc.sql("INSERT INTO monitoring.export_part (export_id, number, content) VALUES (?, ?, ?)").params(exportId, number, content).update();
        jdbc.sql("UPDATE monitoring.export SET bytes = bytes + ? WHERE export_id = ?").params(content.length, exportId).update();
    }

    Optional<byte[]> part(UUID exportId, int number) {
        return jdbc.sql("SELECT content FROM monitoring.export_part WHERE export_id = ? AND number = ?").params(exportId, number).query(byte[].class).optional();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean done(UUID exportId, String host, long rows) {
        return jdbc.sql("UPDATE monitoring.export SET state = 'DONE', rows_done = ?, rows_total = ?, ended_at = ? WHERE export_id = ? AND state = 'RUNNING' AND host = ?")
                .params(rows, rows, now(), exportId, host).update() == 1;
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void fail(UUID exportId, ExportRefusal why) {
        jdbc.sql("UPDATE monitoring.export SET state = 'FAILED', reason = ?, ended_at = ? WHERE export_id = ? AND state = 'RUNNING'").params(why.name(), now(), exportId).update();
        dropParts(exportId);
    }

    boolean cancel(UUID exportId) {
        return jdbc.sql("UPDATE monitoring.export SET state = 'CANCELLED', ended_at = ? WHERE export_id = ? AND state IN ('WAITING', 'RUNNING')").params(now(), exportId).update() == 1;
    }

    void remove(UUID exportId) {
        jdbc.sql("DELETE FROM monitoring.export WHERE export_id = ?").param(exportId).update();
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void dropParts(UUID exportId) {
        jdbc.sql("DELETE FROM monitoring.export_part WHERE export_id = ?").param(exportId).update();
    }

    /// Those whose host has not been heard of: it stopped.
    List<UUID> abandoned(Duration silent) {
        return jdbc.sql("SELECT export_id FROM monitoring.export WHERE state = 'RUNNING' AND alive_at < ?").param(utc(clock.instant().minus(silent))).query(UUID.class).list();
    }

    int forget(Duration age) {
        return jdbc.sql("DELETE FROM monitoring.export WHERE created_at < ? AND state <> 'RUNNING'").param(utc(clock.instant().minus(age))).update();
    }

    private Export export(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Export(row.getObject("export_id", UUID.class), row.getString("owner"), SheetFormat.valueOf(row.getString("format")),
                json.readValue(row.getString("search"), TransactionSearch.class), Export.State.valueOf(row.getString("state")), row.getString("reason"), row.getLong("rows_done"),
                row.getObject("rows_total", Long.class), row.getLong("bytes"), row.getObject("created_at", OffsetDateTime.class).toInstant(), ended == null ? null : ended.toInstant());
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
