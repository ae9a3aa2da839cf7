package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Batches.Party;
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
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Batches as people look at them. Reads only.
@Repository
class BatchQueries {

    private static final String COLUMNS = """
            merchant_id, terminal_id, batch_number, state, opened_at, operator_number, asked_at, domestic_result, foreign_result, announced_count,
            difference_count, settled_at, business_date""";

    private final JdbcClient jdbc;
    private final Batches batches;

    BatchQueries(JdbcClient jdbc, Batches batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /// @param hostTotals of an open batch as the journal has it now, else as they were told
    /// @param terminalTotals null of an open batch
    record Item(BatchKey key, BatchState state, Instant openedAt, String operator, Instant askedAt, String domesticResult, String foreignResult,
                Integer announced, int differences, Instant settledAt, LocalDate businessDate, BatchTotals hostTotals, BatchTotals terminalTotals) {}

    /// @param query terminal, merchant or batch number
    /// @param merchants numbers of merchants that the query names
    /// @param differing only those that do not balance
    record Filter(Optional<String> query, List<String> merchants, Optional<String> state, boolean differing) {}

    Page<Item> list(Filter filter, PageQuery page) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        List<Object> values = new ArrayList<>();
        filter.state().filter(text -> !text.isBlank()).ifPresent(state -> {
            conditions.add("state = ?");
            values.add(state);
        });
        if (filter.differing()) {
            conditions.add("'UNBALANCED' IN (domestic_result, foreign_result)");
        }
        filter.query().filter(text -> !text.isBlank()).map(String::strip).ifPresent(query -> {
            String like = LikePattern.containing(query);
            conditions.add("(terminal_id ILIKE ? OR merchant_id ILIKE ? OR lpad(batch_number::text, 6, '0') = ? OR merchant_id = ANY (?))");
            values.addAll(Arrays.asList(like, like, query, filter.merchants().toArray(String[]::new)));
        });
        String where = " FROM acquiring.batch WHERE " + String.join(" AND ", conditions);
        long total = jdbc.sql("SELECT count(*)" + where).params(values).query(Long.class).single();
        values.add(page.size());
        values.add(page.offset());
        return Page.of(jdbc.sql("SELECT " + COLUMNS + where + " ORDER BY opened_at DESC, terminal_id LIMIT ? OFFSET ?").params(values).query(this::item).list(),
                total, page);
    }

    Optional<Item> find(BatchKey key) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM acquiring.batch" + Batches.BY_KEY).params(key.values()).query(this::item).optional();
    }

    private Item item(ResultSet row, int number) throws SQLException {
        BatchKey key = BatchKey.of(String.join(".", row.getString("merchant_id"), row.getString("terminal_id"), "%06d".formatted(row.getInt("batch_number"))));
        BatchState state = BatchState.valueOf(row.getString("state"));
        return new Item(key, state, instant(row, "opened_at"), row.getString("operator_number"), instant(row, "asked_at"), row.getString("domestic_result"),
                row.getString("foreign_result"), row.getObject("announced_count", Integer.class), row.getInt("difference_count"), instant(row, "settled_at"),
                row.getObject("business_date", LocalDate.class),
                state == BatchState.OPEN ? batches.journaled(key) : batches.told(key, Party.HOST).orElseThrow(), batches.told(key, Party.TERMINAL).orElse(null));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /// @param terminalFen null if the terminal has none
    /// @param hostFen null if the host has none
    /// @param hostState null if the journal has no such trace number
    record Difference(String trace, String difference, String cardMasked, Long terminalFen, Long hostFen, String hostState) {}

    Page<Difference> differences(BatchKey key, PageQuery page) {
        long total = jdbc.sql("SELECT count(*) FROM acquiring.batch_difference" + Batches.BY_KEY).params(key.values()).query(Long.class).single();
        List<Object> values = new ArrayList<>(key.values());
        values.addAll(List.of(page.size(), page.offset()));
        return Page.of(jdbc.sql("""
                SELECT trace_number, difference, card_masked, terminal_minor, host_minor, host_state FROM acquiring.batch_difference""" + Batches.BY_KEY
                        + " ORDER BY trace_number LIMIT ? OFFSET ?")
                .params(values)
                .query((row, _) -> new Difference("%06d".formatted(row.getInt("trace_number")), row.getString("difference"), row.getString("card_masked"),
                        row.getObject("terminal_minor", Long.class), row.getObject("host_minor", Long.class), row.getString("host_state"))).list(), total, page);
    }
}
