package io.shouyin.host.audit;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The audit log. Rows are only ever added: the application has no grant to change them and a trigger refuses its owner.
///
/// It does not promise that nobody with the owner's login can rewrite history; the hash tree over the leaf hashes ([Sequencer], [Checkpoints]), and its
/// witnesses, are for that.
@Component
public class AuditLog {

    /// Since 2 with a salt.
    private static final long CONTENT_VERSION = 2;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final InstantSource time;

    AuditLog(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    /// For a measurement, beside a host.
    public static AuditLog of(JdbcClient jdbc, InstantSource time) {
        return new AuditLog(jdbc, time);
    }

    /// Writes the entry in the caller's transaction: both are there afterwards, or neither.
    ///
    /// @throws org.springframework.transaction.IllegalTransactionStateException without a transaction
    /// @throws org.springframework.dao.DataAccessException if it cannot be written; the caller's transaction is lost then
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(AuditEntry entry) {
        var at = time.instant().truncatedTo(ChronoUnit.MICROS);
        var content = CanonicalJson.of(content(entry, at, salt()));
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

    /// Leaf hashes are public: without it who guesses an entry could see that the guess is right.
    private static String salt() {
        var salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    /// What the leaf hash is over. Members without a value are left out.
    static Map<String, Object> content(AuditEntry entry, Instant at, String salt) {
        var actor = new LinkedHashMap<String, Object>();
        actor.put("type", entry.actor().type().name());
        actor.put("id", entry.actor().id());
        actor.put("factors", entry.actor().factors().stream()
                .map(factor -> Map.of("name", factor.name(), "at", factor.at().truncatedTo(ChronoUnit.MICROS).toString())).toList());
        var content = new LinkedHashMap<String, Object>();
        content.put("v", CONTENT_VERSION);
        content.put("salt", salt);
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
}
