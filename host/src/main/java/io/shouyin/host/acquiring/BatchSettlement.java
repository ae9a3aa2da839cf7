package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Batches.Line;
import io.shouyin.host.acquiring.Batches.Party;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.TerminalBatches;
import io.shouyin.iso8583.terminal.Field48;
import io.shouyin.iso8583.terminal.Field48.Result;
import io.shouyin.iso8583.terminal.Field48.Uploaded;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.Pan;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.qr.PayCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Settlement 批结算: a terminal tells what its batch comes to, and this host what the journal says of it. `docs/flows/settlement.md`.
///
/// Totals that agree settle the batch, and the next one begins. Where they differ the batch takes no more transactions, the terminal
/// sends its lines, and the end of them settles the batch with a report of what differs. Nothing is posted for a difference.
///
/// Every message may come again, any number of times, also when the batch has been settled since: the answer is the same.
@Service
public class BatchSettlement {

    private final Batches batches;
    private final BatchComparison comparison;
    private final WaitingPayments waiting;
    private final TerminalBatches terminals;
    private final CardIndex cards;
    private final BusinessCalendar calendar;
    private final AuditLog audit;
    private final TransactionTemplate transactions;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    BatchSettlement(Batches batches, BatchComparison comparison, WaitingPayments waiting, TerminalBatches terminals, CardIndex cards, BusinessCalendar calendar, AuditLog audit,
               TransactionTemplate transactions, ApplicationEventPublisher events, InstantSource clock) {
        this.batches = batches;
        this.comparison = comparison;
        this.waiting = waiting;
        this.terminals = terminals;
        this.cards = cards;
        this.calendar = calendar;
        this.audit = audit;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /// A terminal has signed in: the batch that it was told is there to be seen.
    public void begun(BatchKey batch) {
        batches.open(batch, clock.instant());
    }

    /// What a terminal says its batch comes to.
    ///
    /// @param present the batch that the terminal is in, as this host knows it
    public record Request(BatchKey batch, BatchNumber present, Field48.Totals told, Optional<OperatorNumber> operator) {}

    /// @param refusal why it is not settled, where the verdict alone does not tell
    public record Verdict(Field48.Totals totals, Optional<BatchRefusal> refusal) {}

    /// The totals of this host with its verdict; those of the terminal with [Result#ERROR] if it means another batch than the present
    /// one, or settles one anew that is settled by other totals, or if a wallet has not said yet whether it has given something back: what is settled
    /// does not change any more. A payment that a wallet has not decided is taken back.
    public Verdict settle(Request request) {
        Verdict answer = transactions.execute(_ -> {
            BatchTotals told = BatchTotals.of(request.told());
            if (request.batch().batch().equals(request.present())) {
                batches.open(request.batch(), clock.instant());
            }
            return batches.lock(request.batch()).flatMap(batch -> switch (batch.state()) {
                case OPEN, UPLOADING -> Optional.of(waiting.givesBack(batch.key()) ? refused(told, Optional.of(BatchRefusal.BATCH_GIVES_BACK_UNDECIDED))
                        : new Verdict(compare(batch, request, told), Optional.empty()));
                case SETTLED -> batches.told(request.batch(), Party.TERMINAL).filter(told::equals)
                        .map(_ -> batches.told(request.batch(), Party.HOST).orElseThrow().shown(batch.domesticResult(), batch.foreignResult()))
                        .map(totals -> new Verdict(totals, Optional.empty()));
            }).orElseGet(() -> refused(told, Optional.empty()));
        });
        events.publishEvent(new BatchChanged(request.batch()));
        return answer;
    }

    private static Verdict refused(BatchTotals told, Optional<BatchRefusal> why) {
        return new Verdict(told.shown(Result.ERROR, Result.ERROR), why);
    }

    private Field48.Totals compare(Batch batch, Request request, BatchTotals told) {
        Instant now = clock.instant();
        waiting.cancelAll(batch.key());
        BatchTotals ours = batches.journaled(batch.key());
        Result domestic = ours.domestic().compared(told.domestic());
        Result foreign = ours.foreign().compared(told.foreign());
        if (!batches.told(batch.key(), Party.TERMINAL).equals(Optional.of(told))) {
            batches.forgetUploads(batch.key());                                     // it has looked again: its lines are other ones, too
        }
        batches.tell(batch.key(), Party.TERMINAL, told);
        batches.tell(batch.key(), Party.HOST, ours);
        batches.compared(batch.key(), request.operator(), domestic, foreign, now);
        if (domestic == Result.BALANCED && foreign == Result.BALANCED) {
            settle(batch.key(), Optional.empty(), 0, now);
        } else {
            terminals.close(batch.key().terminal(), batch.key().batch());
        }
        return ours.shown(domestic, foreign);
    }

    private void settle(BatchKey key, Optional<Integer> announced, int differences, Instant now) {
        batches.settled(key, announced.orElse(null), differences, now, calendar.businessDate(now));
        batches.open(key.next(), now);
        terminals.begin(key.terminal(), key.batch());
    }

    /// Lines of a batch that does not balance.
    public ResponseCode upload(BatchKey key, List<Uploaded> uploaded) {
        List<Line> lines = uploaded.stream()
                .map(one -> new Line(one.trace().value(), one.pan().map(Pan::masked).orElse(PayCode.NO_CODE_MASKED), one.pan().map(cards::of).orElse(null), one.amount().fen()))
                .toList();
        return transactions.execute(_ -> batches.lock(key).map(batch -> switch (batch.state()) {
            case OPEN -> ResponseCode.TRANSACTION_INVALID;
            case UPLOADING -> {
                batches.upload(key, lines);
                yield ResponseCode.APPROVED;
            }
            case SETTLED -> lines.stream().allMatch(line -> batches.isUploaded(key, line)) ? ResponseCode.APPROVED : ResponseCode.TRANSACTION_INVALID;
        }).orElse(ResponseCode.SIGN_IN_REQUIRED));
    }

    /// How a terminal ends its upload.
    public enum End {
        /// 207: the totals had agreed, nothing was to be sent.
        BALANCED,
        /// 202
        UNBALANCED
    }

    /// @param announced how many transactions it says that it has sent
    public ResponseCode end(BatchKey key, End end, int announced, Optional<OperatorNumber> operator) {
        ResponseCode code = transactions.execute(_ -> batches.lock(key).map(batch -> switch (batch.state()) {
            case OPEN -> ResponseCode.TRANSACTION_INVALID;
            case UPLOADING -> switch (end) {
                case BALANCED -> ResponseCode.TRANSACTION_INVALID;
                case UNBALANCED -> {
                    BatchComparison.Kept differences = comparison.keepDifferences(batch);
                    settle(key, Optional.of(announced), differences.count(), clock.instant());
                    audit.append(AuditEntry.done("batch.settle", "batch:" + key).because("differences:" + differences.count()
                            + (differences.byCode() == 0 ? "" : " byCode:" + differences.byCode()) + " uploaded:" + announced)
                            .by(AuditActor.terminal(key.terminal(), operator)));
                    yield ResponseCode.APPROVED;
                }
            };
            case SETTLED -> ResponseCode.APPROVED;
        }).orElse(ResponseCode.SIGN_IN_REQUIRED));
        events.publishEvent(new BatchChanged(key));
        return code;
    }
}
