package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.host.credentials.watch.Alerts.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Looks at the uses of the last window and raises alerts, apart from the corridor. It keeps nothing in memory: every host may look, and
/// after a crash the next look finds what the last one did not get to.
@Component
public class Watch {

    private static final Duration WRONG_VALUES_KEPT = Duration.ofHours(24);
    private static final Duration USUAL = Duration.ofDays(30);
    private static final String FAILED = "FROM credentials.use WHERE at > :from AND at <= :now AND outcome IN ('WRONG', 'LOCKED')";

    private final JdbcClient jdbc;
    private final Alerts alerts;
    private final WatchTexts texts;
    private final WatchSettings settings;
    private final InstantSource clock;

    Watch(JdbcClient jdbc, Alerts alerts, WatchTexts texts, WatchSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.alerts = alerts;
        this.texts = texts;
        this.settings = settings;
        this.clock = clock;
    }

    /// @return the alerts that are new
    @Scheduled(fixedDelayString = "PT3S")
    @Transactional
    public int look() {
        Instant now = clock.instant();
        Map<String, ?> window = Map.of("from", utc(now.minus(settings.window())));
        List<Alert> locked = alerts.raise(locked(window));
        locked.forEach(texts::passwordLocked);
        return locked.size() + Stream.of(failuresOfTerminals(window), failuresOfOperators(window), failuresOfMerchants(window), failuresOfAll(window),
                sameWrongValue(window), oneTimeElsewhere(window)).mapToInt(finding -> alerts.raise(finding).size()).sum();
    }

    /// Less often, since it reads a month.
    ///
    /// @return the alerts that are new
    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    @Transactional
    public int lookAtHours() {
        return alerts.raise(unusualHour()).size();
    }

    private Finding failuresOfTerminals(Map<String, ?> window) {
        return new Finding(AlertKind.FAILURES_TERMINAL, """
                SELECT 'terminal:' || terminal_id AS subject, merchant_id, terminal_id, NULL AS operator_number, count(*) AS times, min(at) AS since,
                       max(at) AS last_at
                %s GROUP BY merchant_id, terminal_id HAVING count(*) >= %d""".formatted(FAILED, settings.failuresPerTerminalMax()), window);
    }

    private Finding failuresOfOperators(Map<String, ?> window) {
        return new Finding(AlertKind.FAILURES_OPERATOR, """
                SELECT 'operator:' || terminal_id || '/' || operator_number AS subject, merchant_id, terminal_id, operator_number, count(*) AS times,
                       min(at) AS since, max(at) AS last_at
                %s AND operator_number IS NOT NULL GROUP BY merchant_id, terminal_id, operator_number HAVING count(*) >= %d"""
                .formatted(FAILED, settings.failuresPerOperatorMax()), window);
    }

    private Finding failuresOfMerchants(Map<String, ?> window) {
        return new Finding(AlertKind.FAILURES_MERCHANT, """
                SELECT 'merchant:' || merchant_id AS subject, merchant_id, NULL AS terminal_id, NULL AS operator_number, count(*) AS times,
                       min(at) AS since, max(at) AS last_at
                %s GROUP BY merchant_id HAVING count(*) >= %d AND count(DISTINCT terminal_id) > 1"""
                .formatted(FAILED, settings.failuresPerMerchantMax()), window);
    }

    private Finding failuresOfAll(Map<String, ?> window) {
        return new Finding(AlertKind.FAILURES_PLATFORM, """
                SELECT 'platform' AS subject, NULL AS merchant_id, NULL AS terminal_id, NULL AS operator_number, count(*) AS times,
                       min(at) AS since, max(at) AS last_at
                %s HAVING count(*) >= %d AND count(DISTINCT terminal_id) > 1""".formatted(FAILED, settings.failuresPerPlatformMax()), window);
    }

