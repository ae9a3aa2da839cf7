package io.shouyin.host.credentials;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Passwords whose rotation is near: a terminal reminds of them.
@Component
public class PasswordsDue {

    public static final int DAYS_MAX = 14;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    PasswordsDue(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Days in China until the standing password expires, 0 for today or past; nothing if it is further away than [#DAYS_MAX], or never.
    public Optional<Integer> daysLeft(Subject subject) {
        return jdbc.sql("SELECT expires_at FROM credentials.secret WHERE subject = ? AND ended IS NULL AND kind <> 'ONE_TIME' AND expires_at IS NOT NULL")
                .param(subject.key()).query(OffsetDateTime.class).optional().map(this::days).filter(days -> days <= DAYS_MAX);
    }

    private int days(OffsetDateTime expiresAt) {
        LocalDate day = LocalDate.ofInstant(expiresAt.toInstant(), FactorChecks.CHINA);
        return (int) Math.max(0, ChronoUnit.DAYS.between(LocalDate.ofInstant(clock.instant(), FactorChecks.CHINA), day));
    }
}
