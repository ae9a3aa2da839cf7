package io.shouyin.host.credentials;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.credentials.SecretDesk.View;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.shouyin.host.web.OrdinaryTime;
import io.shouyin.kernel.TerminalId;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

/// The transaction passwords of a terminal for the console: how they stand, one-time ones (proposed), limits, revocation.
@RestController
@RequestMapping("/api/v1/terminals/{terminalId}/secrets")
class SecretController {

    private static final String TERMINAL = "[0-9A-Za-z]{8}";

    private final SecretDesk desk;
    private final SecretOwners owners;
    private final SecretTermChanges terms;
    private final Proposals proposals;

    SecretController(SecretDesk desk, SecretOwners owners, SecretTermChanges terms, Proposals proposals) {
        this.desk = desk;
        this.owners = owners;
        this.terms = terms;
        this.proposals = proposals;
    }

    record Form(@NotNull SecretKind kind, boolean twoPeople, Allowance.Cycle cycle, @Min(1) @Max(Allowance.USES_MAX) Integer usesMax) {

        static Form of(SecretForm form) {
            return new Form(form.kind(), form.twoPeople(), form.allowance().map(Allowance::cycle).orElse(null),
                    form.allowance().map(Allowance::usesMax).orElse(null));
        }

        SecretForm form() {
            SecretRefusal.FORM_REFUSED.when(!kind.isStanding() || twoPeople && kind != SecretKind.COMBINATION || (cycle == null) != (usesMax == null));
            return new SecretForm(kind, twoPeople, cycle == null ? Optional.empty() : Optional.of(new Allowance(cycle, usesMax)));
        }
    }

    record SecretView(UUID id, SecretKind kind, boolean twoPeople, SecretDesk.State state, Instant setAt, Instant validFrom, Instant validTo,
                      Instant expiresAt, Allowance.Cycle cycle, Integer usesMax, int cycleUses, Instant endedAt) {

        static SecretView of(View view) {
            return new SecretView(view.id(), view.kind(), view.twoPeople(), view.state(), view.setAt(), view.validity().from().orElse(null),
                    view.validity().to().orElse(null), view.expiresAt().orElse(null), view.allowance().map(Allowance::cycle).orElse(null),
                    view.allowance().map(Allowance::usesMax).orElse(null), view.cycleUses(), view.endedAt().orElse(null));
        }
    }

    /// @param replacedAt when standing passwords before the present one ended, newest first
    record SecretList(Form form, List<SecretView> secrets, List<Instant> replacedAt) {}

    @Operation(summary = "The transaction passwords of a terminal and their states; no password is in it")
    @GetMapping
    @PreAuthorize(Allowed.STAFF)
    SecretList list(@PathVariable @Pattern(regexp = TERMINAL) String terminalId) {
        Subject subject = subject(terminalId);
        return new SecretList(Form.of(desk.form(subject)), desk.list(subject).stream().map(SecretView::of).toList(), desk.replacedAt(subject));
    }

    @Operation(summary = "Proposes a one-time transaction password; whoever approves is shown it once")
    @PostMapping("/one-time")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @FreshLogin
    ProposalView proposeOneTime(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @RequestBody OneTimeProposals.Wanted wanted, Principal administrator) {
        return ProposalView.of(proposals.propose(ProposalKind.ONE_TIME_SECRET, SecretOwners.named(new TerminalId(terminalId)), wanted.json(),
                administrator.getName()));
    }

    @Operation(summary = "Says what the standing transaction password has to be like, and how often it may be used in a cycle; what loosens that is proposed, 202")
    @PutMapping("/form")
    @PreAuthorize(Allowed.RISK)
    @FreshLogin
    ResponseEntity<ProposalView> putForm(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @Valid @RequestBody Form wanted, Principal somebody) {
        return put(terminalId, new SecretTerms(wanted, null), somebody);
    }

    record ValidityWanted(@OrdinaryTime Instant validFrom, @OrdinaryTime Instant validTo) {

        Validity validity() {
            return SecretController.validity(validFrom, validTo);
        }
    }

    @Operation(summary = "Limits when the standing transaction password opens anything; what widens a validity is proposed, 202")
    @PutMapping("/validity")
    @PreAuthorize(Allowed.RISK)
    @FreshLogin
    ResponseEntity<ProposalView> limit(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @Valid @RequestBody ValidityWanted wanted, Principal somebody) {
        return put(terminalId, new SecretTerms(null, wanted), somebody);
    }

    private ResponseEntity<ProposalView> put(String terminalId, SecretTerms wanted, Principal somebody) {
        TerminalId terminal = new TerminalId(terminalId);
        return terms.put(owners.of(terminal), SecretOwners.named(terminal), wanted, somebody.getName());
    }

    @Operation(summary = "Revokes a transaction password")
    @DeleteMapping("/{secretId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PreAuthorize(Allowed.SERVICE_DESK)
    @FreshLogin
    void revoke(@PathVariable @Pattern(regexp = TERMINAL) String terminalId, @PathVariable UUID secretId) {
        desk.revoke(subject(terminalId), secretId);
    }

    private Subject subject(String terminalId) {
        return owners.of(new TerminalId(terminalId));
    }

    static Validity validity(Instant from, Instant to) {
        SecretRefusal.VALIDITY_OVER.when(from != null && to != null && !from.isBefore(to));
        return new Validity(Optional.ofNullable(from), Optional.ofNullable(to));
    }
}
