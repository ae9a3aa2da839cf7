package io.shouyin.host.access;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.RefusedRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/// Makes guessing slow without letting a stranger lock the owner out.
///
/// Each attempt is counted before its password is looked at, so that a thousand at once are counted too, and is counted in up to
/// three places, each with a delay that doubles:
///
/// - source and account together: one person at one place; after 5 failures 1 minute, then 2, 4, ... 30
/// - source alone: one place that tries many accounts; after 20 failures
/// - account alone, only for sources from which it never logged in: many places that try one account; after 30 failures
///
/// Password and second factor are counted apart, or each right password would open five more guesses at the code.
///
/// The owner's usual place is not counted in the third, so it stays open while the account is under attack from elsewhere. From a new
/// place the owner then shows password and second factor at once, which is counted apart, or not by account where nobody can guess it.
/// A user name that does not exist is counted like any other. A login that succeeds takes its counts back. That a delay begins is
/// in the audit log; that somebody tries again while it lasts is not, or a flood would fill it.
@Component
class LoginGuard {

    /// From how many failures on, and how long a count is kept after the last one.
    enum Scope {
        ACCOUNT(30, Duration.ofHours(24)),
        SOURCE_AND_ACCOUNT(5, Duration.ofHours(24)),
        SOURCE(20, Duration.ofHours(1));

        final int failuresMax;
        final Duration memory;

        Scope(int failuresMax, Duration memory) {
            this.failuresMax = failuresMax;
            this.memory = memory;
        }

        /// How long nothing is tried after this many failures.
        Duration delay(int failures) {
            return failures < failuresMax ? Duration.ZERO
                    : Duration.ofMinutes(Math.min(DELAY_MAX.toMinutes(), 1L << Math.min(10, failures - failuresMax)));
        }
    }

    /// What is guessed at.
    enum Step {
        PASSWORD(true),
        SECOND_FACTOR(true),
        /// Both at once; a wrong answer does not say which.
        PASSWORD_AND_TOTP(true),
        /// The same with what is too long to be guessed: no number of strangers' tries closes it.
        PASSWORD_AND_RECOVERY_CODE(false);

        private final boolean countsByAccount;

        Step(boolean countsByAccount) {
            this.countsByAccount = countsByAccount;
        }
    }

    static final Duration DELAY_MAX = Duration.ofMinutes(30);

    private final JdbcClient jdbc;
    private final AccountStore accounts;
    private final AuditLog audit;
    private final InstantSource time;

