package io.shouyin.host.acquiring;

import io.shouyin.host.Corridor;
import io.shouyin.iso8583.terminal.TransactionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rows of the journal for tests of what is read from it, where the way of a sale is not the matter.
final class TestTransactions {

    private static final AtomicInteger TRACE = new AtomicInteger();

    private final JdbcClient jdbc;

    TestTransactions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param took from receipt to outcome
    /// @param channel the network's share; null without an answer
    void add(TransactionState state, long fen, Instant receivedAt, Duration took, Duration channel) {
        add(1, state, fen, receivedAt, took, channel);
    }

    /// Several of a kind.
    void add(int count, TransactionState state, long fen, Instant receivedAt, Duration took, Duration channel) {
        add(count, state == TransactionState.UNKNOWN_ORIGINAL ? "REVERSAL_OF_UNKNOWN" : "SALE", state, fen, receivedAt, took, channel);
    }

    /// A declined one, which has no original.
    void addDeclined(TransactionKind kind, long fen, Instant receivedAt) {
        add(1, kind.name(), TransactionState.DECLINED, fen, receivedAt, Duration.ZERO, null);
    }

    private void add(int count, String kind, TransactionState state, long fen, Instant receivedAt, Duration took, Duration channel) {
        boolean inDoubt = state == TransactionState.IN_DOUBT || state == TransactionState.REVERSING;
        jdbc.sql("""
                INSERT INTO acquiring.transaction
                  (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, factors, request_digest, state,
                   response_code, auth_code, business_date, received_at, closed_at, channel_micros, reversal_due_at, channel, story)
                SELECT ?, '90000001', 1, ? + number, ?, ?, '', '', ?, '00', '123456', '2026-03-01', ?, ?, ?::bigint, ?::timestamptz, 'main', '[]'
                FROM generate_series(1, ?) AS number""")
                .params(Arrays.asList(Corridor.MERCHANT.value(), TRACE.getAndAdd(count), kind, fen,
                        state.name(), Journal.utc(receivedAt), Journal.utc(receivedAt.plus(took)),
                        channel == null ? null : channel.toNanos() / 1000,
                        inDoubt ? Journal.utc(receivedAt.plus(Duration.ofDays(365))) : null, count))
                .update();
    }
}
