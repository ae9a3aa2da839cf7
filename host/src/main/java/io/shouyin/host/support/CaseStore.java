package io.shouyin.host.support;

import io.shouyin.host.support.ResetCase.Proof;
import io.shouyin.host.support.ResetCase.ProofKind;
import io.shouyin.host.support.ResetCase.State;
import io.shouyin.host.support.ResetCase.Wish;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of cases and proofs. Which state follows which is held by the table's own trigger too.
@Repository
class CaseStore {

    private final JdbcClient jdbc;

    CaseStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @throws org.springframework.dao.DuplicateKeyException if one about the same subject is under way
    void add(ResetCase opened, Optional<byte[]> newPhoneSealed) {
        jdbc.sql("""
                INSERT INTO support.reset (case_id, wish, subject, terminal_id, ticket, reason, factors_lost, new_phone_sealed, new_phone_masked, state,
                       opened_by, opened_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, ?, ?)""")
                .params(Arrays.asList(opened.id(), opened.wish().name(), opened.subject().key(),
                        opened.subject().cappedTerminal().map(terminal -> terminal.value()).orElse(null), opened.ticket(), opened.reason(),
                        opened.factorsLost(), newPhoneSealed.orElse(null), opened.newPhoneMasked().orElse(null), opened.openedBy(),
                        utc(opened.openedAt()), utc(opened.expiresAt())))
                .update();
    }

    /// @throws org.springframework.dao.DuplicateKeyException if a proof of this kind is there
    void addProof(String id, Proof proof) {
        jdbc.sql("INSERT INTO support.proof (case_id, kind, seen, seen_by, seen_at) VALUES (?, ?, ?, ?, ?)")
                .params(id, proof.kind().name(), proof.seen(), proof.seenBy(), utc(proof.seenAt())).update();
    }

    List<Proof> proofs(String id) {
        return jdbc.sql("SELECT * FROM support.proof WHERE case_id = ? ORDER BY seen_at").param(id)
                .query((row, _) -> new Proof(ProofKind.valueOf(row.getString("kind")), row.getString("seen"), row.getString("seen_by"),
                        instant(row, "seen_at").orElseThrow())).list();
    }

    void proved(String id, String by, Instant at) {
        jdbc.sql("UPDATE support.reset SET state = 'PROVED', proved_by = ?, proved_at = ? WHERE case_id = ?").params(by, utc(at), id).update();
    }

    void approved(String id, String by, Instant at) {
        jdbc.sql("UPDATE support.reset SET state = 'APPROVED', approved_by = ?, approved_at = ? WHERE case_id = ?").params(by, utc(at), id).update();
    }

    void sent(String id, String toMasked, Instant at, Instant expiresAt) {
        jdbc.sql("UPDATE support.reset SET state = 'SENT', sent_at = ?, sent_to_masked = ?, expires_at = ? WHERE case_id = ?")
                .params(utc(at), toMasked, utc(expiresAt), id).update();
    }

    void completed(String id, Instant at, Instant coolingUntil) {
        jdbc.sql("UPDATE support.reset SET state = 'COMPLETED', ended_at = ?, cooling_until = ? WHERE case_id = ?")
                .params(utc(at), utc(coolingUntil), id).update();
    }

    /// @param state [State#REJECTED] or [State#CANCELLED]
    void ended(String id, State state, String by, String why, Instant at) {
        jdbc.sql("UPDATE support.reset SET state = ?, ended_at = ?, ended_by = ?, ended_why = ? WHERE case_id = ?")
                .params(state.name(), utc(at), by, why, id).update();
    }

    void expired(String id, Instant at) {
        jdbc.sql("UPDATE support.reset SET state = 'EXPIRED', ended_at = ? WHERE case_id = ?").params(utc(at), id).update();
    }

    /// Cases whose time is over, held until the end of the transaction.
    List<ResetCase> lockOverdue(Instant now) {
        return jdbc.sql("SELECT * FROM support.reset WHERE ended_at IS NULL AND expires_at <= ? FOR UPDATE SKIP LOCKED").param(utc(now))
                .query((row, _) -> resetCase(row)).list();
    }

