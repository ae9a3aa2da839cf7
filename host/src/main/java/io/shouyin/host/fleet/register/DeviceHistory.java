package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditActor;
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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// What became of each device: a line for each step of its life, written in the transaction of the step, and never changed.
///
/// No secret and no personal number stands in it. It tells the story to people; what proves it is the audit log.
@Component
public class DeviceHistory {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int FETCH_ROWS = 500;
    private static final String OF_DEVICE = " FROM fleet.history WHERE serial_number = ?";
    private static final String COLUMNS = "SELECT history_id, at, serial_number, terminal_id, what, actor, was, became, details";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    DeviceHistory(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A step. The console has words for each, under `deviceStep`.
    public enum Step {
        RECEIVED,
        REGISTERED,
        CODE_ISSUED,
        ACTIVATED,
        LOADED_BY_HAND,
        REBOUND,
        TRANSFERRED,
        SENT_TO_REPAIR,
        CAME_FROM_REPAIR,
        INSPECTED,
        RETIRED
    }

    /// @param actor kind and name: `STAFF lin`, `TERMINAL 00000001`, `SYSTEM fleet`
    /// @param was state, merchant or whatever else the step changes; absent where there was nothing
    public record Line(long id, Instant at, String serialNumber, String terminalId, Step step, String actor, String was, String became, Map<?, ?> details) {}

    /// Of a device that is no terminal yet, or whose terminal is at hand.
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Step step, String serialNumber, Optional<TerminalId> terminal, AuditActor by, String was, String became, Map<String, ?> details) {
        jdbc.sql("INSERT INTO fleet.history (at, serial_number, terminal_id, what, actor, was, became, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)")
                .params(Arrays.asList(now(), serialNumber, terminal.map(TerminalId::value).orElse(null), step.name(), name(by), was, became,
                        JSON.writeValueAsString(details))).update();
    }

    /// Of the device that is the terminal.
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Step step, TerminalId terminal, AuditActor by, String was, String became, Map<String, ?> details) {
        jdbc.sql("""
                INSERT INTO fleet.history (at, serial_number, terminal_id, what, actor, was, became, details)
                SELECT ?, serial_number, terminal_id, ?, ?, ?, ?, ?::jsonb FROM fleet.terminal WHERE terminal_id = ?""")
                .params(Arrays.asList(now(), step.name(), name(by), was, became, JSON.writeValueAsString(details), terminal.value())).update();
    }

    /// The newest first.
    Page<Line> of(String serialNumber, PageQuery page) {
        long total = jdbc.sql("SELECT count(*)" + OF_DEVICE).param(serialNumber).query(Long.class).single();
        return Page.of(jdbc.sql(COLUMNS + OF_DEVICE + " ORDER BY history_id DESC LIMIT ? OFFSET ?").params(serialNumber, page.size(), page.offset())
                .query(DeviceHistory::line).list(), total, page);
    }

    /// All of it, the oldest first. In a transaction.
    void each(String serialNumber, Consumer<Line> work) {
        try (Stream<Line> lines = jdbc.sql(COLUMNS + OF_DEVICE + " ORDER BY history_id").param(serialNumber).withFetchSize(FETCH_ROWS)
                .query(DeviceHistory::line).stream()) {
            lines.forEach(work);
        }
    }

    static String name(AuditActor actor) {
        return actor.type() + " " + actor.id();
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(row.getLong("history_id"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("serial_number"),
                row.getString("terminal_id"), Step.valueOf(row.getString("what")), row.getString("actor"), row.getString("was"), row.getString("became"),
                JSON.readValue(row.getString("details"), Map.class));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
