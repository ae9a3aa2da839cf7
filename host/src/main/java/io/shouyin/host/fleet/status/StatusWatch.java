package io.shouyin.host.fleet.status;

import io.shouyin.host.fleet.TerminalChanged;
import io.shouyin.kernel.TerminalId;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Looks at all terminals again and again: notes whose status has changed, opens and ends maintenance tickets, tells the duty phone. It keeps nothing in memory, so every
/// host may look, and what two find at the same time is noted once.
@Component
public class StatusWatch {

    private static final int SHOWN_MAX = 200;

    private final JdbcClient jdbc;
    private final Tickets tickets;
    private final DutyTexts texts;
    private final StatusTimes times;
    private final StatusSettings settings;
    private final ApplicationEventPublisher events;

    StatusWatch(JdbcClient jdbc, Tickets tickets, DutyTexts texts, StatusTimes times, StatusSettings settings, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.tickets = tickets;
        this.texts = texts;
        this.times = times;
        this.settings = settings;
        this.events = events;
    }

    /// After a start terminals have a minute to be heard again.
    ///
    /// @return how many have changed
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10S")
    @Transactional
    public int noteChanges() {
        List<String> changed = jdbc.sql("""
                WITH moved AS (
                  INSERT INTO fleet.status AS known (terminal_id, status, since)
                  SELECT found.terminal_id, found.status, :now FROM (SELECT t.terminal_id, %s AS status %s) found
                  WHERE NOT EXISTS (SELECT FROM fleet.status same WHERE same.terminal_id = found.terminal_id AND same.status = found.status)
                  ORDER BY found.terminal_id
                  ON CONFLICT ON CONSTRAINT status_one_each DO UPDATE SET former = known.status, status = excluded.status, since = excluded.since
                  WHERE known.status <> excluded.status
                  RETURNING terminal_id, since, former, status)
                INSERT INTO fleet.status_change (terminal_id, at, former, status)
                SELECT terminal_id, since, former, status FROM moved WHERE former IS NOT NULL
                ON CONFLICT ON CONSTRAINT status_change_once DO NOTHING RETURNING terminal_id""".formatted(TerminalStatus.SQL, TerminalStatus.FROM))
                .params(times.params()).query(String.class).list();
        changed.stream().limit(SHOWN_MAX).map(TerminalId::new).map(TerminalChanged::new).forEach(events::publishEvent);
        return changed.size();
    }

    /// @return how many tickets are new
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT30S")
    @Transactional
    public int look() {
        bindPlaces();
        Map<String, Object> params = times.params();
        params.put("clockDriftSeconds", settings.clockDriftMax().toSeconds());
        params.put("batteryLowPercent", settings.batteryLowPercent());
        params.put("driftSharePercent", settings.driftSharePercent());
        int fresh = 0;
        for (Oddity oddity : Oddity.values()) {
            if (oddity.finder().isPresent()) {
                String finder = oddity.finder().get();
                fresh += tickets.raise(oddity, finder, params, oddity != Oddity.TAMPERED);
                if (oddity.isPassing()) {
                    tickets.over(oddity, finder, params);
                }
            }
        }
        return fresh;
    }

    /// Where a terminal is heard of first is where it belongs, until somebody says otherwise.
    private void bindPlaces() {
        jdbc.sql("""
                INSERT INTO fleet.place (terminal_id, latitude_microdegrees, longitude_microdegrees, radius_metres, set_at, set_by)
                SELECT b.terminal_id, b.latitude_microdegrees, b.longitude_microdegrees, ?, b.received_at, 'first heartbeat' FROM fleet.heartbeat b
                WHERE b.latitude_microdegrees IS NOT NULL AND NOT EXISTS (SELECT FROM fleet.place known WHERE known.terminal_id = b.terminal_id)
                ON CONFLICT ON CONSTRAINT place_one_each DO NOTHING""").param(settings.radiusMetres()).update();
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10S")
    @Transactional
    public void tellDuty() {
        if (texts.hasPhone()) {
            List<Tickets.Ticket> untold = tickets.untold(settings.dutyPause());
            if (!untold.isEmpty()) {
                texts.opened(untold);
            }
        }
    }
}
