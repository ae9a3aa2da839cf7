package io.shouyin.host.support;

import io.shouyin.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// One-time links to the page that sets a new console password. The token is 128 random bits behind the `#`, which browsers do not send on;
/// kept is its hash alone.
@Repository
class Links {

    static final int TRIES_MAX = 5;

    private static final int TOKEN_BYTES = 16;
    private static final String PAGE = "/console/reset#";

    private final JdbcClient jdbc;
    private final ConsoleAddress address;
    private final SecureRandom random = new SecureRandom();

    Links(JdbcClient jdbc, ConsoleAddress address) {
        this.jdbc = jdbc;
        this.address = address;
    }

    /// @param challenge that a passkey was asked, if one was
    record Link(byte[] tokenHash, String caseId, Instant expiresAt, int triesLeft, Optional<byte[]> challenge, boolean factorShown, boolean used) {}

    /// @param factorShown none is asked for
    /// @return the link, to be sent and closed
    Secret issue(String caseId, Instant expiresAt, Optional<Instant> factorShown) {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("INSERT INTO support.link (token_hash, case_id, expires_at, tries_left, factor_shown_at) VALUES (?, ?, ?, ?, ?)")
                .params(Arrays.asList(hash(token), caseId, CaseStore.utc(expiresAt), TRIES_MAX, factorShown.map(CaseStore::utc).orElse(null))).update();
        return Secret.of(address.url() + PAGE + token);
    }

    Optional<Link> find(String token) {
        return jdbc.sql("SELECT * FROM support.link WHERE token_hash = ?").param(hash(token))
                .query((row, _) -> new Link(row.getBytes("token_hash"), row.getString("case_id"), CaseStore.instant(row, "expires_at").orElseThrow(),
                        row.getInt("tries_left"), Optional.ofNullable(row.getBytes("challenge")), row.getObject("factor_shown_at") != null,
                        row.getObject("used_at") != null)).optional();
    }

    void ask(Link link, byte[] challenge) {
        jdbc.sql("UPDATE support.link SET challenge = ? WHERE token_hash = ?").params(challenge, link.tokenHash()).update();
    }

    /// Takes one of the tries, and the passkey's challenge, before a factor is looked at.
    ///
    /// @return false if none is left
    boolean take(Link link) {
        return jdbc.sql("UPDATE support.link SET tries_left = tries_left - 1, challenge = NULL WHERE token_hash = ? AND tries_left > 0 AND used_at IS NULL")
                .param(link.tokenHash()).update() == 1;
    }

    void factorShown(Link link, Instant at) {
        jdbc.sql("UPDATE support.link SET factor_shown_at = ? WHERE token_hash = ?").params(CaseStore.utc(at), link.tokenHash()).update();
    }

    /// @return false if somebody else was faster
    boolean use(Link link, Instant at) {
        return jdbc.sql("UPDATE support.link SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND factor_shown_at IS NOT NULL")
                .params(CaseStore.utc(at), link.tokenHash()).update() == 1;
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(("reset link\0" + token).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
