package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletRefusal;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.QrCode;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// The static code 收款码 that a merchant hangs on its counter.
@RestController
class MerchantCodeController {

    private final WalletTransaction wallets;

    MerchantCodeController(WalletTransaction wallets) {
        this.wallets = wallets;
    }

    /// @param payload what the code says
    record MerchantCodeView(String payload, QrCode qr) {}

    @Operation(summary = "A merchant's static code for payments by wallets, as text and as a QR code. 404 MERCHANT_UNKNOWN, 409 WALLET_OFF")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/api/v1/merchants/{merchantId:[0-9]{15}}/code")
    MerchantCodeView code(@PathVariable String merchantId) {
        if (!wallets.isOn()) {
            throw new RefusedRequest(HttpStatus.CONFLICT, WalletRefusal.WALLET_OFF);
        }
        String payload = wallets.staticCode(new MerchantId(merchantId))
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN));
        return new MerchantCodeView(payload, QrCode.of(payload));
    }
}
