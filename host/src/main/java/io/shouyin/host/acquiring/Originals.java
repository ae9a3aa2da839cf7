package io.shouyin.host.acquiring;

import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.platform.OneRead;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Finds what a void, refund or completion names, and says whether it may follow.
///
/// The original's row is locked until the caller's commit, and so is everything that anybody wants to do with it: of two refunds that race one
/// sees the other. What a completion may take is counted with the top-ups. Refunds whose outcome is not known yet count as if they had been paid.
@Repository
class Originals {

    private static final Map<TransactionKind, Set<TransactionKind>> FOLLOWS = Map.of(
            TransactionKind.VOID, Set.of(TransactionKind.SALE),
            TransactionKind.REFUND, Set.of(TransactionKind.SALE, TransactionKind.OFFLINE_SALE, TransactionKind.COMPLETION, TransactionKind.COMPLETION_NOTICE),
            TransactionKind.PRE_AUTH_TOP_UP, Set.of(TransactionKind.PRE_AUTH),
            TransactionKind.PRE_AUTH_VOID, Set.of(TransactionKind.PRE_AUTH),
            TransactionKind.COMPLETION, Set.of(TransactionKind.PRE_AUTH),
            TransactionKind.COMPLETION_NOTICE, Set.of(TransactionKind.PRE_AUTH),
            TransactionKind.COMPLETION_VOID, Set.of(TransactionKind.COMPLETION));
    /// Any number of these may follow; whatever else does is the last.
    private static final Set<TransactionKind> GO_ON = Set.of(TransactionKind.REFUND, TransactionKind.PRE_AUTH_TOP_UP);
    private static final Set<TransactionKind> COMPLETIONS = Set.of(TransactionKind.COMPLETION, TransactionKind.COMPLETION_NOTICE);
    private static final Duration AGE_MAX = Duration.ofDays(365);
    private static final String FIND = """
            SELECT merchant_id, terminal_id, batch_number, trace_number, kind, state, amount_minor, card_index, auth_code, rrn, network_trace, transmission_time, channel
            FROM acquiring.transaction WHERE kind <> 'REVERSAL_OF_UNKNOWN' AND merchant_id = ? AND\s""";
    private static final String LOCK =
            "SELECT 1 FROM acquiring.transaction WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ? FOR UPDATE";
    private static final String OF_DAY = " AND received_at > ? AND to_char(received_at AT TIME ZONE 'Asia/Shanghai', 'MMDD') = ?";

    private final JdbcClient jdbc;
    private final CardIndex cards;
    private final AcquiringSettings settings;

    Originals(JdbcClient jdbc, CardIndex cards, AcquiringSettings settings) {
        this.jdbc = jdbc;
        this.cards = cards;
        this.settings = settings;
    }

    sealed interface Finding {

        record Fits(Original original) implements Finding {}

        /// @param original if it is known which one was meant
        record No(OriginalRefusal refusal, Optional<Original> original) implements Finding {}
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Finding find(TransactionRequest request, OriginalReference named) {
        if (named instanceof OriginalReference.Numbered numbered && !numbered.batch().equals(request.key().batch())) {
            return new Finding.No(OriginalRefusal.ORIGINAL_OF_ANOTHER_BATCH, Optional.empty());
        }
        byte[] card = request.pan().map(cards::of).orElse(null);
        Optional<Original> found = lock(request, named, card);
        return found.map(original -> refusal(request, original, card).<Finding>map(why -> new Finding.No(why, found))
                .orElseGet(() -> new Finding.Fits(original))).orElseGet(() -> new Finding.No(OriginalRefusal.ORIGINAL_UNKNOWN, found));
    }

