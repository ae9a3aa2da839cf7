package io.shouyin.host.acquiring;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reversals that no network has taken yet.
@Component
public class ReversalsWaiting {

    private final JdbcClient jdbc;

    ReversalsWaiting(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param since when the outcome of the oldest was given up; empty without any
    public record Waiting(long count, Optional<Instant> since) {}

    public Waiting now() {
        return jdbc.sql("SELECT count(*) AS waiting, min(coalesce(closed_at, received_at)) AS since FROM acquiring.transaction WHERE state IN ('IN_DOUBT', 'REVERSING')")
                .query((row, _) -> new Waiting(row.getLong("waiting"), Optional.ofNullable(row.getObject("since", OffsetDateTime.class)).map(OffsetDateTime::toInstant))).single();
    }
}
