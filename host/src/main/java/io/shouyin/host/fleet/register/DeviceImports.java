package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.register.DeviceSheet.Line;
import io.shouyin.host.fleet.register.DeviceSheet.Problem;
import io.shouyin.host.fleet.register.DeviceSheet.Read;
import io.shouyin.host.platform.Threads;
import io.shouyin.kernel.Fault;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Takes many devices into stock at once, beside the request that brought the file.
///
/// The file is read and judged while its request lasts, within the bounds of [io.shouyin.host.sheets.Sheets]; then its good lines are written by a thread of their own, a
/// thousand at a time, all in one transaction, and whoever wants to know how far it is asks any host that shares the database. One import at a time a
/// host, since each holds its lines in memory. If the host stops on the way, nothing was kept, and the import is said to have failed.
@Component
class DeviceImports {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceImports.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CHUNK_LINES = 1_000;
    private static final int PROBLEMS_KEPT_MAX = 1_000;
    private static final Duration SILENT_MAX = Duration.ofMinutes(2);
    private static final Duration KEPT = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final Threads threads;
    private final InstantSource clock;
    private final TransactionTemplate transactions;
    private final TransactionTemplate apart;
    private final Semaphore one = new Semaphore(1);

    DeviceImports(JdbcClient jdbc, AuditLog audit, Threads threads, InstantSource clock, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.threads = threads;
        this.clock = clock;
        this.transactions = transactions;
        this.apart = new TransactionTemplate(transactions.getTransactionManager());
        this.apart.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    }

    /// What becomes of the lines.
    enum Mode {
        /// Nothing is kept: what would happen?
        TRIAL,
        ALL_OR_NOTHING,
        /// Wrong lines are left out.
        GOOD_LINES
    }

    enum State {
        RUNNING,
        DONE,
        /// The host stopped, or the database did: nothing was kept.
        FAILED
    }

    /// @param added kept, or in a trial what would be
    /// @param applied whether anything was kept
    /// @param problems the first thousand of them, by line
    record Import(UUID id, Mode mode, State state, String startedBy, Instant startedAt, int linesTotal, int linesDone, int added, boolean applied, int problemsTotal,
                  List<Problem> problems) {}

    /// @return its number, for [#find]
    /// @throws io.shouyin.host.web.RefusedRequest `IMPORT_UNDER_WAY`
    UUID start(Reading reading, Mode mode) throws IOException {
        RegisterRefusal.IMPORT_UNDER_WAY.when(!one.tryAcquire());
        boolean started = false;
        try {
            Read sheet = reading.read();
            UUID id = UUID.randomUUID();
            AuditActor by = AuditActor.current();
            begin(id, mode, sheet, by);
            threads.start("device-import", () -> {
                try {
                    run(id, mode, sheet, by);
                } finally {
                    one.release();
                }
            });
            started = true;
            return id;
        } finally {
            if (!started) {
                one.release();
            }
        }
    }

    /// Reads the file, once it is this import's turn.
    interface Reading {

        Read read() throws IOException;
    }