    LoginGuard(JdbcClient jdbc, AccountStore accounts, AuditLog audit, InstantSource time) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.audit = audit;
        this.time = time;
    }

    /// How long to wait before the next attempt is even looked at.
    ///
    /// @param codeOpens others have guessed at the account: password and second factor at once open it all the same
    record Delay(Duration left, boolean codeOpens) {

        /// 429 with `Retry-After`.
        RefusedRequest refusal() {
            var headers = new HttpHeaders();
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(left.toSeconds() + 1));
            return new RefusedRequest(HttpStatus.TOO_MANY_REQUESTS, AccessRefusal.LOGIN_LOCKED, codeOpens ? Map.of("codeOpens", true) : Map.of(), headers);
        }
    }

    /// Counts an attempt, or says how long to wait; in a transaction of its own, so that a failure stays counted.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    Optional<Delay> attempt(Step step, String username, String address) {
        var now = time.instant();
        var strange = !known(username, address);
        for (var scope : Scope.values()) {                                // always in this order: no deadlock
            if (scope != Scope.ACCOUNT || strange && step.countsByAccount) {
                var until = count(scope, step, username, address, now);
                if (until.isPresent()) {
                    TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();   // a refused attempt counts nowhere
                    return Optional.of(new Delay(Duration.between(now, until.get()), scope == Scope.ACCOUNT && step == Step.PASSWORD));
                }
            }
        }
        return Optional.empty();
    }

    /// Takes the counts of a step that succeeded back.
    @Transactional(propagation = Propagation.MANDATORY)
    void succeeded(Step step, String username, String address) {
        for (var scope : new Scope[] {Scope.ACCOUNT, Scope.SOURCE_AND_ACCOUNT}) {
            jdbc.sql("DELETE FROM access.login_attempt WHERE scope = :scope AND subject = :subject")
                    .param("scope", scope.name()).param("subject", subject(scope, step, username, address)).update();
        }
        jdbc.sql("""
                UPDATE access.login_attempt SET failures = greatest(failures - 1, 0), blocked_until = NULL
                WHERE scope = 'SOURCE' AND subject = :subject""").param("subject", source(address)).update();
    }

    /// Knows the source of a login that lacks no factor.
    @Transactional(propagation = Propagation.MANDATORY)
    void entered(String username, String address) {
        jdbc.sql("""
                INSERT INTO access.known_source (username, source, last_login_at) VALUES (:username, :source, :now)
                ON CONFLICT (username, source) DO UPDATE SET last_login_at = excluded.last_login_at""")
                .param("username", username).param("source", source(address)).param("now", AccountStore.utc(time.instant())).update();
    }

    /// Takes back an attempt whose password nobody had the time to look at: a flood of others' logins must not count here.
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    void notLookedAt(Step step, String username, String address) {
        for (var scope : Scope.values()) {
            jdbc.sql("""
                    UPDATE access.login_attempt SET failures = greatest(failures - 1, 0), blocked_until = NULL
                    WHERE scope = :scope AND subject = :subject""")
                    .param("scope", scope.name()).param("subject", subject(scope, step, username, address)).update();
        }
    }

    /// Drops counts that no scope remembers any more.
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    @Transactional
    void forget() {
        jdbc.sql("DELETE FROM access.login_attempt WHERE last_at < :old")
                .param("old", AccountStore.utc(time.instant().minus(Duration.ofHours(25)))).update();
    }

    private boolean known(String username, String address) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM access.known_source WHERE username = :username AND source = :source)")
                .param("username", username).param("source", source(address)).query(Boolean.class).single();
    }

    private record Count(int failures, Instant lastAt, Optional<Instant> blockedUntil) {}

    /// @return until when it is blocked; empty if the attempt was counted and may go on
    private Optional<Instant> count(Scope scope, Step step, String username, String address, Instant now) {
        var subject = subject(scope, step, username, address);
        var count = jdbc.sql("""
                INSERT INTO access.login_attempt AS a (scope, subject, failures, last_at) VALUES (:scope, :subject, 0, :now)
                ON CONFLICT (scope, subject) DO UPDATE SET failures = a.failures
                RETURNING failures, last_at, blocked_until""")
                .param("scope", scope.name()).param("subject", subject).param("now", AccountStore.utc(now))
                .query((row, _) -> new Count(row.getInt("failures"), row.getObject("last_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("blocked_until", OffsetDateTime.class)).map(OffsetDateTime::toInstant)))
                .single();
        var blocked = count.blockedUntil().filter(now::isBefore);
        if (blocked.isPresent()) {
            return blocked;
        }
        int failures = count.lastAt().plus(scope.memory).isBefore(now) ? 1 : count.failures() + 1;
        var delay = scope.delay(failures);
        jdbc.sql("""
                UPDATE access.login_attempt SET failures = :failures, last_at = :now, blocked_until = CASE WHEN :delayed THEN :until END
                WHERE scope = :scope AND subject = :subject""")
                .param("failures", failures).param("now", AccountStore.utc(now)).param("delayed", delay.isPositive())
                .param("until", AccountStore.utc(now.plus(delay))).param("scope", scope.name()).param("subject", subject).update();
        if (delay.isPositive()) {
            audit.append(AuditEntry.done("staff.lock", "staff:" + accounts.find(username).map(Account::username).orElse("unknown"))
                    .because(step + " " + scope + " " + delay));
        }
        return Optional.empty();
    }

    private static byte[] subject(Scope scope, Step step, String username, String address) {
        return switch (scope) {
            case ACCOUNT -> sha256("account", step.name(), username);
            case SOURCE_AND_ACCOUNT -> sha256("both", step.name(), network(address), username);
            case SOURCE -> source(address);
        };
    }

    private static byte[] source(String address) {
        return sha256("source", network(address));
    }

    /// An IPv6 customer has a whole /64, so that is one source.
    static String network(String address) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == 4 ? address : InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, 8), 16)).getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException noLiteral) {
            return address;
        }
    }

    private static byte[] sha256(String... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
