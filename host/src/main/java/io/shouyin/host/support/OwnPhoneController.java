package io.shouyin.host.support;

import io.shouyin.host.access.AccountRecovery;
import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.kernel.PhoneNumber;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// One's own phone, to which the service desk would send a link. Registered once; another one needs a case.
@RestController
@RequestMapping("/api/v1/session/phone")
class OwnPhoneController {

    private final AccountPhones phones;
    private final ChannelNotices notices;
    private final AccountRecovery accounts;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    OwnPhoneController(AccountPhones phones, ChannelNotices notices, AccountRecovery accounts, AuditLog audit, TransactionTemplate transaction) {
        this.phones = phones;
        this.notices = notices;
        this.accounts = accounts;
        this.audit = audit;
        this.transaction = transaction;
    }

    record NewPhone(@NotBlank @Size(max = 30) String phone) {

        @Override
        public String toString() {
            return "NewPhone[...]";
        }
    }

    /// @param phoneMasked null if none is registered
    /// @param coolingUntil until then the account changes nothing, if its password was set anew by a case
    record OwnPhone(String phoneMasked, Instant registeredAt, Instant coolingUntil) {}

    @Operation(summary = "One's own phone, masked, and until when the account changes nothing after a case")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    OwnPhone own(Principal person) {
        var registered = phones.registered(person.getName());
        return new OwnPhone(registered.map(AccountPhones.Registered::masked).orElse(null), registered.map(AccountPhones.Registered::at).orElse(null),
                accounts.coolingUntil(person.getName()).orElse(null));
    }

    @Operation(summary = "Register one's own phone, which is told; 409 PHONE_REGISTERED if there is one")
    @PreAuthorize(Allowed.STAFF)
    @FreshLogin
    @PostMapping
    OwnPhone register(@Valid @RequestBody NewPhone wanted, Principal person) {
        var phone = PhoneNumber.find(wanted.phone()).orElseThrow(CaseRefusal.CASE_PHONE_REFUSED::refused);
        transaction.executeWithoutResult(_ -> {
            CaseRefusal.PHONE_REGISTERED.when(!phones.add(person.getName(), phone));
            notices.changed(Optional.empty(), phone.e164());
            audit.append(AuditEntry.done("phone.register", "staff:" + person.getName()).because(phone.masked()));
        });
        return own(person);
    }
}
