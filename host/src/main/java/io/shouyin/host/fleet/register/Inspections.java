package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.register.DeviceHistory.Step;
import io.shouyin.host.fleet.status.Oddity;
import io.shouyin.host.fleet.status.Tickets;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Looks at devices for marks of tampering, and which devices are to be looked at next (PCI DSS 4.0.1, 9.5.1.2). A device at a merchant's is due so long after the last look,
/// or after it was bound.
@Component
class Inspections {

    private final JdbcClient jdbc;
    private final DeviceStock stock;
    private final DeviceHistory history;
    private final Tickets tickets;
    private final AuditLog audit;
    private final RegisterSettings settings;
    private final InstantSource clock;

    Inspections(JdbcClient jdbc, DeviceStock stock, DeviceHistory history, Tickets tickets, AuditLog audit, RegisterSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.stock = stock;
        this.history = history;
        this.tickets = tickets;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    enum LookedAt {
        SEALS,
        CASE,
        LABEL,
        CARD_SLOT,
        KEYPAD,
        CABLES,
        SURROUNDINGS,
        SOFTWARE
    }

    enum Result {
        PASSED,
        SUSPICIOUS,
        TAMPERED
    }

    /// @param note what was found; empty only if all was in order
    record Inspection(Instant at, String inspector, List<LookedAt> lookedAt, Result result, String note) {}

    /// What is not in order calls maintenance, if the device is a terminal at a merchant's.
    ///
    /// @throws io.shouyin.host.web.RefusedRequest `DEVICE_UNKNOWN`, `DEVICE_RETIRED`, `INSPECTION_NOTE_NEEDED`
    @Transactional
    public void add(String serialNumber, List<LookedAt> lookedAt, Result result, String note) {
        RegisterRefusal.INSPECTION_NOTE_NEEDED.when(result != Result.PASSED && note.isEmpty());
        DeviceStock.Device device = stock.hold(serialNumber);
        RegisterRefusal.DEVICE_RETIRED.when(device.state() == DeviceState.RETIRED);
        AuditActor by = AuditActor.current();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("INSERT INTO fleet.inspection (serial_number, at, inspector, looked_at, result, note) VALUES (?, ?, ?, ?, ?, ?)")
                .params(serialNumber, now, by.id(), lookedAt.stream().distinct().sorted().map(Enum::name).toArray(String[]::new), result.name(), note).update();
        jdbc.sql("UPDATE fleet.device SET inspected_at = ? WHERE serial_number = ?").params(now, serialNumber).update();
        Optional<TerminalId> terminal = jdbc.sql("SELECT terminal_id FROM fleet.binding WHERE serial_number = ? AND ended_at IS NULL AND terminal_id IS NOT NULL")
                .param(serialNumber).query(String.class).optional().map(TerminalId::new);
        if (result != Result.PASSED) {
            terminal.ifPresent(at -> tickets.raise(at, result == Result.TAMPERED ? Oddity.INSPECTED_TAMPERED : Oddity.INSPECTED_SUSPICIOUS));
        }
        history.add(Step.INSPECTED, serialNumber, terminal, by, null, result.name(), note.isEmpty() ? Map.of() : Map.of("note", note));
        audit.append(AuditEntry.done("device.inspect", DeviceLife.object(serialNumber)).because(result.name()));
    }

    /// The newest first.
    Page<Inspection> of(String serialNumber, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.inspection WHERE serial_number = ?").param(serialNumber).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.inspection WHERE serial_number = ? ORDER BY inspection_id DESC LIMIT ? OFFSET ?")
                .params(serialNumber, page.size(), page.offset()).query(Inspections::inspection).list(), total, page);
    }

    private static Inspection inspection(ResultSet row, int number) throws SQLException {
        return new Inspection(row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("inspector"),
                Arrays.stream((String[]) row.getArray("looked_at").getArray()).map(LookedAt::valueOf).toList(), Result.valueOf(row.getString("result")), row.getString("note"));
    }

    /// @param lastAt null if nobody has looked at it yet
    record Due(String serialNumber, String model, String terminalId, String merchantId, String address, Instant lastAt, Instant dueAt, boolean overdue) {}

    private static final String DUE = """
             FROM fleet.device d JOIN fleet.binding b ON b.serial_number = d.serial_number AND b.ended_at IS NULL
            WHERE d.state = 'BOUND' AND (:all OR coalesce(d.inspected_at, b.since) < :overdueBefore)""";

    /// Of devices at merchants, whose turn comes first.
    Page<Due> due(boolean overdueOnly, PageQuery page) {
        Instant now = clock.instant();
        long total = bound(jdbc.sql("SELECT count(*)" + DUE), overdueOnly, now).query(Long.class).single();
        return Page.of(bound(jdbc.sql("SELECT d.serial_number, d.model, d.inspected_at, coalesce(d.inspected_at, b.since) AS base, b.terminal_id, b.merchant_id, b.address" + DUE
                + " ORDER BY base, d.serial_number LIMIT :size OFFSET :offset"), overdueOnly, now).param("size", page.size()).param("offset", page.offset()).query((row, _) -> {
            Instant dueAt = row.getObject("base", OffsetDateTime.class).toInstant().plus(settings.inspectionEvery());
            OffsetDateTime last = row.getObject("inspected_at", OffsetDateTime.class);
            return new Due(row.getString("serial_number"), row.getString("model"), row.getString("terminal_id"), row.getString("merchant_id"), row.getString("address"),
                    last == null ? null : last.toInstant(), dueAt, dueAt.isBefore(now));
        }).list(), total, page);
    }

    private JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, boolean overdueOnly, Instant now) {
        return statement.param("all", !overdueOnly).param("overdueBefore", now.minus(settings.inspectionEvery()).atOffset(ZoneOffset.UTC));
    }
}
