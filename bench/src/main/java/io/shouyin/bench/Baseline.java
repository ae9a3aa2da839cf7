package io.shouyin.bench;

import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What a sale costs if nothing but its two commits is done: the journal's INSERT and UPDATE, by plain JDBC, on the host's own
/// database server, in a table that was made like the journal's and is dropped afterwards.
///
/// As many connections as the host's pool and as many virtual threads as there are terminals; each commit takes a connection and
/// gives it back, as in the host, while the statements stay prepared. The values are those of a row that the host itself
/// wrote, so that their sizes are true. Statements and columns are `Journal`'s: when that one changes, this one must.
final class Baseline implements AutoCloseable {

    private static final String SCHEMA = "bench_baseline";
    private static final String INSERT = """
            INSERT INTO bench_baseline.transaction
              (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_masked, card_index, card_sealed,
               entry_mode, operator_number, factors, request_digest, state, response_code, wanted_factors, tries_left, rrn,
               network_trace, transmission_time, business_date, received_at, closed_at, story)
            VALUES (?, ?, ?, ?, 'SALE', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT ON CONSTRAINT transaction_pkey DO NOTHING""";
    private static final String UPDATE = """
            UPDATE bench_baseline.transaction
            SET state = ?, response_code = ?, auth_code = ?, institutions = ?, closed_at = ?, channel_micros = ?, reversal_reason = ?,
                reversal_due_at = ?, story = story || ?::jsonb
            WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND state = 'PENDING'""";
    private static final long CHANNEL_MICROS = 1_000;
    private static final String SAMPLE = """
            SELECT merchant_id, amount_minor, card_masked, card_index, card_sealed, entry_mode, operator_number, factors, request_digest,
                   rrn, network_trace, transmission_time, business_date, auth_code, institutions, story
            FROM acquiring.transaction WHERE state = 'APPROVED' ORDER BY received_at DESC LIMIT 1""";

    private final DatabaseLogin login;
    private final Sample sample;
    private final BlockingQueue<Worker> pool;

    /// What an approved sale left in the journal.
    private record Sample(String merchant, long amountMinor, String cardMasked, byte[] cardIndex, byte[] cardSealed, String entryMode,
                          String operator, String factors, byte[] digest, String rrn, int networkTrace, String transmissionTime,
                          Object businessDate, String authCode, String institutions, String storyBegun, String storyEnded) {}

    private record Worker(Connection connection, PreparedStatement insert, PreparedStatement update) {}

    private Baseline(DatabaseLogin login, Sample sample, BlockingQueue<Worker> pool) {
        this.login = login;
        this.sample = sample;
        this.pool = pool;
    }

    /// Makes the table and the connections. The journal has at least one approved sale.
    static Baseline open(DatabaseLogin login, int connections) {
        try (Connection owner = login.connect(); Statement sql = owner.createStatement()) {
            sql.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
            sql.execute("CREATE SCHEMA " + SCHEMA);
            sql.execute("CREATE TABLE " + SCHEMA + ".transaction (LIKE acquiring.transaction INCLUDING ALL)");
            Sample sample = sample(sql);
            BlockingQueue<Worker> pool = new ArrayBlockingQueue<>(connections, true);      // in turn, else some terminals starve
            for (int i = 0; i < connections; i++) {
                Connection connection = login.connect();
                pool.add(new Worker(connection, connection.prepareStatement(INSERT), connection.prepareStatement(UPDATE)));
            }
            return new Baseline(login, sample, pool);
        } catch (SQLException broken) {
            throw broken("could not be set up", broken);
        }
    }

    private static Sample sample(Statement sql) throws SQLException {
        try (ResultSet row = sql.executeQuery(SAMPLE)) {
            if (!row.next()) {
                throw new Fault("JOURNAL_EMPTY", Recovery.STOP, "the baseline copies an approved sale, and the journal has none");
            }
            ArrayNode begun = JsonMapper.shared().createArrayNode();
            ArrayNode ended = JsonMapper.shared().createArrayNode();
            for (JsonNode step : JsonMapper.shared().readTree(row.getString("story"))) {
                boolean second = !ended.isEmpty() || step.path("step").asString("").equals("ANSWERED");
                (second ? ended : begun).add(step);
            }
            return new Sample(row.getString("merchant_id"), row.getLong("amount_minor"), row.getString("card_masked"),
                    row.getBytes("card_index"), row.getBytes("card_sealed"), row.getString("entry_mode"), row.getString("operator_number"),
                    row.getString("factors"), row.getBytes("request_digest"), row.getString("rrn"), row.getInt("network_trace"),
                    row.getString("transmission_time"), row.getObject("business_date"), row.getString("auth_code"), row.getString("institutions"),
                    begun.toString(), ended.toString());
        }
    }

