package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.Route;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What wallets have not decided: rows of the journal that wait, until [WalletAsker] knows and the [Journal] closes them, or they are given up.
@Repository
class WaitingPayments {

    private static final int ROWS = 50;

    private final JdbcClient jdbc;
    private final Originals originals;
    private final AcquiringSettings settings;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    WaitingPayments(JdbcClient jdbc, Originals originals, AcquiringSettings settings, ApplicationEventPublisher events, InstantSource clock) {
        this.jdbc = jdbc;
        this.originals = originals;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /// A payment that waits for its wallet.
    ///
    /// @param due when it is asked next
    /// @param until when it is given up; empty if it is not
    record Waiting(TransactionRequest request, Journal.Opening.Open open, Instant due, Optional<Instant> until) {}

    List<Waiting> due(Instant now) {
        return jdbc.sql("""
                SELECT merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, entry_mode, request_digest, rrn, network_trace, transmission_time,
                       business_date, received_at, query_due_at, waits_until, original_terminal_id, original_batch_number, original_trace_number
                FROM acquiring.transaction WHERE state = 'WAITING' AND query_due_at <= ? ORDER BY query_due_at LIMIT ?""")
                .params(Journal.utc(now), ROWS).query(this::kept).list();
    }

    private Waiting kept(ResultSet row, int number) throws SQLException {
        TransactionKey key = new TransactionKey(new MerchantId(row.getString("merchant_id")), new TerminalId(row.getString("terminal_id")),
                new BatchNumber(row.getInt("batch_number")), new TraceNumber(row.getInt("trace_number")));
        Instant at = row.getObject("received_at", OffsetDateTime.class).toInstant();
        OffsetDateTime until = row.getObject("waits_until", OffsetDateTime.class);
        TransactionRequest request = new TransactionRequest(key, TransactionKind.valueOf(row.getString("kind")), Optional.empty(), new MinorAmount(row.getLong("amount_minor")),
                Optional.empty(), Optional.empty(), Optional.empty(), row.getString("entry_mode"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), false, row.getBytes("request_digest"), at, at);
        return new Waiting(request, new Journal.Opening.Open(key, new NetworkReference(new Rrn(row.getString("rrn")), new TraceNumber(row.getInt("network_trace")),
                row.getString("transmission_time")), Route.only(WalletChannel.NAME), new AtomicReference<>(WalletChannel.NAME), ApprovedTransactions.original(key, row).flatMap(originals::read),
                row.getObject("business_date", LocalDate.class), at, clock.instant()), row.getObject("query_due_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(until).map(OffsetDateTime::toInstant));
    }

    /// @param until longer than it is asked for
    /// @return false if another host has it, or it is decided
    boolean claim(Waiting waiting, Instant until) {
        TransactionKey key = waiting.request().key();
        return jdbc.sql("UPDATE acquiring.transaction SET query_due_at = ?" + Journal.BY_KEY + " AND state = 'WAITING' AND query_due_at = ?")
                .params(Journal.utc(until), key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(), Journal.utc(waiting.due())).update() == 1;
    }

    /// Nobody knows yet.
    void askAgain(Waiting payment, Instant claimedUntil, Instant next) {
        TransactionKey key = payment.request().key();
        jdbc.sql("UPDATE acquiring.transaction SET query_due_at = ?" + Journal.BY_KEY + " AND state = 'WAITING' AND query_due_at = ?")
                .params(Journal.utc(next), key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(), Journal.utc(claimedUntil)).update();
    }

    /// Asks at once: something has happened. Not while it is being asked, since then it is asked again soon.
    void hurry(Rrn reference) {
        Instant now = clock.instant();
        jdbc.sql("""
                UPDATE acquiring.transaction SET query_due_at = ?, story = CASE WHEN story @> '[{"step":"NOTICED"}]' THEN story ELSE story || ?::jsonb END
                WHERE rrn = ? AND state = 'WAITING' AND query_due_at > ? AND query_due_at <= ?""")
                .params(Journal.utc(now), new Story().add(Step.NOTICED, now).json(), reference.value(), Journal.utc(now), Journal.utc(now.plus(settings.walletQueryPause()))).update();
    }

    /// Nobody has paid in time: the wallet is told to forget it, until it says that it has. Who is asking it just now comes too late with its answer.
    void cancel(TransactionKey key) {
        Instant now = clock.instant();
        jdbc.sql("UPDATE acquiring.transaction SET state = 'IN_DOUBT', response_code = '98', query_due_at = NULL, reversal_reason = '98', reversal_due_at = ?, story = story || ?::jsonb"
                        + Journal.BY_KEY + " AND state IN ('PENDING', 'WAITING')")
                .params(Journal.utc(now), new Story().add(Step.REVERSAL_QUEUED, now, "reason", "98").json(), key.merchant().value(), key.terminal().value(),
                        key.batch().value(), key.trace().value()).update();
        events.publishEvent(new TransactionChanged(key));
    }

    /// Their batch is settled: nobody has paid them by then.
    void cancelAll(BatchKey batch) {
        jdbc.sql("SELECT trace_number FROM acquiring.transaction" + Batches.BY_KEY + " AND channel = 'wallet' AND kind = 'SALE' AND state IN ('PENDING', 'WAITING')")
                .params(batch.values()).query(Integer.class).list()
                .forEach(trace -> cancel(new TransactionKey(batch.merchant(), batch.terminal(), batch.batch(), new TraceNumber(trace))));
    }

    /// Whether a wallet may still give something back in a batch.
    boolean givesBack(BatchKey batch) {
        return jdbc.sql("SELECT count(*) FROM acquiring.transaction" + Batches.BY_KEY + " AND channel = 'wallet' AND kind <> 'SALE' AND state IN ('PENDING', 'WAITING')")
                .params(batch.values()).query(Long.class).single() > 0;
    }

    /// What a host that died was about to ask a wallet may have arrived there.
    void takeOver(Instant now, Instant receivedBefore) {
        jdbc.sql("""
                UPDATE acquiring.transaction SET state = 'WAITING', response_code = '09', query_due_at = ?, waits_until = CASE kind WHEN 'SALE' THEN ?::timestamptz END,
                  story = story || ?::jsonb
                WHERE state = 'PENDING' AND channel = 'wallet' AND received_at < ?""")
                .params(Journal.utc(now), Journal.utc(now), new Story().add(Step.WAITING, now, "reason", "TAKEN_OVER").json(), Journal.utc(receivedBefore)).update();
    }

    /// As the terminal that made the payment is told.
    ///
    /// @return empty if it has made none
    Optional<TransactionAnswer> answer(TransactionKey key) {
        return jdbc.sql("SELECT " + Journal.ANSWER + Journal.BY_KEY + " AND channel = 'wallet'")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query((row, _) -> switch (TransactionState.valueOf(row.getString("state"))) {
                    case PENDING -> undecided(ResponseCode.IN_PROGRESS, row);
                    case IN_DOUBT, REVERSING, REVERSED -> undecided(ResponseCode.ISSUER_TIMED_OUT, row);    // also of one that was approved and taken back
                    case WAITING, APPROVED, DECLINED, UNKNOWN_ORIGINAL -> Journal.told(row);
                }).optional();
    }

    /// With its reference number: without one an answer would be about the question.
    private static TransactionAnswer undecided(ResponseCode code, ResultSet row) throws SQLException {
        return new TransactionAnswer(code, Optional.empty(), Optional.of(row.getString("rrn")), List.of(), Optional.empty(), Optional.empty(), Optional.empty(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(), row.getObject("business_date", LocalDate.class), true);
    }
}
