package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.credentials.Factor;
import io.shouyin.host.credentials.StepUp;
import io.shouyin.host.credentials.Wanted;
import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.vault.SecurityModule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/// The journal: one row a transaction, keyed by the terminal's own numbers.
///
/// [#open] and [#close] are the two commits of a transaction. A row moves forward only: each update names the state that
/// it leaves, and when somebody else was faster (a reversal, the recovery after a crash) the late one gives way.
@Repository
class Journal {

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final StepUp stepUp;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final BusinessCalendar calendar;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;

    Journal(JdbcClient jdbc, TransactionTemplate transactions, StepUp stepUp, SecurityModule vault, InstitutionKeys keys,
            BusinessCalendar calendar, ApplicationEventPublisher events, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.stepUp = stepUp;
        this.vault = vault;
        this.keys = keys;
        this.calendar = calendar;
        this.events = events;
        this.clock = clock;
    }

    sealed interface Opening {
        /// Durable, and free to leave for the network.
        ///
        /// @param since after the commit
        record Open(TransactionKey key, NetworkReference reference, LocalDate businessDate, Instant since) implements Opening {}

        /// Durable, and closed at once: the factors were not enough.
        record Refused(TransactionAnswer answer) implements Opening {}

        /// The terminal has used these numbers before.
        record Known(TransactionAnswer answer) implements Opening {}
    }

    /// First commit: the intent, or the refusal with what it counts.
    Opening open(SaleRequest request, NetworkReference reference, Optional<StepUp.Judgement> judgement) {
        if (judgement.isEmpty() || judgement.get() instanceof StepUp.Judgement.Passed passed && !passed.writes()) {
            List<Factor> factors = judgement.map(stepUp::settle).map(outcome -> Sale.factors(request, outcome)).orElse(List.of());
            Row row = row(request, reference, TransactionState.PENDING, factors, Optional.empty());
            return insert(row) ? opened(request, reference, judgement) : known(request);       // one statement, its own commit
        }
        Opening opening = transactions.execute(status -> {
            StepUp.Outcome outcome = stepUp.settle(judgement.get());
            boolean passed = outcome.code() == ResponseCode.APPROVED;
            Row row = passed
                    ? row(request, reference, TransactionState.PENDING, Sale.factors(request, outcome), Optional.empty())
                    : row(request, reference, TransactionState.DECLINED, List.of(), Optional.of(outcome));
            if (!insert(row)) {
                status.setRollbackOnly();                                           // a repeat counts nothing
                return known(request);
            }
            return passed ? opened(request, reference, judgement) : new Opening.Refused(new TransactionAnswer(outcome.code(), Optional.empty(), Optional.empty(),
                    Optional.of(reference.rrn().value()), codes(outcome.wanted()), outcome.triesLeft(), outcome.refusal().map(Enum::name), request.receivedAt(),
                    row.businessDate(), true));
        });
        if (opening instanceof Opening.Refused) {
            events.publishEvent(new TransactionChanged(request.key()));
        }
        return opening;
    }

    /// Second commit: the outcome. Ledger entries and notices of a later room join it here.
    TransactionAnswer close(SaleRequest request, Opening.Open open, HostAnswer answer) {
        Instant now = clock.instant();
        Outcome outcome = switch (answer) {
            case HostAnswer.Approved approved -> new Outcome(TransactionState.APPROVED, ResponseCode.APPROVED,
                    Optional.of(approved.authCode()), approved.institutions(), new Story().add(Step.ANSWERED, now, "code", "00")
                            .add(Step.POSTED, clock.instant()));
            case HostAnswer.Declined declined -> new Outcome(TransactionState.DECLINED, declined.code(), Optional.empty(), Optional.empty(),
                    new Story().add(Step.ANSWERED, now, "code", declined.code().code()));
            case HostAnswer.InDoubt inDoubt -> new Outcome(TransactionState.IN_DOUBT, ResponseCode.ISSUER_TIMED_OUT, Optional.empty(), Optional.empty(),
                    new Story().add(Step.SILENT, now, "reason", inDoubt.reason().name()).add(Step.REVERSAL_QUEUED, now));
        };
        boolean closed = jdbc.sql("""
                UPDATE acquiring.transaction
                SET state = ?, response_code = ?, auth_code = ?, institutions = ?, closed_at = ?, channel_micros = ?, reversal_reason = ?,
                    reversal_due_at = ?, story = story || ?::jsonb
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? AND state = 'PENDING'""")
                .params(Arrays.asList(outcome.state().name(), outcome.code().code(), outcome.authCode().orElse(null),
                        outcome.institutions().orElse(null), utc(now),
                        outcome.state() == TransactionState.IN_DOUBT ? null : ChronoUnit.MICROS.between(open.since(), now),
                        outcome.state() == TransactionState.IN_DOUBT ? ResponseCode.ISSUER_TIMED_OUT.code() : null,
                        outcome.state() == TransactionState.IN_DOUBT ? utc(now) : null, outcome.story().json(),
                        open.key().merchant().value(), open.key().terminal().value(), open.key().batch().value(),
                        open.key().trace().value()))
                .update() == 1;
        events.publishEvent(new TransactionChanged(open.key()));
        return closed
                ? new TransactionAnswer(outcome.code(), outcome.authCode(), outcome.institutions(), Optional.of(open.reference().rrn().value()), List.of(),
                        Optional.empty(), Optional.empty(), request.receivedAt(), open.businessDate(), true)
                : knownAnswer(request);                                             // reversed or given up meanwhile
    }

