package io.shouyin.host.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What somebody proposed, and what became of it.
///
/// @param subject kind of thing, colon, name: `staff:lin`, `master-key:A1B2C3`
/// @param displayName of a new account
/// @param roles that an account would get
/// @param content as JSON, what else is wanted: rules, a policy, how long a secret is good
public record Proposal(String id, ProposalKind kind, String subject, Optional<String> displayName, Set<Role> roles, Optional<String> content, State state,
                       String proposedBy, Instant proposedAt, Instant expiresAt, Optional<String> approvedBy, Optional<String> rejectedBy,
                       Optional<Instant> endedAt) {

    public enum State {
        PROPOSED,
        /// Until the same transaction has carried it out.
        APPROVED,
        DONE,
        REJECTED,
        EXPIRED
    }

    /// The subject's name, without its kind.
    public String name() {
        return subject.substring(subject.indexOf(':') + 1);
    }

    /// Who took part, for the audit log.
    public String trail() {
        return kind + " " + id + " proposed by " + proposedBy;
    }
}
