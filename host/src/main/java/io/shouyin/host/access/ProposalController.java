package io.shouyin.host.access;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.FreshLogin;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import java.security.Principal;
import java.util.List;
import java.util.stream.Stream;
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

    /// @param secondHalf of a one-time password of an account, for the approver alone; shown once
    /// @param secret a one-time password of a terminal or card, shown once
    record Approval(ProposalView proposal, String secondHalf, String secret) {

        static Approval of(Proposals.Approved approved) {
            var shown = approved.shown().map(OneTimePassword::shown).orElse(null);
            var ofTerminalOrCard = approved.proposal().kind() == ProposalKind.ONE_TIME_SECRET;
            return new Approval(ProposalView.of(approved.proposal()), ofTerminalOrCard ? null : shown, ofTerminalOrCard ? shown : null);
        }

        @Override
        public String toString() {
            return "Approval[" + proposal.id() + "]";
        }
    }

    @Operation(summary = "Open proposals, then the newest ones; those about accounts and keys for administrators, key officers and auditors alone")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    List<ProposalView> newest(HttpServletRequest caller) {
        boolean all = Stream.of(Role.ADMINISTRATOR, Role.KEY_OFFICER, Role.AUDITOR).anyMatch(role -> caller.isUserInRole(role.name()));
        return proposals.newest(all).stream().map(ProposalView::of).toList();
    }

    @Operation(summary = "Approve what somebody else proposed: it is done by this")
    @PreAuthorize(Allowed.SECOND_PERSON)
    @FreshLogin
    @PostMapping("/{id}/approval")
    Approval approve(@PathVariable @Pattern(regexp = ID) String id, Principal approver) {
        return Approval.of(proposals.approve(id, approver.getName()));
    }

    @Operation(summary = "Reject a proposal, or withdraw one's own")
    @PreAuthorize(Allowed.SECOND_PERSON)
    @PostMapping("/{id}/rejection")
    ProposalView reject(@PathVariable @Pattern(regexp = ID) String id, Principal somebody) {
        return ProposalView.of(proposals.reject(id, somebody.getName()));
    }
}
