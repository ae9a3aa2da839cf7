package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.fleet.SignedRequests;
import io.shouyin.host.fleet.TerminalSession;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.QrCode;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.TraceNumber;
import io.shouyin.kernel.receipt.Signature;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Base64;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The device API for receipts, each request signed by the device, about one of its own approved transactions, named by `batch` and `trace`.
@RestController
@RequestMapping(DeviceReceiptController.PATH)
class DeviceReceiptController {

    static final String PATH = "/device/v1";

    private final SignedRequests requests;
    private final Receipts receipts;
    private final SignatureVault signatures;
    private final ReceiptLinks links;

    DeviceReceiptController(SignedRequests requests, Receipts receipts, SignatureVault signatures, ReceiptLinks links) {
        this.requests = requests;
        this.receipts = receipts;
        this.signatures = signatures;
        this.links = links;
    }

    record Stored(boolean stored) {}

    @Operation(summary = "Takes the cardholder's signature, base64 of its strokes; the same again changes nothing. 404 RECEIPT_UNKNOWN, 409 SIGNATURE_DIFFERS; signed by the device")
    @PostMapping("/signatures")
    @PreAuthorize(Allowed.ANYBODY)
    Stored sign(HttpEntity<byte[]> request) {
        TransactionKey key = transaction("/signatures", request);
        Signature signature = SignedRequests.read(request, json -> Signature.decode(Base64.getDecoder().decode(json.path("signature").asString())));
        if (!signatures.keep(key, signature)) {
            throw new RefusedRequest(HttpStatus.CONFLICT, ReceiptRefusal.SIGNATURE_DIFFERS);
        }
        return new Stored(true);
    }

    /// @param qr the address as a QR code
    /// @param days that it is good for
    record Link(String url, QrCode qr, long days) {

        @Override
        public String toString() {
            return "Link[...]";
        }
    }

    @Operation(summary = "Makes a link for the customer, as an address and as a QR code. 404 RECEIPT_UNKNOWN, 429 RECEIPT_LINKS_SPENT; signed by the device")
    @PostMapping("/receipt-links")
    @PreAuthorize(Allowed.ANYBODY)
    Link link(HttpEntity<byte[]> request) {
        TransactionKey key = transaction("/receipt-links", request);
        String url = links.issue(key, SignedRequests.read(request, DeviceReceiptController::english));
        return new Link(url, QrCode.of(url), links.validFor().toDays());
    }

    record Sent(String phoneMasked) {}

    @Operation(summary = "Sends a link to the customer's phone. 404 RECEIPT_UNKNOWN, 422 RECEIPT_PHONE_REFUSED, 429 RECEIPT_LINKS_SPENT, RECEIPT_MESSAGES_SPENT, 503 RECEIPT_MESSAGES_OFF; signed by the device")
    @PostMapping("/receipt-messages")
    @PreAuthorize(Allowed.ANYBODY)
    Sent send(HttpEntity<byte[]> request) {
        TransactionKey key = transaction("/receipt-messages", request);
        PhoneNumber phone = PhoneNumber.find(SignedRequests.read(request, json -> json.path("phone").asString()))
                .orElseThrow(() -> new RefusedRequest(HttpStatus.UNPROCESSABLE_CONTENT, ReceiptRefusal.RECEIPT_PHONE_REFUSED));
        links.send(key, phone, SignedRequests.read(request, DeviceReceiptController::english));
        return new Sent(phone.masked());
    }

    /// One of the terminal's own, approved.
    private TransactionKey transaction(String path, HttpEntity<byte[]> request) {
        TerminalSession terminal = requests.genuine(PATH + path, request);
        TransactionKey key = SignedRequests.read(request, json -> new TransactionKey(terminal.merchant(), terminal.terminal(),
                BatchNumber.of(json.path("batch").asString()), TraceNumber.of(json.path("trace").asString())));
        if (!receipts.has(key)) {
            throw new RefusedRequest(HttpStatus.NOT_FOUND, ReceiptRefusal.RECEIPT_UNKNOWN);
        }
        return key;
    }

    private static boolean english(JsonNode json) {
        return json.path("language").asString("").equals("en");
    }
}
