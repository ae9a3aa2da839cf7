package io.shouyin.host.merchants;

import io.shouyin.host.merchants.Merchants.Registered;
import io.shouyin.host.merchants.Merchants.Registration;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.host.web.PlainlyNamed;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PhoneNumber;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/merchants")
class MerchantController {

    private final Merchants merchants;

    MerchantController(Merchants merchants) {
        this.merchants = merchants;
    }

    /// @param merchantId institution 3, region 4, MCC 4, sequence 4: digits only; the parts are not compared with other fields,
    ///                   as real numbers exist whose parts differ
    record NewMerchant(
            @NotNull @Pattern(regexp = "[0-9]{15}") String merchantId,
            @NotBlank @PlainlyNamed @Size(max = 40) String name,
            @NotBlank @Pattern(regexp = "[\\x20-\\x7E]*") @Size(max = 40) String nameEn,
            @NotNull @Pattern(regexp = "[0-9]{4}") String mcc,
            @NotBlank @PlainlyNamed @Size(max = 40) String city,
            @NotNull @Pattern(regexp = PhoneNumber.NOTED) String phone) {

        Registration registration() {
            return new Registration(new MerchantId(merchantId), name.strip(), nameEn.strip(), mcc, city.strip(), phone);
        }
    }

    record MerchantView(String merchantId, String name, String nameEn, String mcc, String city, String phone, Instant createdAt) {

        static MerchantView of(Merchant merchant) {
            return new MerchantView(merchant.merchantId().value(), merchant.name(), merchant.nameEn(), merchant.mcc(), merchant.city(),
                    merchant.phone(), merchant.createdAt());
        }
    }

    @Operation(summary = "The register of merchants, by number")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    Page<MerchantView> search(@RequestParam(required = false) String query, @Valid @ParameterObject PageQuery page) {
        return merchants.search(query, page).map(MerchantView::of);
    }

    @Operation(summary = "One merchant")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/{merchantId:[0-9]{15}}")
    MerchantView find(@PathVariable String merchantId) {
        return merchants.find(new MerchantId(merchantId)).map(MerchantView::of)
                .orElseThrow(() -> new RefusedRequest(HttpStatus.NOT_FOUND, MerchantRefusal.MERCHANT_UNKNOWN));
    }

    @Operation(summary = "Registers a merchant; the same request again answers 200 and does nothing")
    @PreAuthorize(Allowed.OPERATIONS)
    @PostMapping
    ResponseEntity<MerchantView> register(@Valid @RequestBody NewMerchant wanted) {
        return switch (merchants.register(wanted.registration())) {
            case Registered.Added(var merchant) -> ResponseEntity.created(URI.create("/api/v1/merchants/" + merchant.merchantId()))
                    .body(MerchantView.of(merchant));
            case Registered.Repeated(var merchant) -> ResponseEntity.ok(MerchantView.of(merchant));
            case Registered.NumberTaken() -> throw new RefusedRequest(HttpStatus.CONFLICT, MerchantRefusal.MERCHANT_NUMBER_TAKEN);
        };
    }
}
