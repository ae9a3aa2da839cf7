package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Pattern;
import java.security.Principal;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What waits for a second person.
@RestController
@RequestMapping("/api/v1/proposals")
class ProposalController {

    private static final String ID = "[0-9A-Z]{8}";

    private final Proposals proposals;

    ProposalController(Proposals proposals) {
        this.proposals = proposals;
    }

    /// @param secondHalf of a one-time password, for the approver alone; shown once
    record Approval(ProposalView proposal, String secondHalf) {

        @Override
        public String toString() {
            return "Approval[" + proposal.id() + "]";
        }
    }

    @Operation(summary = "Open proposals, then the newest ones")
    @PreAuthorize(Allowed.KEYS)
    @GetMapping
    List<ProposalView> newest() {
        return proposals.newest().stream().map(ProposalView::of).toList();
    }

    @Operation(summary = "Approve what somebody else proposed: it is done by this")
    @PreAuthorize(Allowed.SECOND_PERSON)
    @FreshLogin
    @PostMapping("/{id}/approval")
    Approval approve(@PathVariable @Pattern(regexp = ID) String id, Principal approver) {
        var approved = proposals.approve(id, approver.getName());
        return new Approval(ProposalView.of(approved.proposal()), approved.shown().map(OneTimePassword::shown).orElse(null));
    }

    @Operation(summary = "Reject a proposal, or withdraw one's own")
    @PreAuthorize(Allowed.SECOND_PERSON)
    @PostMapping("/{id}/rejection")
    ProposalView reject(@PathVariable @Pattern(regexp = ID) String id, Principal somebody) {
        return ProposalView.of(proposals.reject(id, somebody.getName()));
    }
}
