package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.JournalSearch.Filter;
import io.shouyin.host.acquiring.JournalSearch.Statement;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    /// Nobody turns so many pages; counting every row of a busy day would take longer than finding the first ones.
    static final int COUNTED_MAX = 10_000;

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

    Page<Item> list(Filter filter, PageQuery page) {
        JournalSearch search = new JournalSearch(filter);
        long total = count(search, COUNTED_MAX + 1);
        Statement asked = search.page(COLUMNS, page.size(), page.offset());
        List<Item> items = jdbc.sql(asked.sql()).params(asked.values()).query(TransactionQueries::item).list();
        return total > COUNTED_MAX ? Page.ofMoreThan(items, COUNTED_MAX, page) : Page.of(items, total, page);
    }

    /// @param max where counting ends
    long count(Filter filter, long max) {
        return count(new JournalSearch(filter), max);
    }

    private long count(JournalSearch search, long max) {
        Statement asked = search.count(max);
        return jdbc.sql(asked.sql()).params(asked.values()).query(Long.class).single();
    }

    /// Newest first, a few hundred at a time from a cursor, which needs a transaction.
    ///
    /// @param rowsMax where it ends
    void export(Filter filter, int rowsMax, Consumer<Item> each) {
        Statement asked = new JournalSearch(filter).page(COLUMNS, rowsMax, 0);
        try (var rows = jdbc.sql(asked.sql()).params(asked.values()).withFetchSize(EXPORT_FETCH_ROWS).query(TransactionQueries::item).stream()) {
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
