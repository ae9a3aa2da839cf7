package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// A terminal's reversal 冲正: undo what I asked for under these numbers.
///
/// It may come before, during or after the transaction that it means, any number of times, and carries no card number. Once
/// the answer is given the undoing is durable; whether the network has heard of it yet is [Reverser]'s business. A refund is not reversed by
/// its terminal, and nothing is that another transaction has followed: a voided sale would be given back twice. Once a batch is settled, what
/// was approved in it stays.
@Service
public class Reversal {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final BusinessCalendar calendar;
    private final Originals originals;
    private final Bookkeeping bookkeeping;
    private final Batches batches;
    private final AcquiringSettings settings;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    Reversal(JdbcClient jdbc, TransactionTemplate transactions, BusinessCalendar calendar, Originals originals, Bookkeeping bookkeeping, Batches batches,
             AcquiringSettings settings, ApplicationEventPublisher events, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.calendar = calendar;
        this.originals = originals;
        this.bookkeeping = bookkeeping;
        this.batches = batches;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /// @param reason field 39 of the request: 98 no answer, A0 wrong MAC, 06 other
    /// @param digest keyed digest of the message as received
    public record Request(TransactionKey key, MinorAmount amount, String reason, byte[] digest, Instant receivedAt) {}

    public TransactionAnswer handle(Request request) {
        TransactionAnswer answer = transactions.execute(_ -> {
            Optional<Known> original = lock(request.key());
            if (original.isEmpty()) {
                if (isSettled(request)) {
                    return answer(request, ResponseCode.TRANSACTION_INVALID);               // a late one is refused for its batch
                }
                return remember(request) ? answer(request, unknownOriginal()) : answer(request, ResponseCode.IN_PROGRESS);
            }
            if (original.get().state() != TransactionState.UNKNOWN_ORIGINAL
                    && original.get().amountMinor() != request.amount().fen()) {
                return answer(request, ResponseCode.AMOUNT_DIFFERS);
            }
            if (original.get().kind().equals(TransactionKind.REFUND.name())) {
                return answer(request, ResponseCode.TRANSACTION_INVALID);
            }
            return answer(request, switch (original.get().state()) {
                case PENDING -> queue(request, TransactionState.IN_DOUBT);
                case APPROVED -> {
                    if (isSettled(request)) {
                        yield ResponseCode.TRANSACTION_INVALID;
                    }
                    yield originals.isFollowed(request.key()) ? ResponseCode.STATE_MISMATCH : takeBack(request, original.get());
                }
                case IN_DOUBT, REVERSING, REVERSED, DECLINED -> ResponseCode.APPROVED;      // undone already, or never done
                case UNKNOWN_ORIGINAL -> unknownOriginal();
            });
        });
        events.publishEvent(new TransactionChanged(request.key()));
        return answer;
    }

    /// What is settled stays.
    private boolean isSettled(Request request) {
        return batches.isSettled(new BatchKey(request.key().merchant(), request.key().terminal(), request.key().batch()));
    }

    private record Known(String kind, TransactionState state, long amountMinor) {}

    private Optional<Known> lock(TransactionKey key) {
        return jdbc.sql("""
                SELECT kind, state, amount_minor FROM acquiring.transaction
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? FOR UPDATE""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query((row, number) -> new Known(row.getString("kind"), TransactionState.valueOf(row.getString("state")), row.getLong("amount_minor")))
                .optional();
    }

    private ResponseCode takeBack(Request request, Known approved) {
        if (Bookkeeping.moves(TransactionKind.valueOf(approved.kind()))) {
            bookkeeping.reversed(request.key(), calendar.businessDate(request.receivedAt()));
        }
        return queue(request, TransactionState.REVERSING);
    }

    private ResponseCode queue(Request request, TransactionState state) {
        TransactionKey key = request.key();
        jdbc.sql("""
                UPDATE acquiring.transaction
                SET state = ?, response_code = coalesce(response_code, '98'), reversal_reason = ?, reversal_due_at = ?,
                    story = story || ?::jsonb
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?""")
                .params(state.name(), request.reason(), Journal.utc(clock.instant()),
                        new Story().add(Step.REVERSAL_QUEUED, request.receivedAt(), "reason", request.reason()).json(),
                        key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .update();
        return ResponseCode.APPROVED;
    }

    /// Keeps the place of a transaction that may still be on its way.
    ///
    /// @return false if it arrived in this moment
    private boolean remember(Request request) {
        TransactionKey key = request.key();
        return jdbc.sql("""
                INSERT INTO acquiring.transaction
                  (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, factors, request_digest, state,
                   response_code, business_date, received_at, closed_at, reversal_reason, story)
                VALUES (?, ?, ?, ?, 'REVERSAL_OF_UNKNOWN', ?, '', ?, 'UNKNOWN_ORIGINAL', ?, ?, ?, ?, ?, ?::jsonb)
                ON CONFLICT ON CONSTRAINT transaction_trace_once DO NOTHING""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(),
                        request.amount().fen(), request.digest(), settings.unknownOriginalCode(),
                        calendar.businessDate(request.receivedAt()), Journal.utc(request.receivedAt()),
                        Journal.utc(request.receivedAt()), request.reason(),
                        new Story().add(Step.RECEIVED, request.receivedAt(), "reversal", request.reason()).json())
                .update() == 1;
    }

    private ResponseCode unknownOriginal() {
        return ResponseCode.of(settings.unknownOriginalCode());
    }

    private TransactionAnswer answer(Request request, ResponseCode code) {
        LocalDate businessDate = calendar.businessDate(request.receivedAt());
        return TransactionAnswer.refusal(code, request.receivedAt(), businessDate);
    }
}
