package io.shouyin.host.acquiring;

import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// The journal as people look at it: lists, one transaction's story. Reads only.
@Repository
class TransactionQueries {

    private static final String COLUMNS = """
            merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_masked, entry_mode, operator_number,
            factors, state, response_code, refusal, rrn, received_at""";
    private static final int EXPORT_FETCH_ROWS = 500;
    private static final Pattern RRN = Pattern.compile("[0-9]{12}");
    private static final Pattern MERCHANT_NUMBER = Pattern.compile("[0-9]{15}");
    /// Nobody turns so many pages; counting every row of a busy day would take longer than finding the first ones.
    private static final int COUNTED_MAX = 10_000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TransactionQueries(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
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
        long total = jdbc.sql("SELECT count(*) FROM (SELECT FROM acquiring.transaction" + where.sql() + " LIMIT " + (COUNTED_MAX + 1) + ") AS counted").params(where.values())
                .query(Long.class).single();
        List<Object> values = new ArrayList<>(where.values());
        values.add(page.size());
        values.add(page.offset());
        List<Item> items = jdbc.sql("SELECT " + COLUMNS + " FROM acquiring.transaction" + where.sql()
                        + " ORDER BY received_at DESC, trace_number DESC LIMIT ? OFFSET ?")
                .params(values).query(TransactionQueries::item).list();
        return total > COUNTED_MAX ? Page.ofMoreThan(items, COUNTED_MAX, page) : Page.of(items, total, page);
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
        filter.query().filter(text -> !text.isBlank()).map(String::strip).ifPresent(query -> search(query, filter.merchants(), conditions, values));
        return new Where(" WHERE " + String.join(" AND ", conditions), values);
    }

    /// A whole number of a known length is looked up by its index; anything else is compared with all that it may be.
    private static void search(String query, List<String> merchants, List<String> conditions, List<Object> values) {
        if (RRN.matcher(query).matches()) {
            conditions.add("rrn = ?");
            values.add(query);
        } else if (MERCHANT_NUMBER.matcher(query).matches()) {
            conditions.add("merchant_id = ?");
            values.add(query);
        } else {
            String like = LikePattern.containing(query);
            conditions.add("(right(card_masked, 4) = ? OR rrn ILIKE ? OR terminal_id ILIKE ? OR merchant_id ILIKE ?"
                    + " OR lpad(trace_number::text, 6, '0') = ? OR auth_code = ? OR amount_minor = ? OR merchant_id = ANY (?))");
            values.addAll(Arrays.asList(query, like, like, like, query, query, fen(query), merchants.toArray(String[]::new)));
        }
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