    private record Outcome(TransactionState state, ResponseCode code, Optional<String> authCode, Optional<String> institutions,
                           Story story) {}

    private record Row(SaleRequest request, NetworkReference reference, TransactionState state, List<Factor> factors,
                       Optional<StepUp.Outcome> refusal, LocalDate businessDate, String story) {}

    private Row row(SaleRequest request, NetworkReference reference, TransactionState state, List<Factor> factors,
                    Optional<StepUp.Outcome> refusal) {
        Instant now = clock.instant();
        Story story = new Story()
                .add(Step.RECEIVED, request.receivedAt(), "rrn", reference.rrn().value())
                .add(Step.MAC_CHECKED, request.macCheckedAt());
        if (refusal.isPresent()) {
            story.add(Step.REFUSED, now, refusedBy(refusal.get()));
        } else {
            if (request.stepUp().isPresent()) {
                story.add(Step.STEP_UP, now, "factors", names(factors));
            }
            story.add(Step.JOURNALED, now).add(Step.SENT, now);
        }
        return new Row(request, reference, state, factors, refusal, calendar.businessDate(request.receivedAt()), story.json());
    }

    private static Map<String, String> refusedBy(StepUp.Outcome refusal) {
        Map<String, String> detail = new LinkedHashMap<>(Map.of("code", refusal.code().code()));
        refusal.refusal().ifPresent(why -> detail.put("refusal", why.name()));
        return detail;
    }

    private boolean insert(Row row) {
        SaleRequest request = row.request();
        TransactionKey key = request.key();
        byte[] pan = request.pan().reveal(CARD_DATA).getBytes(StandardCharsets.US_ASCII);
        byte[] boundTo = key.toString().getBytes(StandardCharsets.US_ASCII);
        return jdbc.sql("""
                INSERT INTO acquiring.transaction
                  (merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_masked, card_index, card_sealed,
                   entry_mode, operator_number, factors, request_digest, state, response_code, wanted_factors, tries_left, refusal, rrn,
                   network_trace, transmission_time, business_date, received_at, closed_at, story)
                VALUES (?, ?, ?, ?, 'SALE', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                ON CONFLICT ON CONSTRAINT transaction_trace_once DO NOTHING""")
                .params(Arrays.asList(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(),
                        request.amount().fen(), request.pan().masked(), vault.index(keys.index(), pan),
                        vault.seal(keys.data(), pan, boundTo), request.entryMode(),
                        request.operator().map(Object::toString).orElse(null), names(row.factors()), request.digest(),
                        row.state().name(), row.refusal().map(refusal -> refusal.code().code()).orElse(null),
                        row.refusal().map(refusal -> names(refusal.wanted())).orElse(""),
                        row.refusal().flatMap(StepUp.Outcome::triesLeft).orElse(null),
                        row.refusal().flatMap(StepUp.Outcome::refusal).map(Enum::name).orElse(null), row.reference().rrn().value(),
                        row.reference().trace().value(), row.reference().transmissionTime(), row.businessDate(),
                        utc(request.receivedAt()), row.refusal().isPresent() ? utc(clock.instant()) : null, row.story()))
                .update() == 1;
    }

    private Opening.Open opened(SaleRequest request, NetworkReference reference, Optional<StepUp.Judgement> judgement) {
        judgement.ifPresent(stepUp::used);
        return new Opening.Open(request.key(), reference, calendar.businessDate(request.receivedAt()), clock.instant());
    }

    private Opening.Known known(SaleRequest request) {
        return new Opening.Known(knownAnswer(request));
    }

    /// The first answer again, or why there is none.
    private TransactionAnswer knownAnswer(SaleRequest request) {
        TransactionKey key = request.key();
        return jdbc.sql("""
                SELECT request_digest, state, response_code, auth_code, institutions, wanted_factors, tries_left, refusal, rrn, received_at, business_date
                FROM acquiring.transaction
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?""")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value())
                .query((row, number) -> answerOf(request, row)).single();
    }

    private TransactionAnswer answerOf(SaleRequest request, ResultSet row) throws SQLException {
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
        int tries = row.getInt("tries_left");
        Optional<Integer> triesLeft = row.wasNull() ? Optional.empty() : Optional.of(tries);
        String wanted = row.getString("wanted_factors");
        return new TransactionAnswer(ResponseCode.of(row.getString("response_code")), Optional.ofNullable(row.getString("auth_code")),
                Optional.ofNullable(row.getString("institutions")), Optional.ofNullable(row.getString("rrn")), wanted.isEmpty() ? List.of()
                        : codes(Arrays.stream(wanted.split(",")).map(Wanted::of).toList()),
                triesLeft, Optional.ofNullable(row.getString("refusal")), at, businessDate, true);
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