    private void begin(UUID id, Mode mode, Read sheet, AuditActor by) {
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("DELETE FROM fleet.device_import WHERE started_at < ?").param(utc(clock.instant().minus(KEPT))).update();
            jdbc.sql("INSERT INTO fleet.device_import (import_id, mode, state, started_by, started_at, touched_at, lines_total) VALUES (?, ?, 'RUNNING', ?, ?, ?, ?)")
                    .params(id, mode.name(), by.id(), utc(clock.instant()), utc(clock.instant()), sheet.lines()).update();
        });
    }

    private void run(UUID id, Mode mode, Read sheet, AuditActor by) {
        try {
            transactions.executeWithoutResult(status -> {
                if (!takes(id, mode, sheet, by)) {
                    status.setRollbackOnly();
                }
            });
        } catch (DataAccessException | TransactionException | Fault broken) {
            LOG.warn("import {} of devices has failed", id, broken);
            apart.executeWithoutResult(_ -> jdbc.sql("UPDATE fleet.device_import SET state = 'FAILED' WHERE import_id = ?").param(id).update());
        }
    }

    /// @return whether what it wrote is to be kept; if not, what it found is written apart
    private boolean takes(UUID id, Mode mode, Read sheet, AuditActor by) {
        List<Problem> problems = new ArrayList<>(sheet.problems());
        int wrongLines = sheet.lines() - sheet.good().size();
        int added = 0;
        for (int from = 0; from < sheet.good().size(); from += CHUNK_LINES) {
            List<Line> chunk = sheet.good().subList(from, Math.min(from + CHUNK_LINES, sheet.good().size()));
            Set<String> known = mode == Mode.TRIAL ? known(chunk) : refused(chunk, id, by);
            List<Problem> found = DeviceSheet.known(chunk, known);
            problems.addAll(found);
            added += chunk.size() - found.size();
            int done = wrongLines + from + chunk.size();
            apart.executeWithoutResult(_ -> jdbc.sql("UPDATE fleet.device_import SET lines_done = ?, touched_at = ? WHERE import_id = ?")
                    .params(done, utc(clock.instant()), id).update());
        }
        problems.sort(Comparator.comparingInt(Problem::line).thenComparing(Problem::field));
        boolean applied = switch (mode) {
            case TRIAL -> false;
            case ALL_OR_NOTHING -> problems.isEmpty();
            case GOOD_LINES -> true;
        };
        int kept = mode == Mode.ALL_OR_NOTHING && !applied ? 0 : added;
        Runnable end = () -> {
            audit.append(entry(mode, id, applied, kept, problems.size()).by(by));
            jdbc.sql("""
                    UPDATE fleet.device_import SET state = 'DONE', touched_at = ?, lines_done = lines_total, added = ?, applied = ?, problems_total = ?, problems = ?::jsonb
                    WHERE import_id = ?""")
                    .params(utc(clock.instant()), kept, applied, problems.size(), JSON.writeValueAsString(problems.stream().limit(PROBLEMS_KEPT_MAX).toList()), id).update();
        };
        if (applied) {
            end.run();
        } else {
            apart.executeWithoutResult(_ -> end.run());
        }
        return applied;
    }

    private static AuditEntry entry(Mode mode, UUID id, boolean applied, int added, int problems) {
        String object = "file:" + id;
        String counts = "%d added, %d refused".formatted(added, problems);
        return switch (mode) {
            case TRIAL -> AuditEntry.done("device.import-trial", object).because(counts);
            case ALL_OR_NOTHING, GOOD_LINES -> applied ? AuditEntry.done("device.import", object).because(counts)
                    : AuditEntry.refused("device.import", object, RegisterRefusal.IMPORT_HAS_WRONG_LINES);
        };
    }

    /// In upper case, those that the register has.
    private Set<String> known(List<Line> lines) {
        return new HashSet<>(jdbc.sql("SELECT upper(serial_number) FROM fleet.device WHERE upper(serial_number) = ANY (?)")
                .param(lines.stream().map(line -> line.serialNumber().toUpperCase(Locale.ROOT)).toArray(String[]::new)).query(String.class).list());
    }

    /// Writes them.
    ///
    /// @return in upper case, those that the register had already
    private Set<String> refused(List<Line> lines, UUID id, AuditActor by) {
        OffsetDateTime now = utc(clock.instant());
        Set<String> all = new HashSet<>();
        lines.forEach(line -> all.add(line.serialNumber().toUpperCase(Locale.ROOT)));
        all.removeAll(jdbc.sql("""
                WITH received AS (
                    INSERT INTO fleet.device (serial_number, model, state, place, received_at, changed_at)
                    SELECT serial_number, model, 'IN_STOCK', place, :now, :now FROM unnest(:serials, :models, :places) AS line (serial_number, model, place)
                    ON CONFLICT DO NOTHING RETURNING serial_number, model
                ), told AS (
                    INSERT INTO fleet.history (at, serial_number, what, actor, became, details)
                    SELECT :now, serial_number, 'RECEIVED', :actor, 'IN_STOCK', jsonb_build_object('model', model, 'import', :import::text) FROM received
                )
                SELECT upper(serial_number) FROM received""").param("now", now).param("serials", column(lines, Line::serialNumber)).param("models", column(lines, Line::model))
                .param("places", column(lines, Line::place)).param("actor", DeviceHistory.name(by)).param("import", id).query(String.class).list());
        return all;
    }

    private static String[] column(List<Line> lines, Function<Line, String> of) {
        return lines.stream().map(of).toArray(String[]::new);
    }

    Optional<Import> find(UUID id) {
        return jdbc.sql("SELECT * FROM fleet.device_import WHERE import_id = ?").param(id).query(this::row).optional();
    }

    private Import row(ResultSet row, int number) throws SQLException {
        State state = State.valueOf(row.getString("state"));
        Instant touched = row.getObject("touched_at", OffsetDateTime.class).toInstant();
        boolean silent = state == State.RUNNING && Duration.between(touched, clock.instant()).compareTo(SILENT_MAX) > 0;
        return new Import(row.getObject("import_id", UUID.class), Mode.valueOf(row.getString("mode")), silent ? State.FAILED : state, row.getString("started_by"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(), row.getInt("lines_total"), row.getInt("lines_done"), row.getInt("added"),
                row.getBoolean("applied"), row.getInt("problems_total"), JSON.readValue(row.getString("problems"), new TypeReference<List<Problem>>() {}));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
