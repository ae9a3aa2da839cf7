package io.shouyin.host.acquiring;

import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// The journal as people look at it: lists, one transaction's story, figures of the day. Reads only.
@Repository
class TransactionQueries {

    private static final String COLUMNS = """
            merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_masked, entry_mode, operator_number,
            factors, state, response_code, refusal, rrn, received_at""";
    private static final int EXPORT_FETCH_ROWS = 500;

    private final JdbcClient jdbc;
    private final BusinessCalendar calendar;
    private final InstantSource clock;
    private final JsonMapper json;

    TransactionQueries(JdbcClient jdbc, BusinessCalendar calendar, InstantSource clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.calendar = calendar;
        this.clock = clock;
        this.json = json;
    }

    /// As the API shows it. `outcome` is the state; one that is being reversed shows as in doubt.
    record Item(String id, Instant at, String merchantId, String terminalId, String operator, String kind, String cardMasked,
                String entryMode, long amountFen, List<String> factors, String outcome, String responseCode, String refusal, String rrn,
                String batch, String trace) {}

    /// @param story steps with `at`, `step` and `detail`
    /// @param channel over which it went, or null
    /// @param original what it follows, or null
    /// @param followUps what has followed it, oldest first
    record Detail(Item item, String authCode, String channel, LocalDate businessDate, JsonNode story, Item original, List<Item> followUps) {}

    /// @param query what somebody has in hand: last four of the card, amount, RRN, terminal, merchant, voucher number
    /// @param merchants numbers of merchants that the query names
    record Filter(Optional<String> query, List<String> merchants, Optional<String> outcome, Optional<String> kind, Optional<String> terminalId) {}

    Page<Item> list(Filter filter, PageQuery page) {
        Where where = where(filter);
        long total = jdbc.sql("SELECT count(*) FROM acquiring.transaction" + where.sql()).params(where.values())
                .query(Long.class).single();
        List<Object> values = new ArrayList<>(where.values());
        values.add(page.size());
        values.add(page.offset());
        List<Item> items = jdbc.sql("SELECT " + COLUMNS + " FROM acquiring.transaction" + where.sql()
                        + " ORDER BY received_at DESC, trace_number DESC LIMIT ? OFFSET ?")
                .params(values).query(TransactionQueries::item).list();
        return Page.of(items, total, page);
    }

    void export(Filter filter, Consumer<Item> each) {
        Where where = where(filter);
        var statement = jdbc.sql("SELECT " + COLUMNS + " FROM acquiring.transaction" + where.sql() + " ORDER BY received_at DESC")
                .params(where.values()).withFetchSize(EXPORT_FETCH_ROWS);
        try (var rows = statement.query(TransactionQueries::item).stream()) {
            rows.forEach(each);
        }
    }

