package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.Route;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.credentials.Factor;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.credentials.Wanted;
import io.shouyin.host.platform.OneWrite;
import io.shouyin.host.platform.SharedCommit;
import io.shouyin.iso8583.terminal.Field55;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TraceNumber;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// The journal: one row a transaction, keyed by the terminal's own numbers.
///
/// [#open] and [#close] are the two commits of a transaction. A row moves forward only: each update names the state that
/// it leaves, and when somebody else was faster (a reversal, the recovery after a crash) the late one gives way.
@Repository
class Journal {

    private static final String OPEN = """
            INSERT INTO acquiring.transaction
              (merchant_id, terminal_id, batch_number, trace_number, kind, original_terminal_id, original_batch_number, original_trace_number,
               amount_minor, card_masked, card_index, card_sealed, entry_mode, operator_number, factors, request_digest, state, response_code,
               wanted_factors, tries_left, refusal, rrn, network_trace, transmission_time, business_date, received_at, closed_at, channel,
               story)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT ON CONSTRAINT transaction_trace_once DO NOTHING""";
    private static final String CLOSE = """
            UPDATE acquiring.transaction
            SET state = ?, response_code = ?, auth_code = ?, institutions = ?, receipt_texts = ?, amount_minor = ?, asked_minor = ?, closed_at = ?,
                channel_micros = ?, reversal_reason = ?, reversal_due_at = ?, refusal = coalesce(?, refusal), query_due_at = ?, waits_until = ?, story = story || ?::jsonb
            WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND state IN ('PENDING', 'WAITING')""";

    static final String BY_KEY = " WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?";
    static final String ANSWER = """
            request_digest, state, response_code, auth_code, institutions, receipt_texts, amount_minor, asked_minor, wanted_factors, tries_left, refusal, rrn, received_at,
            business_date FROM acquiring.transaction""";

    private final JdbcClient jdbc;
    private final JdbcOperations statements;
    private final TransactionTemplate transactions;
    private final SharedCommit commits;
    private final StepUp stepUp;
    private final Originals originals;
    private final Bookkeeping bookkeeping;
    private final MoneyBackAudit audit;
    private final CardIndex cards;
    private final CardAtRest cardsAtRest;
    private final AcquiringSettings settings;
    private final BusinessCalendar calendar;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    Journal(JdbcClient jdbc, JdbcOperations statements, TransactionTemplate transactions, SharedCommit commits, StepUp stepUp, Originals originals, Bookkeeping bookkeeping,
            MoneyBackAudit audit, CardIndex cards, CardAtRest cardsAtRest, AcquiringSettings settings, BusinessCalendar calendar, ApplicationEventPublisher events,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.statements = statements;
        this.transactions = transactions;
        this.commits = commits;
        this.stepUp = stepUp;
        this.originals = originals;
        this.bookkeeping = bookkeeping;
        this.audit = audit;
        this.cards = cards;
        this.cardsAtRest = cardsAtRest;
        this.settings = settings;
        this.calendar = calendar;
        this.events = events;
        this.clock = clock;
    }

    sealed interface Opening {
        /// Durable, and free to leave for the network.
        ///
        /// @param channel over which it goes, another once it has moved
        /// @param original what it follows
        /// @param receivedAt when it came first
        /// @param since after the commit
        record Open(TransactionKey key, NetworkReference reference, Route route, AtomicReference<String> channel, Optional<Original> original, LocalDate businessDate, Instant receivedAt,
                    Instant since)
                implements Opening {}

        /// Durable, and closed at once: the factors were not enough, or it cannot follow what it names.
        record Refused(TransactionAnswer answer) implements Opening {}

        /// The terminal has used these numbers before.
        record Known(TransactionAnswer answer) implements Opening {}
    }

