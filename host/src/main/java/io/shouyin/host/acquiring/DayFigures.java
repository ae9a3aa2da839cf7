package io.shouyin.host.acquiring;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What the journal's transactions come to, by the minute and by the business day.
@Repository
class DayFigures {

    /// The latencies of a day are those of its newest transactions, so many.
    private static final int TIMED_MAX = 1_000;

    private final JdbcClient jdbc;
    private final BusinessCalendar calendar;

    DayFigures(JdbcClient jdbc, BusinessCalendar calendar) {
        this.jdbc = jdbc;
        this.calendar = calendar;
    }

    /// @param amountFen what came in: sales and completions, less voids and refunds
    /// @param reversed what was undone again, or came to nothing
    record Sums(long amountFen, long approved, long declined, long inDoubt, long reversed) {

        static final Sums NOTHING = new Sums(0, 0, 0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(Math.addExact(amountFen, other.amountFen), approved + other.approved, declined + other.declined, inDoubt + other.inDoubt, reversed + other.reversed);
        }

        long count() {
            return approved + declined + inDoubt + reversed;
        }
    }

    /// @param at its beginning
    record MinuteSums(Instant at, Sums sums) {}

    /// @param p99Millis from the request's arrival to the outcome, of the newest ones; absent without transactions
    /// @param channelP99Millis the network's share of it; absent without an answer of the network
    record Latencies(Double p99Millis, Double channelP99Millis) {}

    /// As the API shows it.
    record Day(long count, long amountFen, long approved, long declined, long inDoubt, long reversed, Double approvalRate,
               Double p99Millis, Double channelP99Millis) {

        static Day of(Sums sums, Latencies latencies) {
            return new Day(sums.count(), sums.amountFen(), sums.approved(), sums.declined(), sums.inDoubt(), sums.reversed(),
                    sums.count() == 0 ? null : (double) sums.approved() / sums.count(), latencies.p99Millis(), latencies.channelP99Millis());
        }
    }

    Day day(LocalDate date) {
        Instant from = calendar.beginning(date);
        Instant until = calendar.beginning(date.plusDays(1));
        return Day.of(minutes(from, until).stream().map(MinuteSums::sums).reduce(Sums.NOTHING, Sums::plus), latencies(from, until));
    }

    /// Those minutes that have transactions, oldest first.
    ///
    /// @param until exclusive
    List<MinuteSums> minutes(Instant from, Instant until) {
        return jdbc.sql("""
                SELECT date_trunc('minute', received_at) AS minute,
                       coalesce(sum(CASE WHEN kind IN %s THEN amount_minor WHEN kind IN %s THEN -amount_minor END) FILTER (WHERE state = 'APPROVED'), 0) AS amount,
                       count(*) FILTER (WHERE state = 'APPROVED') AS approved,
                       count(*) FILTER (WHERE state = 'DECLINED') AS declined,
                       count(*) FILTER (WHERE state IN ('IN_DOUBT', 'REVERSING', 'PENDING', 'WAITING')) AS in_doubt,
                       count(*) FILTER (WHERE state = 'REVERSED') AS reversed
                FROM acquiring.transaction
                WHERE received_at >= ? AND received_at < ? AND kind <> 'REVERSAL_OF_UNKNOWN'
                GROUP BY minute ORDER BY minute""".formatted(KindsInSql.TAKING, KindsInSql.GIVING_BACK))
                .params(Journal.utc(from), Journal.utc(until))
                .query((row, number) -> new MinuteSums(row.getObject("minute", OffsetDateTime.class).toInstant(),
                        new Sums(row.getLong("amount"), row.getLong("approved"), row.getLong("declined"), row.getLong("in_doubt"), row.getLong("reversed")))).list();
    }

    Latencies latencies(Instant from, Instant until) {
        return jdbc.sql("""
                SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - received_at) * 1000) AS p99,
                       percentile_cont(0.99) WITHIN GROUP (ORDER BY channel_micros) / 1000 AS channel_p99
                FROM (SELECT received_at, closed_at, channel_micros FROM acquiring.transaction
                      WHERE received_at >= ? AND received_at < ? AND kind <> 'REVERSAL_OF_UNKNOWN' ORDER BY received_at DESC LIMIT ?) AS newest""")
                .params(Journal.utc(from), Journal.utc(until), TIMED_MAX)
                .query((row, number) -> new Latencies(row.getObject("p99", Double.class), row.getObject("channel_p99", Double.class))).single();
    }
}
