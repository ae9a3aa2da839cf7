package io.shouyin.host.fleet.register;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.fleet.register.DeviceImports.Import;
import io.shouyin.host.fleet.register.DeviceImports.Mode;
import io.shouyin.host.fleet.register.DeviceImports.State;
import io.shouyin.host.fleet.register.DeviceSheet.Field;
import io.shouyin.host.sheets.SheetFormat;
import io.shouyin.host.sheets.SheetWriter;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Texts;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// Devices come in files, and their histories go in files. A file is the body of its request, so that no part of it is written to disk.
@RestController
@RequestMapping("/api/v1/devices")
class DeviceFiles {

    private final DeviceImports imports;
    private final TerminalModels models;
    private final DeviceQueries queries;
    private final DeviceHistory history;
    private final AuditLog audit;
    private final TransactionTemplate transactions;

    DeviceFiles(DeviceImports imports, TerminalModels models, DeviceQueries queries, DeviceHistory history, AuditLog audit, TransactionTemplate transactions) {
        this.imports = imports;
        this.models = models;
        this.queries = queries;
        this.history = history;
        this.audit = audit;
        this.transactions = transactions;
    }

    /// @param line of the file, from 1
    /// @param field by its head
    /// @param code of the refusal, `detail` says it
    record ProblemView(int line, String field, String code, String detail) {}

    /// @param problemsTotal of which the first 1000 are listed, once it is done
    record ImportView(UUID id, Mode mode, State state, int linesTotal, int linesDone, int added, boolean applied, int problemsTotal, List<ProblemView> problems) {

        static ImportView of(Import found) {
            boolean english = Texts.english();
            return new ImportView(found.id(), found.mode(), found.state(), found.linesTotal(), found.linesDone(), found.added(), found.applied(), found.problemsTotal(),
                    found.problems().stream().map(problem -> new ProblemView(problem.line(), problem.field().head(english), problem.refusal().name(), Texts.of(problem.refusal())))
                            .toList());
        }
    }

    @Operation(summary = "Imports devices from CSV or Excel (the body), beside the request: ask how far it is by its number")
    @PreAuthorize(Allowed.OPERATIONS)
    @PostMapping(path = "/imports", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    ImportView take(@RequestParam Mode mode, HttpServletRequest request) throws IOException {
        var known = models.all().stream().map(TerminalModel::name).collect(Collectors.toSet());
        return view(imports.start(() -> DeviceSheet.read(known, request.getInputStream()), mode));
    }

    @Operation(summary = "How far an import is, and what is wrong with which line of its file")
    @PreAuthorize(Allowed.OPERATIONS)
    @GetMapping("/imports/{id}")
    ImportView view(@PathVariable UUID id) {
        return ImportView.of(imports.find(id).orElseThrow(RegisterRefusal.IMPORT_UNKNOWN::refused));
    }

    @Operation(summary = "An empty file for devices, as CSV or Excel")
    @PreAuthorize(Allowed.OPERATIONS)
    @GetMapping("/imports/template")
    ResponseEntity<StreamingResponseBody> template(@RequestParam(defaultValue = "XLSX") SheetFormat format) {
        boolean english = Texts.english();
        return file(format, "devices", english ? "Devices" : "设备", Arrays.stream(Field.values()).map(field -> field.head(english)).toList(), _ -> {});
    }

    @Operation(summary = "What became of a device, as CSV or Excel, the oldest first")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/{serialNumber}/history/export")
    ResponseEntity<StreamingResponseBody> history(@PathVariable @Pattern(regexp = StockController.SERIAL) String serialNumber,
                                                  @RequestParam(defaultValue = "CSV") SheetFormat format) {
        queries.find(serialNumber).orElseThrow(RegisterRefusal.DEVICE_UNKNOWN::refused);
        transactions.executeWithoutResult(_ -> audit.append(AuditEntry.done("device.history-export", DeviceLife.object(serialNumber))));
        boolean english = Texts.english();
        List<String> head = english ? List.of("time", "terminal", "step", "by", "from", "to", "details") : List.of("时间", "终端号", "事项", "经办", "之前", "之后", "说明");
        return file(format, "device-history", english ? "History" : "履历", head, rows -> history.each(serialNumber, line -> rows.accept(Stream.of(line.at(), line.terminalId(),
                line.step(), line.actor(), line.was(), line.became(), line.details()).map(cell -> Optional.ofNullable(cell).map(Object::toString).orElse("")).toList())));
    }

    /// @param rows hands each row of cells to what it is given
    private ResponseEntity<StreamingResponseBody> file(SheetFormat format, String name, String title, List<String> head, Consumer<Consumer<List<String>>> rows) {
        StreamingResponseBody body = out -> transactions.executeWithoutResult(_ -> {                // a cursor needs a transaction
            try (SheetWriter sheet = SheetWriter.open(format, out, title)) {
                sheet.row(head);
                rows.accept(cells -> {
                    try {
                        sheet.row(cells);
                    } catch (IOException gone) {
                        throw new UncheckedIOException(gone);
                    }
                });
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(format.mediaType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name + "." + format.extension()).build().toString()).body(body);
    }
}