    /// First commit: the intent, or the refusal with what it counts.
    ///
    /// @param route unless it follows another transaction: then it goes where that one went
    Opening open(TransactionRequest request, NetworkReference reference, Route route, Optional<StepUp.Judgement> judgement) {
        if (request.original().isEmpty() && (judgement.isEmpty() || judgement.get() instanceof StepUp.Judgement.Passed passed && !passed.writes())) {
            Row row = row(request, reference, route, Optional.empty(), settled(request, judgement));
            return commits.write(insertion(row)) ? opened(row, judgement) : again(request).orElseGet(() -> known(request));
        }
        Opening opening = transactions.execute(status -> {
            Optional<Originals.Finding> finding = request.original().map(named -> originals.find(request, named));   // its row is ours until the commit
            Optional<Original> original = finding.flatMap(found -> switch (found) {
                case Originals.Finding.Fits fits -> Optional.of(fits.original());
                case Originals.Finding.No no -> no.original();
            });
            Row row = row(request, reference, original.map(Original::channel).map(Route::only).orElse(route), original, decided(request, judgement, finding));
            OneWrite write = insertion(row);
            write.run(statements);
            if (!write.hasBegun()) {
                status.setRollbackOnly();                                           // a repeat counts nothing
                return known(request);
            }
            audit.tell(request, original, row.decision().refused());
            return row.decision().refused().<Opening>map(refused -> new Opening.Refused(answer(row, refused))).orElseGet(() -> opened(row, judgement));
        });
        if (opening instanceof Opening.Refused) {
            events.publishEvent(new TransactionChanged(request.key()));
        }
        return opening instanceof Opening.Known ? again(request).orElse(opening) : opening;
    }

    /// @param factors that were right
    private record Decision(List<Factor> factors, Optional<Refused> refused) {

        static Decision not(Refused refused) {
            return new Decision(List.of(), Optional.of(refused));
        }
    }

    /// The factors first: who has not shown them learns nothing about the original. A transaction that its original refuses uses up none.
    private Decision decided(TransactionRequest request, Optional<StepUp.Judgement> judgement, Optional<Originals.Finding> finding) {
        boolean factorsPass = judgement.filter(judged -> !(judged instanceof StepUp.Judgement.Passed)).isEmpty();
        return factorsPass && finding.isPresent() && finding.get() instanceof Originals.Finding.No no
                ? Decision.not(Refused.by(no.refusal()))
                : settled(request, judgement);
    }

    private Decision settled(TransactionRequest request, Optional<StepUp.Judgement> judgement) {
        Optional<StepUp.Outcome> outcome = judgement.map(stepUp::settle);
        if (outcome.isPresent() && outcome.get().code() != ResponseCode.APPROVED) {
            return Decision.not(Refused.by(outcome.get()));
        }
        List<Factor> factors = new ArrayList<>(outcome.map(StepUp.Outcome::factors).orElse(List.of()));
        if (outcome.isPresent() && request.pin().isPresent()) {
            factors.add(Factor.PIN);
        }
        return new Decision(factors, Optional.empty());
    }

    private static Map<String, String> way(Route route) {
        return route.rule().isEmpty() ? Map.of("channel", route.first()) : Map.of("channel", route.first(), "rule", route.rule());
    }

    private static TransactionAnswer answer(Row row, Refused refused) {
        return new TransactionAnswer(refused.code(), Optional.empty(), Optional.of(row.reference().rrn().value()),
                codes(refused.wanted()), refused.triesLeft(), refused.name(), Optional.empty(), row.request().receivedAt(), row.businessDate(), true);
    }

    /// Before it leaves over another channel than the one that is named so far, over which nothing has left.
    ///
    /// @return false if it is reversed or given up already
    boolean move(Opening.Open open, String channel) {
        boolean moved = jdbc.sql("""
                UPDATE acquiring.transaction SET channel = ?, story = story || ?::jsonb
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND state = 'PENDING'""")
                .params(channel, new Story().add(Step.MOVED, clock.instant(), "channel", channel).json(), open.key().merchant().value(),
                        open.key().terminal().value(), open.key().batch().value(), open.key().trace().value())
                .update() == 1;
        if (moved) {
            open.channel().set(channel);
        }
        return moved;
    }

