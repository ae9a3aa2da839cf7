package io.shouyin.host.access;

import io.shouyin.host.policies.Policies;
import io.shouyin.kernel.Secret;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Password policies that let more pass than before, as proposals: nobody loosens one alone.
@Component
class PolicyProposals implements ProposedAct {

    private final Policies policies;

    PolicyProposals(Policies policies) {
        this.policies = policies;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.PASSWORD_POLICY);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        policies.requirePossible(proposal.content().orElseThrow(), proposal.proposedBy());
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        policies.carryOut(proposal.content().orElseThrow(), proposal.proposedBy(), proposal.trail());
        return Optional.empty();
    }
}
