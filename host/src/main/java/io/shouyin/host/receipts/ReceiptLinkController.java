package io.shouyin.host.receipts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.receipt.Copy;
import io.shouyin.kernel.receipt.Paper;
import io.shouyin.kernel.receipt.Receipt;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The page behind a customer's link: the cardholder's copy, without a login. The token travels in the body alone, so that no log of addresses has it.
@RestController
@RequestMapping("/api/v1/receipt-links")
class ReceiptLinkController {

    private final Receipts receipts;
    private final ReceiptLinks links;
    private final ReceiptPdfs pdfs;
    private final ReceiptSettings settings;
    private final Cache<String, AtomicInteger> looks = Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).maximumSize(10_000).build();

    ReceiptLinkController(Receipts receipts, ReceiptLinks links, ReceiptPdfs pdfs, ReceiptSettings settings) {
        this.receipts = receipts;
        this.links = links;
        this.pdfs = pdfs;
        this.settings = settings;
    }

    record Token(@NotNull @Pattern(regexp = "[A-Za-z0-9_-]{22}") String token) {

        @Override
        public String toString() {
            return "Token[...]";
        }
    }

    @Operation(summary = "The customer's copy of the receipt that the link opens. 404 RECEIPT_LINK_UNKNOWN, 429 REQUESTS_TOO_MANY")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping("/look")
    ReceiptView look(@Valid @RequestBody Token token, HttpServletRequest request) {
        return ReceiptView.of(opened(token, request).slip(Copy.CARDHOLDER, Texts.english(), false));
    }

    @Operation(summary = "The same as PDF on paper of 58 mm. 404 RECEIPT_LINK_UNKNOWN, 429 REQUESTS_TOO_MANY")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping(path = "/pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    byte[] pdf(@Valid @RequestBody Token token, HttpServletRequest request) {
        Receipt receipt = opened(token, request);
        return pdfs.of(receipt.slip(Copy.CARDHOLDER, Texts.english(), false), receipt.rrn(), Paper.MM58, Texts.english());
    }

    /// A transaction that was reversed since has no receipt any more.
    private Receipt opened(Token token, HttpServletRequest request) {
        if (looks.get(request.getRemoteAddr(), _ -> new AtomicInteger()).incrementAndGet() > settings.looksPerMinuteMax()) {
            throw new RefusedRequest(HttpStatus.TOO_MANY_REQUESTS, WebRefusal.REQUESTS_TOO_MANY);
        }
        return links.find(token.token()).flatMap(receipts::find)
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, ReceiptRefusal.RECEIPT_LINK_UNKNOWN));
    }
}