    /// Second commit: the outcome, and what it moves in the books.
    ///
    /// @param answer empty if nothing has left
    TransactionAnswer close(TransactionRequest request, Opening.Open open, Optional<HostAnswer> answer) {
        Instant now = clock.instant();
        Outcome outcome = answer.map(heard -> outcome(request, heard, now)).orElseGet(() -> notSent(request, now));
        boolean closed = open.original().isPresent()                               // what follows another reads that one's journal in the same transaction
                ? commits.writeAlone(() -> closing(request, open, outcome, now)) : commits.write(closing(request, open, outcome, now));
        events.publishEvent(new TransactionChanged(open.key()));
        return closed
                ? new TransactionAnswer(outcome.code(), outcome.approved(), Optional.of(open.reference().rrn().value()), List.of(),
                        Optional.empty(), outcome.refusal(), answer.flatMap(Journal::chip), open.receivedAt(), open.businessDate(), true)
                : knownAnswer(request);                                             // reversed or given up meanwhile
    }

    /// A sale that a wallet has taken without being asked: both writes in one commit.
    ///
    /// @return false if its trace number is taken
    boolean add(TransactionRequest sale, NetworkReference reference, HostAnswer.Approved approved) {
        Instant now = clock.instant();
        Row row = new Row(sale, reference, Route.only(WalletChannel.NAME), Optional.empty(), new Decision(List.of(), Optional.empty()),
                calendar.businessDate(sale.receivedAt()), new Story().add(Step.NOTICED, now).json());
        boolean added = transactions.execute(_ -> {
            OneWrite opening = insertion(row);
            opening.run(statements);
            if (opening.hasBegun()) {
                closing(sale, opened(row, Optional.empty()), outcome(sale, approved, now), now).run(statements);
            }
            return opening.hasBegun();
        });
        if (added) {
            events.publishEvent(new TransactionChanged(sale.key()));
        }
        return added;
    }

    private OneWrite closing(TransactionRequest request, Opening.Open open, Outcome outcome, Instant now) {
        OneWrite write = new OneWrite();
        write.add(CLOSE, closed(request, open, outcome, now));
        if (outcome.state() == TransactionState.APPROVED && Bookkeeping.moves(request.kind())) {
            bookkeeping.approved(write, request, open.channel().get(), outcome.part().orElse(request.amount()), open.original(), open.businessDate());
        }
        return write;
    }

    private List<?> closed(TransactionRequest request, Opening.Open open, Outcome outcome, Instant now) {
        boolean inDoubt = outcome.state() == TransactionState.IN_DOUBT;
        boolean waits = outcome.state() == TransactionState.WAITING;
        return Arrays.asList(outcome.state().name(), outcome.code().code(), outcome.approved().map(HostAnswer.Approved::authCode).orElse(null),
                outcome.approved().flatMap(HostAnswer.Approved::institutions).orElse(null),
                outcome.approved().flatMap(HostAnswer.Approved::receiptTexts).orElse(null), outcome.part().orElse(request.amount()).fen(),
                outcome.part().isPresent() ? request.amount().fen() : null, utc(now),
                inDoubt || waits ? null : ChronoUnit.MICROS.between(open.since(), now), inDoubt ? ResponseCode.ISSUER_TIMED_OUT.code() : null,
                inDoubt ? utc(now) : null, outcome.refusal().orElse(null), waits ? utc(now.plus(settings.walletQueryPause())) : null,
                waits ? waitsUntil(request).map(Journal::utc).orElse(null) : null, outcome.story().json(),
                open.key().merchant().value(), open.key().terminal().value(), open.key().batch().value(), open.key().trace().value());
    }

    /// How long a customer may take; what goes back is asked for until it is known.
    private Optional<Instant> waitsUntil(TransactionRequest request) {
        return request.kind() == TransactionKind.SALE ? Optional.of(request.receivedAt().plus(settings.walletWait())) : Optional.empty();
    }

