package io.shouyin.host.fleet.logs;

import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of uploads, lines and screens.
@Repository
class LogStore {

    /// A search counts its hits so far.
    static final int COUNTED_MAX = 1_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient jdbc;

    LogStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param endedAt null while parts come
    /// @param scrubbed pieces of card data and secrets that the terminal has sent and that were taken out here
    record Upload(UUID orderId, String terminalId, String log, String fileName, int parts, long textBytes, long lines, long lastNumber, long scrubbed, Instant begunAt, Instant endedAt) {}

    /// Holds the row until the end of the transaction.
    Optional<Upload> lock(UUID orderId) {
        return jdbc.sql("SELECT * FROM fleet.log_upload WHERE order_id = ? FOR UPDATE").param(orderId).query(LogStore::upload).optional();
    }

    /// @return false if it was begun before
    boolean begin(UUID orderId, TerminalId terminal, String log, String fileName, Instant now) {
        return jdbc.sql("INSERT INTO fleet.log_upload (order_id, terminal_id, log, file_name, begun_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT log_upload_one_an_order DO NOTHING")
                .params(orderId, terminal.value(), log, fileName, utc(now)).update() == 1;
    }

    void keepNewest(TerminalId terminal, int uploads, int screens) {
        jdbc.sql("DELETE FROM fleet.log_upload WHERE order_id IN (SELECT order_id FROM fleet.log_upload WHERE terminal_id = ? ORDER BY begun_at DESC, order_id OFFSET ?)")
                .params(terminal.value(), uploads).update();
        jdbc.sql("DELETE FROM fleet.terminal_screen WHERE order_id IN (SELECT order_id FROM fleet.terminal_screen WHERE terminal_id = ? ORDER BY received_at DESC, order_id OFFSET ?)")
                .params(terminal.value(), screens).update();
    }

    Optional<byte[]> hashOfPart(UUID orderId, int number) {
        return jdbc.sql("SELECT sha256 FROM fleet.log_part WHERE order_id = ? AND number = ?").params(orderId, number).query(byte[].class).optional();
    }

    /// The next part. A line that another upload has brought moves to this one.
    void add(Upload upload, int number, byte[] sha256, LogPart part) {
        jdbc.sql("INSERT INTO fleet.log_part (order_id, number, sha256) VALUES (?, ?, ?)").params(upload.orderId, number, sha256).update();
        List<LogPart.Line> lines = part.lines();
        jdbc.sql("""
                INSERT INTO fleet.log_line (order_id, terminal_id, log, number, at, level, source, text, words)
                SELECT :order, :terminal, :log, number, at, level, source, text, array_to_tsvector(string_to_array(words, ' '))
                FROM unnest(:numbers::bigint[], :times::timestamptz[], :levels::text[], :sources::text[], :texts::text[], :words::text[]) AS line (number, at, level, source, text, words)
                ON CONFLICT ON CONSTRAINT log_line_once DO UPDATE SET order_id = excluded.order_id""")
                .param("order", upload.orderId).param("terminal", upload.terminalId).param("log", upload.log)
                .param("numbers", lines.stream().map(LogPart.Line::number).toArray(Long[]::new)).param("times", lines.stream().map(line -> line.at().toString()).toArray(String[]::new))
                .param("levels", lines.stream().map(LogPart.Line::level).toArray(String[]::new)).param("sources", lines.stream().map(LogPart.Line::source).toArray(String[]::new))
                .param("texts", lines.stream().map(LogPart.Line::text).toArray(String[]::new)).param("words", lines.stream().map(line -> LogWords.of(line.text())).toArray(String[]::new)).update();
        jdbc.sql("UPDATE fleet.log_upload SET parts = ?, text_bytes = text_bytes + ?, lines = lines + ?, last_number = ?, scrubbed = scrubbed + ? WHERE order_id = ?")
                .params(number, part.textBytes(), lines.size(), lines.getLast().number(), part.scrubbed(), upload.orderId).update();
    }

    void end(UUID orderId, Instant now) {
        jdbc.sql("UPDATE fleet.log_upload SET ended_at = ? WHERE order_id = ?").params(utc(now), orderId).update();
    }

