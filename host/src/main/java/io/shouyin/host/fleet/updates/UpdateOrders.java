package io.shouyin.host.fleet.updates;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.release.UpdateOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The signed order that goes with a release to one terminal, for a day. One that is half over is followed by the next, with a higher sequence, when the terminal asks.
@Component
class UpdateOrders {

    private static final Duration LEFT_MIN = UpdateOrder.LIFETIME_MAX.dividedBy(2);

    private final JdbcClient jdbc;
    private final OrderKey key;
    private final AuditLog audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    UpdateOrders(JdbcClient jdbc, OrderKey key, AuditLog audit, InstantSource clock, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.key = key;
        this.audit = audit;
        this.clock = clock;
        this.transaction = transaction;
    }

    private record Kept(byte[] signed, Instant expiresAt) {}

    /// As it lies in its file. Empty for an action that has ended and never had one.
    Optional<byte[]> of(UpdateAction action, byte[] manifestSha256) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Optional<Kept> kept = kept(action, "");
        if (action.state().isEnd() || kept.filter(order -> isFresh(order, now)).isPresent()) {
            return kept.map(Kept::signed);
        }
        return Optional.ofNullable(transaction.execute(_ -> kept(action, " FOR UPDATE").filter(order -> isFresh(order, now)).map(Kept::signed)
                .orElseGet(() -> sign(action, manifestSha256, now))));
    }

    private static boolean isFresh(Kept order, Instant now) {
        return order.expiresAt().isAfter(now.plus(LEFT_MIN));
    }

    private Optional<Kept> kept(UpdateAction action, String lock) {
        return jdbc.sql("SELECT order_signed, order_expires_at FROM fleet.update_action WHERE action_id = ?" + lock).param(action.id())
                .query((row, _) -> Optional.ofNullable(row.getBytes("order_signed"))
                        .flatMap(signed -> expiry(row).map(until -> new Kept(signed, until)))).single();
    }

    private static Optional<Instant> expiry(ResultSet row) {
        try {
            return UpdateActions.instant(row, "order_expires_at");
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private byte[] sign(UpdateAction action, byte[] manifestSha256, Instant now) {
        String terminal = action.terminal().value();
        long sequence = jdbc.sql("""
                INSERT INTO fleet.update_target AS u (terminal_id, order_sequence) VALUES (?, 1)
                ON CONFLICT ON CONSTRAINT update_target_one_each DO UPDATE SET order_sequence = u.order_sequence + 1 RETURNING order_sequence""")
                .param(terminal).query(Long.class).single();
        UpdateOrder order = jdbc.sql("""
                SELECT t.serial_number, coalesce(a.rollout_id, 0) AS rollout FROM fleet.update_action a JOIN fleet.terminal t ON t.terminal_id = a.terminal_id WHERE a.action_id = ?""")
                .param(action.id()).query((row, _) -> new UpdateOrder(terminal, row.getString("serial_number"), HexFormat.of().formatHex(manifestSha256),
                        Long.toString(row.getLong("rollout")), Math.toIntExact(action.id()), sequence, now, now.plus(UpdateOrder.LIFETIME_MAX))).single();
        byte[] signed = order.signedBy(key.privateKey()).bytes();
        jdbc.sql("UPDATE fleet.update_action SET order_signed = ?, order_expires_at = ? WHERE action_id = ?")
                .params(signed, UpdateTargets.utc(order.expires()), action.id()).update();
        audit.append(AuditEntry.done("update.order.sign", UpdateProgress.object(action.terminal(), action.id())).by(AuditActor.system("updates"))
                .because("sequence " + sequence + ", manifest " + order.manifestSha256()));
        return signed;
    }
}
