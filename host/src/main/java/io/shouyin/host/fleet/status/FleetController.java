package io.shouyin.host.fleet.status;

import static io.shouyin.host.fleet.status.StatusTimes.utc;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.FleetRefusal;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// How the fleet is, for the console: in numbers, where each terminal is, and one terminal in all its values.
@RestController
class FleetController {

    private static final int CHANGES_MAX = 50;
    private static final int VERSIONS_MAX = 30;
    private static final String TERMINAL = "[0-9A-Za-z]{8}";

    private final JdbcClient jdbc;
    private final BeatMinutes minutes;
    private final Tickets tickets;
    private final StatusTimes times;
    private final StatusSettings settings;
    private final AuditLog audit;
    private final InstantSource clock;

    FleetController(JdbcClient jdbc, BeatMinutes minutes, Tickets tickets, StatusTimes times, StatusSettings settings, AuditLog audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.minutes = minutes;
        this.tickets = tickets;
        this.times = times;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    record Version(String model, String version, int terminals) {}

    /// @param batteries terminals by tenths of a full battery: 0 to 9 percent, 10 to 19 percent, and so on; the last has 90 and more
    /// @param minutes beats of the last hour; minutes without any are left out
    /// @param tickets that are not closed
    record Health(Map<TerminalStatus, Integer> statuses, List<Version> versions, List<Integer> batteries, List<BeatMinutes.Minute> minutes, int tickets, long beatIntervalSeconds) {}

    @Operation(summary = "The fleet in numbers: by status, software and battery; heartbeats a minute")
    @GetMapping("/api/v1/fleet/health")
    @PreAuthorize(Allowed.STAFF)
    Health health() {
        Map<TerminalStatus, Integer> statuses = new EnumMap<>(TerminalStatus.class);
        for (TerminalStatus status : TerminalStatus.values()) {
            statuses.put(status, 0);
        }
        jdbc.sql("SELECT status, count(*) n FROM (SELECT " + TerminalStatus.SQL + " AS status" + TerminalStatus.FROM + ") found GROUP BY status").params(times.params())
                .query(row -> {
                    statuses.put(TerminalStatus.valueOf(row.getString("status")), row.getInt("n"));
                });
        List<Version> versions = jdbc.sql("SELECT model, software_version, count(*) n FROM fleet.heartbeat GROUP BY model, software_version ORDER BY n DESC, model, software_version LIMIT ?")
                .param(VERSIONS_MAX).query((row, _) -> new Version(row.getString("model"), row.getString("software_version"), row.getInt("n"))).list();
        Integer[] batteries = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        jdbc.sql("SELECT least(battery_percent / 10, 9) tenth, count(*) n FROM fleet.heartbeat WHERE battery_percent IS NOT NULL GROUP BY tenth").query(row -> {
            batteries[row.getInt("tenth")] = row.getInt("n");
        });
        return new Health(statuses, versions, List.of(batteries), minutes.lastHour(), tickets.unclosed(), settings.beatInterval().toSeconds());
    }

    /// @param distanceMetres from where it belongs
    /// @param beyond its radius and the accuracy of what it says
    record Location(String terminalId, String merchantId, int latitudeMicrodegrees, int longitudeMicrodegrees, int accuracyMetres, Instant at, int placeLatitudeMicrodegrees, int placeLongitudeMicrodegrees,
                    int radiusMetres, String placeSetBy, long distanceMetres, boolean beyond) {}

    /// @param query part of a terminal's or merchant's number
    record LocationSearch(@Size(max = 100) String query, @Pattern(regexp = "|distance|terminal|latest") String sort) {}

    @Operation(summary = "Where terminals are, and how far from where they belong")
    @GetMapping("/api/v1/fleet/locations")
    @PreAuthorize(Allowed.STAFF)
    Page<Location> locations(@Valid @ParameterObject LocationSearch search, @Valid @ParameterObject PageQuery page) {
        String found = """
                 FROM (SELECT b.*, t.merchant_id, w.latitude_microdegrees AS place_latitude, w.longitude_microdegrees AS place_longitude, w.radius_metres, w.set_by,
                              fleet.distance_metres(b.latitude_microdegrees, b.longitude_microdegrees, w.latitude_microdegrees, w.longitude_microdegrees) AS distance
                       FROM fleet.heartbeat b JOIN fleet.terminal t USING (terminal_id) JOIN fleet.place w USING (terminal_id) WHERE b.latitude_microdegrees IS NOT NULL) found
                WHERE terminal_id ILIKE :like OR merchant_id ILIKE :like""";
        String order = switch (Objects.requireNonNullElse(search.sort(), "")) {
            case "terminal" -> "terminal_id";
            case "latest" -> "received_at DESC, terminal_id";
            default -> "distance DESC, terminal_id";
        };
        Map<String, ?> params = Map.of("like", LikePattern.containing(search.query()), "offset", page.offset(), "size", page.size());
        List<Location> items = jdbc.sql("SELECT *" + found + " ORDER BY " + order + " OFFSET :offset LIMIT :size").params(params).query(FleetController::location).list();
        return Page.of(items, jdbc.sql("SELECT count(*)" + found).params(params).query(Long.class).single(), page);
    }

    private static Location location(ResultSet row, int number) throws SQLException {
        long distance = row.getLong("distance");
        return new Location(row.getString("terminal_id"), row.getString("merchant_id"), row.getInt("latitude_microdegrees"), row.getInt("longitude_microdegrees"), row.getInt("accuracy_metres"),
                instant(row, "received_at"), row.getInt("place_latitude"), row.getInt("place_longitude"), row.getInt("radius_metres"), row.getString("set_by"), distance,
                distance > row.getInt("radius_metres") + row.getInt("accuracy_metres"));
    }

    /// The last heartbeat as it was; what the device does not have is null.
    record Beat(long sequence, Instant sentAt, Instant receivedAt, long uptimeSeconds, String softwareVersion, String softwareSlot, long parametersVersion, String model,
                Integer batteryPercent, Boolean charging, Heartbeat.Paper paper, String networkKind, Integer signalDbm, Integer latitudeMicrodegrees, Integer longitudeMicrodegrees, Integer accuracyMetres,
                List<String> tamper, Instant tamperedAt, int waitingMessages, String batch, boolean signedIn, long orderSequence, long checkpointSize) {}

    record Place(int latitudeMicrodegrees, int longitudeMicrodegrees, int radiusMetres, Instant setAt, String setBy) {}

    record Change(Instant at, TerminalStatus former, TerminalStatus status) {}

    /// @param beat null if it never sent one
    /// @param place null if nobody knows where it belongs
    /// @param distanceMetres from its place; null if one of both is not known
    /// @param changes newest first
    /// @param tickets of this terminal, those that are not closed first
    record Detail(TerminalStatus status, Instant lastHeardAt, Instant lastTransactionAt, Beat beat, Place place, Long distanceMetres, List<Change> changes, List<Tickets.Ticket> tickets) {}

    private record Heard(TerminalStatus status, Instant lastHeardAt, Instant lastTransactionAt) {}

    @Operation(summary = "How a terminal is: its last heartbeat, where it belongs, what has changed")
    @GetMapping("/api/v1/terminals/{terminalId}/status")
    @PreAuthorize(Allowed.STAFF)
    Detail status(@PathVariable @Pattern(regexp = TERMINAL) String terminalId) {
        Heard heard = jdbc.sql("SELECT " + TerminalStatus.SQL + " AS status, " + TerminalStatus.LAST_HEARD + " AS heard, p.last_transaction_at" + TerminalStatus.FROM + " WHERE t.terminal_id = :terminal")
                .params(times.params()).param("terminal", terminalId)
                .query((row, _) -> new Heard(TerminalStatus.valueOf(row.getString("status")), instant(row, "heard"), instant(row, "last_transaction_at"))).optional()
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN));
        Optional<Beat> beat = jdbc.sql("SELECT * FROM fleet.heartbeat WHERE terminal_id = ?").param(terminalId).query(FleetController::beat).optional();
        Optional<Place> place = jdbc.sql("SELECT * FROM fleet.place WHERE terminal_id = ?").param(terminalId)
                .query((row, _) -> new Place(row.getInt("latitude_microdegrees"), row.getInt("longitude_microdegrees"), row.getInt("radius_metres"), instant(row, "set_at"), row.getString("set_by"))).optional();
        Long distance = jdbc.sql("""
                SELECT fleet.distance_metres(b.latitude_microdegrees, b.longitude_microdegrees, w.latitude_microdegrees, w.longitude_microdegrees) AS distance FROM fleet.heartbeat b JOIN fleet.place w USING (terminal_id)
                WHERE b.terminal_id = ? AND b.latitude_microdegrees IS NOT NULL""").param(terminalId).query(Long.class).optional().orElse(null);
        List<Change> changes = jdbc.sql("SELECT at, former, status FROM fleet.status_change WHERE terminal_id = ? ORDER BY at DESC LIMIT ?").params(terminalId, CHANGES_MAX)
                .query((row, _) -> new Change(instant(row, "at"), TerminalStatus.valueOf(row.getString("former")), TerminalStatus.valueOf(row.getString("status")))).list();
        return new Detail(heard.status(), heard.lastHeardAt(), heard.lastTransactionAt(), beat.orElse(null), place.orElse(null), distance, changes,
                tickets.list(LikePattern.containing(terminalId), "", "", new PageQuery(0, 20)).items());
    }

    /// Where a terminal belongs, WGS 84 in millionths of a degree.
    record PlaceWanted(@NotNull @Min(-90_000_000) @Max(90_000_000) Integer latitudeMicrodegrees, @NotNull @Min(-180_000_000) @Max(180_000_000) Integer longitudeMicrodegrees, @NotNull @Min(10) @Max(1_000_000) Integer radiusMetres) {}

    @Operation(summary = "Says where a terminal belongs and how far it may be from there")
    @PutMapping("/api/v1/terminals/{terminalId}/place")
    @PreAuthorize(Allowed.OPERATIONS)
    @Transactional
    public Place place(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @Valid @RequestBody PlaceWanted wanted) {
        if (jdbc.sql("SELECT count(*) FROM fleet.terminal WHERE terminal_id = ? AND state <> 'RETIRED'").param(terminalId).query(Integer.class).single() == 0) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, FleetRefusal.TERMINAL_UNKNOWN);
        }
        Place place = new Place(wanted.latitudeMicrodegrees(), wanted.longitudeMicrodegrees(), wanted.radiusMetres(), clock.instant(), AuditActor.current().id());
        jdbc.sql("""
                INSERT INTO fleet.place (terminal_id, latitude_microdegrees, longitude_microdegrees, radius_metres, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT place_one_each DO UPDATE SET latitude_microdegrees = excluded.latitude_microdegrees, longitude_microdegrees = excluded.longitude_microdegrees, radius_metres = excluded.radius_metres,
                  set_at = excluded.set_at, set_by = excluded.set_by""")
                .params(terminalId, place.latitudeMicrodegrees(), place.longitudeMicrodegrees(), place.radiusMetres(), utc(place.setAt()), place.setBy()).update();
        audit.append(AuditEntry.done("terminal.place", "terminal:" + terminalId)
                .after(Map.of("latitudeMicrodegrees", place.latitudeMicrodegrees(), "longitudeMicrodegrees", place.longitudeMicrodegrees(), "radiusMetres", place.radiusMetres())));
        return place;
    }

    private static Beat beat(ResultSet row, int number) throws SQLException {
        return new Beat(row.getLong("sequence"), instant(row, "sent_at"), instant(row, "received_at"), row.getLong("uptime_seconds"), row.getString("software_version"),
                row.getString("software_slot"), row.getLong("parameters_version"), row.getString("model"), row.getObject("battery_percent", Integer.class),
                row.getObject("charging", Boolean.class), Heartbeat.Paper.valueOf(row.getString("paper")), row.getString("network_kind"), row.getObject("signal_dbm", Integer.class),
                row.getObject("latitude_microdegrees", Integer.class), row.getObject("longitude_microdegrees", Integer.class), row.getObject("accuracy_metres", Integer.class),
                List.of((String[]) row.getArray("tamper").getArray()), instant(row, "tampered_at"), row.getInt("waiting_messages"), row.getString("batch"), row.getBoolean("signed_in"),
                row.getLong("order_sequence"), row.getLong("checkpoint_size"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
