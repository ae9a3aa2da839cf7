package io.shouyin.host.fleet.status;

import static io.shouyin.host.fleet.status.StatusTimes.utc;

import io.shouyin.host.web.LiveEvents;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Maintenance tickets 维护工单, one open at most of a terminal and oddity. Raising is one statement that any number of hosts may run at the same time: the first opens the
/// ticket, the others find it.
@Repository
public class Tickets {

    private static final String SYSTEM = "system";
    /// Whoever closed a ticket is not asked about the same again so soon.
    private static final Duration LEFT_ALONE = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final LiveEvents live;
    private final InstantSource clock;

    Tickets(JdbcClient jdbc, LiveEvents live, InstantSource clock) {
        this.jdbc = jdbc;
        this.live = live;
        this.clock = clock;
    }

    enum State { OPEN, ACKNOWLEDGED, IN_REPAIR, CLOSED }

    /// @param measure what the oddity counts; null if nothing
    /// @param reason why it was closed, else null
    record Ticket(UUID ticketId, String terminalId, String merchantId, Oddity oddity, Long measure, State state, Instant openedAt, Instant changedAt, String changedBy, String reason) {}

    record Step(Instant at, State state, String by, String reason) {}

    /// Raised by a heartbeat, in a transaction of its own. Costs a read if the ticket is open already.
    @Transactional
    void raise(TerminalId terminal, Oddity oddity, long measure) {
        raise(oddity, "SELECT :terminal AS terminal_id, :measure::bigint AS measure", Map.of("terminal", terminal.value(), "measure", measure), false);
    }

    /// What a person has seen, in the caller's transaction.
    @Transactional
    public void raise(TerminalId terminal, Oddity oddity) {
        raise(oddity, "SELECT :terminal AS terminal_id, NULL::bigint AS measure", Map.of("terminal", terminal.value()), false);
    }

    /// Opens a ticket for each that was found and has none, and brings the open ones up to date.
    ///
    /// @param finder SQL of `terminal_id, measure`
    /// @param leavingAlone those that somebody has closed lately
    /// @return how many are new
    int raise(Oddity oddity, String finder, Map<String, ?> params, boolean leavingAlone) {
        Map<String, Object> all = with(params, oddity);
        all.put("lately", utc(clock.instant().minus(leavingAlone ? LEFT_ALONE : Duration.ZERO)));
        List<Raised> raised = jdbc.sql("""
                INSERT INTO fleet.maintenance_ticket AS known (terminal_id, oddity, measure, state, opened_at, changed_at, changed_by)
                SELECT found.terminal_id, :oddity, found.measure, 'OPEN', :now, :now, :system FROM (%s) found
                WHERE NOT EXISTS (SELECT FROM fleet.maintenance_ticket closed WHERE closed.terminal_id = found.terminal_id AND closed.oddity = :oddity
                                    AND closed.state = 'CLOSED' AND closed.changed_by <> :system AND closed.changed_at > :lately)
                  AND NOT EXISTS (SELECT FROM fleet.maintenance_ticket same WHERE same.terminal_id = found.terminal_id AND same.oddity = :oddity
                                    AND same.state <> 'CLOSED' AND same.measure IS NOT DISTINCT FROM found.measure)
                ORDER BY found.terminal_id
                ON CONFLICT (terminal_id, oddity) WHERE state <> 'CLOSED' DO UPDATE SET measure = excluded.measure
                RETURNING ticket_id, xmax = 0 AS fresh""".formatted(finder)).params(all)
                .query((row, _) -> new Raised(row.getObject("ticket_id", UUID.class), row.getBoolean("fresh"))).list();
        List<UUID> fresh = raised.stream().filter(Raised::fresh).map(Raised::ticket).toList();
        note(fresh, State.OPEN, SYSTEM, null);
        return fresh.size();
    }

    private record Raised(UUID ticket, boolean fresh) {}

    /// Closes what nobody has taken up and is not found any more.
    int over(Oddity oddity, String finder, Map<String, ?> params) {
        List<UUID> over = jdbc.sql("""
                UPDATE fleet.maintenance_ticket k SET state = 'CLOSED', changed_at = :now, changed_by = :system, reason = 'OVER'
                WHERE k.oddity = :oddity AND k.state = 'OPEN' AND NOT EXISTS (SELECT FROM (%s) found WHERE found.terminal_id = k.terminal_id)
                RETURNING ticket_id""".formatted(finder)).params(with(params, oddity)).query(UUID.class).list();
        note(over, State.CLOSED, SYSTEM, "OVER");
        return over.size();
    }

