package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Receipt;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Receipts for the console, marked as reprints. A signature is personal: who opens one is in the audit log.
@RestController
@RequestMapping("/api/v1/receipts/{id}")
class ReceiptController {

    private final Receipts receipts;
    private final ReceiptPdfs pdfs;
    private final AuditLog log;

    ReceiptController(Receipts receipts, ReceiptPdfs pdfs, AuditLog log) {
        this.receipts = receipts;
        this.pdfs = pdfs;
        this.log = log;
    }

    @Operation(summary = "The merchant's copy of a receipt, by the id of its transaction; logged. 404 RECEIPT_UNKNOWN")
    @GetMapping
    @PreAuthorize(Allowed.RECEIPTS)
    @Transactional
    public ReceiptView receipt(@PathVariable String id) {
        return ReceiptView.of(opened(id).slip(Copy.MERCHANT, Texts.english(), true));
    }

    @Operation(summary = "The same as PDF, for paper of 58 or 80 mm, either copy; logged. 404 RECEIPT_UNKNOWN, 400 REQUEST_INVALID")
    @GetMapping(path = "/receipt.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    @PreAuthorize(Allowed.RECEIPTS)
    @Transactional
    public ResponseEntity<byte[]> pdf(@PathVariable String id, @RequestParam(defaultValue = "MM58") Paper paper,
                                      @RequestParam(defaultValue = "MERCHANT") Copy copy, @RequestParam(required = false) String language) {
        boolean english = ReceiptPdfs.english(language);
        Receipt receipt = opened(id);
        return pdfs.shown("receipt", receipt.slip(copy, english, true), receipt.rrn(), paper, english);
    }

    private Receipt opened(String id) {
        TransactionKey key;
        try {
            key = TransactionKey.of(id);
        } catch (IllegalArgumentException noKey) {
            throw unknown();
        }
        Receipt receipt = receipts.find(key).orElseThrow(ReceiptController::unknown);
        log.append(AuditEntry.done("receipt.open", "transaction:" + key));
        return receipt;
    }

    private static RefusedRequest unknown() {
        return new RefusedRequest(HttpStatus.NOT_FOUND, ReceiptRefusal.RECEIPT_UNKNOWN);
    }
}