    private Optional<Original> lock(TransactionRequest request, OriginalReference named, byte[] card) {
        String merchant = request.key().merchant().value();
        return switch (named) {
            case OriginalReference.Numbered numbered -> jdbc.sql(FIND + "terminal_id = ? AND batch_number = ? AND trace_number = ?"
                            + (numbered.date().isPresent() ? OF_DAY : "") + " FOR UPDATE")
                    .params(Stream.concat(Stream.of(merchant, request.key().terminal().value(), numbered.batch().value(), numbered.trace().value()),
                            numbered.date().stream().flatMap(date -> Stream.of(Journal.utc(oldest(request)), digits(date)))).toList())
                    .query(Originals::original).optional()
                    .filter(original -> numbered.rrn().orElse(original.reference().rrn()).equals(original.reference().rrn()))
                    .filter(original -> numbered.authCode().isEmpty() || numbered.authCode().get().equals(original.authCode()));
            case OriginalReference.Retrieved retrieved -> jdbc.sql(FIND + "rrn = ?" + OF_DAY + " FOR UPDATE")
                    .params(merchant, retrieved.rrn().value(), Journal.utc(oldest(request)), digits(retrieved.date())).query(Originals::original).optional();
            case OriginalReference.Authorized authorized -> jdbc.sql(FIND + "kind = 'PRE_AUTH' AND auth_code = ?" + OF_DAY
                            + " ORDER BY card_index = ? DESC, state = 'APPROVED' DESC, received_at DESC LIMIT 1 FOR UPDATE")
                    .params(merchant, authorized.authCode(), Journal.utc(oldest(request)), digits(authorized.date()), card).query(Originals::original).optional();
        };
    }

    /// As it is.
    Optional<Original> read(TransactionKey key) {
        return jdbc.sql(FIND + "terminal_id = ? AND batch_number = ? AND trace_number = ?").params(values(key)).query(Originals::original).optional();
    }

    /// As part of a read: its row is the caller's until the commit, and what is read behind it sees what others have committed.
    void lock(OneRead read, TransactionKey key) {
        read.ask(LOCK, values(key), (_, number) -> number);
    }

    private static List<Object> values(TransactionKey key) {
        return List.of(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value());
    }

    private static Instant oldest(TransactionRequest request) {
        return request.receivedAt().minus(AGE_MAX);
    }

    private static String digits(MonthDay date) {
        return "%02d%02d".formatted(date.getMonthValue(), date.getDayOfMonth());
    }

    private Optional<OriginalRefusal> refusal(TransactionRequest request, Original original, byte[] card) {
        if (!Arrays.equals(original.cardIndex(), card)) {
            return Optional.of(OriginalRefusal.ORIGINAL_OF_ANOTHER_CARD);
        }
        if (!FOLLOWS.get(request.kind()).contains(original.kind())) {
            return Optional.of(OriginalRefusal.ORIGINAL_OF_ANOTHER_KIND);
        }
        if (original.state() != TransactionState.APPROVED) {
            return Optional.of(OriginalRefusal.ORIGINAL_NOT_APPROVED);
        }
        List<FollowUp> followUps = followUps(original.key());
        return ended(followUps).or(() -> switch (request.kind()) {
            case REFUND -> beyondTheRest(request.amount(), original.amount(), followUps);
            case VOID, COMPLETION_VOID -> refunded(followUps).or(() -> unless(request.amount().equals(original.amount()), OriginalRefusal.AMOUNT_NOT_THE_ORIGINALS));
            case PRE_AUTH_TOP_UP -> unless(heldFen(original, followUps) + request.amount().fen() <= settings.saleFenMax(), OriginalRefusal.AMOUNT_ABOVE_THE_MAXIMUM);
            case PRE_AUTH_VOID -> undecided(followUps).or(() -> unless(request.amount().fen() == heldFen(original, followUps), OriginalRefusal.AMOUNT_NOT_THE_ORIGINALS));
            case COMPLETION, COMPLETION_NOTICE -> undecided(followUps).or(() -> unless(
                    request.amount().fen() <= heldFen(original, followUps) * settings.completionPercentMax() / 100, OriginalRefusal.AMOUNT_ABOVE_THE_PERCENTAGE));
            case TransactionKind other -> throw new IllegalStateException(other + " follows nothing");
        });
    }

    /// What a pre-authorization keeps aside, with what was added to it.
    private static long heldFen(Original preAuth, List<FollowUp> topUps) {
        return preAuth.amount().fen() + topUps.stream().mapToLong(FollowUp::amountFen).sum();
    }

