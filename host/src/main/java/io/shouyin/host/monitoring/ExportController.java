package io.shouyin.host.monitoring;

import io.shouyin.host.acquiring.JournalExport;
import io.shouyin.host.acquiring.TransactionSearch;
import io.shouyin.host.audit.AuditActor;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.sheets.SheetFormat;
import io.shouyin.host.web.Allowed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.json.JsonMapper;

/// Exports of the journal, for who asked for them: nobody else sees that they are there.
@RestController
@RequestMapping("/api/v1/exports")
class ExportController {

    private static final int UNDER_WAY_MAX = 2;
    /// What is searched is kept with the export and in the audit log: no whole card number may be in it.
    private static final Pattern LIKE_A_CARD_NUMBER = Pattern.compile(".*[0-9]{16,}.*|[0-9]{13,14}");
    private static final int SEARCH_LENGTH_MAX = 400;

    private final ExportStore store;
    private final JournalExport journal;
    private final AuditLog audit;
    private final JsonMapper json;

    ExportController(ExportStore store, JournalExport journal, AuditLog audit, JsonMapper json) {
        this.store = store;
        this.journal = journal;
        this.audit = audit;
        this.json = json;
    }

    record WantedExport(@NotNull SheetFormat format, @NotNull @Valid TransactionSearch search) {}

    @Operation(summary = "Asks for a file of transactions, half a million at most; it is made in the background and kept for a day")
    @PostMapping
    @PreAuthorize(Allowed.STAFF)
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public Export ask(@Valid @RequestBody WantedExport wanted) {
        String search = json.writeValueAsString(wanted.search());
        if (search.length() > SEARCH_LENGTH_MAX
                || LIKE_A_CARD_NUMBER.matcher(Optional.ofNullable(wanted.search().query()).orElse("").replaceAll("[\\s-]", "")).matches()) {
            throw ExportRefusal.EXPORT_SEARCH_UNFIT.refused();
        }
        String owner = owner();
        if (store.underWay(owner) >= UNDER_WAY_MAX) {
            throw ExportRefusal.EXPORTS_FULL.refused();
        }
        if (journal.count(wanted.search(), ExportWorker.ROWS_MAX + 1L) > ExportWorker.ROWS_MAX) {
            throw ExportRefusal.EXPORT_TOO_LONG.refused();
        }
        Export export = store.add(owner, wanted.format(), wanted.search());
        audit.append(AuditEntry.done("export.ask", object(export)).because(wanted.format() + " " + search));
        return export;
    }

    @Operation(summary = "One's own exports, newest first")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    List<Export> list() {
        return store.of(owner());
    }

    @Operation(summary = "One of one's own exports")
    @GetMapping("/{exportId}")
    @PreAuthorize(Allowed.STAFF)
    Export one(@PathVariable UUID exportId) {
        return own(exportId);
    }

    @Operation(summary = "The file of an export that is done")
    @GetMapping("/{exportId}/file")
    @PreAuthorize(Allowed.STAFF)
    @Transactional
    public ResponseEntity<StreamingResponseBody> file(@PathVariable UUID exportId) {
        Export export = own(exportId);
        if (export.state() != Export.State.DONE) {
            throw ExportRefusal.EXPORT_NOT_DONE.refused();
        }
        audit.append(AuditEntry.done("export.take", object(export)).because(export.rowsDone() + " rows"));
        StreamingResponseBody body = out -> {
            Optional<byte[]> part = store.part(exportId, 0);
            for (int number = 1; part.isPresent(); number++) {
                out.write(part.get());
                part = store.part(exportId, number);
            }
        };
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(export.format().mediaType())).contentLength(export.bytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("transactions." + export.format().extension()).build().toString()).body(body);
    }

    @Operation(summary = "Cancels an export, or removes one that has ended")
    @DeleteMapping("/{exportId}")
    @PreAuthorize(Allowed.STAFF)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void cancel(@PathVariable UUID exportId) {
        Export export = own(exportId);
        if (store.cancel(exportId)) {
            audit.append(AuditEntry.done("export.cancel", object(export)));
        } else {
            store.remove(exportId);
            audit.append(AuditEntry.done("export.remove", object(export)));
        }
    }

    private Export own(UUID exportId) {
        return store.find(exportId, owner()).orElseThrow(ExportRefusal.EXPORT_UNKNOWN::refused);
    }

    private static String owner() {
        AuditActor actor = AuditActor.current();
        return actor.type() + ":" + actor.id();
    }

    private static String object(Export export) {
        return "export:" + export.exportId();
    }
}
