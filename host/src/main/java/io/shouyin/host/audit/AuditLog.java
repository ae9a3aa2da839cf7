package io.shouyin.host.audit;

import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The audit log. Rows are only ever added: the application has no grant to change them and a trigger refuses its owner.
///
/// It does not promise that nobody with the owner's login can rewrite history; the hash tree over the leaf hashes, and its
/// witnesses, are for that.
@Component
public class AuditLog {

    private static final long CONTENT_VERSION = 1;

    private final JdbcClient jdbc;
    private final InstantSource time;

    AuditLog(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /// Writes the entry in the caller's transaction: both are there afterwards, or neither.
    ///
    /// @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
    /// @throws org.springframework.dao.DataAccessException if it cannot be written; the caller's transaction is lost then
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(AuditEntry entry) {
        var at = time.instant().truncatedTo(ChronoUnit.MICROS);
        var content = CanonicalJson.of(content(entry, at));
        jdbc.sql("""
                INSERT INTO audit.entry (at, actor_type, actor, action, object, result, reason, terminal_id, content, leaf_hash)
                VALUES (:at, :actorType, :actor, :action, :object, :result, :reason, :terminalId, :content, :leafHash)""")
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .param("actorType", entry.actor().type().name())
                .param("actor", entry.actor().id())
                .param("action", entry.action())
                .param("object", entry.object())
                .param("result", entry.result().name())
                .param("reason", entry.reason().orElse(null))
                .param("terminalId", entry.terminal().map(terminal -> terminal.value()).orElse(null))
                .param("content", content)
                .param("leafHash", CanonicalJson.leafHash(content))
                .update();
    }

    /// What the leaf hash is over. Members without a value are left out.
    static Map<String, Object> content(AuditEntry entry, Instant at) {
        var actor = new LinkedHashMap<String, Object>();
        actor.put("type", entry.actor().type().name());
        actor.put("id", entry.actor().id());
        actor.put("factors", entry.actor().factors().stream()
                .map(factor -> Map.of("name", factor.name(), "at", factor.at().truncatedTo(ChronoUnit.MICROS).toString())).toList());
        var content = new LinkedHashMap<String, Object>();
        content.put("v", CONTENT_VERSION);
        content.put("time", at.toString());
        content.put("actor", actor);
        content.put("action", entry.action());
        content.put("object", entry.object());
        content.put("result", entry.result().name());
        entry.reason().ifPresent(reason -> content.put("reason", reason));
        entry.terminal().ifPresent(terminal -> content.put("terminal", terminal.value()));
        entry.address().ifPresent(address -> content.put("address", address));
        entry.requestId().ifPresent(id -> content.put("requestId", id));
        entry.beforeHash().ifPresent(hash -> content.put("before", hash));
        entry.afterHash().ifPresent(hash -> content.put("after", hash));
        return content;
    }

    /// One row as it is listed.
    public record Row(long entryId, Instant at, String actorType, String actor, String action, String object, String result,
                      Optional<String> reason) {}

    /// Newest first.
    ///
    /// @param query found anywhere in actor, action, object or reason; empty finds all
    @Transactional(readOnly = true)
    public Page<Row> search(String query, PageQuery page) {
        var found = "FROM audit.entry WHERE :all OR actor ILIKE :like OR action ILIKE :like OR object ILIKE :like OR reason ILIKE :like";
        var all = query == null || query.isBlank();
        var like = LikePattern.containing(query);
        long total = jdbc.sql("SELECT count(*) " + found).param("all", all).param("like", like).query(Long.class).single();
        List<Row> rows = jdbc.sql("SELECT entry_id, at, actor_type, actor, action, object, result, reason " + found
                        + " ORDER BY entry_id DESC LIMIT :size OFFSET :offset")
                .param("all", all).param("like", like).param("size", page.size()).param("offset", page.offset())
                .query((row, _) -> new Row(row.getLong("entry_id"), row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("actor_type"), row.getString("actor"), row.getString("action"), row.getString("object"),
                        row.getString("result"), Optional.ofNullable(row.getString("reason"))))
                .list();
        return Page.of(rows, total, page);
    }
}
