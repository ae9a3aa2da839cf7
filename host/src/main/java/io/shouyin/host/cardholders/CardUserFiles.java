package io.shouyin.host.cardholders;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.cardholders.CardUserImport.Mode;
import io.shouyin.host.cardholders.CardUserImport.Report;
import io.shouyin.host.cardholders.CardUserSheet.Field;
import io.shouyin.host.cardholders.CardUserStore.Exported;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.sheets.SheetFormat;
import io.shouyin.host.sheets.SheetWriter;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.CardDataAccess;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PlainName;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// Card users come and go in files.
///
/// A file is the body of its request, so that no part of it is written to disk on the way. What goes out has masked card numbers; the whole
/// ones go to an administrator alone, who has just proven to be one and says why.
@RestController
@RequestMapping("/api/v1/cardholders")
class CardUserFiles {

    private static final int PROBLEMS_SHOWN_MAX = 1000;

    private static final CardDataAccess CARD_DATA = CardDataAccess.granted();

    private final CardUserImport imports;
    private final CardUserStore store;
    private final CardNumbers numbers;
    private final Merchants merchants;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    CardUserFiles(CardUserImport imports, CardUserStore store, CardNumbers numbers, Merchants merchants, AuditLog audit, TransactionTemplate transactions) {
        this.imports = imports;
        this.store = store;
        this.numbers = numbers;
        this.merchants = merchants;
        this.audit = audit;
        this.transactions = transactions;
    }

    /// @param line of the file, from 1
    /// @param field by its head
    /// @param code of the refusal, `detail` says it
    record ProblemView(int line, String field, String code, String detail) {}

    /// @param problemsTotal of which the first 1000 are listed
    record ReportView(boolean applied, int added, int present, int problemsTotal, List<ProblemView> problems) {

        static ReportView of(Report report) {
            boolean english = Texts.english();
            return new ReportView(report.applied(), report.added(), report.present(), report.problems().size(),
                    report.problems().stream().limit(PROBLEMS_SHOWN_MAX).map(problem -> new ProblemView(problem.line(), problem.field().head(english),
                            problem.refusal().name(), Texts.of(problem.refusal()))).toList());
        }
    }

    @Operation(summary = "Imports card users of a merchant from CSV or Excel (the body); the answer tells what is wrong, line by line")
    @PreAuthorize(Allowed.OPERATIONS)
    @PostMapping(path = "/import", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ReportView take(@RequestParam @Pattern(regexp = "[0-9]{15}") String merchantId, @RequestParam Mode mode, HttpServletRequest request) throws IOException {
        MerchantId merchant = new MerchantId(merchantId);
        if (merchants.find(merchant).isEmpty()) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN);
        }
        return ReportView.of(imports.run(merchant, CardUserSheet.read(merchant, request.getInputStream()), mode));
    }

    @Operation(summary = "Exports card users, with masked card numbers, as CSV or Excel")
    @PreAuthorize(Allowed.OPERATIONS)
    @GetMapping("/export")
    ResponseEntity<StreamingResponseBody> give(@RequestParam(defaultValue = "CSV") SheetFormat format, @RequestParam(required = false) String query,
                                               @RequestParam(required = false) String merchantId) {
        log(merchantId == null || merchantId.isBlank() ? "card-user:all" : "merchant:" + merchantId, "masked");
        return file(format, new CardUserStore.Query(merchantId, query), found -> found.user().cardMasked());
    }

    /// @param reason for the audit log
    record WholeNumbersWanted(@NotNull SheetFormat format, @NotNull @Pattern(regexp = "[0-9]{15}") String merchantId,
                              @NotBlank @Size(max = 200) @Pattern(regexp = PlainName.TEXT) String reason) {}

    @Operation(summary = "Exports the card users of a merchant with whole card numbers; an import knows the file again")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PostMapping("/export")
    ResponseEntity<StreamingResponseBody> giveWholeNumbers(@Valid @RequestBody WholeNumbersWanted wanted) {
        log("merchant:" + wanted.merchantId(), "whole numbers: " + wanted.reason());
        return file(wanted.format(), new CardUserStore.Query(wanted.merchantId(), null),
                found -> numbers.open(found.user().subject().cardId(), found.sealed()).reveal(CARD_DATA));
    }

    private void log(String object, String reason) {
        transactions.executeWithoutResult(_ -> audit.append(AuditEntry.done("cardholder.export", object).because(reason)));
    }

    private ResponseEntity<StreamingResponseBody> file(SheetFormat format, CardUserStore.Query query, Function<Exported, String> card) {
        boolean english = Texts.english();
        StreamingResponseBody body = out -> transactions.executeWithoutResult(_ -> {                // a cursor needs a transaction
            try (SheetWriter sheet = SheetWriter.open(format, out, english ? "Card users" : "持卡用户")) {
                sheet.row(Arrays.stream(Field.values()).map(field -> field.head(english)).toList());
                store.each(query, found -> write(sheet, found.user(), card.apply(found)));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(format.mediaType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("card-users." + format.extension()).build().toString())
                .body(body);
    }

    private static void write(SheetWriter sheet, CardUser user, String card) {
        try {
            sheet.row(Arrays.stream(Field.values()).map(field -> switch (field) {
                case MERCHANT -> user.subject().merchant().value();
                case NAME -> user.name();
                case CARD -> card;
                case CONTACT -> user.contact();
            }).toList());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
