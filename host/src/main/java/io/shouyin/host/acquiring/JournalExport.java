package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.JournalSearch.Filter;
import io.shouyin.host.acquiring.TransactionQueries.Item;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The journal as a table for a file. Every value is of our own making (codes, numbers, masked cards): none can begin a formula.
@Component
public class JournalExport {

    public static final List<String> COLUMNS = List.of("at", "merchant_id", "terminal_id", "batch", "trace", "kind", "card", "amount_yuan", "outcome", "response_code", "rrn");

    private final TransactionQueries queries;
    private final MerchantDirectory merchants;

    JournalExport(TransactionQueries queries, MerchantDirectory merchants) {
        this.queries = queries;
        this.merchants = merchants;
    }

    Filter filter(TransactionSearch search) {
        return new Filter(Optional.ofNullable(search.query()), JournalSearch.mayNameMerchants(search.query()) ? merchants.named(search.query()) : List.of(),
                Optional.ofNullable(search.outcome()), Optional.ofNullable(search.kind()), Optional.ofNullable(search.terminalId()), Optional.ofNullable(search.responseCode()),
                Optional.ofNullable(search.channel()), Optional.ofNullable(search.from()), Optional.ofNullable(search.until()));
    }

    /// @param max where counting ends
    public long count(TransactionSearch search, long max) {
        return queries.count(filter(search), max);
    }

    /// Newest first, as they come from a cursor.
    @Transactional(propagation = Propagation.REQUIRES_NEW, readOnly = true)
    public void rows(TransactionSearch search, int rowsMax, Consumer<List<String>> each) {
        queries.export(filter(search), rowsMax, item -> each.accept(cells(item)));
    }

    private static List<String> cells(Item item) {
        return Stream.of(item.at().toString(), item.merchantId(), item.terminalId(), item.batch(), item.trace(), item.kind(), item.cardMasked(),
                BigDecimal.valueOf(item.amountFen(), 2).toPlainString(), item.outcome(), item.responseCode(), item.rrn()).map(cell -> cell == null ? "" : cell).toList();
    }
}
