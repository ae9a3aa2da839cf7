package io.shouyin.host.credentials;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Passwords whose end is near: a terminal reminds of them.
@Component
public class PasswordsDue {

    /// When a standing password ends, by rotation or by the validity that it was limited to; null if never.
    public static final String ENDS_AT = "least(expires_at, valid_to)";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    PasswordsDue(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// Days in China until the standing password expires, 0 for today or past; nothing if it is further away than [ReminderSteps#DAYS_MAX], or never.
    public Optional<Integer> daysLeft(Subject subject) {
        return jdbc.sql("SELECT " + ENDS_AT + " FROM credentials.secret WHERE subject = ? AND ended IS NULL AND kind <> 'ONE_TIME' AND " + ENDS_AT + " IS NOT NULL")
                .param(subject.key()).query(OffsetDateTime.class).optional()
                .map(expiresAt -> Math.max(0, ReminderSteps.daysLeft(clock.instant(), expiresAt.toInstant()))).filter(days -> days <= ReminderSteps.DAYS_MAX);
    }
}
