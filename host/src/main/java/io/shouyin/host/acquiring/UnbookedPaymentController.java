package io.shouyin.host.acquiring;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import jakarta.validation.Valid;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Money that a wallet has taken and that nobody can be given, for people to settle with the wallet.
@RestController
class UnbookedPaymentController {

    private final UnbookedPayments payments;

    UnbookedPaymentController(UnbookedPayments payments) {
        this.payments = payments;
    }

    @GetMapping("/api/v1/unbooked-payments")
    @PreAuthorize(Allowed.STAFF)
    Page<UnbookedPayments.Item> list(@Valid @ParameterObject PageQuery page) {
        return payments.open(page);
    }
}
