package io.shouyin.host.access;

import io.shouyin.host.policies.SecondPerson;
import org.springframework.stereotype.Component;

/// Keeps a policy that waits for a second person among the proposals.
@Component
class PolicySecondPerson implements SecondPerson {

    private final Proposals proposals;

    PolicySecondPerson(Proposals proposals) {
        this.proposals = proposals;
    }

    @Override
    public Waiting propose(String subject, String content, String by) {
        var proposal = proposals.propose(ProposalKind.PASSWORD_POLICY, subject, content, by);
        return new Waiting(proposal.id(), proposal.expiresAt());
    }
}
