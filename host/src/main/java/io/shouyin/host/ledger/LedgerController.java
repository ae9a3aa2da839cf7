package io.shouyin.host.ledger;

import io.shouyin.host.ledger.LedgerQueries.Filter;
import io.shouyin.host.ledger.LedgerQueries.Posted;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.MerchantId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import tools.jackson.databind.json.JsonMapper;

/// A merchant's books for the console: balances, journals with their lines, export.
@RestController
@RequestMapping("/api/v1/merchants/{merchantId:[0-9]{15}}/ledger")
class LedgerController {

    private static final String KINDS = "|SALE|COMPLETION|VOID|COMPLETION_VOID|REFUND|REVERSAL";

    private final LedgerQueries queries;
    private final Merchants merchants;
    private final TransactionTemplate transactions;
    private final JsonMapper json;

    LedgerController(LedgerQueries queries, Merchants merchants, TransactionTemplate transactions, JsonMapper json) {
        this.queries = queries;
        this.merchants = merchants;
        this.transactions = transactions;
        this.json = json;
    }

    /// @param amountFen on the account's normal side; negative if it stands on the other
    record BalanceView(int account, String name, Account.Side side, long amountFen) {

        static BalanceView of(LedgerQueries.Balance balance) {
            Account account = balance.account();
            return new BalanceView(account.code(), said(account), account.side(), account.side() == Account.Side.DEBIT ? balance.amountFen() : -balance.amountFen());
        }
    }

    /// One of both is 0.
    record LineView(int account, String name, long debitFen, long creditFen) {

        static LineView of(Line line) {
            return new LineView(line.account().code(), said(line.account()), Math.max(line.amountFen(), 0), Math.max(-line.amountFen(), 0));
        }
    }

    /// @param amountFen what the network owes more, or less
    /// @param feeFen what the merchant pays, or gets back
    /// @param costFen of issuer, network and brand
    /// @param terms by which a charge was priced, or null
    record JournalView(String key, Posting.Kind kind, String original, String channel, LocalDate businessDate, Instant at, long amountFen, long feeFen, long costFen, long netFen,
                       List<LineView> lines, JsonNode terms) {}

    /// @param query part of a key: terminal, batch or voucher number
    /// @param from business day, as 2026-11-23
    record Search(@Size(max = 100) String query, @Pattern(regexp = KINDS) String kind,
                  @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from, @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {}

    @Operation(summary = "Balances of a merchant's accounts")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/balances")
    List<BalanceView> balances(@PathVariable String merchantId) {
        return queries.balances(require(merchantId)).stream().map(BalanceView::of).toList();
    }

    /// @param to the last day that is told, as 2026-11-23
    record Days(@NotNull @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from, @NotNull @OrdinaryTime @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {}

    @Operation(summary = "What each card network owes for a merchant (1101), by business day, newest first")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/clearing")
    List<LedgerQueries.Clearing> clearing(@PathVariable String merchantId, @Valid @ParameterObject Days days) {
        return queries.clearing(require(merchantId), days.from(), days.to());
    }

    @Operation(summary = "A merchant's journals with their lines, newest first")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/journals")
    Page<JournalView> journals(@PathVariable String merchantId, @Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return queries.journals(filter(require(merchantId), search), page).map(this::view);
    }

    @Operation(summary = "The same as a table, a row a line")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/entries.csv")
    ResponseEntity<StreamingResponseBody> export(@PathVariable String merchantId, @Valid @ParameterObject Search search) {
        MerchantId merchant = require(merchantId);
        StreamingResponseBody body = out -> transactions.executeWithoutResult(_ -> {        // a cursor needs a transaction
            try {
                Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                csv.write("\ufeffposted_at,business_date,journal,kind,channel,account,debit_yuan,credit_yuan\r\n");
                queries.export(filter(merchant, search), posted -> write(csv, posted));
                csv.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        return ResponseEntity.ok().contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("ledger-" + merchant + ".csv").build().toString())
                .body(body);
    }

    /// Every value is of our own making: none can begin a formula.
    private static void write(Writer csv, Posted posted) {
        Posting posting = posted.posting();
        try {
            for (Line line : posting.lines()) {
                LineView view = LineView.of(line);
                csv.write(String.join(",", posted.at().toString(), posting.businessDate().toString(), posting.key(), posting.kind().name(), posting.channel(),
                        Integer.toString(view.account()), yuan(view.debitFen()), yuan(view.creditFen())));
                csv.write("\r\n");
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private JournalView view(Posted posted) {
        Posting posting = posted.posting();
        long cost = posting.amountFen(Account.ISSUER_FEE_COST) + posting.amountFen(Account.NETWORK_FEE_COST) + posting.amountFen(Account.BRAND_FEE_COST);
        return new JournalView(posting.key(), posting.kind(), posting.original().or(posting::reverses).orElse(null), posting.channel(), posting.businessDate(), posted.at(),
                posting.amountFen(Account.CLEARING_RECEIVABLE), -posting.amountFen(Account.FEE_INCOME), cost, -posting.amountFen(Account.MERCHANT_PENDING),
                posting.lines().stream().map(LineView::of).toList(), posting.terms().map(json::readTree).orElse(null));
    }

    private static Filter filter(MerchantId merchant, Search search) {
        return new Filter(merchant, Optional.ofNullable(search.query()), Optional.ofNullable(search.kind()), Optional.ofNullable(search.from()),
                Optional.ofNullable(search.to()));
    }

    private MerchantId require(String merchantId) {
        return merchants.find(new MerchantId(merchantId)).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN)).merchantId();
    }

    private static String said(Account account) {
        return Texts.english() ? account.en() : account.zh();
    }
}
