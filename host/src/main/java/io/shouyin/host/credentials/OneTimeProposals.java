package io.shouyin.host.credentials;

import io.shouyin.host.access.Proposal;
import io.shouyin.host.access.ProposalKind;
import io.shouyin.host.access.ProposedAct;
import io.shouyin.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// One-time passwords as proposals: one administrator asks for it, another one is shown it. Nobody gets one alone, and nobody while a case of
/// the service desk is about the same password.
@Component
class OneTimeProposals implements ProposedAct {

    private static final Duration VALID_USUAL = Duration.ofHours(24);

    private final SecretDesk desk;
    private final SecretOwners owners;
    private final InstantSource clock;

    OneTimeProposals(SecretDesk desk, SecretOwners owners, InstantSource clock) {
        this.desk = desk;
        this.owners = owners;
        this.clock = clock;
    }

    /// @param validTo without it 24 hours from the approval
    record Wanted(Instant validFrom, Instant validTo) {

        String json() {
            return JsonMapper.shared().writeValueAsString(this);
        }
    }

    @Override
    public Set<ProposalKind> kinds() {
        return Set.of(ProposalKind.ONE_TIME_SECRET);
    }

    @Override
    public void requirePossible(Proposal proposal) {
        desk.requireOneTime(owners.of(proposal), validity(proposal));
    }

    @Override
    public Ready prepare(Proposal proposal) {
        return this::carryOut;
    }

    private Optional<Secret> carryOut(Proposal proposal) {
        return Optional.of(desk.issueOneTime(owners.of(proposal), validity(proposal)).clear());
    }

    private Validity validity(Proposal proposal) {
        Wanted wanted = JsonMapper.shared().readValue(proposal.content().orElseThrow(), Wanted.class);
        return SecretController.validity(wanted.validFrom(), Optional.ofNullable(wanted.validTo()).orElseGet(() -> clock.instant().plus(VALID_USUAL)));
    }
}