    private static Optional<byte[]> chip(HostAnswer answer) {
        return switch (answer) {
            case HostAnswer.Approved approved -> approved.chip();
            case HostAnswer.Declined declined -> declined.chip();
            case HostAnswer.InDoubt _ -> Optional.empty();
        };
    }

    private Outcome outcome(TransactionRequest request, HostAnswer answer, Instant now) {
        return switch (answer) {
            case HostAnswer.Approved approved -> new Outcome(TransactionState.APPROVED, approved.code(), Optional.of(approved), Optional.empty(),
                    new Story().add(Step.ANSWERED, now, "code", approved.code().code()).add(Step.POSTED, clock.instant()));
            case HostAnswer.Declined declined -> told(TransactionState.DECLINED, declined.code(), declined.refusal(), now);
            case HostAnswer.InDoubt inDoubt when request.kind() == TransactionKind.BALANCE -> new Outcome(TransactionState.DECLINED, ResponseCode.ISSUER_TIMED_OUT,
                    Optional.empty(), Optional.empty(), new Story().add(Step.SILENT, now, "reason", inDoubt.reason().name()));          // nothing to take back
            case HostAnswer.InDoubt inDoubt when request.isOfWallet() -> new Outcome(TransactionState.WAITING, ResponseCode.IN_PROGRESS, Optional.empty(), Optional.empty(),
                    new Story().add(Step.WAITING, now, "reason", inDoubt.reason().name()));
            case HostAnswer.InDoubt inDoubt -> new Outcome(TransactionState.IN_DOUBT, ResponseCode.ISSUER_TIMED_OUT, Optional.empty(), Optional.empty(),
                    silent(request, inDoubt, now));
        };
    }

    /// An offline sale is sold all the same, and may have left before: it waits for the next upload.
    private static Outcome notSent(TransactionRequest request, Instant now) {
        return told(request.kind() == TransactionKind.OFFLINE_SALE ? TransactionState.IN_DOUBT : TransactionState.DECLINED, ResponseCode.ISSUER_UNAVAILABLE, Optional.empty(), now);
    }

    private static Outcome told(TransactionState state, ResponseCode code, Optional<String> refusal, Instant now) {
        Map<String, String> detail = new LinkedHashMap<>(Map.of("code", code.code()));
        refusal.ifPresent(name -> detail.put("refusal", name));
        return new Outcome(state, code, Optional.empty(), refusal, new Story().add(Step.ANSWERED, now, detail));
    }

    private static Story silent(TransactionRequest request, HostAnswer.InDoubt inDoubt, Instant now) {
        Story story = new Story().add(Step.SILENT, now, "reason", inDoubt.reason().name());
        return request.kind() == TransactionKind.OFFLINE_SALE ? story : story.add(Step.REVERSAL_QUEUED, now);
    }

    private record Outcome(TransactionState state, ResponseCode code, Optional<HostAnswer.Approved> approved, Optional<String> refusal, Story story) {

        /// What was approved, if it is less than was asked for.
        Optional<MinorAmount> part() {
            return approved.flatMap(HostAnswer.Approved::part);
        }
    }

    /// @param original if it is known which one was meant
    private record Row(TransactionRequest request, NetworkReference reference, Route route, Optional<Original> original, Decision decision, LocalDate businessDate,
                       String story) {}

    private Row row(TransactionRequest request, NetworkReference reference, Route route, Optional<Original> original, Decision decision) {
        Instant now = clock.instant();
        Story story = new Story()
                .add(Step.RECEIVED, request.receivedAt(), "rrn", reference.rrn().value())
                .add(Step.MAC_CHECKED, request.macCheckedAt());
        request.chip().ifPresent(chip -> story.add(Step.CHIP_READ, request.macCheckedAt(), chipDetail(chip)));
        original.ifPresent(found -> story.add(Step.ORIGINAL_FOUND, now, "original", found.key().toString()));
        decision.refused().ifPresentOrElse(refused -> story.add(Step.REFUSED, now, refused.detail()), () -> {
            if (request.stepUp().isPresent()) {
                story.add(Step.STEP_UP, now, "factors", names(decision.factors()));
            }
            story.add(Step.JOURNALED, now).add(Step.SENT, now, way(route));
        });
        return new Row(request, reference, route, original, decision, calendar.businessDate(request.receivedAt()), story.json());
    }

