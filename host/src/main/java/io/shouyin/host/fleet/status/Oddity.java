package io.shouyin.host.fleet.status;

import java.util.Optional;

/// What calls maintenance 异常. A ticket each, once per terminal.
public enum Oddity {
    /// A number of a heartbeat that goes back, or is used twice. Raised by the heartbeat itself.
    CLONED(null, false),
    TAMPERED("SELECT b.terminal_id, cardinality(b.tamper) AS measure FROM fleet.heartbeat b WHERE b.tampered_at IS NOT NULL", false),
    /// Somebody has looked at the device and found marks of tampering. Raised by the inspection.
    INSPECTED_TAMPERED(null, false),
    /// Somebody has looked at the device and is not sure. Raised by the inspection.
    INSPECTED_SUSPICIOUS(null, false),
    /// Measured in metres.
    MOVED("""
            SELECT b.terminal_id, fleet.distance_metres(b.latitude_microdegrees, b.longitude_microdegrees, w.latitude_microdegrees, w.longitude_microdegrees) AS measure
            FROM fleet.heartbeat b JOIN fleet.place w ON w.terminal_id = b.terminal_id
            WHERE fleet.distance_metres(b.latitude_microdegrees, b.longitude_microdegrees, w.latitude_microdegrees, w.longitude_microdegrees) > w.radius_metres + b.accuracy_metres""", false),
    /// Measured in seconds; ahead is positive. One that is too far off to be taken is raised by the heartbeat itself.
    CLOCK_WRONG("""
            SELECT b.terminal_id, extract(epoch FROM b.sent_at - b.received_at)::bigint AS measure FROM fleet.heartbeat b
            WHERE abs(extract(epoch FROM b.sent_at - b.received_at)) > :clockDriftSeconds""", false),
    /// Measured in percent.
    BATTERY_LOW("SELECT b.terminal_id, b.battery_percent AS measure FROM fleet.heartbeat b WHERE b.battery_percent <= :batteryLowPercent AND b.charging IS NOT TRUE", true),
    PAPER_OUT("SELECT b.terminal_id, NULL::bigint AS measure FROM fleet.heartbeat b WHERE b.paper = 'OUT'", true),
    /// Nearly all others of its model run one other version.
    VERSION_DRIFT("""
            SELECT b.terminal_id, NULL::bigint AS measure
            FROM fleet.heartbeat b JOIN (
              SELECT model, mode() WITHIN GROUP (ORDER BY software_version) AS usual, count(*) AS terminals FROM fleet.heartbeat GROUP BY model) most ON most.model = b.model
            WHERE b.software_version <> most.usual
              AND (SELECT count(*) FROM fleet.heartbeat same WHERE same.model = b.model AND same.software_version = most.usual) * 100 >= most.terminals * :driftSharePercent""", true),
    /// Signed in, and not heard.
    SILENT("""
            SELECT t.terminal_id, NULL::bigint AS measure
            FROM fleet.terminal t JOIN fleet.sign_in s ON s.terminal_id = t.terminal_id LEFT JOIN fleet.heartbeat b ON b.terminal_id = t.terminal_id
              LEFT JOIN fleet.presence p ON p.terminal_id = t.terminal_id
            WHERE t.state = 'ACTIVATED' AND coalesce(greatest(b.received_at, p.last_seen_at), t.activated_at) < :silent""", true),
    /// Measured in days.
    DORMANT_12M(Dormant.SINCE + "< :dormant12", true),
    DORMANT_3M(Dormant.SINCE + "BETWEEN :dormant12 AND :dormant3", true);

    private static final class Dormant {
        static final String SINCE = """
                SELECT t.terminal_id, extract(day FROM :now - coalesce(p.last_transaction_at, t.activated_at))::bigint AS measure
                FROM fleet.terminal t LEFT JOIN fleet.presence p ON p.terminal_id = t.terminal_id
                WHERE t.state = 'ACTIVATED' AND coalesce(p.last_transaction_at, t.activated_at)\s""";
    }

    private final String finder;
    private final boolean passing;

    Oddity(String finder, boolean passing) {
        this.finder = finder;
        this.passing = passing;
    }

    /// SQL of `terminal_id, measure`; empty if it is raised by whoever sees it.
    Optional<String> finder() {
        return Optional.ofNullable(finder);
    }

    /// A ticket that nobody has taken up ends by itself when the oddity is over.
    boolean isPassing() {
        return passing;
    }
}
