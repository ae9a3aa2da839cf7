package io.shouyin.host.fleet.status;

import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.platform.Together;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.TerminalId;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// The last beat of each terminal.
///
/// Beats that come at the same time are written with one statement and one commit, which does not wait for the disk: what a power cut takes back is said again
/// a minute later. A beat is kept only if its number is higher than the last one's, whichever host took that; a device that was activated anew begins anew.
@Repository
class HeartbeatStore {

    private static final String KEEP = """
            INSERT INTO fleet.heartbeat AS last (terminal_id, device_key_hash, sequence, digest, sent_at, received_at, uptime_seconds, software_version, software_slot,
              parameters_version, model, battery_percent, charging, paper, network_kind, signal_dbm, latitude_microdegrees, longitude_microdegrees, accuracy_metres, tamper, tampered_at,
              waiting_messages, batch, signed_in, order_sequence, checkpoint_size)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT ON CONSTRAINT heartbeat_one_each DO UPDATE
            SET device_key_hash = excluded.device_key_hash, sequence = excluded.sequence, digest = excluded.digest, sent_at = excluded.sent_at,
                received_at = excluded.received_at, uptime_seconds = excluded.uptime_seconds, software_version = excluded.software_version,
                software_slot = excluded.software_slot, parameters_version = excluded.parameters_version, model = excluded.model,
                battery_percent = excluded.battery_percent, charging = excluded.charging, paper = excluded.paper, network_kind = excluded.network_kind,
                signal_dbm = excluded.signal_dbm, latitude_microdegrees = excluded.latitude_microdegrees, longitude_microdegrees = excluded.longitude_microdegrees, accuracy_metres = excluded.accuracy_metres,
                tamper = excluded.tamper, tampered_at = coalesce(last.tampered_at, excluded.tampered_at), waiting_messages = excluded.waiting_messages,
                batch = excluded.batch, signed_in = excluded.signed_in, order_sequence = excluded.order_sequence, checkpoint_size = excluded.checkpoint_size
            WHERE last.sequence < excluded.sequence OR last.device_key_hash <> excluded.device_key_hash""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Together<Heard, Boolean> together = new Together<>(this::keepAll, (heard, _) -> keepAll(List.of(heard)).getFirst());

    HeartbeatStore(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /// @param deviceKeyHash 32 bytes
    /// @param digest of the body, 32 bytes
    record Heard(TerminalSession terminal, byte[] deviceKeyHash, Heartbeat beat, byte[] digest, Instant receivedAt) {}

    /// What is known of the last beat that was kept.
    record Last(long sequence, byte[] digest, Instant sentAt) {}

    /// @return false if the last one's number is as high or higher
    boolean keep(Heard heard) {
        return together.ask(heard);
    }

    Optional<Last> last(TerminalId terminal) {
        return jdbc.query("SELECT sequence, digest, sent_at FROM fleet.heartbeat WHERE terminal_id = ?", (row, _) -> new Last(row.getLong("sequence"),
                row.getBytes("digest"), row.getObject("sent_at", OffsetDateTime.class).toInstant()), terminal.value()).stream().findFirst();
    }

    /// In the order of the terminals, so that two hosts never wait for each other.
    private List<Boolean> keepAll(List<Heard> group) {
        int[] order = IntStream.range(0, group.size()).boxed().sorted(Comparator.comparing((Integer i) -> group.get(i).terminal().terminal().value()))
                .mapToInt(Integer::intValue).toArray();
        int[] rows = transactions.execute(_ -> {
            jdbc.execute("SET LOCAL synchronous_commit TO off");
            return jdbc.batchUpdate(KEEP, new BatchPreparedStatementSetter() {
                @Override
                public void setValues(PreparedStatement statement, int i) throws SQLException {
                    bind(statement, group.get(order[i]));
                }

                @Override
                public int getBatchSize() {
                    return order.length;
                }
            });
        });
        Boolean[] kept = new Boolean[rows.length];
        IntStream.range(0, rows.length).forEach(i -> kept[order[i]] = rows[i] == 1);
        return Arrays.asList(kept);
    }

    private static void bind(PreparedStatement statement, Heard heard) throws SQLException {
        Heartbeat beat = heard.beat();
        OffsetDateTime received = heard.receivedAt().atOffset(ZoneOffset.UTC);
        Optional<Heartbeat.Position> position = beat.position();
        Array tamper = statement.getConnection().createArrayOf("text", beat.tamper().toArray());
        Object[] values = {heard.terminal().terminal().value(), heard.deviceKeyHash(), beat.sequence(), heard.digest(), beat.at().atOffset(ZoneOffset.UTC), received,
                beat.uptimeSeconds(), beat.software().version(), beat.software().slot(), beat.parametersVersion(), beat.model(),
                beat.batteryPercent().isPresent() ? beat.batteryPercent().getAsInt() : null, beat.charging().orElse(null), beat.paper().name(),
                beat.network().map(Heartbeat.Network::kind).orElse(null),
                beat.network().filter(network -> network.signalDbm().isPresent()).map(network -> network.signalDbm().getAsInt()).orElse(null),
                position.map(Heartbeat.Position::latitudeMicrodegrees).orElse(null), position.map(Heartbeat.Position::longitudeMicrodegrees).orElse(null),
                position.map(Heartbeat.Position::accuracyMetres).orElse(null), tamper, beat.tamper().isEmpty() ? null : received, beat.waitingMessages(),
                beat.batch().map(BatchNumber::toString).orElse(null), beat.signedIn(), beat.orderSequence(), beat.checkpointSize()};
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, NULLABLE_TYPES[i]);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    /// A batch is one round trip only if a parameter's type stays the same.
    private static final int[] NULLABLE_TYPES = {Types.VARCHAR, Types.BINARY, Types.BIGINT, Types.BINARY, Types.TIMESTAMP_WITH_TIMEZONE, Types.TIMESTAMP_WITH_TIMEZONE,
            Types.BIGINT, Types.VARCHAR, Types.VARCHAR, Types.BIGINT, Types.VARCHAR, Types.INTEGER, Types.BOOLEAN, Types.VARCHAR, Types.VARCHAR, Types.INTEGER,
            Types.INTEGER, Types.INTEGER, Types.INTEGER, Types.ARRAY, Types.TIMESTAMP_WITH_TIMEZONE, Types.INTEGER, Types.VARCHAR, Types.BOOLEAN, Types.BIGINT, Types.BIGINT};
}