    /// Whoever ends a pre-authorization has to know how much it is.
    private static Optional<OriginalRefusal> undecided(List<FollowUp> topUps) {
        return unless(topUps.stream().allMatch(FollowUp::decided), OriginalRefusal.FOLLOW_UP_UNDECIDED);
    }

    /// What has followed a transaction and was not undone.
    private record FollowUp(TransactionKind kind, boolean decided, long amountFen) {}

    private List<FollowUp> followUps(TransactionKey original) {
        return jdbc.sql("""
                SELECT kind, state = 'APPROVED' AS decided, amount_minor FROM acquiring.transaction
                WHERE merchant_id = ? AND original_terminal_id = ? AND original_batch_number = ? AND original_trace_number = ?
                  AND state IN ('PENDING', 'WAITING', 'APPROVED', 'IN_DOUBT', 'REVERSING')""")
                .params(values(original)).query((row, _) -> new FollowUp(TransactionKind.valueOf(row.getString("kind")), row.getBoolean("decided"), row.getLong("amount_minor"))).list();
    }

    /// Whether something has followed a transaction, so that it cannot be reversed by itself. Its row is locked.
    boolean isFollowed(TransactionKey original) {
        return !followUps(original).isEmpty();
    }

    /// Whether a pre-authorization has ended, or may have. Its row is ours until the commit, so it does not end meanwhile.
    @Transactional(propagation = Propagation.MANDATORY)
    boolean hasEnded(TransactionKey preAuth) {
        jdbc.sql(LOCK).params(values(preAuth)).query(Integer.class).single();
        return ended(followUps(preAuth)).isPresent();
    }

    private static Optional<OriginalRefusal> ended(List<FollowUp> followUps) {
        return followUps.stream().filter(one -> !GO_ON.contains(one.kind())).findFirst().map(end -> {
            if (!end.decided()) {
                return OriginalRefusal.FOLLOW_UP_UNDECIDED;
            }
            return COMPLETIONS.contains(end.kind()) ? OriginalRefusal.ORIGINAL_COMPLETED : OriginalRefusal.ORIGINAL_VOIDED;
        });
    }

    private static Optional<OriginalRefusal> refunded(List<FollowUp> refunds) {
        if (refunds.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(refunds.stream().anyMatch(FollowUp::decided) ? OriginalRefusal.ORIGINAL_REFUNDED : OriginalRefusal.FOLLOW_UP_UNDECIDED);
    }

    private static Optional<OriginalRefusal> beyondTheRest(MinorAmount wanted, MinorAmount original, List<FollowUp> refunds) {
        long restFen = original.fen() - refunds.stream().mapToLong(FollowUp::amountFen).sum();
        if (wanted.fen() <= restFen) {
            return Optional.empty();
        }
        long undecidedFen = refunds.stream().filter(refund -> !refund.decided()).mapToLong(FollowUp::amountFen).sum();
        return Optional.of(wanted.fen() <= restFen + undecidedFen ? OriginalRefusal.FOLLOW_UP_UNDECIDED : OriginalRefusal.AMOUNT_ABOVE_THE_REST);
    }

    private static Optional<OriginalRefusal> unless(boolean holds, OriginalRefusal refusal) {
        return holds ? Optional.empty() : Optional.of(refusal);
    }

    private static Original original(ResultSet row, int number) throws SQLException {
        return new Original(new TransactionKey(new MerchantId(row.getString("merchant_id")), new TerminalId(row.getString("terminal_id")),
                new BatchNumber(row.getInt("batch_number")), new TraceNumber(row.getInt("trace_number"))),
                TransactionKind.valueOf(row.getString("kind")), TransactionState.valueOf(row.getString("state")), new MinorAmount(row.getLong("amount_minor")),
                row.getBytes("card_index"), row.getString("auth_code"),
                new NetworkReference(new Rrn(row.getString("rrn")), new TraceNumber(row.getInt("network_trace")), row.getString("transmission_time")), row.getString("channel"));
    }
}
