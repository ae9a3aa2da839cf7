package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The accounts of the console, for administrators.
@RestController
@RequestMapping("/api/v1/accounts")
class AccountController {

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    record AccountView(String username, String displayName, List<Role> roles, Account.State state, boolean mustChangePassword,
                       Instant createdAt, Instant lastLoginAt) {

        static AccountView of(Account account) {
            return new AccountView(account.username(), account.displayName(), account.roles().stream().sorted().toList(), account.state(),
                    account.mustChange(), account.createdAt(), account.lastLoginAt().orElse(null));
        }
    }

    record NewAccount(@NotNull @Pattern(regexp = Account.USERNAME_FORM) String username, @NotBlank @Pattern(regexp = "\\P{Cntrl}*") @Size(max = 40) String displayName,
                      @NotEmpty Set<@NotNull Role> roles) {}

    record NewRoles(@NotEmpty Set<@NotNull Role> roles) {}

    record NewState(@NotNull Account.State state) {}

    /// @param oneTimePassword shown once, to be changed at first use
    record Issued(String username, String oneTimePassword) {

        static Issued of(String username, Secret password) {
            try (password) {
                return new Issued(username, new String(password.reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
            }
        }

        @Override
        public String toString() {
            return "Issued[" + username + "]";
        }
    }

    @Operation(summary = "All accounts")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @GetMapping
    List<AccountView> all() {
        return accounts.all().stream().map(AccountView::of).toList();
    }

    @Operation(summary = "A new account; the one-time password is in this answer and nowhere else")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Issued create(@Valid @RequestBody NewAccount wanted) {
        return Issued.of(wanted.username(), accounts.create(wanted.username(), wanted.displayName().strip(), wanted.roles()));
    }

    @Operation(summary = "A new one-time password for somebody else; the account's sessions end")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PostMapping("/{username}/reset")
    Issued reset(@PathVariable String username, @AuthenticationPrincipal StaffSession.Staff staff) {
        return Issued.of(username, accounts.reset(username, staff.getName()));
    }

    @Operation(summary = "Disable an account, which ends its sessions, or let it in again")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PutMapping("/{username}/state")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setState(@PathVariable String username, @Valid @RequestBody NewState wanted, @AuthenticationPrincipal StaffSession.Staff staff) {
        accounts.setState(username, wanted.state(), staff.getName());
    }

    @Operation(summary = "Give other roles to somebody else")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PutMapping("/{username}/roles")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setRoles(@PathVariable String username, @Valid @RequestBody NewRoles wanted, @AuthenticationPrincipal StaffSession.Staff staff) {
        accounts.setRoles(username, wanted.roles(), staff.getName());
    }
}