    /// What names the cryptogram, should somebody ask the issuer about it, and what the receipt says: application, counter, unpredictable number, verification
    /// results, cryptogram.
    private static Map<String, String> chipDetail(Field55 chip) {
        HexFormat hex = HexFormat.of().withUpperCase();
        Map<String, String> detail = new LinkedHashMap<>();
        chip.find(Field55.APPLICATION_NAME).ifPresent(name -> detail.put("aid", hex.formatHex(name)));
        detail.put("atc", hex.formatHex(chip.value(Field55.COUNTER)));
        detail.put("unpredictableNumber", hex.formatHex(chip.value(Field55.UNPREDICTABLE_NUMBER)));
        detail.put("tvr", hex.formatHex(chip.value(Field55.VERIFICATION_RESULTS)));
        detail.put(isCertificate(chip) ? "tc" : "arqc", hex.formatHex(chip.value(Field55.CRYPTOGRAM)));
        return detail;
    }

    /// The card has approved it offline already.
    private static boolean isCertificate(Field55 chip) {
        return (chip.value(Field55.CRYPTOGRAM_INFORMATION)[0] & 0xC0) == 0x40;
    }

    private OneWrite insertion(Row row) {
        TransactionRequest request = row.request();
        TransactionKey key = request.key();
        Optional<Refused> refused = row.decision().refused();
        Optional<TransactionKey> original = row.original().map(Original::key);
        OneWrite write = new OneWrite();
        write.add(OPEN, Arrays.asList(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(), request.kind().name(),
                original.map(named -> named.terminal().value()).orElse(null), original.map(named -> named.batch().value()).orElse(null),
                original.map(named -> named.trace().value()).orElse(null), request.amount().fen(), request.masked(),
                request.pan().map(cards::of).orElse(null), request.pan().map(pan -> cardsAtRest.seal(request, pan)).orElse(null), request.entryMode(),
                request.operator().map(Object::toString).orElse(null), names(row.decision().factors()), request.digest(),
                (refused.isPresent() ? TransactionState.DECLINED : TransactionState.PENDING).name(),
                refused.map(why -> why.code().code()).orElse(null), refused.map(why -> names(why.wanted())).orElse(""),
                refused.flatMap(Refused::triesLeft).orElse(null), refused.flatMap(Refused::name).orElse(null), row.reference().rrn().value(),
                row.reference().trace().value(), row.reference().transmissionTime(), row.businessDate(),
                utc(request.receivedAt()), refused.isPresent() ? utc(clock.instant()) : null, refused.isPresent() ? null : row.route().first(), row.story()));
        return write;
    }

    private Opening.Open opened(Row row, Optional<StepUp.Judgement> judgement) {
        judgement.ifPresent(stepUp::used);
        return new Opening.Open(row.request().key(), row.reference(), row.route(), new AtomicReference<>(row.route().first()), row.original(), row.businessDate(), row.request().receivedAt(), clock.instant());
    }

    /// An offline sale is not taken back when nobody answers: uploaded again it goes out again as it was, over the same channel, and the network knows
    /// it by its numbers.
    private Optional<Opening> again(TransactionRequest request) {
        if (request.kind() != TransactionKind.OFFLINE_SALE) {
            return Optional.empty();
        }
        TransactionKey key = request.key();
        return jdbc.sql("""
                UPDATE acquiring.transaction SET state = 'PENDING', closed_at = NULL, reversal_reason = NULL, reversal_due_at = NULL, story = story || ?::jsonb
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND kind = 'OFFLINE_SALE' AND state = 'IN_DOUBT'
                  AND request_digest = ?
                RETURNING rrn, network_trace, transmission_time, channel, business_date, received_at""")
                .params(new Story().add(Step.REPEATED, request.receivedAt()).add(Step.SENT, clock.instant()).json(), key.merchant().value(), key.terminal().value(),
                        key.batch().value(), key.trace().value(), request.digest())
                .query((row, _) -> (Opening) new Opening.Open(key, new NetworkReference(new Rrn(row.getString("rrn")), new TraceNumber(row.getInt("network_trace")),
                        row.getString("transmission_time")), Route.only(row.getString("channel")), new AtomicReference<>(row.getString("channel")), Optional.empty(), row.getObject("business_date", LocalDate.class),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(), clock.instant()))
                .optional();
    }

