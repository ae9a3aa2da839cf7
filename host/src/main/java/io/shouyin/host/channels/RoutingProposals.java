package io.shouyin.host.channels;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.kernel.Secret;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Routing rules as proposals.
@Component
class RoutingProposals implements ProposedAct {

    private final RoutingDesk desk;

    RoutingProposals(RoutingDesk desk) {
        this.desk = desk;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.ROUTING);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        desk.judge(wanted(proposal));
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        desk.replace(wanted(proposal), proposal.proposedBy(), proposal.trail());
        return Optional.empty();
    }

    private static RoutingDesk.Wanted wanted(Proposal proposal) {
        return RoutingRuleSets.wanted(proposal.content().orElseThrow());
    }
}