    Page<Upload> uploads(TerminalId terminal, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.log_upload WHERE terminal_id = ?").param(terminal.value()).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.log_upload WHERE terminal_id = ? ORDER BY begun_at DESC, order_id LIMIT ? OFFSET ?")
                .params(terminal.value(), page.size(), page.offset()).query(LogStore::upload).list(), total, page);
    }

    record Found(String terminalId, long number, Instant at, String level, String source, String text) {}

    /// What is looked for; an empty part asks for nothing.
    ///
    /// @param words a `tsquery` of [LogWords]
    record Search(Optional<TerminalId> terminal, Optional<String> level, Optional<Instant> from, Optional<Instant> to, Optional<String> words) {}

    /// The newest first.
    Page<Found> find(Search search, PageQuery page) {
        Map<String, Object> params = new HashMap<>();
        var where = new StringBuilder(" FROM fleet.log_line WHERE true");
        search.terminal.ifPresent(terminal -> and(where, params, " AND terminal_id = :terminal", "terminal", terminal.value()));
        search.level.ifPresent(level -> and(where, params, " AND level = :level", "level", level));
        search.from.ifPresent(from -> and(where, params, " AND at >= :from", "from", utc(from)));
        search.to.ifPresent(to -> and(where, params, " AND at < :to", "to", utc(to)));
        search.words.ifPresent(words -> and(where, params, " AND words @@ :words::tsquery", "words", words));
        List<Found> found = jdbc.sql("SELECT terminal_id, number, at, level, source, text" + where + " ORDER BY at DESC, terminal_id, number DESC LIMIT :size OFFSET :offset")
                .params(params).param("size", page.size()).param("offset", page.offset())
                .query((row, _) -> new Found(row.getString("terminal_id"), row.getLong("number"), instant(row, "at"), row.getString("level"), row.getString("source"), row.getString("text"))).list();
        long total = jdbc.sql("SELECT count(*) FROM (SELECT 1" + where + " LIMIT " + (COUNTED_MAX + 1) + ") counted").params(params).query(Long.class).single();
        return total <= COUNTED_MAX ? Page.of(found, total, page) : Page.ofMoreThan(found, COUNTED_MAX, page);
    }

    private static void and(StringBuilder where, Map<String, Object> params, String condition, String name, Object value) {
        where.append(condition);
        params.put(name, value);
    }

    // screens

    record Shot(UUID orderId, String screen, Instant shownAt, Instant receivedAt, int scrubbed) {}

    /// @return false if it came before
    boolean add(UUID orderId, TerminalId terminal, TerminalScreen screen, Instant now) {
        return jdbc.sql("""
                INSERT INTO fleet.terminal_screen (order_id, terminal_id, screen, shown_at, received_at, rows, scrubbed) VALUES (?, ?, ?, ?, ?, ?::jsonb, ?)
                ON CONFLICT ON CONSTRAINT terminal_screen_one_an_order DO NOTHING""")
                .params(orderId, terminal.value(), screen.screen(), utc(screen.at()), utc(now), JSON.writeValueAsString(screen.rows()), screen.scrubbed()).update() == 1;
    }

    Page<Shot> screens(TerminalId terminal, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.terminal_screen WHERE terminal_id = ?").param(terminal.value()).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.terminal_screen WHERE terminal_id = ? ORDER BY received_at DESC, order_id LIMIT ? OFFSET ?")
                .params(terminal.value(), page.size(), page.offset())
                .query((row, _) -> new Shot(row.getObject("order_id", UUID.class), row.getString("screen"), instant(row, "shown_at"), instant(row, "received_at"), row.getInt("scrubbed"))).list(), total, page);
    }

    Optional<TerminalScreen> screen(UUID orderId) {
        return jdbc.sql("SELECT * FROM fleet.terminal_screen WHERE order_id = ?").param(orderId)
                .query((row, _) -> new TerminalScreen(row.getString("screen"), instant(row, "shown_at"), JSON.readValue(row.getString("rows"), new TypeReference<List<TerminalScreen.Row>>() {}),
                        row.getInt("scrubbed"))).optional();
    }

    /// @return how many uploads and screens went; fewer than asked for: there are no more
    int forget(Instant before, int atOnce) {
        return jdbc.sql("DELETE FROM fleet.log_upload WHERE order_id IN (SELECT order_id FROM fleet.log_upload WHERE begun_at < ? ORDER BY begun_at LIMIT ? FOR UPDATE SKIP LOCKED)")
                .params(utc(before), atOnce).update()
                + jdbc.sql("DELETE FROM fleet.terminal_screen WHERE order_id IN (SELECT order_id FROM fleet.terminal_screen WHERE received_at < ? ORDER BY received_at LIMIT ? FOR UPDATE SKIP LOCKED)")
                .params(utc(before), atOnce).update();
    }

    private static Upload upload(ResultSet row, int number) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Upload(row.getObject("order_id", UUID.class), row.getString("terminal_id"), row.getString("log"), row.getString("file_name"), row.getInt("parts"), row.getLong("text_bytes"),
                row.getLong("lines"), row.getLong("last_number"), row.getLong("scrubbed"), instant(row, "begun_at"), ended == null ? null : ended.toInstant());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