    /// Cases that wait for a new password at a terminal, held until the end of the transaction.
    List<ResetCase> lockSentToTerminals() {
        return jdbc.sql("SELECT * FROM support.reset WHERE state = 'SENT' AND subject NOT LIKE 'staff:%' FOR UPDATE SKIP LOCKED")
                .query((row, _) -> resetCase(row)).list();
    }

    Optional<ResetCase> find(String id) {
        return jdbc.sql("SELECT * FROM support.reset WHERE case_id = ?").param(id).query((row, _) -> resetCase(row)).optional();
    }

    /// Holds the row until the end of the transaction, so that two people decide one after the other.
    Optional<ResetCase> lock(String id) {
        return jdbc.sql("SELECT * FROM support.reset WHERE case_id = ? FOR UPDATE").param(id).query((row, _) -> resetCase(row)).optional();
    }

    byte[] newPhoneSealed(String id) {
        return jdbc.sql("SELECT new_phone_sealed FROM support.reset WHERE case_id = ?").param(id).query(byte[].class).single();
    }

    /// Those under way first, then the newest.
    ///
    /// @param query part of subject, ticket or id
    /// @param state empty finds all
    Page<ResetCase> search(String query, String state, PageQuery page) {
        var found = "FROM support.reset WHERE (subject ILIKE :like OR ticket ILIKE :like OR case_id ILIKE :like) AND (:state = '' OR state = :state)";
        var like = LikePattern.containing(query);
        long total = jdbc.sql("SELECT count(*) " + found).param("like", like).param("state", state).query(Long.class).single();
        var items = jdbc.sql("SELECT * " + found + " ORDER BY ended_at IS NOT NULL, opened_at DESC, case_id LIMIT :size OFFSET :offset")
                .param("like", like).param("state", state).param("size", page.size()).param("offset", page.offset())
                .query((row, _) -> resetCase(row)).list();
        return Page.of(items, total, page);
    }

    int openedAbout(CaseSubject subject, Instant since) {
        return jdbc.sql("SELECT count(*) FROM support.reset WHERE subject = ? AND opened_at > ?").params(subject.key(), utc(since))
                .query(Integer.class).single();
    }

    int openedBy(String agent, Instant since) {
        return jdbc.sql("SELECT count(*) FROM support.reset WHERE opened_by = ? AND opened_at > ?").params(agent, utc(since))
                .query(Integer.class).single();
    }

    boolean isUnderWay(CaseSubject subject) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM support.reset WHERE ended_at IS NULL AND subject = ?)").param(subject.key())
                .query(Boolean.class).single();
    }

    /// Whether any password of a terminal is in a case.
    boolean isUnderWay(TerminalId terminal) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM support.reset WHERE ended_at IS NULL AND terminal_id = ?)").param(terminal.value())
                .query(Boolean.class).single();
    }

    /// Whether a case has changed the phone of a subject, and its cooling period is not over.
    boolean hasNewChannel(CaseSubject subject, Instant now) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM support.reset WHERE wish = 'CHANNEL' AND subject = ? AND cooling_until > ?)")
                .params(subject.key(), utc(now)).query(Boolean.class).single();
    }

    /// Terminals with a password that was reset and is not old enough yet: until when, as far as that is known.
    record Capped(String terminal, Optional<Instant> until) {}

    List<Capped> capped(Instant now) {
        return jdbc.sql("SELECT terminal_id, cooling_until FROM support.reset WHERE terminal_id IS NOT NULL AND (state = 'SENT' OR cooling_until > ?)")
                .param(utc(now)).query((row, _) -> new Capped(row.getString("terminal_id"), instant(row, "cooling_until"))).list();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static ResetCase resetCase(ResultSet row) throws SQLException {
        return new ResetCase(row.getString("case_id"), Wish.valueOf(row.getString("wish")), CaseSubject.of(row.getString("subject")),
                row.getString("ticket"), row.getString("reason"), row.getBoolean("factors_lost"), text(row, "new_phone_masked"),
                State.valueOf(row.getString("state")), row.getString("opened_by"), instant(row, "opened_at").orElseThrow(),
                instant(row, "expires_at").orElseThrow(), text(row, "proved_by"), instant(row, "proved_at"), text(row, "approved_by"),
                instant(row, "approved_at"), instant(row, "sent_at"), text(row, "sent_to_masked"), instant(row, "ended_at"), text(row, "ended_by"),
                text(row, "ended_why"), instant(row, "cooling_until"));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
