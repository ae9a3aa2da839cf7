package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.PlainlyNamed;
import io.shouyin.kernel.Secret;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// API clients, for administrators.
@RestController
@RequestMapping("/api/v1/clients")
class ClientController {

    private final Clients clients;

    ClientController(Clients clients) {
        this.clients = clients;
    }

    /// @param expiresAt within a year
    record NewClient(@NotBlank @PlainlyNamed @Size(max = 40) String name, @NotEmpty Set<@NotNull ClientScope> scopes,
                     @NotNull Instant expiresAt) {}

    record ClientView(UUID id, String name, List<ClientScope> scopes, String createdBy, Instant createdAt, Instant expiresAt, String revokedBy,
                      Instant revokedAt, long useCount, Instant lastUsedAt, String lastUsedFrom) {

        static ClientView of(Clients.Client client) {
            return new ClientView(client.id(), client.name(), List.copyOf(client.scopes()), client.createdBy(), client.createdAt(), client.expiresAt(),
                    client.revokedBy().orElse(null), client.revokedAt().orElse(null), client.useCount(), client.lastUsedAt().orElse(null),
                    client.lastUsedFrom().orElse(null));
        }
    }

    /// @param token shown once; sent as `Authorization: Bearer`
    record Issued(ClientView client, String token) {

        static Issued of(Clients.Client client, Secret token) {
            return new Issued(ClientView.of(client), OneTimePassword.shown(token));
        }

        @Override
        public String toString() {
            return "Issued[" + client.id() + "]";
        }
    }

    @Operation(summary = "All API clients, with the use of their tokens")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @GetMapping
    List<ClientView> all() {
        return clients.all().stream().map(ClientView::of).toList();
    }

    @Operation(summary = "A new API client; its token is in this answer and nowhere else")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Issued issue(@Valid @RequestBody NewClient wanted, @AuthenticationPrincipal StaffSession.Staff staff) {
        var issued = clients.issue(wanted.name().strip(), wanted.scopes(), wanted.expiresAt(), staff.getName());
        return Issued.of(issued.client(), issued.token());
    }

    @Operation(summary = "Revoke a token, at once and for good")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @DeleteMapping("/{id}")
    ClientView revoke(@PathVariable UUID id, @AuthenticationPrincipal StaffSession.Staff staff) {
        return ClientView.of(clients.revoke(id, staff.getName()));
    }
}