    private Map<String, Object> with(Map<String, ?> params, Oddity oddity) {
        Map<String, Object> all = new HashMap<>(params);
        all.put("oddity", oddity.name());
        all.put("system", SYSTEM);
        all.put("now", utc(clock.instant()));
        return all;
    }

    private void note(List<UUID> tickets, State state, String by, String reason) {
        if (tickets.isEmpty()) {
            return;
        }
        jdbc.sql("INSERT INTO fleet.maintenance_step (ticket_id, at, state, by, reason) SELECT ticket, ?, ?, ?, ? FROM unnest(?::uuid[]) ticket")
                .param(1, utc(clock.instant())).param(2, state.name()).param(3, by).param(4, reason).param(5, tickets.stream().map(UUID::toString).toArray(String[]::new)).update();
        live.publish("maintenance", Map.of("tickets", tickets.size()));
    }

    /// Takes the tickets that nobody was told of, if the last message is long enough ago. One host gets them.
    List<Ticket> untold(Duration pause) {
        Instant now = clock.instant();
        return jdbc.sql("""
                UPDATE fleet.maintenance_ticket k SET told_at = :now FROM fleet.terminal t
                WHERE t.terminal_id = k.terminal_id AND k.told_at IS NULL AND k.state = 'OPEN'
                  AND NOT EXISTS (SELECT FROM fleet.maintenance_ticket told WHERE told.told_at > :pause)
                RETURNING k.*, t.merchant_id""").param("now", utc(now)).param("pause", utc(now.minus(pause))).query(Tickets::ticket).list();
    }

    Optional<Ticket> find(UUID ticketId) {
        return jdbc.sql("SELECT k.*, t.merchant_id FROM fleet.maintenance_ticket k JOIN fleet.terminal t USING (terminal_id) WHERE k.ticket_id = ?").param(ticketId)
                .query(Tickets::ticket).optional();
    }

    List<Step> steps(UUID ticketId) {
        return jdbc.sql("SELECT at, state, by, reason FROM fleet.maintenance_step WHERE ticket_id = ? ORDER BY at, state").param(ticketId)
                .query((row, _) -> new Step(row.getObject("at", OffsetDateTime.class).toInstant(), State.valueOf(row.getString("state")), row.getString("by"),
                        row.getString("reason"))).list();
    }

    /// @param reason of closing, else null
    /// @return nothing if it is closed, or was in that state before
    Optional<Ticket> move(UUID ticketId, State state, String by, String reason) {
        int moved = jdbc.sql("UPDATE fleet.maintenance_ticket SET state = ?, changed_at = ?, changed_by = ?, reason = ? WHERE ticket_id = ? AND state <> 'CLOSED' AND state <> ?")
                .param(1, state.name()).param(2, utc(clock.instant())).param(3, by).param(4, reason).param(5, ticketId).param(6, state.name()).update();
        if (moved == 0) {
            return Optional.empty();
        }
        note(List.of(ticketId), state, by, reason);
        return find(ticketId);
    }

    /// Open ones first, newest first.
    ///
    /// @param like for `ILIKE`, of terminal and merchant
    Page<Ticket> list(String like, String oddity, String state, PageQuery page) {
        String found = " FROM fleet.maintenance_ticket k JOIN fleet.terminal t USING (terminal_id) WHERE (k.terminal_id ILIKE :like OR t.merchant_id ILIKE :like OR t.serial_number ILIKE :like)"
                + " AND (:oddity = '' OR k.oddity = :oddity) AND (:state = '' OR k.state = :state OR :state = 'UNCLOSED' AND k.state <> 'CLOSED')";
        Map<String, ?> params = Map.of("like", like, "oddity", oddity, "state", state, "offset", page.offset(), "size", page.size());
        List<Ticket> items = jdbc.sql("SELECT k.*, t.merchant_id" + found + " ORDER BY k.state = 'CLOSED', k.opened_at DESC, k.ticket_id OFFSET :offset LIMIT :size").params(params)
                .query(Tickets::ticket).list();
        return Page.of(items, jdbc.sql("SELECT count(*)" + found).params(params).query(Long.class).single(), page);
    }

    int unclosed() {
        return jdbc.sql("SELECT count(*) FROM fleet.maintenance_ticket WHERE state <> 'CLOSED'").query(Integer.class).single();
    }

    private static Ticket ticket(ResultSet row, int number) throws SQLException {
        return new Ticket(row.getObject("ticket_id", UUID.class), row.getString("terminal_id"), row.getString("merchant_id"), Oddity.valueOf(row.getString("oddity")),
                row.getObject("measure", Long.class), State.valueOf(row.getString("state")), row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getString("changed_by"), row.getString("reason"));
    }
}
