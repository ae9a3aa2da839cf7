package io.shouyin.host.credentials;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.credentials.SecretController.Form;
import io.shouyin.host.credentials.SecretController.SecretList;
import io.shouyin.host.credentials.SecretController.SecretView;
import io.shouyin.host.credentials.SecretController.ValidityWanted;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The passwords of a card for the console, as [SecretController] has them for a terminal; a standing one can be issued here too, for its
/// holder to change it at the terminal.
@RestController
@RequestMapping("/api/v1/cardholders/{cardId}/secrets")
class CardSecretController {

    private final SecretDesk desk;
    private final SecretOwners owners;
    private final SecretTermChanges terms;
    private final Proposals proposals;

    CardSecretController(SecretDesk desk, SecretOwners owners, SecretTermChanges terms, Proposals proposals) {
        this.desk = desk;
        this.owners = owners;
        this.terms = terms;
        this.proposals = proposals;
    }

    @Operation(summary = "The passwords of a card and their states; no password is in it")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    SecretList list(@PathVariable UUID cardId) {
        Subject subject = owners.of(cardId);
        return new SecretList(Form.of(desk.form(subject)), desk.list(subject).stream().map(SecretView::of).toList(), desk.replacedAt(subject));
    }

    record InitialIssued(String secret) {}

    @Operation(summary = "Issues the first standing card password, shown this once; it pays nothing until it is changed at the terminal. 409 SECRET_NEEDS_CASE where there was one, or the card was registered here before")
    @PostMapping("/initial")
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize(Allowed.FIRST_SECRETS)
    @FreshLogin
    InitialIssued issueFirst(@PathVariable UUID cardId) {
        try (Secret clear = desk.issueFirst(owners.of(cardId))) {
            return new InitialIssued(new String(clear.reveal(SecretAccess.granted()), StandardCharsets.UTF_8));
        }
    }

    @Operation(summary = "Proposes a one-time card password; whoever approves is shown it once")
    @PostMapping("/one-time")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    ProposalView proposeOneTime(@PathVariable UUID cardId, @RequestBody OneTimeProposals.Wanted wanted, Principal administrator) {
        return ProposalView.of(proposals.propose(ProposalKind.ONE_TIME_SECRET, SecretOwners.named(cardId), wanted.json(), administrator.getName()));
    }

    @Operation(summary = "Says what the standing card password has to be like, and how often it may be used in a cycle; what loosens that is proposed, 202")
    @PutMapping("/form")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    ResponseEntity<ProposalView> putForm(@PathVariable UUID cardId, @Valid @RequestBody Form wanted, Principal somebody) {
        return terms.put(owners.of(cardId), SecretOwners.named(cardId), new SecretTerms(wanted, null), somebody.getName());
    }

    @Operation(summary = "Limits when the standing card password opens anything; what widens a validity is proposed, 202")
    @PutMapping("/validity")
    @PreAuthorize(Allowed.OPERATIONS)
    @FreshLogin
    ResponseEntity<ProposalView> limit(@PathVariable UUID cardId, @Valid @RequestBody ValidityWanted wanted, Principal somebody) {
        return terms.put(owners.of(cardId), SecretOwners.named(cardId), new SecretTerms(null, wanted), somebody.getName());
    }

    @Operation(summary = "Unlocks the passwords of a card after wrong tries")
    @PostMapping("/unlock")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    void unlock(@PathVariable UUID cardId) {
        desk.unlock(owners.of(cardId));
    }

    @Operation(summary = "Revokes a card password")
    @DeleteMapping("/{secretId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    void revoke(@PathVariable UUID cardId, @PathVariable UUID secretId) {
        desk.revoke(owners.of(cardId), secretId);
    }
}
