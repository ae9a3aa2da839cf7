package io.shouyin.host.keys;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.kernel.Secret;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The two commands of a [MasterKeyChange] as proposals: nobody gives them alone.
@Component
class MasterKeyProposals implements ProposedAct {

    static final String SUBJECT = "master-key:";

    private final MasterKeyChange change;

    MasterKeyProposals(MasterKeyChange change) {
        this.change = change;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return EnumSet.of(ProposalKind.MASTER_KEY_CHANGE, ProposalKind.MASTER_KEY_RETIRE);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        switch (proposal.kind()) {
            case MASTER_KEY_CHANGE -> change.requireBeginnable(proposal.name());
            case MASTER_KEY_RETIRE -> change.requireRetirable(proposal.name());
            case ACCOUNT_CREATE, ACCOUNT_ROLES, ACCOUNT_RESET, ACCOUNT_ENABLE, STEP_UP_RULES, PASSWORD_POLICY, ROUTING, ONE_TIME_SECRET, SECRET_TERMS, TERMINAL_BINDING ->
                    throw new IllegalArgumentException("not for a master key");
        }
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        String approvedBy = proposal.approvedBy().orElseThrow();
        switch (proposal.kind()) {
            case MASTER_KEY_CHANGE -> change.begin(proposal.name(), proposal.proposedBy(), approvedBy);
            case MASTER_KEY_RETIRE -> change.retire(proposal.name(), proposal.proposedBy(), approvedBy);
            case ACCOUNT_CREATE, ACCOUNT_ROLES, ACCOUNT_RESET, ACCOUNT_ENABLE, STEP_UP_RULES, PASSWORD_POLICY, ROUTING, ONE_TIME_SECRET, SECRET_TERMS, TERMINAL_BINDING ->
                    throw new IllegalArgumentException("not for a master key");
        }
        return Optional.empty();
    }
}