    /// Runs for a while, after a warm-up, with a virtual thread for each terminal.
    Phase run(String name, int threads, Duration warmup, Duration measured, CpuMeter cpu) {
        try (Connection owner = login.connect(); Statement sql = owner.createStatement()) {
            sql.execute("TRUNCATE " + SCHEMA + ".transaction");
        } catch (SQLException broken) {
            throw broken("could not be emptied", broken);
        }
        List<TwoCommits> lanes = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            lanes.add(new TwoCommits("B%07d".formatted(i)));
        }
        return new Load(lanes, measured, cpu).closed(name, warmup);
    }

    /// One terminal's rows.
    private final class TwoCommits implements Load.Lane {

        private final String terminal;
        private int trace;

        TwoCommits(String terminal) {
            this.terminal = terminal;
        }

        @Override
        public void open() {
            trace = 0;
        }

        @Override
        public String request() throws SQLException, InterruptedException {
            trace++;
            return inTurn(this::insert) && inTurn(this::update) ? "00" : "no row";
        }

        private boolean inTurn(Commit commit) throws SQLException, InterruptedException {
            Worker worker = pool.take();
            try {
                return commit.run(worker) == 1;
            } finally {
                pool.add(worker);
            }
        }

        private int insert(Worker worker) throws SQLException {
            PreparedStatement row = worker.insert;
            row.setString(1, sample.merchant);
            row.setString(2, terminal);
            row.setInt(3, 1);
            row.setInt(4, trace);
            row.setLong(5, sample.amountMinor);
            row.setString(6, sample.cardMasked);
            row.setBytes(7, sample.cardIndex);
            row.setBytes(8, sample.cardSealed);
            row.setString(9, sample.entryMode);
            row.setString(10, sample.operator);
            row.setString(11, sample.factors);
            row.setBytes(12, sample.digest);
            row.setString(13, "PENDING");
            row.setString(14, null);
            row.setString(15, "");
            row.setObject(16, null, Types.INTEGER);
            row.setString(17, sample.rrn);
            row.setInt(18, sample.networkTrace);
            row.setString(19, sample.transmissionTime);
            row.setObject(20, sample.businessDate);
            row.setObject(21, now());
            row.setObject(22, null, Types.TIMESTAMP_WITH_TIMEZONE);
            row.setString(23, sample.storyBegun);
            return row.executeUpdate();
        }

        private int update(Worker worker) throws SQLException {
            PreparedStatement row = worker.update;
            row.setString(1, "APPROVED");
            row.setString(2, "00");
            row.setString(3, sample.authCode);
            row.setString(4, sample.institutions);
            row.setObject(5, now());
            row.setLong(6, CHANNEL_MICROS);
            row.setString(7, null);
            row.setObject(8, null, Types.TIMESTAMP_WITH_TIMEZONE);
            row.setString(9, sample.storyEnded);
            row.setString(10, sample.merchant);
            row.setString(11, terminal);
            row.setInt(12, 1);
            row.setInt(13, trace);
            return row.executeUpdate();
        }

        private static OffsetDateTime now() {
            return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public void close() {
            trace = 0;
        }
    }

    private interface Commit {
        int run(Worker worker) throws SQLException;
    }

    private static Fault broken(String what, SQLException cause) {
        return new Fault("BASELINE_BROKEN", Recovery.STOP, "the baseline's table " + what + " (SQL state " + cause.getSQLState() + ")", cause);
    }

    /// Closes the connections and drops the table.
    @Override
    public void close() {
        try {
            for (Worker worker : pool) {
                worker.connection.close();
            }
            try (Connection owner = login.connect(); Statement sql = owner.createStatement()) {
                sql.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
            }
        } catch (SQLException broken) {
            throw broken("could not be dropped", broken);
        }
    }
}
