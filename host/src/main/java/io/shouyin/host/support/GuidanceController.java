package io.shouyin.host.support;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.shouyin.host.merchants.MerchantRefusal;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.policies.Policies;
import io.shouyin.host.policies.Realm;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.host.web.Texts;
import io.shouyin.host.web.WebRefusal;
import io.shouyin.kernel.MerchantId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The password guide of a merchant, for everybody: what a poster in the shop would say.
@RestController
@RequestMapping("/api/v1/guidance/{merchantId:[0-9]{15}}")
class GuidanceController {

    /// From one address: a shop's guests share one.
    static final int REQUESTS_PER_MINUTE_MAX = 120;

    private final Merchants merchants;
    private final Policies policies;
    private final SupportSettings settings;
    private final ConsoleAddress address;
    private final Leaflets leaflets;
    private final Cache<String, AtomicInteger> requests = Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1)).maximumSize(10_000).build();

    GuidanceController(Merchants merchants, Policies policies, SupportSettings settings, ConsoleAddress address, Leaflets leaflets) {
        this.merchants = merchants;
        this.policies = policies;
        this.settings = settings;
        this.address = address;
        this.leaflets = leaflets;
    }

    @Operation(summary = "What the merchant's customers are told about passwords, from its policies; 404 MERCHANT_UNKNOWN, 429 REQUESTS_TOO_MANY")
    @PreAuthorize(Allowed.ANYBODY)
    @GetMapping
    Guidance guidance(@PathVariable String merchantId, HttpServletRequest request) {
        count(request);
        return guidance(new MerchantId(merchantId), Texts.english());
    }

    @Operation(summary = "The same on A4 to print, with a QR code to the page; in the caller's language unless `language` says zh or en. Refused like the page; 400 REQUEST_INVALID")
    @PreAuthorize(Allowed.ANYBODY)
    @GetMapping(path = "/leaflet.pdf", produces = MediaType.APPLICATION_PDF_VALUE)
    ResponseEntity<byte[]> leaflet(@PathVariable String merchantId, @RequestParam(required = false) @Pattern(regexp = "zh|en") String language,
                                   HttpServletRequest request) {
        count(request);
        var english = language == null ? Texts.english() : language.equals("en");
        var named = ContentDisposition.inline().filename("password-guide-" + merchantId + (english ? "-en.pdf" : "-zh.pdf")).build();
        return ResponseEntity.ok().header(HttpHeaders.CONTENT_DISPOSITION, named.toString())
                .body(leaflets.of(guidance(new MerchantId(merchantId), english), english));
    }

    private Guidance guidance(MerchantId id, boolean english) {
        var merchant = merchants.find(id).orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN));
        return Guidance.of(merchant, policies.inForce(Realm.CARDHOLDER, Optional.of(id)).policy(),
                policies.inForce(Realm.TRANSACTION_PASSWORD, Optional.of(id)).policy(), settings.hotline(),
                address.url() + "/console/guide/" + id + (english ? "?language=en" : ""), english);
    }

    private void count(HttpServletRequest request) {
        if (requests.get(request.getRemoteAddr(), _ -> new AtomicInteger()).incrementAndGet() > REQUESTS_PER_MINUTE_MAX) {
            throw new RefusedRequest(HttpStatus.TOO_MANY_REQUESTS, WebRefusal.REQUESTS_TOO_MANY);
        }
    }
}
