package io.shouyin.host.acquiring;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What the transactions of the last hour come to: outcomes by the minute, response codes, how long answers took. For the live board and the rules of alerts, which ask again and
/// again.
///
/// Sums are kept by the minute. The present minute and the one before change with every transaction and are read again after [#PRESENT_KEPT]; those whose open ends may still close
/// after [#RECENT_KEPT]; older ones, which only a late reversal changes, after [#OLD_KEPT]. So a look at a busy day reads a minute or two of it, whoever looks and however often.
@Component
public class RecentFigures {

    public static final int MINUTES_MAX = 60;

    private static final Duration PRESENT_KEPT = Duration.ofSeconds(1);
    private static final Duration RECENT_KEPT = Duration.ofSeconds(15);
    private static final Duration OLD_KEPT = Duration.ofMinutes(5);
    private static final int PRESENT_MINUTES = 2;
    private static final int RECENT_MINUTES = 10;

    /// A step of the histograms: a time is known to a twentieth.
    private static final double STEP = 1.1;
    private static final double MILLIS_MIN = 0.1;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final NavigableMap<Instant, Kept> minutes = new TreeMap<>();

    RecentFigures(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Kept(Sums sums, Instant readAt) {}

    /// @param answers times by step of the histogram
    /// @param channels those that went out, by channel: the channel's share of the time
    private record Sums(Map<Outcome, Long> outcomes, Map<String, Long> codes, Map<Integer, Long> answers, Map<String, Map<Integer, Long>> channels) {

        static Sums none() {
            return new Sums(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
        }

        long of(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        void add(Sums other) {
            other.outcomes.forEach((key, n) -> outcomes.merge(key, n, Long::sum));
            other.codes.forEach((key, n) -> codes.merge(key, n, Long::sum));
            other.answers.forEach((key, n) -> answers.merge(key, n, Long::sum));
            other.channels.forEach((channel, steps) -> steps.forEach((step, n) -> channels.computeIfAbsent(channel, _ -> new HashMap<>()).merge(step, n, Long::sum)));
        }
    }

    private enum Outcome {
        APPROVED,
        DECLINED,
        IN_DOUBT,
        REVERSED
    }

    /// @param at its beginning
    public record Minute(Instant at, long approved, long declined, long inDoubt, long reversed) {}

    /// @param count of transactions that were timed
    /// @param p50Millis a bound that half of them keep, to a twentieth; null without any
    public record Times(long count, Double p50Millis, Double p95Millis, Double p99Millis) {

        private static Times of(Map<Integer, Long> steps) {
            TreeMap<Integer, Long> ordered = new TreeMap<>(steps);
            long count = ordered.values().stream().mapToLong(Long::longValue).sum();
            return new Times(count, bound(ordered, count, 0.5), bound(ordered, count, 0.95), bound(ordered, count, 0.99));
        }

        private static Double bound(NavigableMap<Integer, Long> steps, long count, double share) {
            long wanted = (long) Math.ceil(count * share);
            long passed = 0;
            for (Map.Entry<Integer, Long> step : steps.entrySet()) {
                passed += step.getValue();
                if (passed >= wanted) {
                    return Math.round(Math.pow(STEP, step.getKey() - 0.5) * 10) / 10.0;       // the middle of the step
                }
            }
            return null;
        }
    }

    /// @param approvalRate 0 to 1; null without transactions
    /// @param codes how often each response code was given
    /// @param answers from the request's arrival to the outcome
    /// @param channels the channels' share of it, by name
    public record Figures(Instant from, Instant until, List<Minute> minutes, long count, long approved, Double approvalRate, Map<String, Long> codes, Times answers,
                          Map<String, Times> channels) {}

    /// @param newest so many minutes, the present one among them: 1 to [#MINUTES_MAX]
    public synchronized Figures look(int newest) {
        Instant now = clock.instant();
        Instant present = now.truncatedTo(ChronoUnit.MINUTES);
        refresh(now, present);
        Instant from = present.minus(Duration.ofMinutes(newest - 1L));
        Sums all = Sums.none();
        List<Minute> each = new ArrayList<>();
        minutes.tailMap(from, true).forEach((at, kept) -> {
            Sums sums = kept.sums();
            each.add(new Minute(at, sums.of(Outcome.APPROVED), sums.of(Outcome.DECLINED), sums.of(Outcome.IN_DOUBT), sums.of(Outcome.REVERSED)));
            all.add(sums);
        });
        long count = all.outcomes.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Times> channels = new TreeMap<>();
        all.channels.forEach((channel, steps) -> channels.put(channel, Times.of(steps)));
        return new Figures(from, present.plus(Duration.ofMinutes(1)), each, count, all.of(Outcome.APPROVED), count == 0 ? null : (double) all.of(Outcome.APPROVED) / count,
                new TreeMap<>(all.codes), Times.of(all.answers), channels);
    }

    /// When the last transaction came in, if that was in the last hour.
    ///
    /// @return the beginning of its minute
    public synchronized Optional<Instant> lastMinute() {
        return look(MINUTES_MAX).minutes().reversed().stream().filter(one -> one.approved() + one.declined() + one.inDoubt() + one.reversed() > 0).map(Minute::at).findFirst();
    }

    private void refresh(Instant now, Instant present) {
        Instant first = present.minus(Duration.ofMinutes(MINUTES_MAX - 1L));
        minutes.headMap(first).clear();
        minutes.tailMap(present, false).clear();                                            // the clock was put back
        List<Instant> due = Stream.iterate(first, at -> !at.isAfter(present), at -> at.plus(Duration.ofMinutes(1)))
                .filter(at -> isDue(minutes.get(at), Duration.between(at, present).toMinutes(), now)).toList();
        for (int from = 0; from < due.size();) {
            int to = from + 1;
            while (to < due.size() && due.get(to).equals(due.get(to - 1).plus(Duration.ofMinutes(1)))) {
                to++;
            }
            read(due.get(from), due.get(to - 1).plus(Duration.ofMinutes(1)), now);           // those that stand together in one question
            from = to;
        }
    }

    private static boolean isDue(Kept kept, long ageMinutes, Instant now) {
        Duration keep = ageMinutes < PRESENT_MINUTES ? PRESENT_KEPT : ageMinutes < RECENT_MINUTES ? RECENT_KEPT : OLD_KEPT;
        return kept == null || now.isBefore(kept.readAt()) || !now.isBefore(kept.readAt().plus(keep));
    }

    private void read(Instant from, Instant until, Instant now) {
        for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofMinutes(1))) {
            minutes.put(at, new Kept(Sums.none(), now));
        }
        jdbc.sql("""
                SELECT minute, outcome, response_code, channel, answer_step, channel_step, count(*) AS transactions,
                       grouping(outcome) = 0 AS of_outcomes, grouping(channel) = 0 AS of_channels
                FROM (SELECT date_trunc('minute', received_at) AS minute, response_code, channel,
                             CASE state WHEN 'APPROVED' THEN 'APPROVED' WHEN 'DECLINED' THEN 'DECLINED' WHEN 'REVERSED' THEN 'REVERSED' ELSE 'IN_DOUBT' END AS outcome,
                             CASE WHEN closed_at IS NOT NULL THEN ceil(ln(greatest(extract(epoch FROM closed_at - received_at)::float8 * 1000, :least)) / ln(:step))::integer END AS answer_step,
                             CASE WHEN channel_micros IS NOT NULL THEN ceil(ln(greatest(channel_micros::float8 / 1000, :least)) / ln(:step))::integer END AS channel_step
                      FROM acquiring.transaction
                      WHERE received_at >= :from AND received_at < :until AND kind <> 'REVERSAL_OF_UNKNOWN') AS one
                GROUP BY GROUPING SETS ((minute, outcome, response_code), (minute, answer_step), (minute, channel, channel_step))""")
                .param("least", MILLIS_MIN).param("step", STEP).param("from", Journal.utc(from)).param("until", Journal.utc(until))
                .query((row, _) -> put(row)).list();
    }

    private Instant put(ResultSet row) throws SQLException {
        Instant at = row.getObject("minute", OffsetDateTime.class).toInstant();
        Sums sums = minutes.get(at).sums();
        long n = row.getLong("transactions");
        if (row.getBoolean("of_outcomes")) {
            sums.outcomes().merge(Outcome.valueOf(row.getString("outcome")), n, Long::sum);
            if (row.getString("response_code") != null) {
                sums.codes().merge(row.getString("response_code"), n, Long::sum);
            }
        } else if (row.getBoolean("of_channels")) {
            if (row.getString("channel") != null && row.getObject("channel_step") != null) {
                sums.channels().computeIfAbsent(row.getString("channel"), _ -> new HashMap<>()).merge(row.getInt("channel_step"), n, Long::sum);
            }
        } else if (row.getObject("answer_step") != null) {
            sums.answers().merge(row.getInt("answer_step"), n, Long::sum);
        }
        return at;
    }
}
