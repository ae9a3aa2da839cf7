package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.BatchQueries.Difference;
import io.shouyin.host.acquiring.BatchQueries.Filter;
import io.shouyin.host.acquiring.BatchQueries.Item;
import io.shouyin.host.acquiring.BatchTotals.Sums;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Batches for the console: what each of the two sides says that they come to, and what differs line by line.
@RestController
@RequestMapping("/api/v1/batches")
class BatchController {

    private final BatchQueries queries;
    private final MerchantDirectory merchants;

    BatchController(BatchQueries queries, MerchantDirectory merchants) {
        this.queries = queries;
        this.merchants = merchants;
    }

    /// @param query terminal, merchant or batch number
    /// @param differing only those that do not balance
    record Search(@Size(max = 100) String query, @Pattern(regexp = "|OPEN|UPLOADING|SETTLED") String state, Boolean differing) {}

    record TotalsItem(long debitFen, long debitCount, long creditFen, long creditCount) {
        private static TotalsItem of(Sums sums) {
            return new TotalsItem(sums.debitFen(), sums.debitCount(), sums.creditFen(), sums.creditCount());
        }
    }

    /// The totals of one origin of cards.
    ///
    /// @param result BALANCED or UNBALANCED; null of an open batch
    /// @param terminal null of an open batch
    record SideItem(String result, TotalsItem host, TotalsItem terminal) {}

    /// @param announced how many lines the terminal said that it has uploaded; null if none were to be
    record BatchItem(String id, String merchantId, String merchantName, String merchantNameEn, String terminalId, String batch, BatchState state,
                     String operator, Instant openedAt, Instant askedAt, Instant settledAt, LocalDate businessDate, SideItem domestic, SideItem foreign,
                     Integer announced, int differences) {}

    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    Page<BatchItem> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return queries.list(new Filter(Optional.ofNullable(search.query()), merchants.named(search.query()), Optional.ofNullable(search.state()),
                Boolean.TRUE.equals(search.differing())), page).map(this::shown);
    }

    @GetMapping("/{id}")
    @PreAuthorize(Allowed.STAFF)
    BatchItem one(@PathVariable String id) {
        return find(key(id)).orElseThrow(BatchController::notFound);
    }

    @GetMapping("/{id}/differences")
    @PreAuthorize(Allowed.STAFF)
    Page<Difference> differences(@PathVariable String id, @Valid @ParameterObject PageQuery page) {
        BatchKey key = key(id);
        find(key).orElseThrow(BatchController::notFound);
        return queries.differences(key, page);
    }

    Optional<BatchItem> find(BatchKey key) {
        return queries.find(key).map(this::shown);
    }

    private static BatchKey key(String id) {
        try {
            return BatchKey.of(id);
        } catch (IllegalArgumentException noKey) {
            throw notFound();
        }
    }

    private static RefusedRequest notFound() {
        return new RefusedRequest(HttpStatus.NOT_FOUND, WebRefusal.NOT_FOUND);
    }

    private BatchItem shown(Item item) {
        BatchTotals host = item.hostTotals();
        Optional<BatchTotals> terminal = Optional.ofNullable(item.terminalTotals());
        return new BatchItem(item.key().toString(), item.key().merchant().value(), merchantName(item, Merchant::name), merchantName(item, Merchant::nameEn),
                item.key().terminal().value(), item.key().batch().toString(), item.state(), item.operator(), item.openedAt(), item.askedAt(), item.settledAt(),
                item.businessDate(), new SideItem(item.domesticResult(), TotalsItem.of(host.domestic()), terminal.map(told -> TotalsItem.of(told.domestic())).orElse(null)),
                new SideItem(item.foreignResult(), TotalsItem.of(host.foreign()), terminal.map(told -> TotalsItem.of(told.foreign())).orElse(null)),
                item.announced(), item.differences());
    }

    private String merchantName(Item item, Function<Merchant, String> language) {
        return merchants.find(item.key().merchant()).map(language).orElse("");
    }
}
