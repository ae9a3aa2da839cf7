package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Uses of secrets, one by one and in numbers. Days and hours are those of China.
@Repository
class UseQueries {

    private static final int TOP = 10;
    private static final String HERE = "(:terminal = '' OR terminal_id = :terminal) AND (:merchant = '' OR merchant_id = :merchant)";
    /// Right ones from their hours, the others one by one: they are few.
    private static final String FACTS = """
            WITH fact AS (
              SELECT hour AS at, merchant_id, terminal_id, operator_number, uses AS fine, 0 AS wrong, 0 AS refused
              FROM credentials.use_hour WHERE hour >= :from AND %1$s
              UNION ALL
              SELECT at, merchant_id, terminal_id, coalesce(operator_number, ''), 0, (outcome <> 'REFUSED')::integer, (outcome = 'REFUSED')::integer
              FROM credentials.use WHERE at >= :from AND outcome <> 'RIGHT' AND %1$s)
            """.formatted(HERE);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    UseQueries(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record Item(long useId, Instant at, String subject, String merchantId, String terminalId, String operator, String factor, String kind,
                Use.Outcome outcome, String reason) {}

    /// @param outcome a [Use.Outcome], `FAILED` for all but right ones, or empty
    Page<Item> list(String terminal, String outcome, PageQuery page) {
        String found = " FROM credentials.use WHERE (:terminal = '' OR terminal_id = :terminal)"
                + " AND (:outcome = '' OR outcome = :outcome OR :outcome = 'FAILED' AND outcome <> 'RIGHT')";
        Map<String, ?> params = Map.of("terminal", terminal, "outcome", outcome, "offset", page.offset(), "size", page.size());
        List<Item> items = jdbc.sql("SELECT *" + found + " ORDER BY at DESC, use_id DESC OFFSET :offset LIMIT :size").params(params)
                .query(UseQueries::item).list();
        return Page.of(items, jdbc.sql("SELECT count(*)" + found).params(params).query(Long.class).single(), page);
    }

    private static Item item(ResultSet row, int number) throws SQLException {
        return new Item(row.getLong("use_id"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getString("subject"), row.getString("merchant_id"),
                row.getString("terminal_id"), row.getString("operator_number"), row.getString("factor"), row.getString("kind"),
                Use.Outcome.valueOf(row.getString("outcome")), row.getString("reason"));
    }

    /// @param at the beginning of the hour or day
    record Bucket(Instant at, int right, int wrong, int refused) {}

    /// @param day 1 Monday to 7 Sunday
    record HourOfWeek(int day, int hour, int right, int failed) {}

    record Place(String merchantId, String terminalId, String operator, int right, int failed) {}

    /// @param hourly whether a bucket is an hour; otherwise a day
    record Summary(Instant from, Instant to, boolean hourly, int right, int wrong, int refused, List<Bucket> buckets, List<HourOfWeek> week,
                   List<Place> terminals, List<Place> operators) {}

    @Transactional(readOnly = true)
    public Summary summary(int days, String merchant, String terminal) {
        Instant to = clock.instant();
        boolean hourly = days <= 2;
        Instant from = begun(to.minus(Duration.ofDays(days)), hourly);
        Map<String, Object> params = new HashMap<>(Map.of("from", utc(from), "to", utc(to), "merchant", merchant, "terminal", terminal));
        List<Bucket> buckets = jdbc.sql(FACTS + """
                SELECT slot, coalesce(sum(fine), 0) fine, coalesce(sum(wrong), 0) wrong, coalesce(sum(refused), 0) refused
                FROM generate_series(:from::timestamptz, :to::timestamptz, interval '1 %1$s') slot
                LEFT JOIN fact ON date_trunc('%1$s', fact.at, 'Asia/Shanghai') = slot GROUP BY slot ORDER BY slot""".formatted(hourly ? "hour" : "day"))
                .params(params)
                .query((row, _) -> new Bucket(row.getObject("slot", OffsetDateTime.class).toInstant(), row.getInt("fine"), row.getInt("wrong"),
                        row.getInt("refused"))).list();
        List<HourOfWeek> week = jdbc.sql(FACTS + """
                SELECT extract(isodow FROM at AT TIME ZONE 'Asia/Shanghai') AS day, extract(hour FROM at AT TIME ZONE 'Asia/Shanghai') AS hour,
                       sum(fine) AS fine, sum(wrong + refused) AS failed
                FROM fact GROUP BY 1, 2 ORDER BY 1, 2""").params(params)
                .query((row, _) -> new HourOfWeek(row.getInt("day"), row.getInt("hour"), row.getInt("fine"), row.getInt("failed"))).list();
        return new Summary(from, to, hourly, buckets.stream().mapToInt(Bucket::right).sum(), buckets.stream().mapToInt(Bucket::wrong).sum(),
                buckets.stream().mapToInt(Bucket::refused).sum(), buckets, week, places("''", params), places("operator_number", params));
    }

    private static Instant begun(Instant at, boolean hourly) {
        OffsetDateTime there = at.atOffset(UseLog.CHINA).withMinute(0).withSecond(0).withNano(0);
        return (hourly ? there : there.withHour(0)).toInstant();
    }

    private List<Place> places(String operator, Map<String, ?> params) {
        return jdbc.sql(FACTS + """
                SELECT merchant_id, terminal_id, %s AS operator, sum(fine) AS fine, sum(wrong + refused) AS failed
                FROM fact GROUP BY 1, 2, 3 HAVING sum(fine + wrong + refused) > 0 ORDER BY failed DESC, fine DESC, terminal_id, operator LIMIT %d"""
                .formatted(operator, TOP)).params(params)
                .query((row, _) -> new Place(row.getString("merchant_id"), row.getString("terminal_id"), row.getString("operator"), row.getInt("fine"),
                        row.getInt("failed"))).list();
    }
}
