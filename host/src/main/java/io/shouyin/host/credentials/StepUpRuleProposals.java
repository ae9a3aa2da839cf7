package io.shouyin.host.credentials;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.kernel.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Step-up rules that take something away, as proposals: nobody does that alone.
@Component
class StepUpRuleProposals implements ProposedAct {

    private final StepUpRuleDesk desk;
    private final InstantSource clock;

    StepUpRuleProposals(StepUpRuleDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.STEP_UP_RULES);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        desk.judge(StepUpRuleSets.wanted(proposal.content().orElseThrow()), proposal.proposedBy());
    }

    /// From the day that was proposed, or at once if it was over before somebody approved.
    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        var wanted = StepUpRuleSets.wanted(proposal.content().orElseThrow());
        var due = new StepUpRuleDesk.Wanted(wanted.scope(), wanted.basedOn(), wanted.effectiveFrom().filter(clock.instant()::isBefore), wanted.rules());
        desk.replace(desk.judge(due, proposal.proposedBy()), ", " + proposal.trail());
        return Optional.empty();
    }
}
