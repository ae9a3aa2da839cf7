package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Slows down guesses that are spread over many terminals, each too few to lock anything.
///
/// It holds a terminal for a pause after its last wrong try, and only while the wrong tries of its merchant, or of everybody, are too
/// many in a window. A terminal without wrong tries is never held, so nobody can shut a merchant out.
@Component
public class Brake {

    private static final String FAILED = "outcome IN ('WRONG', 'LOCKED')";

    private final JdbcClient jdbc;
    private final WatchSettings settings;
    private final InstantSource clock;

    Brake(JdbcClient jdbc, WatchSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /// One read; ask only for a secret that has wrong tries.
    public boolean holds(MerchantId merchant, TerminalId terminal) {
        Instant now = clock.instant();
        OffsetDateTime from = utc(now.minus(settings.window()));
        return jdbc.sql("SELECT EXISTS (SELECT FROM credentials.use WHERE terminal_id = ? AND at > ? AND " + FAILED + ") AND ("
                        + "(SELECT count(*) FROM (SELECT FROM credentials.use WHERE merchant_id = ? AND at > ? AND " + FAILED + " LIMIT ?) tries) >= ? OR "
                        + "(SELECT count(*) FROM (SELECT FROM credentials.use WHERE at > ? AND " + FAILED + " LIMIT ?) tries) >= ?)")
                .params(terminal.value(), utc(now.minus(settings.pause())), merchant.value(), from, settings.failuresPerMerchantMax(),
                        settings.failuresPerMerchantMax(), from, settings.failuresPerPlatformMax(), settings.failuresPerPlatformMax())
                .query(Boolean.class).single();
    }
}
