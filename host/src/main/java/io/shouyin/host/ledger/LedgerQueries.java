package io.shouyin.host.ledger;

import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MerchantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The books as people look at them: balances and journals of one merchant. Reads only.
@Repository
class LedgerQueries {

    private static final int EXPORT_FETCH_ROWS = 500;

    private final JdbcClient jdbc;

    LedgerQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param amountFen debits positive
    record Balance(Account account, long amountFen) {}

    /// Of the accounts that have moved, in the order of their codes.
    List<Balance> balances(MerchantId merchant) {
        return jdbc.sql("SELECT account, sum(amount_minor)::bigint AS amount FROM ledger.entry WHERE merchant_id = ? GROUP BY account ORDER BY account")
                .param(merchant.value()).query((row, _) -> new Balance(Account.of(row.getInt("account")), row.getLong("amount"))).list();
    }

    /// @param amountFen that the network owes for the day
    record Clearing(String channel, LocalDate businessDate, long amountFen) {}

    /// What each network owes for this merchant, by business day, newest first.
    List<Clearing> clearing(MerchantId merchant, LocalDate from, LocalDate to) {
        return jdbc.sql("""
                SELECT channel, business_date, sum(amount_minor)::bigint AS amount FROM ledger.entry
                WHERE merchant_id = ? AND account = ? AND business_date BETWEEN ? AND ? GROUP BY channel, business_date ORDER BY business_date DESC, channel""")
                .params(merchant.value(), Account.CLEARING_RECEIVABLE.code(), from, to)
                .query((row, _) -> new Clearing(row.getString("channel"), row.getObject("business_date", LocalDate.class), row.getLong("amount"))).list();
    }

    /// @param query part of a key: terminal, batch or voucher number
    record Filter(MerchantId merchant, Optional<String> query, Optional<String> kind, Optional<LocalDate> from, Optional<LocalDate> to) {}

    record Posted(Posting posting, Instant at) {}

    Page<Posted> journals(Filter filter, PageQuery page) {
        Where where = where(filter);
        long total = jdbc.sql("SELECT count(*) FROM ledger.journal" + where.sql()).params(where.values()).query(Long.class).single();
        List<Object> values = new ArrayList<>(where.values());
        values.add(page.size());
        values.add(page.offset());
        return Page.of(jdbc.sql("SELECT " + Books.COLUMNS + " FROM ledger.journal" + where.sql() + " ORDER BY posted_at DESC, journal_key DESC LIMIT ? OFFSET ?")
                .params(values).query(LedgerQueries::posted).list(), total, page);
    }

    void export(Filter filter, Consumer<Posted> each) {
        Where where = where(filter);
        try (var rows = jdbc.sql("SELECT " + Books.COLUMNS + " FROM ledger.journal" + where.sql() + " ORDER BY posted_at DESC").params(where.values())
                .withFetchSize(EXPORT_FETCH_ROWS).query(LedgerQueries::posted).stream()) {
            rows.forEach(each);
        }
    }

    private record Where(String sql, List<Object> values) {}

    private static Where where(Filter filter) {
        StringBuilder sql = new StringBuilder(" WHERE merchant_id = ?");
        List<Object> values = new ArrayList<>(List.of(filter.merchant().value()));
        filter.query().filter(query -> !query.isBlank()).ifPresent(query -> {
            sql.append(" AND journal_key LIKE ?");
            values.add(LikePattern.containing(query));
        });
        filter.kind().filter(kind -> !kind.isEmpty()).ifPresent(kind -> {
            sql.append(" AND kind = ?");
            values.add(kind);
        });
        filter.from().ifPresent(from -> {
            sql.append(" AND business_date >= ?");
            values.add(from);
        });
        filter.to().ifPresent(to -> {
            sql.append(" AND business_date <= ?");
            values.add(to);
        });
        return new Where(sql.toString(), values);
    }

    private static Posted posted(ResultSet row, int number) throws SQLException {
        return new Posted(Books.posting(row, number), row.getObject("posted_at", OffsetDateTime.class).toInstant());
    }
}
