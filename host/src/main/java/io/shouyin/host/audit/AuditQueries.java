package io.shouyin.host.audit;

import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.PageQuery;
import io.shouyin.tlog.Hash;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Reads the log.
@Component
public class AuditQueries {

    /// How many entries a search without an index looks at: a fraction of a second.
    static final int LOOKED_AT_MAX = 200_000;
    private static final long COUNTED_MAX = 10_000;
    private static final String COLUMNS = "e.entry_id, e.at, e.actor_type, e.actor, e.action, e.object, e.result, e.reason, e.terminal_id, l.leaf_index";
    private static final String FROM = " FROM audit.entry e LEFT JOIN audit.leaf l USING (entry_id) ";

    private final JdbcClient jdbc;
    private final int lookedAtMax;

    @Autowired
    AuditQueries(JdbcClient jdbc) {
        this(jdbc, LOOKED_AT_MAX);
    }

    AuditQueries(JdbcClient jdbc, int lookedAtMax) {
        this.jdbc = jdbc;
        this.lookedAtMax = lookedAtMax;
    }

    /// Which entries are wanted; what is null or empty does not matter.
    ///
    /// @param query found anywhere in actor, action, object or reason
    /// @param action the whole one, or its beginning up to a dot: `terminal`
    /// @param actor the whole one
    /// @param from inclusive
    /// @param to exclusive
    public record Wanted(String query, String action, String actor, String result, String terminalId, Instant from, Instant to) {

        public static Wanted all(String query) {
            return new Wanted(query, null, null, null, null, null, null);
        }
    }

    /// One row as it is listed.
    ///
    /// @param leafIndex its place in the tree, a moment after it was written
    public record Row(long entryId, Instant at, String actorType, String actor, String action, String object, String result, Optional<String> reason,
                      Optional<String> terminalId, Optional<Long> leafIndex) {}

    /// An entry as it is in the tree.
    ///
    /// @param content RFC 8785 JSON, what the leaf hash is over
    /// @param leafHash 32 bytes, in hex
    public record Entry(Row row, String content, String leafHash) {}

    /// One page of what was found, newest first; counted to 10 000.
    ///
    /// @param searchedBackTo older entries were not looked at: time of the oldest that was. Empty: all were that the search asks for
    public record Found(List<Row> items, long total, boolean more, int page, int size, Optional<Instant> searchedBackTo) {}

    /// By actor, terminal and time there is an index. Whatever else is asked for is looked for in the newest 200 000 of those entries, and the answer says so.
    @Transactional(readOnly = true)
    public Found search(Wanted wanted, PageQuery page) {
        Map<String, Object> params = new LinkedHashMap<>();
        String indexed = where(indexed(wanted, params));
        List<String> others = others(wanted, params);
        String rows = others.isEmpty() ? "audit.entry e" + indexed
                : "(SELECT * FROM audit.entry e" + indexed + " ORDER BY e.entry_id DESC LIMIT " + lookedAtMax + ") e" + where(others);
        long total = jdbc.sql("SELECT count(*) FROM (SELECT FROM " + rows + " LIMIT :counted) found").params(params).param("counted", COUNTED_MAX + 1).query(Long.class).single();
        List<Row> items = jdbc.sql("SELECT " + COLUMNS + " FROM (SELECT e.* FROM " + rows + " ORDER BY e.entry_id DESC LIMIT :size OFFSET :offset) e"
                        + " LEFT JOIN audit.leaf l USING (entry_id) ORDER BY e.entry_id DESC")
                .params(params).param("size", page.size()).param("offset", page.offset()).query((row, _) -> row(row)).list();
        return new Found(items, Math.min(total, COUNTED_MAX), total > COUNTED_MAX, page.page(), page.size(), others.isEmpty() ? Optional.empty() : oldestLookedAt(indexed, params));
    }

    private Optional<Instant> oldestLookedAt(String indexed, Map<String, Object> params) {
        List<OffsetDateTime> last = jdbc.sql("SELECT e.at FROM audit.entry e" + indexed + " ORDER BY e.entry_id DESC LIMIT 2 OFFSET :before")
                .params(params).param("before", lookedAtMax - 1).query(OffsetDateTime.class).list();
        return last.size() < 2 ? Optional.empty() : Optional.of(last.getFirst().toInstant());
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static List<String> indexed(Wanted wanted, Map<String, Object> params) {
        List<String> all = new ArrayList<>();
        equal(all, params, "e.actor", "actor", wanted.actor());
        equal(all, params, "e.terminal_id", "terminal", wanted.terminalId());
        if (wanted.from() != null) {
            all.add("e.at >= :from");
            params.put("from", OffsetDateTime.ofInstant(wanted.from(), ZoneOffset.UTC));
        }
        if (wanted.to() != null) {
            all.add("e.at < :to");
            params.put("to", OffsetDateTime.ofInstant(wanted.to(), ZoneOffset.UTC));
        }
        return all;
    }

    private static List<String> others(Wanted wanted, Map<String, Object> params) {
        List<String> all = new ArrayList<>();
        if (is(wanted.query())) {
            all.add("(e.actor ILIKE :like OR e.action ILIKE :like OR e.object ILIKE :like OR e.reason ILIKE :like)");
            params.put("like", LikePattern.containing(wanted.query()));
        }
        if (is(wanted.action())) {
            all.add("(e.action = :action OR starts_with(e.action, :action || '.'))");
            params.put("action", wanted.action());
        }
        equal(all, params, "e.result", "result", wanted.result());
        return all;
    }

    private static void equal(List<String> all, Map<String, Object> params, String column, String name, String value) {
        if (is(value)) {
            all.add(column + " = :" + name);
            params.put(name, value);
        }
    }

    private static boolean is(String value) {
        return value != null && !value.isBlank();
    }

    @Transactional(readOnly = true)
    public Optional<Entry> find(long entryId) {
        return jdbc.sql("SELECT " + COLUMNS + ", e.content, e.leaf_hash" + FROM + "WHERE e.entry_id = :id").param("id", entryId).query((row, _) -> entry(row)).optional();
    }

    @Transactional(readOnly = true)
    public Optional<Entry> at(long leafIndex) {
        return jdbc.sql("SELECT " + COLUMNS + ", e.content, e.leaf_hash" + FROM + "WHERE l.leaf_index = :index").param("index", leafIndex)
                .query((row, _) -> entry(row)).optional();
    }

    /// The contents of leaves beside each other, UTF-8.
    ///
    /// @param from inclusive
    /// @param to exclusive
    @Transactional(readOnly = true)
    public List<byte[]> contents(long from, long to) {
        return jdbc.sql("SELECT e.content FROM audit.leaf l JOIN audit.entry e USING (entry_id) WHERE l.leaf_index >= :from AND l.leaf_index < :to ORDER BY l.leaf_index")
                .param("from", from).param("to", to).query((row, _) -> row.getString(1).getBytes(StandardCharsets.UTF_8)).list();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(row(row), row.getString("content"), Hash.of(row.getBytes("leaf_hash")).hex());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(row.getLong("entry_id"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("actor_type"), row.getString("actor"),
                row.getString("action"), row.getString("object"), row.getString("result"), Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("terminal_id")), Optional.ofNullable(row.getObject("leaf_index", Long.class)));
    }
}