    private Opening.Known known(TransactionRequest request) {
        return new Opening.Known(knownAnswer(request));
    }

    /// The first answer again, or why there is none.
    private TransactionAnswer knownAnswer(TransactionRequest request) {
        TransactionKey key = request.key();
        return jdbc.sql("SELECT " + ANSWER + BY_KEY)
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query((row, number) -> answerOf(request, row)).single();
    }

    private TransactionAnswer answerOf(TransactionRequest request, ResultSet row) throws SQLException {
        Instant at = row.getObject("received_at", OffsetDateTime.class).toInstant();
        LocalDate businessDate = row.getObject("business_date", LocalDate.class);
        TransactionState state = TransactionState.valueOf(row.getString("state"));
        if (state == TransactionState.UNKNOWN_ORIGINAL) {                           // reversed before it arrived
            return TransactionAnswer.refusal(ResponseCode.TRANSACTION_INVALID, at, businessDate);
        }
        if (!MessageDigest.isEqual(row.getBytes("request_digest"), request.digest())) {
            return TransactionAnswer.refusal(ResponseCode.TRACE_REPEATED, request.receivedAt(), businessDate);
        }
        if (state == TransactionState.PENDING) {
            return TransactionAnswer.refusal(ResponseCode.IN_PROGRESS, at, businessDate);
        }
        if (isTakenBack(state) && ResponseCode.of(row.getString("response_code")).isApproval()) {
            return TransactionAnswer.refusal(ResponseCode.TRANSACTION_INVALID, at, businessDate);
        }
        return told(row);
    }

    /// Its terminal has reversed it: an approval that is told again now would be one that nobody is paid for.
    private static boolean isTakenBack(TransactionState state) {
        return state == TransactionState.REVERSING || state == TransactionState.REVERSED;
    }

    /// What a terminal was answered, from a row with [#ANSWER].
    static TransactionAnswer told(ResultSet row) throws SQLException {
        Instant at = row.getObject("received_at", OffsetDateTime.class).toInstant();
        LocalDate businessDate = row.getObject("business_date", LocalDate.class);
        int tries = row.getInt("tries_left");
        Optional<Integer> triesLeft = row.wasNull() ? Optional.empty() : Optional.of(tries);
        String wanted = row.getString("wanted_factors");
        return new TransactionAnswer(ResponseCode.of(row.getString("response_code")), approval(row), Optional.ofNullable(row.getString("rrn")), wanted.isEmpty() ? List.of()
                        : codes(Arrays.stream(wanted.split(",")).map(Wanted::of).toList()),
                triesLeft, Optional.ofNullable(row.getString("refusal")), Optional.empty(), at, businessDate, true);
    }

    private static Optional<HostAnswer.Approved> approval(ResultSet row) throws SQLException {
        String authCode = row.getString("auth_code");
        Optional<MinorAmount> part = row.getObject("asked_minor") == null ? Optional.empty() : Optional.of(new MinorAmount(row.getLong("amount_minor")));
        return authCode == null ? Optional.empty() : Optional.of(new HostAnswer.Approved(authCode, Optional.ofNullable(row.getString("institutions")), part,
                Optional.ofNullable(row.getString("receipt_texts")), Optional.empty(), Optional.empty()));
    }

    private static String names(List<?> factors) {
        return factors.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    private static List<Integer> codes(List<Wanted> wanted) {
        return wanted.stream().map(Wanted::code).toList();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