    /// The alert says where, never which hash: that one is gone tomorrow.
    private Finding sameWrongValue(Map<String, ?> window) {
        return new Finding(AlertKind.SAME_WRONG_VALUE, """
                SELECT subject, min(merchant_id) AS merchant_id, NULL AS terminal_id, NULL AS operator_number, max(times) AS times, min(since) AS since,
                       max(last_at) AS last_at
                FROM (SELECT CASE WHEN min(merchant_id) = max(merchant_id) THEN 'merchant:' || min(merchant_id) ELSE 'platform' END AS subject,
                             CASE WHEN min(merchant_id) = max(merchant_id) THEN min(merchant_id) END AS merchant_id,
                             count(DISTINCT terminal_id) AS times, min(at) AS since, max(at) AS last_at
                      FROM credentials.wrong_value WHERE at > :from AND at <= :now
                      GROUP BY likeness HAVING count(DISTINCT terminal_id) > %d) alike
                GROUP BY subject""".formatted(settings.sameValueTerminalsMax()), window);
    }

    private static Finding locked(Map<String, ?> window) {
        return new Finding(AlertKind.PASSWORD_LOCKED, """
                SELECT subject, min(merchant_id) AS merchant_id, min(terminal_id) AS terminal_id, min(operator_number) AS operator_number, count(*) AS times,
                       min(at) AS since, max(at) AS last_at
                FROM credentials.use WHERE at > :from AND at <= :now AND outcome = 'LOCKED' GROUP BY subject""", window);
    }

    private static Finding oneTimeElsewhere(Map<String, ?> window) {
        return new Finding(AlertKind.ONE_TIME_ELSEWHERE, """
                SELECT 'terminal:' || terminal_id AS subject, min(merchant_id) AS merchant_id, terminal_id, min(operator_number) AS operator_number,
                       count(*) AS times, min(at) AS since, max(at) AS last_at
                FROM credentials.use WHERE at > :from AND at <= :now AND outcome <> 'RIGHT' AND reason IN ('ONE_TIME_ELSEWHERE', 'SECRET_USED', 'ONE_TIME_REVOKED')
                GROUP BY terminal_id""", window);
    }

    /// In this hour or the one before, by the clock of China, more than an hour away from every hour in which the secret was used in the month before.
    private Finding unusualHour() {
        Instant now = clock.instant();
        return new Finding(AlertKind.UNUSUAL_HOUR, """
                SELECT late.subject, min(late.merchant_id) AS merchant_id, min(late.terminal_id) AS terminal_id, NULL AS operator_number,
                       sum(late.uses) AS times, min(late.hour) AS since, max(late.hour) AS last_at
                FROM credentials.use_hour late
                WHERE late.hour > :recent
                  AND (SELECT count(DISTINCT (known.hour AT TIME ZONE 'Asia/Shanghai')::date) FROM credentials.use_hour known
                       WHERE known.subject = late.subject AND known.hour > :month AND known.hour < :yesterday) >= %d
                  AND NOT EXISTS (SELECT FROM credentials.use_hour known
                       WHERE known.subject = late.subject AND known.hour > :month AND known.hour < :yesterday
                         AND mod((extract(hour FROM known.hour) - extract(hour FROM late.hour) + 25)::integer, 24) <= 2)
                GROUP BY late.subject""".formatted(settings.usualDaysMin()),
                Map.of("recent", utc(now.minus(Duration.ofHours(2))), "month", utc(now.minus(USUAL)), "yesterday", utc(now.minus(Duration.ofHours(20)))));
    }

    /// Wrong values after a day, the rest when the settings say so.
    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT10M")
    @Transactional
    public void forget() {
        Instant now = clock.instant();
        Instant kept = now.minus(settings.keepMax());
        jdbc.sql("DELETE FROM credentials.wrong_value WHERE at <= ?").param(utc(now.minus(WRONG_VALUES_KEPT))).update();
        jdbc.sql("DELETE FROM credentials.use WHERE at < ?").param(utc(kept)).update();
        jdbc.sql("DELETE FROM credentials.use_hour WHERE hour < ?").param(utc(kept)).update();
        jdbc.sql("DELETE FROM credentials.reminder WHERE sent_at < ?").param(utc(kept)).update();
        alerts.forgetClosed(kept);
    }
}
