package io.shouyin.host.acquiring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.channels.WalletChannel.Notice;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.WebRefusal;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Notices of wallets. One says that something has happened, and is believed in nothing else: the wallet is asked. So it does no harm twice, late or out
/// of order; the same one again, or an old one, is refused all the same, so that nobody makes this host ask by what was overheard.
@RestController
class WalletNoticeController {

    static final String PATH = "/wallet/v1/notices";

    private final WalletChannel wallets;
    private final WalletNotices notices;
    private final NoticeNonces nonces;
    private final AcquiringSettings settings;
    private final Cache<String, AtomicInteger> received = Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).maximumSize(10_000).build();

    WalletNoticeController(WalletChannel wallets, WalletNotices notices, NoticeNonces nonces, AcquiringSettings settings) {
        this.wallets = wallets;
        this.notices = notices;
        this.nonces = nonces;
        this.settings = settings;
    }

    @Operation(summary = "A wallet's notice, signed by it: {\"reference\":\"...\",\"at\":\"...\",\"nonce\":\"...\"}. 401 WALLET_NOTICE_NOT_GENUINE, WALLET_NOTICE_TOO_OLD, "
            + "400 WALLET_NOTICE_MALFORMED, 409 WALLET_NOTICE_REPLAYED, 422 WALLET_PAYMENT_UNREADABLE, WALLET_PAYMENT_DIFFERS, 429 REQUESTS_TOO_MANY, "
            + "503 WALLET_NOTICE_TOO_EARLY: send another one later")
    @PreAuthorize(Allowed.ANYBODY)
    @PostMapping(PATH)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void take(HttpEntity<byte[]> notice, @RequestHeader(name = "Wallet-Signature", defaultValue = "") String signature, HttpServletRequest request) {
        if (received.get(request.getRemoteAddr(), _ -> new AtomicInteger()).incrementAndGet() > settings.walletNoticesPerMinuteMax()) {
            throw new RefusedRequest(HttpStatus.TOO_MANY_REQUESTS, WebRefusal.REQUESTS_TOO_MANY);
        }
        String body = Optional.ofNullable(notice.getBody()).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
        if (!wallets.isGenuine(PATH, body, signature)) {
            throw new RefusedRequest(HttpStatus.UNAUTHORIZED, WalletNoticeRefusal.WALLET_NOTICE_NOT_GENUINE);
        }
        Notice said = wallets.notice(body).orElseThrow(() -> new RefusedRequest(HttpStatus.BAD_REQUEST, WalletNoticeRefusal.WALLET_NOTICE_MALFORMED));
        if (!wallets.isOfNow(said.at())) {
            throw new RefusedRequest(HttpStatus.UNAUTHORIZED, WalletNoticeRefusal.WALLET_NOTICE_TOO_OLD);
        }
        if (!nonces.isNew(said.nonce())) {
            throw new RefusedRequest(HttpStatus.CONFLICT, WalletNoticeRefusal.WALLET_NOTICE_REPLAYED);
        }
        if (!notices.take(said.reference())) {
            throw new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, WalletNoticeRefusal.WALLET_NOTICE_TOO_EARLY);
        }
    }
}
