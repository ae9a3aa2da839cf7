package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.DayBoard.Minute;
import io.shouyin.host.acquiring.DayFigures.Day;
import io.shouyin.host.acquiring.TransactionQueries.Item;
import io.shouyin.host.fleet.FleetCounts;
import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.MerchantId;
import jakarta.validation.Valid;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.JsonNode;

/// Transactions for the console: figures of the day, list, one story, export.
@RestController
@RequestMapping("/api/v1")
class TransactionController {

    private final TransactionQueries queries;
    private final DayBoard board;
    private final MerchantDirectory merchants;
    private final FleetCounts fleet;
    private final JournalExport journal;

    TransactionController(TransactionQueries queries, DayBoard board, MerchantDirectory merchants, FleetCounts fleet, JournalExport journal) {
        this.queries = queries;
        this.board = board;
        this.merchants = merchants;
        this.fleet = fleet;
        this.journal = journal;
    }

    record Overview(LocalDate businessDate, Day today, Day yesterday, FleetCounts.Counts terminals, List<Minute> minutes) {}

    @GetMapping("/overview")
    @PreAuthorize(Allowed.STAFF)
    Overview overview() {
        DayBoard.Board now = board.look();
        return new Overview(now.businessDate(), now.today(), now.yesterday(), fleet.count(), now.minutes());
    }

    /// @param entryMode field 22, 3 digits
    /// @param refusal why not, by name, where the response code alone does not tell
    record TransactionItem(String id, Instant at, String merchantId, String merchantName, String merchantNameEn, String terminalId,
                           String operator, String kind, String cardMasked, String entryMode, long amountFen, List<String> factors,
                           String outcome, String responseCode, String refusal, String rrn, String batch, String trace) {}

    /// @param channel over which it went, or null
    /// @param original what it follows, or null
    /// @param followUps what has followed it, oldest first
    record TransactionDetail(String id, Instant at, String merchantId, String merchantName, String merchantNameEn, String terminalId,
                             String operator, String kind, String cardMasked, String entryMode, long amountFen, List<String> factors,
                             String outcome, String responseCode, String refusal, String rrn, String batch, String trace, String authCode,
                             String channel, LocalDate businessDate, JsonNode story, TransactionItem original, List<TransactionItem> followUps) {}

    @GetMapping("/transactions")
    @PreAuthorize(Allowed.STAFF)
    Page<TransactionItem> list(@Valid @ParameterObject TransactionSearch search, @Valid @ParameterObject PageQuery page) {
        return queries.list(journal.filter(search), page).map(this::named);
    }

    @GetMapping("/transactions/{id}")
    @PreAuthorize(Allowed.STAFF)
    TransactionDetail detail(@PathVariable String id) {
        TransactionKey key;
        try {
            key = TransactionKey.of(id);
        } catch (IllegalArgumentException noKey) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, WebRefusal.NOT_FOUND);
        }
        return queries.detail(key).map(detail -> {
            Item item = detail.item();
            return new TransactionDetail(item.id(), item.at(), item.merchantId(), merchantName(item, Merchant::name),
                    merchantName(item, Merchant::nameEn), item.terminalId(), item.operator(), item.kind(), item.cardMasked(),
                    item.entryMode(), item.amountFen(), item.factors(), item.outcome(), item.responseCode(), item.refusal(), item.rrn(), item.batch(),
                    item.trace(), detail.authCode(), detail.channel(), detail.businessDate(), detail.story(),
                    detail.original() == null ? null : named(detail.original()), detail.followUps().stream().map(this::named).toList());
        }).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, WebRefusal.NOT_FOUND));
    }

    @GetMapping("/transactions.csv")
    @PreAuthorize(Allowed.STAFF)
    ResponseEntity<StreamingResponseBody> export(@Valid @ParameterObject TransactionSearch search) {
        if (journal.count(search, TransactionQueries.COUNTED_MAX + 1L) > TransactionQueries.COUNTED_MAX) {
            throw new RefusedRequest(HttpStatus.UNPROCESSABLE_CONTENT, ListRefusal.LIST_TOO_LONG);
        }
        StreamingResponseBody body = out -> {
            try {
                Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                csv.write('\ufeff');
                write(csv, JournalExport.COLUMNS);
                journal.rows(search, TransactionQueries.COUNTED_MAX, row -> write(csv, row));
                csv.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        };
        return ResponseEntity.ok().contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("transactions.csv").build().toString())
                .body(body);
    }

    private static void write(Writer csv, List<String> row) {
        try {
            csv.write(String.join(",", row));
            csv.write("\r\n");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private TransactionItem named(Item item) {
        return new TransactionItem(item.id(), item.at(), item.merchantId(), merchantName(item, Merchant::name),
                merchantName(item, Merchant::nameEn), item.terminalId(), item.operator(), item.kind(), item.cardMasked(),
                item.entryMode(), item.amountFen(), item.factors(), item.outcome(), item.responseCode(), item.refusal(), item.rrn(), item.batch(),
                item.trace());
    }

    private String merchantName(Item item, Function<Merchant, String> language) {
        return merchants.find(new MerchantId(item.merchantId())).map(language).orElse("");
    }

    /// For the live feed.
    Optional<TransactionItem> find(TransactionKey key) {
        return queries.find(key).map(this::named);
    }
}
