package io.shouyin.host.fleet.orders;

import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of orders.
@Repository
class OrderStore {

    private final JdbcClient jdbc;

    OrderStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// As it goes to the terminal.
    record Signed(byte[] content, byte[] mac) {}

    /// The terminal's next number. Whoever takes one holds it until the end of the transaction, so numbers come in the order of the commits.
    long nextNumber(TerminalId terminal) {
        return jdbc.sql("""
                INSERT INTO fleet.order_number (terminal_id, last) VALUES (?, 1)
                ON CONFLICT ON CONSTRAINT order_number_one_each DO UPDATE SET last = order_number.last + 1 RETURNING last""")
                .param(terminal.value()).query(Long.class).single();
    }

    void add(TerminalOrder order, Signed signed) {
        jdbc.sql("""
                INSERT INTO fleet.terminal_order (order_id, terminal_id, sequence, kind, content, mac, text, reason, state, ordered_by, ordered_at, expires_at)
                VALUES (:id, :terminal, :sequence, :kind, :content, :mac, :text, :reason, :state, :by, :at, :expires)""")
                .param("id", order.id()).param("terminal", order.terminal().value()).param("sequence", order.sequence()).param("kind", order.kind().name())
                .param("content", signed.content()).param("mac", signed.mac()).param("text", order.text().orElse(null)).param("reason", order.reason())
                .param("state", order.state().name()).param("by", order.orderedBy()).param("at", utc(order.orderedAt())).param("expires", utc(order.expiresAt())).update();
    }

    int waiting(TerminalId terminal, Instant now) {
        return jdbc.sql("SELECT count(*) FROM fleet.terminal_order WHERE terminal_id = ? AND state IN ('QUEUED', 'SENT') AND expires_at > ?")
                .params(terminal.value(), utc(now)).query(Integer.class).single();
    }

    /// Those of the terminals that have orders to fetch.
    Set<TerminalId> withOrders(List<TerminalId> terminals, Instant now) {
        return jdbc.sql("SELECT DISTINCT terminal_id FROM fleet.terminal_order WHERE terminal_id = ANY (?) AND state IN ('QUEUED', 'SENT') AND expires_at > ?")
                .params(terminals.stream().map(TerminalId::value).toArray(String[]::new), utc(now)).query(String.class).list().stream().map(TerminalId::new)
                .collect(Collectors.toSet());
    }

    /// What is on its way from here on.
    void send(TerminalId terminal, Instant now) {
        jdbc.sql("UPDATE fleet.terminal_order SET state = 'SENT', sent_at = ? WHERE terminal_id = ? AND state = 'QUEUED' AND expires_at > ?")
                .params(utc(now), terminal.value(), utc(now)).update();
    }

    /// In the order of their numbers.
    List<Signed> sent(TerminalId terminal, Instant now, int countMax) {
        return jdbc.sql("SELECT content, mac FROM fleet.terminal_order WHERE terminal_id = ? AND state = 'SENT' AND expires_at > ? ORDER BY sequence LIMIT ?")
                .params(terminal.value(), utc(now), countMax).query((row, _) -> new Signed(row.getBytes("content"), row.getBytes("mac"))).list();
    }

    /// Holds the row until the end of the transaction.
    Optional<TerminalOrder> lock(UUID id) {
        return jdbc.sql("SELECT * FROM fleet.terminal_order WHERE order_id = ? FOR UPDATE").param(id).query(OrderStore::order).optional();
    }

    void acknowledged(UUID id, Instant at) {
        jdbc.sql("UPDATE fleet.terminal_order SET state = 'ACKNOWLEDGED', acknowledged_at = ? WHERE order_id = ?").params(utc(at), id).update();
    }

    void end(UUID id, OrderState state, Optional<String> outcome, Instant at) {
        jdbc.sql("UPDATE fleet.terminal_order SET state = ?, outcome = ?, ended_at = ? WHERE order_id = ?").params(state.name(), outcome.orElse(null), utc(at), id).update();
    }

    /// Ends those that nobody fetched in time.
    ///
    /// @return them
    List<TerminalOrder> expire(Instant now, int countMax) {
        return jdbc.sql("""
                UPDATE fleet.terminal_order SET state = 'EXPIRED', ended_at = ? WHERE state IN ('QUEUED', 'SENT') AND order_id IN
                  (SELECT order_id FROM fleet.terminal_order WHERE state IN ('QUEUED', 'SENT') AND expires_at <= ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING *""")
                .params(utc(now), utc(now), countMax).query(OrderStore::order).list();
    }

    /// Newest first.
    Page<TerminalOrder> of(TerminalId terminal, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM fleet.terminal_order WHERE terminal_id = ?").param(terminal.value()).query(Long.class).single();
        return Page.of(jdbc.sql("SELECT * FROM fleet.terminal_order WHERE terminal_id = ? ORDER BY sequence DESC LIMIT ? OFFSET ?")
                .params(terminal.value(), page.size(), page.offset()).query(OrderStore::order).list(), total, page);
    }

    /// Counts an order that the terminal did not believe.
    ///
    /// @return how often by now
    long refused(TerminalId terminal, String refusal, Instant now) {
        return jdbc.sql("""
                INSERT INTO fleet.order_refusal (terminal_id, refusal, times, last_at) VALUES (?, ?, 1, ?)
                ON CONFLICT ON CONSTRAINT order_refusal_one_each DO UPDATE SET times = order_refusal.times + 1, last_at = excluded.last_at RETURNING times""")
                .params(terminal.value(), refusal, utc(now)).query(Long.class).single();
    }

    record Refused(String refusal, long times, Instant lastAt) {}

    List<Refused> refusals(TerminalId terminal) {
        return jdbc.sql("SELECT refusal, times, last_at FROM fleet.order_refusal WHERE terminal_id = ? ORDER BY refusal").param(terminal.value())
                .query((row, _) -> new Refused(row.getString("refusal"), row.getLong("times"), instant(row, "last_at").orElseThrow())).list();
    }

    private static TerminalOrder order(ResultSet row, int number) throws SQLException {
        return new TerminalOrder(row.getObject("order_id", UUID.class), new TerminalId(row.getString("terminal_id")), row.getLong("sequence"),
                OrderKind.valueOf(row.getString("kind")), Optional.ofNullable(row.getString("text")), row.getString("reason"), OrderState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("outcome")), row.getString("ordered_by"), instant(row, "ordered_at").orElseThrow(), instant(row, "expires_at").orElseThrow(),
                instant(row, "sent_at"), instant(row, "acknowledged_at"), instant(row, "ended_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
