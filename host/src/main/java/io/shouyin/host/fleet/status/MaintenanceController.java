package io.shouyin.host.fleet.status;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Maintenance tickets for the console: the list, one with its history, and what is done about it.
@RestController
@RequestMapping("/api/v1/maintenance-tickets")
class MaintenanceController {

    private final Tickets tickets;
    private final AuditLog audit;
    private final JdbcClient jdbc;

    MaintenanceController(Tickets tickets, AuditLog audit, JdbcClient jdbc) {
        this.tickets = tickets;
        this.audit = audit;
        this.jdbc = jdbc;
    }

    /// @param query part of the number of a terminal, its serial number or its merchant
    /// @param state `UNCLOSED` is everything that is not closed
    record Search(@Size(max = 100) String query, @Size(max = 40) String oddity, @Pattern(regexp = "|UNCLOSED|OPEN|ACKNOWLEDGED|IN_REPAIR|CLOSED") String state) {}

    @Operation(summary = "Maintenance tickets, those that are not closed first")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<Tickets.Ticket> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return tickets.list(LikePattern.containing(search.query()), Objects.requireNonNullElse(search.oddity(), ""), Objects.requireNonNullElse(search.state(), ""), page);
    }

    record Detail(Tickets.Ticket ticket, List<Tickets.Step> steps) {}

    @Operation(summary = "A maintenance ticket with its history")
    @GetMapping("/{ticketId}")
    @PreAuthorize(Allowed.STAFF)
    Detail detail(@PathVariable UUID ticketId) {
        return new Detail(tickets.find(ticketId).orElseThrow(MaintenanceRefusal.TICKET_UNKNOWN::refused), tickets.steps(ticketId));
    }

    @Operation(summary = "Somebody takes a maintenance ticket up")
    @PostMapping("/{ticketId}/acknowledged")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @Transactional
    public Detail acknowledge(@PathVariable UUID ticketId) {
        return move(ticketId, Tickets.State.ACKNOWLEDGED, null, "maintenance.acknowledge");
    }

    @Operation(summary = "The terminal is being repaired")
    @PostMapping("/{ticketId}/in-repair")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @Transactional
    public Detail repair(@PathVariable UUID ticketId) {
        return move(ticketId, Tickets.State.IN_REPAIR, null, "maintenance.repair");
    }

    /// @param reason in words
    record Closing(@NotBlank @Size(max = 200) @Pattern(regexp = PlainName.TEXT) String reason) {}

    @Operation(summary = "Closes a maintenance ticket: flags of tampering are put down, a terminal that looked cloned may go on with the number of its next heartbeat")
    @PostMapping("/{ticketId}/closed")
    @PreAuthorize(Allowed.SERVICE_DESK)
    @Transactional
    public Detail close(@PathVariable UUID ticketId, @Valid @RequestBody Closing closing) {
        Detail closed = move(ticketId, Tickets.State.CLOSED, closing.reason(), "maintenance.close");
        switch (closed.ticket().oddity()) {
            case TAMPERED -> jdbc.sql("UPDATE fleet.heartbeat SET tampered_at = NULL WHERE terminal_id = ?").param(closed.ticket().terminalId()).update();
            case CLONED -> jdbc.sql("UPDATE fleet.heartbeat SET sequence = 0 WHERE terminal_id = ?").param(closed.ticket().terminalId()).update();
            case INSPECTED_TAMPERED, INSPECTED_SUSPICIOUS, MOVED, CLOCK_WRONG, BATTERY_LOW, PAPER_OUT, VERSION_DRIFT, SILENT, DORMANT_12M, DORMANT_3M -> { }
        }
        return closed;
    }

    private Detail move(UUID ticketId, Tickets.State state, String reason, String action) {
        Tickets.Ticket before = tickets.find(ticketId).orElseThrow(MaintenanceRefusal.TICKET_UNKNOWN::refused);
        Tickets.Ticket moved = tickets.move(ticketId, state, AuditActor.current().id(), reason).orElseThrow(MaintenanceRefusal.TICKET_CLOSED::refused);
        audit.append(AuditEntry.done(action, "terminal:" + before.terminalId()).because(reason == null ? before.oddity().name() : reason));
        return new Detail(moved, tickets.steps(ticketId));
    }
}
