package io.shouyin.host.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of proposals.
@Repository
class ProposalStore {

    private final JdbcClient jdbc;

    ProposalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @throws org.springframework.dao.DuplicateKeyException if one for the same subject is open
    void add(Proposal proposal) {
        jdbc.sql("""
                INSERT INTO access.proposal (proposal_id, kind, subject, display_name, roles, content, state, proposed_by, proposed_at, expires_at)
                VALUES (:id, :kind, :subject, :displayName, :roles, :content::jsonb, 'PROPOSED', :proposedBy, :proposedAt, :expiresAt)""")
                .param("id", proposal.id()).param("kind", proposal.kind().name()).param("subject", proposal.subject())
                .param("displayName", proposal.displayName().orElse(null)).param("roles", AccountStore.names(proposal.roles())).param("content", proposal.content().orElse(null))
                .param("proposedBy", proposal.proposedBy()).param("proposedAt", AccountStore.utc(proposal.proposedAt()))
                .param("expiresAt", AccountStore.utc(proposal.expiresAt())).update();
    }

    void approve(String id, String by) {
        jdbc.sql("UPDATE access.proposal SET state = 'APPROVED', approved_by = ? WHERE proposal_id = ?").params(by, id).update();
    }

    void done(String id, Instant at) {
        jdbc.sql("UPDATE access.proposal SET state = 'DONE', ended_at = ? WHERE proposal_id = ?").params(AccountStore.utc(at), id).update();
    }

    void reject(String id, String by, Instant at) {
        jdbc.sql("UPDATE access.proposal SET state = 'REJECTED', rejected_by = ?, ended_at = ? WHERE proposal_id = ?")
                .params(by, AccountStore.utc(at), id).update();
    }

    /// Ends those whose time is over.
    ///
    /// @return them
    List<Proposal> expire(Instant now) {
        return jdbc.sql("UPDATE access.proposal SET state = 'EXPIRED', ended_at = ? WHERE ended_at IS NULL AND approved_by IS NULL AND expires_at <= ? RETURNING *")
                .params(AccountStore.utc(now), AccountStore.utc(now)).query((row, _) -> proposal(row)).list();
    }

    /// Holds the row until the end of the transaction, so that two people decide one after the other.
    Optional<Proposal> find(String id) {
        return jdbc.sql("SELECT * FROM access.proposal WHERE proposal_id = ?").param(id).query((row, _) -> proposal(row)).optional();
    }

    /// As [#lock], the one that is open on this subject.
    Optional<Proposal> lockOpen(ProposalKind kind, String subject) {
        return jdbc.sql("SELECT * FROM access.proposal WHERE kind = ? AND subject = ? AND ended_at IS NULL FOR UPDATE").params(kind.name(), subject)
                .query((row, _) -> proposal(row)).optional();
    }

    Optional<Proposal> lock(String id) {
        return jdbc.sql("SELECT * FROM access.proposal WHERE proposal_id = ? FOR UPDATE").param(id).query((row, _) -> proposal(row)).optional();
    }

    /// Open ones first, then the newest.
    List<Proposal> newest(int countMax) {
        return jdbc.sql("SELECT * FROM access.proposal ORDER BY ended_at IS NOT NULL, proposed_at DESC LIMIT ?").param(countMax)
                .query((row, _) -> proposal(row)).list();
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        return new Proposal(row.getString("proposal_id"), ProposalKind.valueOf(row.getString("kind")), row.getString("subject"),
                Optional.ofNullable(row.getString("display_name")), AccountStore.roles(row), Optional.ofNullable(row.getString("content")), 
                Proposal.State.valueOf(row.getString("state")), row.getString("proposed_by"), AccountStore.instant(row, "proposed_at").orElseThrow(),
                AccountStore.instant(row, "expires_at").orElseThrow(), Optional.ofNullable(row.getString("approved_by")),
                Optional.ofNullable(row.getString("rejected_by")), AccountStore.instant(row, "ended_at"));
    }
}