    Optional<Item> find(TransactionKey key) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM acquiring.transaction" + BY_KEY).params(values(key))
                .query(TransactionQueries::item).optional();
    }

    Optional<Detail> detail(TransactionKey key) {
        return jdbc.sql("SELECT " + COLUMNS + """
                , auth_code, channel, business_date, replied_at, story, original_terminal_id, original_batch_number, original_trace_number
                FROM acquiring.transaction""" + BY_KEY)
                .params(values(key))
                .query((row, number) -> new Detail(item(row, number), row.getString("auth_code"), row.getString("channel"), row.getObject("business_date", LocalDate.class),
                        story(row), ApprovedTransactions.original(key, row).flatMap(this::find).orElse(null), followUps(key))).optional();
    }

    private List<Item> followUps(TransactionKey original) {
        return jdbc.sql("SELECT " + COLUMNS + """
                 FROM acquiring.transaction
                WHERE merchant_id = ? AND original_terminal_id = ? AND original_batch_number = ? AND original_trace_number = ? ORDER BY received_at""")
                .params(values(original)).query(TransactionQueries::item).list();
    }

    /// @param amountFen what came in: sales and completions, less voids and refunds
    /// @param reversed what was undone again, or came to nothing
    /// @param p99Millis from the request's arrival to the outcome; absent without transactions
    /// @param channelP99Millis the network's share of it; absent without an answer of the network
    record Day(long count, long amountFen, long approved, long declined, long inDoubt, long reversed, Double approvalRate,
               Double p99Millis, Double channelP99Millis) {}

    LocalDate businessDate() {
        return calendar.businessDate(clock.instant());
    }

    Day today() {
        return day(businessDate());
    }

    Day yesterday() {
        return day(businessDate().minusDays(1));
    }

    Day day(LocalDate date) {
        Instant from = calendar.beginning(date);
        return jdbc.sql("""
                SELECT count(*) AS count, coalesce(sum(CASE WHEN kind IN %s THEN amount_minor WHEN kind IN %s THEN -amount_minor END) FILTER (WHERE state = 'APPROVED'), 0) AS amount,
                       count(*) FILTER (WHERE state = 'APPROVED') AS approved,
                       count(*) FILTER (WHERE state = 'DECLINED') AS declined,
                       count(*) FILTER (WHERE state IN ('IN_DOUBT', 'REVERSING', 'PENDING', 'WAITING')) AS in_doubt,
                       count(*) FILTER (WHERE state = 'REVERSED') AS reversed,
                       percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - received_at) * 1000) AS p99,
                       percentile_cont(0.99) WITHIN GROUP (ORDER BY channel_micros) / 1000 AS channel_p99
                FROM acquiring.transaction
                WHERE received_at >= ? AND received_at < ? AND kind <> 'REVERSAL_OF_UNKNOWN'""".formatted(KindsInSql.TAKING, KindsInSql.GIVING_BACK))
                .params(Journal.utc(from), Journal.utc(calendar.beginning(date.plusDays(1))))
                .query((row, number) -> {
                    long count = row.getLong("count");
                    return new Day(count, row.getLong("amount"), row.getLong("approved"), row.getLong("declined"),
                            row.getLong("in_doubt"), row.getLong("reversed"),
                            count == 0 ? null : (double) row.getLong("approved") / count,
                            row.getObject("p99", Double.class), row.getObject("channel_p99", Double.class));
                }).single();
    }

    record Minute(Instant at, long approved, long declined, long inDoubt, long reversed) {}

    /// The last sixty minutes, the present one last, those without transactions too.
    List<Minute> minutes() {
        return jdbc.sql("""
                SELECT minute,
                       count(t.state) FILTER (WHERE t.state = 'APPROVED') AS approved,
                       count(t.state) FILTER (WHERE t.state = 'DECLINED') AS declined,
                       count(t.state) FILTER (WHERE t.state IN ('IN_DOUBT', 'REVERSING', 'PENDING', 'WAITING')) AS in_doubt,
                       count(t.state) FILTER (WHERE t.state = 'REVERSED') AS reversed
                FROM generate_series(date_trunc('minute', ?::timestamptz) - interval '59 minutes',
                                     date_trunc('minute', ?::timestamptz), interval '1 minute') AS minute
                LEFT JOIN acquiring.transaction t
                  ON t.received_at >= minute AND t.received_at < minute + interval '1 minute' AND t.kind <> 'REVERSAL_OF_UNKNOWN'
                GROUP BY minute ORDER BY minute""")
                .params(Journal.utc(clock.instant()), Journal.utc(clock.instant()))
                .query((row, number) -> new Minute(row.getObject("minute", OffsetDateTime.class).toInstant(), row.getLong("approved"),
                        row.getLong("declined"), row.getLong("in_doubt"), row.getLong("reversed"))).list();
    }

    private static final String BY_KEY = " WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?";

    private static List<Object> values(TransactionKey key) {
        return List.of(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value());
    }

    private record Where(String sql, List<Object> values) {}

    private static Where where(Filter filter) {
        List<String> conditions = new ArrayList<>(List.of("kind <> 'REVERSAL_OF_UNKNOWN'"));
        List<Object> values = new ArrayList<>();
        filter.terminalId().filter(text -> !text.isBlank()).ifPresent(terminal -> {
            conditions.add("terminal_id = ?");
            values.add(terminal);
        });
        filter.kind().filter(text -> !text.isBlank()).ifPresent(kind -> {
            conditions.add("kind = ?");
            values.add(kind);
        });
        filter.outcome().filter(text -> !text.isBlank()).ifPresent(outcome -> {
            conditions.add("state = ANY (?)");
            values.add(outcome.equals("IN_DOUBT") ? new String[] {"IN_DOUBT", "REVERSING"} : outcome.equals("PENDING") ? new String[] {"PENDING", "WAITING"} : new String[] {outcome});
        });
        filter.query().filter(text -> !text.isBlank()).map(String::strip).ifPresent(query -> {
            String like = LikePattern.containing(query);
            conditions.add("(right(card_masked, 4) = ? OR rrn ILIKE ? OR terminal_id ILIKE ? OR merchant_id ILIKE ?"
                    + " OR lpad(trace_number::text, 6, '0') = ? OR auth_code = ? OR amount_minor = ? OR merchant_id = ANY (?))");
            values.addAll(Arrays.asList(query, like, like, like, query, query, fen(query), filter.merchants().toArray(String[]::new)));
        });
        return new Where(" WHERE " + String.join(" AND ", conditions), values);
    }

    /// `12.34` or `12` as fen; -1, which no amount is, for what is no amount.
    private static long fen(String text) {
        return text.matches("[0-9]{1,10}(\\.[0-9]{1,2})?") ? new java.math.BigDecimal(text).movePointRight(2).longValueExact() : -1;
    }

    private static Item item(ResultSet row, int number) throws SQLException {
        TransactionState state = TransactionState.valueOf(row.getString("state"));
        String factors = row.getString("factors");
        String batch = "%06d".formatted(row.getInt("batch_number"));
        String trace = "%06d".formatted(row.getInt("trace_number"));
        return new Item(String.join(".", row.getString("merchant_id"), row.getString("terminal_id"), batch, trace),
                row.getObject("received_at", OffsetDateTime.class).toInstant(), row.getString("merchant_id"), row.getString("terminal_id"),
                row.getString("operator_number"), row.getString("kind"), row.getString("card_masked"), row.getString("entry_mode"),
                row.getLong("amount_minor"), factors.isEmpty() ? List.of() : List.of(factors.split(",")), outcome(state),
                row.getString("response_code"), row.getString("refusal"), row.getString("rrn"), batch, trace);
    }

    private static String outcome(TransactionState state) {
        return switch (state) {
            case PENDING, APPROVED, DECLINED, IN_DOUBT, REVERSED -> state.name();
            case WAITING -> TransactionState.PENDING.name();
            case REVERSING -> TransactionState.IN_DOUBT.name();
            case UNKNOWN_ORIGINAL -> TransactionState.REVERSED.name();
        };
    }

    /// The steps, and the moment at which the answer left, in order of time.
    private JsonNode story(ResultSet row) throws SQLException {
        ArrayNode steps = (ArrayNode) json.readTree(row.getString("story"));
        OffsetDateTime replied = row.getObject("replied_at", OffsetDateTime.class);
        if (replied == null) {
            return steps;
        }
        List<JsonNode> ordered = new ArrayList<>();
        steps.forEach(ordered::add);
        String code = Optional.ofNullable(row.getString("response_code")).orElse("");
        ordered.add(json.valueToTree(Map.of("at", replied.toInstant().toString(), "step", "REPLIED", "detail", Map.of("code", code))));
        ordered.sort(java.util.Comparator.comparing(step -> Instant.parse(step.get("at").asString())));
        return json.valueToTree(ordered);
    }
}
