package io.shouyin.host.fleet.status;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// How many beats came in each minute of the last day, of all hosts together: counted in memory, added up in the database now and then.
@Component
class BeatMinutes {

    private static final int KEPT_HOURS = 24;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    BeatMinutes(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record Minute(Instant at, int accepted, int refused) {}

    void accepted() {
        accepted.increment();
    }

    void refused() {
        refused.increment();
    }

    @Scheduled(fixedDelayString = "PT5S")
    void write() {
        long taken = accepted.sumThenReset();
        long not = refused.sumThenReset();
        if (taken + not > 0) {
            jdbc.sql("""
                    INSERT INTO fleet.heartbeat_minute AS known (minute, accepted, refused) VALUES (?, ?, ?)
                    ON CONFLICT ON CONSTRAINT heartbeat_minute_once DO UPDATE SET accepted = known.accepted + excluded.accepted, refused = known.refused + excluded.refused""")
                    .params(StatusTimes.utc(clock.instant().truncatedTo(ChronoUnit.MINUTES)), taken, not).update();
        }
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
    void forget() {
        jdbc.sql("DELETE FROM fleet.heartbeat_minute WHERE minute < ?").param(StatusTimes.utc(clock.instant().minus(KEPT_HOURS, ChronoUnit.HOURS))).update();
    }

    /// Of the last hour; minutes without beats are left out.
    List<Minute> lastHour() {
        return jdbc.sql("SELECT minute, accepted, refused FROM fleet.heartbeat_minute WHERE minute > ? ORDER BY minute")
                .param(StatusTimes.utc(clock.instant().minus(1, ChronoUnit.HOURS)))
                .query((row, _) -> new Minute(row.getObject("minute", OffsetDateTime.class).toInstant(), row.getInt("accepted"), row.getInt("refused"))).list();
    }
}
