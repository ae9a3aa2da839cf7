package io.shouyin.host.acquiring;

import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.Rrn;
import io.swagger.v3.oas.annotations.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Notices of wallets. One says that something has happened, and is believed in nothing else: the wallet is asked. So it does no harm twice, late or out
/// of order.
@RestController
class WalletNoticeController {

    static final String PATH = "/wallet/v1/notices";
    private static final Pattern NOTICE = Pattern.compile("\\{\\s*\"reference\"\\s*:\\s*\"([0-9A-Za-z]{12})\"\\s*\\}");

    private final WalletChannel wallets;
    private final WalletNotices notices;

    WalletNoticeController(WalletChannel wallets, WalletNotices notices) {
        this.wallets = wallets;
        this.notices = notices;
    }

    @Operation(summary = "A wallet's notice, signed by it: {\"reference\":\"...\"}. 401 WALLET_NOTICE_NOT_GENUINE, 400 WALLET_NOTICE_MALFORMED, 503 WALLET_NOTICE_TOO_EARLY: send it again")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void take(HttpEntity<byte[]> notice, @RequestHeader(name = "Wallet-Signature", defaultValue = "") String signature) {
        String body = Optional.ofNullable(notice.getBody()).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
        if (!wallets.isGenuine(PATH, body, signature)) {
            throw new RefusedRequest(HttpStatus.UNAUTHORIZED, WalletNoticeRefusal.WALLET_NOTICE_NOT_GENUINE);
        }
        Matcher named = NOTICE.matcher(body.strip());
        if (!named.matches()) {
            throw new RefusedRequest(HttpStatus.BAD_REQUEST, WalletNoticeRefusal.WALLET_NOTICE_MALFORMED);
        }
        if (!notices.take(new Rrn(named.group(1)))) {
            throw new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, WalletNoticeRefusal.WALLET_NOTICE_TOO_EARLY);
        }
    }
}
