package io.shouyin.host.access;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;

/// A proposal as it is listed: no secret is in it.
///
/// @param content JSON: what exactly is wanted, of rules, a policy, a one-time secret, the terms of a standing one
public record ProposalView(String id, ProposalKind kind, String subject, String displayName, List<Role> roles,
                           @JsonRawValue String content, Proposal.State state, String proposedBy,
                           Instant proposedAt, Instant expiresAt, String approvedBy, String rejectedBy, Instant endedAt) {

    public static ProposalView of(Proposal proposal) {
        return new ProposalView(proposal.id(), proposal.kind(), proposal.subject(), proposal.displayName().orElse(null),
                proposal.roles().stream().sorted().toList(), proposal.content().orElse(null), proposal.state(), proposal.proposedBy(), proposal.proposedAt(), proposal.expiresAt(),
                proposal.approvedBy().orElse(null), proposal.rejectedBy().orElse(null), proposal.endedAt().orElse(null));
    }
}
