package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Programs that use the API. A token is 256 random bits, shown once, kept as its SHA-256; it ends within a year.
@Component
class Clients {

    /// Tells a token found in the wrong place from other text.
    static final String TOKEN_PREFIX = "syc_";

    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final InstantSource time;

    Clients(JdbcClient jdbc, AuditLog audit, InstantSource time) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.time = time;
    }

    record Client(UUID id, String name, Set<ClientScope> scopes, String createdBy, Instant createdAt, Instant expiresAt,
                  Optional<String> revokedBy, Optional<Instant> revokedAt, long useCount, Optional<Instant> lastUsedAt,
                  Optional<String> lastUsedFrom) {}

    /// @param token to be shown once and closed
    record Issued(Client client, Secret token) {}

    /// Newest first.
    List<Client> all() {
        return jdbc.sql("SELECT * FROM access.client ORDER BY created_at DESC, client_id").query((row, _) -> client(row)).list();
    }

    @Transactional
    Issued issue(String name, Set<ClientScope> scopes, Instant expiresAt, String by) {
        var now = time.instant();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.atZone(ZoneOffset.UTC).plusYears(1).toInstant())) {
            throw new RefusedRequest(HttpStatus.UNPROCESSABLE_CONTENT, AccessRefusal.CLIENT_EXPIRY_REFUSED);
        }
        var token = newToken();
        var client = jdbc.sql("""
                INSERT INTO access.client (client_id, name, scopes, token_hash, created_by, created_at, expires_at)
                VALUES (:id, :name, :scopes, :hash, :by, :now, :expiresAt) RETURNING *""")
                .param("id", UUID.randomUUID()).param("name", name).param("scopes", names(scopes)).param("hash", hash(token)).param("by", by)
                .param("now", AccountStore.utc(now)).param("expiresAt", AccountStore.utc(expiresAt)).query((row, _) -> client(row)).single();
        audit.append(AuditEntry.done("client.issue", "client:" + client.id())
                .after(Map.of("name", name, "scopes", List.of(names(scopes)), "expiresAt", expiresAt.toString())));
        return new Issued(client, token);
    }

    @Transactional
    Client revoke(UUID id, String by) {
        var revoked = jdbc.sql("UPDATE access.client SET revoked_by = :by, revoked_at = :now WHERE client_id = :id AND revoked_at IS NULL RETURNING *")
                .param("by", by).param("now", AccountStore.utc(time.instant())).param("id", id).query((row, _) -> client(row)).optional();
        revoked.ifPresent(client -> audit.append(AuditEntry.done("client.revoke", "client:" + id)));
        return revoked.or(() -> find(id)).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, AccessRefusal.CLIENT_UNKNOWN));
    }

    /// Counts a use, if the token is good.
    ///
    /// @param address where the request came from
    Optional<Client> use(String token, String address) {
        try (var secret = Secret.of(token)) {
            return jdbc.sql("""
                    UPDATE access.client SET use_count = use_count + 1, last_used_at = :now, last_used_from = :address
                    WHERE token_hash = :hash AND revoked_at IS NULL AND expires_at > :now RETURNING *""")
                    .param("now", AccountStore.utc(time.instant())).param("address", address).param("hash", hash(secret))
                    .query((row, _) -> client(row)).optional();
        }
    }

    private Optional<Client> find(UUID id) {
        return jdbc.sql("SELECT * FROM access.client WHERE client_id = :id").param("id", id).query((row, _) -> client(row)).optional();
    }

    private static Secret newToken() {
        var random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        return Secret.of(TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    private static byte[] hash(Secret token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.reveal(SecretAccess.granted()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static String[] names(Set<ClientScope> scopes) {
        return scopes.stream().sorted().map(ClientScope::name).toArray(String[]::new);
    }

    private static Client client(ResultSet row) throws SQLException {
        var scopes = EnumSet.noneOf(ClientScope.class);
        Arrays.stream((String[]) row.getArray("scopes").getArray()).map(ClientScope::valueOf).forEach(scopes::add);
        return new Client(row.getObject("client_id", UUID.class), row.getString("name"), scopes, row.getString("created_by"),
                at(row, "created_at").orElseThrow(), at(row, "expires_at").orElseThrow(), Optional.ofNullable(row.getString("revoked_by")),
                at(row, "revoked_at"), row.getLong("use_count"), at(row, "last_used_at"), Optional.ofNullable(row.getString("last_used_from")));
    }

    private static Optional<Instant> at(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
