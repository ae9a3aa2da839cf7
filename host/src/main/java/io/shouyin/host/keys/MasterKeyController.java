package io.shouyin.host.keys;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import io.shouyin.host.web.Allowed;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/keys/master-key")
class MasterKeyController {

    private final MasterKeyChange change;
    private final Proposals proposals;

    MasterKeyController(MasterKeyChange change, Proposals proposals) {
        this.change = change;
        this.proposals = proposals;
    }

    /// Said again by whoever gives the command, so that nobody changes or retires a key that he does not mean.
    record Named(@NotNull @Pattern(regexp = "[0-9A-F]{6}") String checkValue) {}

    @Operation(summary = "The local master key: which are open, and how far a change is")
    @PreAuthorize(Allowed.KEYS)
    @GetMapping
    MasterKeyChange.Status status() {
        return change.status();
    }

    @Operation(summary = "Proposes to put every key under the next master key, which vault change-lmk made; it begins when another person approves")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PostMapping("/change")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ProposalView begin(@Valid @RequestBody Named next, Principal administrator) {
        return proposed(ProposalKind.MASTER_KEY_CHANGE, next, administrator);
    }

    @Operation(summary = "Proposes to retire the old master key, under which no key is left; it is retired when another person approves")
    @PreAuthorize(Allowed.ADMINISTRATOR)
    @PostMapping("/retirement")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ProposalView retire(@Valid @RequestBody Named old, Principal administrator) {
        return proposed(ProposalKind.MASTER_KEY_RETIRE, old, administrator);
    }

    private ProposalView proposed(ProposalKind kind, Named key, Principal administrator) {
        return ProposalView.of(proposals.propose(kind, MasterKeyProposals.SUBJECT + key.checkValue(), administrator.getName()));
    }
}
