package io.shouyin.host.credentials;

import io.shouyin.host.platform.OneRead;
import io.shouyin.host.platform.Together;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OperatorNumber;
import io.shouyin.kernel.TerminalId;
import io.shouyin.vault.PasswordCommands.OwnedVerifier;
import io.shouyin.vault.Verifier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of passwords. Counting, locking and using up are single statements, so that racing tries cannot lose a count.
///
/// A subject has one standing secret at most, and any number of one-time ones beside it. A wrong try belongs to none of them in
/// particular and counts for each that is active.
@Repository
class Secrets {

    private static final String COLUMNS = """
            secret_id, subject, salt, mac, kind, state, failures, locked_at, valid_from, valid_to, expires_at, grace_days, cycle, uses_max,
            cycle_began, cycle_uses""";
    private static final String OPENING_OF = "SELECT " + COLUMNS + " FROM credentials.secret WHERE ended IS NULL AND subject = ANY ";
    private static final String STANDING_FIRST = " ORDER BY kind = 'ONE_TIME', set_at";
    private static final String STANDING = "ended IS NULL AND kind <> 'ONE_TIME'";

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Together<Collection<? extends Subject>, List<StoredSecret>> together = new Together<>(this::activeOfEach, (subjects, _) -> activeOfEach(List.of(subjects)).getFirst());

    Secrets(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The standing secret.
    Optional<StoredSecret> find(Subject subject) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credentials.secret WHERE subject = ? AND " + STANDING)
                .param(subject.key()).query(Secrets::stored).optional();
    }

    /// All secrets of several subjects that could open something, by the subjects' keys: standing ones first.
    Map<String, List<StoredSecret>> active(Collection<? extends Subject> subjects) {
        return jdbc.sql(OPENING_OF + "(?)" + STANDING_FIRST).param(keys(subjects)).query(Secrets::stored).list().stream()
                .collect(Collectors.groupingBy(StoredSecret::subject));
    }

    /// The same for who has no transaction: one read for all who ask at the same time.
    List<StoredSecret> activeOf(Collection<? extends Subject> subjects) {
        return together.ask(subjects);
    }

    private List<List<StoredSecret>> activeOfEach(List<Collection<? extends Subject>> groups) {
        Map<String, List<StoredSecret>> found = active(groups.stream().flatMap(Collection::stream).toList());
        return groups.stream().map(group -> group.stream().flatMap(subject -> found.getOrDefault(subject.key(), List.of()).stream()).toList()).toList();
    }

    /// The same as part of a read.
    ///
    /// @param another key of a subject that is found by the same read
    Supplier<List<StoredSecret>> active(OneRead read, Collection<? extends Subject> subjects, Optional<OneRead.Subselect> another) {
        return read.ask(OPENING_OF + of(another) + STANDING_FIRST, params(subjects, another), Secrets::stored);
    }

    /// The keys of those whose password is two halves, as part of a read.
    ///
    /// @param another as [#active] has it
    Supplier<List<String>> ofTwoPeople(OneRead read, Collection<? extends Subject> subjects, Optional<OneRead.Subselect> another) {
        return read.ask("SELECT subject FROM credentials.secret_form WHERE two_people AND subject = ANY " + of(another), params(subjects, another),
                (row, _) -> row.getString("subject"));
    }

    private static String of(Optional<OneRead.Subselect> another) {
        return another.map(key -> "(array_append(?::text[], " + key.sql() + "))").orElse("(?)");
    }

    private static List<Object> params(Collection<? extends Subject> subjects, Optional<OneRead.Subselect> another) {
        List<Object> params = new ArrayList<>();
        params.add(keys(subjects));
        another.ifPresent(key -> params.addAll(key.params()));
        return params;
    }

    private static String[] keys(Collection<? extends Subject> subjects) {
        return subjects.stream().map(Subject::key).toArray(String[]::new);
    }

