package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.BatchKey;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.SettlementSheet;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The slip of a settlement for the console, marked as a reprint. It says nothing about anybody.
@RestController
@RequestMapping("/api/v1/batches/{id}")
class SettlementSlipController {

    private final SettlementSheets sheets;
    private final ReceiptPdfs pdfs;

    SettlementSlipController(SettlementSheets sheets, ReceiptPdfs pdfs) {
        this.sheets = sheets;
        this.pdfs = pdfs;
    }

    @Operation(summary = "The slip of a settled batch. 404 SETTLEMENT_SLIP_UNKNOWN")
    @GetMapping("/slip")
    @PreAuthorize(Allowed.RECEIPTS)
    ReceiptView slip(@PathVariable String id) {
        return ReceiptView.of(sheet(id).slip(Texts.english(), true));
    }

    @Operation(summary = "The same as PDF, for paper of 58 or 80 mm. 404 SETTLEMENT_SLIP_UNKNOWN, 400 REQUEST_INVALID")
    @GetMapping(path = "/slip.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    @PreAuthorize(Allowed.RECEIPTS)
    ResponseEntity<byte[]> pdf(@PathVariable String id, @RequestParam(defaultValue = "MM58") Paper paper, @RequestParam(required = false) String language) {
        boolean english = ReceiptPdfs.english(language);
        SettlementSheet sheet = sheet(id);
        return pdfs.shown("settlement", sheet.slip(english, true), sheet.terminalId() + "-" + sheet.batch(), paper, english);
    }

    private SettlementSheet sheet(String id) {
        try {
            return sheets.find(BatchKey.of(id)).orElseThrow(SettlementSlipController::unknown);
        } catch (IllegalArgumentException noKey) {
            throw unknown();
        }
    }

    private static RefusedRequest unknown() {
        return new RefusedRequest(HttpStatus.NOT_FOUND, ReceiptRefusal.SETTLEMENT_SLIP_UNKNOWN);
    }
}
