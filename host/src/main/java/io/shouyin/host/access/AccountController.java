package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.PlainlyNamed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
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

    record NewAccount(@NotNull @Pattern(regexp = Account.USERNAME_FORM) String username, @NotBlank @PlainlyNamed @Size(max = 40) String displayName,
                      @NotEmpty Set<@NotNull Role> roles) {}

    record NewRoles(@NotEmpty Set<@NotNull Role> roles) {}

    record NewState(@NotNull Account.State state) {}

    /// @param oneTimePassword shown once, to be changed at first use
    /// @param firstHalf of the one-time password that there will be when another person has approved `proposal`; shown once
    record Issued(String username, String oneTimePassword, String firstHalf, ProposalView proposal) {

        @Override
        public String toString() {
            return "Issued[" + username + "]";
        }
    }

    /// 202 for what waits for a second person.
    private static ResponseEntity<Issued> answer(String username, Accounts.Outcome outcome, HttpStatus ifDone) {
        return switch (outcome) {
            case Accounts.Outcome.Done done -> ResponseEntity.status(done.password().isPresent() ? ifDone : HttpStatus.NO_CONTENT)
                    .body(done.password().map(password -> new Issued(username, OneTimePassword.shown(password), null, null)).orElse(null));
            case Accounts.Outcome.Proposed proposed -> ResponseEntity.accepted()
                    .body(new Issued(username, null, OneTimePassword.shown(proposed.firstHalf()), ProposalView.of(proposed.proposal())));
        };
    }

    @Operation(summary = "All accounts")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @GetMapping
    List<AccountView> all() {
        return accounts.all().stream().map(AccountView::of).toList();
    }

    @Operation(summary = "A new account; the one-time password is in this answer and nowhere else. It is proposed, unless for finance and auditors alone")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PostMapping
    ResponseEntity<Issued> create(@Valid @RequestBody NewAccount wanted, @AuthenticationPrincipal StaffSession.Staff staff) {
        return answer(wanted.username(), accounts.create(wanted.username(), wanted.displayName().strip(), wanted.roles(), staff.getName()),
                HttpStatus.CREATED);
    }

    @Operation(summary = "A new one-time password for somebody else; the account's sessions end. It is proposed, unless for finance and auditors alone")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PostMapping("/{username}/reset")
    ResponseEntity<Issued> reset(@PathVariable String username, @AuthenticationPrincipal StaffSession.Staff staff) {
        return answer(username, accounts.reset(username, staff.getName()), HttpStatus.OK);
    }

    @Operation(summary = "Disable an account, which ends its sessions, or let it in again; that is proposed, unless for finance and auditors alone")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PutMapping("/{username}/state")
    ResponseEntity<Issued> setState(@PathVariable String username, @Valid @RequestBody NewState wanted, @AuthenticationPrincipal StaffSession.Staff staff) {
        return answer(username, accounts.setState(username, wanted.state(), staff.getName()), HttpStatus.OK);
    }

    @Operation(summary = "Give other roles to somebody else; what adds another one than finance and auditor is proposed")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PutMapping("/{username}/roles")
    ResponseEntity<Issued> setRoles(@PathVariable String username, @Valid @RequestBody NewRoles wanted, @AuthenticationPrincipal StaffSession.Staff staff) {
        return answer(username, accounts.setRoles(username, wanted.roles(), staff.getName()), HttpStatus.OK);
    }
}