    /// The login passwords of a terminal's operators.
    List<StoredSecret> operatorsOf(TerminalId terminal) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM credentials.secret WHERE terminal_id = ? AND owner = 'OPERATOR' AND " + STANDING + " ORDER BY subject")
                .param(terminal.value()).query(Secrets::stored).list();
    }

    /// A one-time secret that opens nothing for a subject.
    record Beside(OwnedVerifier owned, OneTimeFound found) {}

    /// One-time secrets of the same merchant that are not this subject's to use: its own that have ended, then others'. Newest first.
    List<Beside> oneTimesBeside(Subject subject, Instant issuedOrEndedAfter, int count) {
        OffsetDateTime now = now();
        return jdbc.sql("""
                SELECT subject, salt, mac, CASE WHEN subject <> :subject THEN 'ELSEWHERE' ELSE coalesce(ended, 'EXPIRED') END AS found
                FROM credentials.secret
                WHERE merchant_id = :merchant AND kind = 'ONE_TIME' AND coalesce(ended_at, set_at) > :after
                  AND (subject <> :subject OR ended IN ('USED', 'EXPIRED', 'REVOKED') OR valid_to <= :now)
                ORDER BY subject <> :subject, set_at DESC LIMIT :count""")
                .param("subject", subject.key()).param("merchant", subject.merchant().value()).param("now", now)
                .param("after", issuedOrEndedAfter.atOffset(ZoneOffset.UTC)).param("count", count)
                .query((row, _) -> new Beside(new OwnedVerifier(row.getString("subject"), new Verifier(row.getBytes("salt"), row.getBytes("mac"))),
                        OneTimeFound.valueOf(row.getString("found")))).list();
    }

    /// The verifiers before the present one, newest first.
    List<Verifier> earlier(Subject subject, int count) {
        return jdbc.sql("SELECT salt, mac FROM credentials.secret_history WHERE subject = ? ORDER BY replaced_at DESC LIMIT ?")
                .params(subject.key(), count)
                .query((row, number) -> new Verifier(row.getBytes("salt"), row.getBytes("mac"))).list();
    }

    /// Puts a new standing secret in the place of the old one, which goes into the history; tries start anew, what was used of the cycle stays
    /// used, and the validity of the one before, though revoked, is its own.
    void replace(Subject subject, Verifier verifier, StoredSecret.State state, SecretForm form, Judged judged) {
        OffsetDateTime now = now();
        keepInHistory(subject.key(), now);
        Owner owner = Owner.of(subject);
        jdbc.sql("""
                WITH before AS (
                  SELECT valid_from, valid_to FROM credentials.secret WHERE subject = ? AND kind <> 'ONE_TIME' ORDER BY set_at DESC LIMIT 1)
                INSERT INTO credentials.secret
                  (subject, merchant_id, terminal_id, owner, operator_number, salt, mac, kind, two_people, state, cycle, uses_max, set_at,
                   policy_profile, policy_version, expires_at, grace_days, valid_from, valid_to)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT valid_from FROM before), (SELECT valid_to FROM before))
                ON CONFLICT (subject) WHERE ended IS NULL AND kind <> 'ONE_TIME' DO UPDATE
                SET salt = excluded.salt, mac = excluded.mac, kind = excluded.kind, two_people = excluded.two_people, state = excluded.state,
                    cycle = excluded.cycle, uses_max = excluded.uses_max, set_at = excluded.set_at, failures = 0, locked_at = NULL,
                    policy_profile = excluded.policy_profile, policy_version = excluded.policy_version,
                    expires_at = excluded.expires_at, grace_days = excluded.grace_days""")
                .params(Arrays.asList(subject.key(), subject.key(), subject.merchant().value(), owner.terminal(), owner.name(), owner.operator(),
                        verifier.salt(), verifier.mac(), form.kind().name(), form.twoPeople(), state.name(), cycle(form), usesMax(form), now,
                        judged.profile().orElse(null), judged.version().orElse(null), utc(judged.expiresAt()), judged.graceDays()))
                .update();
    }

    /// Adds a one-time secret beside what is there.
    UUID addOneTime(Subject subject, Verifier verifier, Validity validity) {
        Owner owner = Owner.of(subject);
        return jdbc.sql("""
                INSERT INTO credentials.secret
                  (subject, merchant_id, terminal_id, owner, operator_number, salt, mac, kind, state, valid_from, valid_to, set_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, 'ONE_TIME', 'SET', ?, ?, ?) RETURNING secret_id""")
                .params(Arrays.asList(subject.key(), subject.merchant().value(), owner.terminal(), owner.name(), owner.operator(),
                        verifier.salt(), verifier.mac(), utc(validity.from()), utc(validity.to()), now()))
                .query(UUID.class).single();
    }

    /// Uses up a one-time secret.
    ///
    /// @return false if somebody else was faster
    boolean useUp(UUID secret) {
        OffsetDateTime now = now();
        return jdbc.sql("""
                UPDATE credentials.secret SET ended = 'USED', ended_at = ?
                WHERE secret_id = ? AND ended IS NULL AND locked_at IS NULL AND (valid_to IS NULL OR valid_to > ?)""")
                .params(now, secret, now).update() == 1;
    }

    /// Counts a use within a cycle.
    ///
    /// @return false if others have used up the cycle meanwhile
    boolean countUse(UUID secret, LocalDate cycleBegan) {
        return jdbc.sql("""
                UPDATE credentials.secret SET cycle_began = ?, cycle_uses = CASE WHEN cycle_began = ? THEN cycle_uses + 1 ELSE 1 END
                WHERE secret_id = ? AND ended IS NULL AND (cycle_began IS DISTINCT FROM ? OR cycle_uses < uses_max)""")
                .params(cycleBegan, cycleBegan, secret, cycleBegan).update() == 1;
    }

    /// Counts a wrong try for each active secret of a subject and locks at the limit.
    ///
    /// @return the count after this one; the limit or more means locked
    int countFailure(String subject, int failuresMax) {
        return jdbc.sql("""
                WITH counted AS (
                  UPDATE credentials.secret
                  SET failures = failures + 1,
                      locked_at = CASE WHEN failures + 1 >= ? THEN coalesce(locked_at, ?) ELSE locked_at END
                  WHERE subject = ? AND ended IS NULL RETURNING failures)
                SELECT coalesce(min(failures), ?) FROM counted""")
                .params(failuresMax, now(), subject, failuresMax).query(Integer.class).single();
    }

    /// Forgets earlier wrong tries after a right one.
    ///
    /// @param matched the secret that was right
    /// @return false if it has been locked meanwhile
    boolean clearFailures(String subject, UUID matched) {
        return jdbc.sql("UPDATE credentials.secret SET failures = 0 WHERE subject = ? AND ended IS NULL AND locked_at IS NULL RETURNING secret_id")
                .param(subject).query(UUID.class).list().contains(matched);
    }

    /// @return false if there is no such password
    boolean unlock(Subject subject) {
        return jdbc.sql("UPDATE credentials.secret SET failures = 0, locked_at = NULL WHERE subject = ? AND ended IS NULL")
                .param(subject.key()).update() > 0;
    }

    boolean delete(Subject.Operator subject) {
        return jdbc.sql("DELETE FROM credentials.secret WHERE subject = ?").param(subject.key()).update() > 0;
    }

    /// Ends all secrets of a terminal: its operators' and its own.
    void revokeAll(TerminalId terminal) {
        jdbc.sql("UPDATE credentials.secret SET ended = 'REVOKED', ended_at = ? WHERE terminal_id = ? AND ended IS NULL").params(now(), terminal.value()).update();
    }

    /// Ends a secret; a standing one goes into the history, so that it is not chosen again.
    ///
    /// @return whose it was; empty if it had ended already
    Optional<String> revoke(UUID secret) {
        OffsetDateTime now = now();
        Optional<String> revoked = jdbc.sql("""
                UPDATE credentials.secret SET ended = 'REVOKED', ended_at = ? WHERE secret_id = ? AND ended IS NULL RETURNING subject""")
                .params(now, secret).query(String.class).optional();
        revoked.ifPresent(_ -> jdbc.sql("""
                INSERT INTO credentials.secret_history (subject, replaced_at, salt, mac)
                SELECT subject, ?, salt, mac FROM credentials.secret WHERE secret_id = ? AND kind <> 'ONE_TIME'""")
                .params(now, secret).update());
        return revoked;
    }

    /// Ends the one-time secrets whose time is over. A standing one stays: its owner is told to change it.
    ///
    /// @return the ones that ended
    List<Ended> expire() {
        OffsetDateTime now = now();
        return jdbc.sql("""
                UPDATE credentials.secret SET ended = 'EXPIRED', ended_at = ?
                WHERE kind = 'ONE_TIME' AND ended IS NULL AND valid_to <= ? RETURNING secret_id, subject""")
                .params(now, now).query((row, _) -> new Ended(row.getObject("secret_id", UUID.class), row.getString("subject"))).list();
    }

    record Ended(UUID secret, String subject) {}

    /// @return false if there is no such standing secret
    boolean limit(UUID secret, Validity validity) {
        return jdbc.sql("UPDATE credentials.secret SET valid_from = ?, valid_to = ? WHERE secret_id = ? AND " + STANDING)
                .params(Arrays.asList(utc(validity.from()), utc(validity.to()), secret)).update() == 1;
    }

    /// The standing secret of a subject opens nothing until a new one is set.
    ///
    /// @return false if there is none
    boolean makeDue(Subject subject) {
        OffsetDateTime now = now();
        return jdbc.sql("UPDATE credentials.secret SET expires_at = least(expires_at, ?), grace_days = 0 WHERE subject = ? AND " + STANDING)
                .params(now, subject.key()).update() == 1;
    }

    SecretForm form(Subject subject) {
        return jdbc.sql("SELECT kind, two_people, cycle, uses_max FROM credentials.secret_form WHERE subject = ?").param(subject.key())
                .query((row, _) -> new SecretForm(SecretKind.valueOf(row.getString("kind")), row.getBoolean("two_people"), allowance(row)))
                .optional().orElse(SecretForm.USUAL);
    }

    /// From now on; the allowance counts for the present secret too.
    void putForm(Subject subject, SecretForm form) {
        jdbc.sql("""
                INSERT INTO credentials.secret_form (subject, kind, two_people, cycle, uses_max, changed_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT ON CONSTRAINT secret_form_one_each DO UPDATE SET kind = excluded.kind, two_people = excluded.two_people,
                  cycle = excluded.cycle, uses_max = excluded.uses_max, changed_at = excluded.changed_at""")
                .params(Arrays.asList(subject.key(), form.kind().name(), form.twoPeople(), cycle(form), usesMax(form), now())).update();
        jdbc.sql("UPDATE credentials.secret SET cycle = ?, uses_max = ? WHERE subject = ? AND " + STANDING)
                .params(Arrays.asList(cycle(form), usesMax(form), subject.key())).update();
    }

    /// Everything that a subject has and had, newest first.
    List<Row> rows(Subject subject, int count) {
        return jdbc.sql("SELECT " + COLUMNS + ", two_people, set_at, ended, ended_at FROM credentials.secret WHERE subject = ?"
                        + " ORDER BY ended IS NOT NULL, kind = 'ONE_TIME', set_at DESC LIMIT ?")
                .params(subject.key(), count)
                .query((row, number) -> new Row(stored(row, number), row.getBoolean("two_people"), instant(row, "set_at").orElseThrow(),
                        Optional.ofNullable(row.getString("ended")), instant(row, "ended_at")))
                .list();
    }

    record Row(StoredSecret secret, boolean twoPeople, Instant setAt, Optional<String> ended, Optional<Instant> endedAt) {}

    /// When earlier standing secrets were replaced, newest first.
    List<Instant> replacedAt(Subject subject, int count) {
        return jdbc.sql("SELECT replaced_at FROM credentials.secret_history WHERE subject = ? ORDER BY replaced_at DESC LIMIT ?")
                .params(subject.key(), count).query((row, _) -> instant(row, "replaced_at").orElseThrow()).list();
    }

    /// Whose terminal it is: operators' passwords are there from its registration on.
    Optional<MerchantId> merchantOf(TerminalId terminal) {
        return jdbc.sql("SELECT DISTINCT merchant_id FROM credentials.secret WHERE terminal_id = ?").param(terminal.value())
                .query(String.class).optional().map(MerchantId::new);
    }

    /// The same of many.
    Map<TerminalId, MerchantId> merchantsOf(List<TerminalId> terminals) {
        return jdbc.sql("SELECT DISTINCT terminal_id, merchant_id FROM credentials.secret WHERE terminal_id = ANY (?)")
                .param(terminals.stream().map(TerminalId::value).toArray(String[]::new))
                .query((row, number) -> Map.entry(new TerminalId(row.getString("terminal_id")), new MerchantId(row.getString("merchant_id")))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    List<OperatorRow> operatorRows(TerminalId terminal) {
        return jdbc.sql("SELECT operator_number, state, locked_at FROM credentials.secret WHERE terminal_id = ? AND owner = 'OPERATOR' AND " + STANDING
                        + " ORDER BY operator_number")
                .param(terminal.value())
                .query((row, number) -> new OperatorRow(new OperatorNumber(row.getString("operator_number")),
                        StoredSecret.State.valueOf(row.getString("state")), row.getObject("locked_at") != null))
                .list();
    }

    /// Which terminals have a transaction password, and whether it is locked.
    List<TransactionRow> transactionRows(List<String> terminals) {
        return jdbc.sql("SELECT terminal_id, locked_at FROM credentials.secret WHERE owner = 'TRANSACTION' AND terminal_id = ANY (?) AND " + STANDING)
                .param(terminals.toArray(String[]::new))
                .query((row, number) -> new TransactionRow(new TerminalId(row.getString("terminal_id")),
                        row.getObject("locked_at") != null))
                .list();
    }

    long lockedTransactionPasswords() {
        return jdbc.sql("SELECT count(*) FROM credentials.secret WHERE owner = 'TRANSACTION' AND locked_at IS NOT NULL AND " + STANDING)
                .query(Long.class).single();
    }

    record OperatorRow(OperatorNumber number, StoredSecret.State state, boolean locked) {}

    record TransactionRow(TerminalId terminal, boolean locked) {}

    /// The columns that say whose a secret is.
    private record Owner(String name, String terminal, String operator) {

        static Owner of(Subject subject) {
            return switch (subject) {
                case Subject.Transaction transaction -> new Owner("TRANSACTION", transaction.terminal().value(), null);
                case Subject.Operator operator -> new Owner("OPERATOR", operator.terminal().value(), operator.number().value());
                case Subject.Card _ -> new Owner("CARD", null, null);
            };
        }
    }

    private void keepInHistory(String subject, OffsetDateTime now) {
        jdbc.sql("INSERT INTO credentials.secret_history (subject, replaced_at, salt, mac) SELECT subject, ?, salt, mac FROM credentials.secret"
                        + " WHERE subject = ? AND " + STANDING)
                .params(now, subject).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static OffsetDateTime utc(Optional<Instant> at) {
        return at.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static String cycle(SecretForm form) {
        return form.allowance().map(allowance -> allowance.cycle().name()).orElse(null);
    }

    private static Integer usesMax(SecretForm form) {
        return form.allowance().map(Allowance::usesMax).orElse(null);
    }

    private static StoredSecret stored(ResultSet row, int number) throws SQLException {
        return new StoredSecret(row.getObject("secret_id", UUID.class), row.getString("subject"),
                new Verifier(row.getBytes("salt"), row.getBytes("mac")), SecretKind.valueOf(row.getString("kind")),
                StoredSecret.State.valueOf(row.getString("state")), row.getInt("failures"), row.getObject("locked_at") != null,
                new Validity(instant(row, "valid_from"), instant(row, "valid_to")), instant(row, "expires_at"), row.getInt("grace_days"), allowance(row),
                Optional.ofNullable(row.getObject("cycle_began", LocalDate.class)), row.getInt("cycle_uses"));
    }

    private static Optional<Allowance> allowance(ResultSet row) throws SQLException {
        String cycle = row.getString("cycle");
        return cycle == null ? Optional.empty() : Optional.of(new Allowance(Allowance.Cycle.valueOf(cycle), row.getInt("uses_max")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
