package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.DayBoard.Minute;
import io.shouyin.host.acquiring.DayFigures.Day;
import io.shouyin.host.acquiring.JournalSearch.Filter;
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
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
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

    private static final String OUTCOMES = "|PENDING|APPROVED|DECLINED|IN_DOUBT|REVERSED";
    private static final String KINDS = "|SALE|OFFLINE_SALE|VOID|REFUND|PRE_AUTH|PRE_AUTH_TOP_UP|PRE_AUTH_VOID|COMPLETION|COMPLETION_NOTICE|COMPLETION_VOID|BALANCE";

    private final TransactionQueries queries;
    private final DayBoard board;
    private final MerchantDirectory merchants;
    private final FleetCounts fleet;
    private final TransactionTemplate transactions;

    TransactionController(TransactionQueries queries, DayBoard board, MerchantDirectory merchants, FleetCounts fleet, TransactionTemplate transactions) {
        this.queries = queries;
        this.board = board;
        this.merchants = merchants;
        this.fleet = fleet;
        this.transactions = transactions;
    }

    record Overview(LocalDate businessDate, Day today, Day yesterday, FleetCounts.Counts terminals, List<Minute> minutes) {}

    @GetMapping("/overview")
    @PreAuthorize(Allowed.STAFF)
    Overview overview() {
        DayBoard.Board now = board.look();
        return new Overview(now.businessDate(), now.today(), now.yesterday(), fleet.count(), now.minutes());
    }

    /// @param query last four of the card, amount in yuan, RRN or its first nine digits and more, terminal, merchant, voucher number (6 digits) or approval code
    /// @param from when the request came, first moment
    /// @param until and the first moment after it
    record Search(@Size(max = 100) String query, @Pattern(regexp = OUTCOMES) String outcome, @Pattern(regexp = KINDS) String kind,
                  @Size(max = 8) String terminalId, @Pattern(regexp = "|[0-9A-Z]{2}") String responseCode, @Size(max = 40) String channel,
                  @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) Instant from, @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME) Instant until) {}

    private Filter filter(Search search) {
        return new Filter(Optional.ofNullable(search.query()), JournalSearch.mayNameMerchants(search.query()) ? merchants.named(search.query()) : List.of(),
                Optional.ofNullable(search.outcome()), Optional.ofNullable(search.kind()), Optional.ofNullable(search.terminalId()), Optional.ofNullable(search.responseCode()),
                Optional.ofNullable(search.channel()), Optional.ofNullable(search.from()), Optional.ofNullable(search.until()));
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
    Page<TransactionItem> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return queries.list(filter(search), page).map(this::named);
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
    ResponseEntity<StreamingResponseBody> export(@Valid @ParameterObject Search search) {
        StreamingResponseBody body = out -> transactions.executeWithoutResult(_ -> {        // a cursor needs a transaction
            try {
                Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                csv.write("\ufeffat,merchant_id,terminal_id,batch,trace,kind,card,amount_yuan,outcome,response_code,rrn\r\n");
                queries.export(filter(search), Integer.MAX_VALUE, item -> write(csv, item));
                csv.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        return ResponseEntity.ok().contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("transactions.csv").build().toString())
                .body(body);
    }

    /// Every value is of our own making (codes, numbers, masked cards): none can begin a formula.
    private static void write(Writer csv, Item item) {
        try {
            csv.write(String.join(",", item.at().toString(), item.merchantId(), item.terminalId(), item.batch(), item.trace(), item.kind(),
                    text(item.cardMasked()), BigDecimal.valueOf(item.amountFen(), 2).toPlainString(), item.outcome(),
                    text(item.responseCode()), text(item.rrn())));
            csv.write("\r\n");
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
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
