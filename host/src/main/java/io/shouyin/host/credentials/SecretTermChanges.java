package io.shouyin.host.credentials;

import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposalView;
import io.shouyin.host.access.Proposals;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// Changes form or validity of a standing secret: at once what only tightens, by a second person what loosens.
@Component
class SecretTermChanges {

    private final SecretDesk desk;
    private final Proposals proposals;

    SecretTermChanges(SecretDesk desk, Proposals proposals) {
        this.desk = desk;
        this.proposals = proposals;
    }

    /// @param named the subject, as a proposal has it
    /// @return 204 if it is done, 202 with the proposal if it waits
    ResponseEntity<ProposalView> put(Subject subject, String named, SecretTerms wanted, String by) {
        if (wanted.loosen(desk, subject)) {
            return ResponseEntity.accepted().body(ProposalView.of(proposals.propose(ProposalKind.SECRET_TERMS, named, wanted.json(), by)));
        }
        wanted.put(desk, subject);
        return ResponseEntity.noContent().build();
    }
}
