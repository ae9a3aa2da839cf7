package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// A terminal's reversal 冲正: undo what I asked for under these numbers.
///
/// It may come before, during or after the transaction that it means, any number of times, and carries no card number. Once
/// the answer is given the undoing is durable; whether the network has heard of it yet is [Reverser]'s business. A refund and a completion's notice
/// are not reversed by their terminal, nor is what a wallet gives back, and nothing is that another transaction has followed: a voided sale would be given back twice, and a
/// completion would have taken what its pre-authorization no longer keeps aside. Once a batch is settled, what was approved in it stays.
@Service
public class Reversal {

    /// What terminals send again, or simply drop.
    private static final Set<String> NEVER_REVERSED = Arrays.stream(TransactionKind.values()).filter(kind -> kind.isCardTransaction() && !kind.reversedIfUnanswered())
            .map(Enum::name).collect(Collectors.toUnmodifiableSet());

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
                    && original.get().amountMinor() != request.amount().fen() && original.get().askedMinor() != request.amount().fen()) {
                return answer(request, ResponseCode.AMOUNT_DIFFERS);
            }
            if (NEVER_REVERSED.contains(original.get().kind()) || original.get().givesBackToWallet()) {
                return answer(request, ResponseCode.TRANSACTION_INVALID);
            }
            return answer(request, switch (original.get().state()) {
                case PENDING, WAITING -> queue(request, TransactionState.IN_DOUBT);
                case APPROVED -> {
                    if (isSettled(request)) {
                        yield ResponseCode.TRANSACTION_INVALID;
                    }
                    boolean isBuiltOn = originals.isFollowed(request.key()) || original.get().toppedUp().filter(originals::hasEnded).isPresent();
                    yield isBuiltOn ? ResponseCode.STATE_MISMATCH : takeBack(request, original.get());
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

    /// @param askedMinor more than the amount if a part was approved
    /// @param toppedUp the pre-authorization that it added to
    private record Known(String kind, TransactionState state, long amountMinor, long askedMinor, Optional<TransactionKey> toppedUp, String channel) {

        /// What a wallet has given back it does not take again.
        boolean givesBackToWallet() {
            return WalletChannel.NAME.equals(channel) && !kind.equals(TransactionKind.SALE.name());
        }
    }

    private Optional<Known> lock(TransactionKey key) {
        return jdbc.sql("""
                SELECT kind, state, amount_minor, coalesce(asked_minor, amount_minor) AS asked_minor, original_terminal_id, original_batch_number, original_trace_number, channel
                FROM acquiring.transaction
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? FOR UPDATE""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query((row, number) -> new Known(row.getString("kind"), TransactionState.valueOf(row.getString("state")), row.getLong("amount_minor"),
                        row.getLong("asked_minor"), toppedUp(key, row), row.getString("channel")))
                .optional();
    }

    private ResponseCode takeBack(Request request, Known approved) {
        if (Bookkeeping.moves(TransactionKind.valueOf(approved.kind()))) {
            bookkeeping.reversed(request.key(), calendar.businessDate(request.receivedAt()));
        }
        return queue(request, TransactionState.REVERSING);
    }

    private static Optional<TransactionKey> toppedUp(TransactionKey key, ResultSet row) throws SQLException {
        return !row.getString("kind").equals(TransactionKind.PRE_AUTH_TOP_UP.name()) || row.getString("original_terminal_id") == null ? Optional.empty()
                : Optional.of(new TransactionKey(key.merchant(), new TerminalId(row.getString("original_terminal_id")),
                        new BatchNumber(row.getInt("original_batch_number")), new TraceNumber(row.getInt("original_trace_number"))));
    }

    private ResponseCode queue(Request request, TransactionState state) {
        TransactionKey key = request.key();
        jdbc.sql("""
                UPDATE acquiring.transaction
                SET state = ?, response_code = CASE WHEN state = 'WAITING' THEN '98' ELSE coalesce(response_code, '98') END, query_due_at = NULL, reversal_reason = ?, reversal_due_at = ?,
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
