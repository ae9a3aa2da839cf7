package io.shouyin.host.credentials;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.kernel.Secret;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Looser forms and validities of standing secrets, as proposals: nobody loosens one alone.
@Component
class SecretTermProposals implements ProposedAct {

    private final SecretDesk desk;
    private final SecretOwners owners;

    SecretTermProposals(SecretDesk desk, SecretOwners owners) {
        this.desk = desk;
        this.owners = owners;
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.SECRET_TERMS);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        terms(proposal).loosen(desk, owners.of(proposal));
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        terms(proposal).put(desk, owners.of(proposal));
        return Optional.empty();
    }

    private static SecretTerms terms(Proposal proposal) {
        return SecretTerms.of(proposal.content().orElseThrow());
    }
}
