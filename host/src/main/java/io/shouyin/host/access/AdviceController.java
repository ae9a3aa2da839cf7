package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.kernel.Secret;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Advice on a password while its owner types it: neither kept nor logged.
@RestController
@RequestMapping("/api/v1/session/password-advice")
class AdviceController {

    private final PasswordAdvice advice;

    AdviceController(PasswordAdvice advice) {
        this.advice = advice;
    }

    record Typed(@NotNull @Size(min = 1, max = 256) String password) {

        @Override
        public String toString() {
            return "Typed[...]";
        }
    }

    @Operation(summary = "How strong a password would be, while one types; 503 ADVICE_BUSY when many type at once")
    @PreAuthorize(Allowed.LOGGED_IN)
    @PostMapping
    PasswordStrength advise(@AuthenticationPrincipal StaffSession.Staff staff, @Valid @RequestBody Typed typed) {
        try (var password = Secret.of(typed.password())) {
            return PasswordStrength.of(advice.about(password, staff.account()));
        }
    }
}
