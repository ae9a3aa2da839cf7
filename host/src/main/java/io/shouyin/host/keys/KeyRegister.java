package io.shouyin.host.keys;

import io.shouyin.vault.KeyBlock;
import io.shouyin.vault.KeyPurpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The institution's keys in versions, as ceremonies change them.
@Repository
class KeyRegister {

    private static final String SELECT = """
            SELECT k.name, k.version, k.purpose, k.state, k.check_value, k.created_at, k.changed_at, k.made_in, k.changed_in, c.proposed_by, c.approved_by
            FROM keys.institution_key k LEFT JOIN keys.ceremony c ON c.ceremony_id = coalesce(k.changed_in, k.made_in)""";

    private final JdbcClient jdbc;

    KeyRegister(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One version of a key, without its block.
    ///
    /// @param madeIn the ceremony that it came from; absent for one that the host made or loaded itself
    /// @param proposedBy of its last ceremony, likewise `approvedBy`
    record Version(String name, int version, KeyPurpose purpose, KeyState state, String checkValue, Instant createdAt,
                   Optional<Instant> changedAt, Optional<String> madeIn, Optional<String> proposedBy, Optional<String> approvedBy) {

        boolean isOwn() {
            return InstitutionKeys.OWN.contains(purpose);
        }
    }

    List<Version> all() {
        return jdbc.sql(SELECT + " ORDER BY k.name, k.version DESC").query((row, _) -> version(row)).list();
    }

    List<Version> of(String name) {
        return jdbc.sql(SELECT + " WHERE k.name = ? ORDER BY k.version DESC").param(name).query((row, _) -> version(row)).list();
    }

    Optional<Version> find(String name, int version) {
        return of(name).stream().filter(one -> one.version() == version).findFirst();
    }

    Optional<Version> active(String name) {
        return of(name).stream().filter(one -> one.state() == KeyState.ACTIVE).findFirst();
    }

    /// Of a version that is not destroyed.
    KeyBlock block(Version version) {
        return new KeyBlock(jdbc.sql("SELECT block FROM keys.institution_key WHERE name = ? AND version = ?").params(version.name(), version.version())
                .query(String.class).single());
    }

    /// The next version of a name, PENDING.
    int add(String name, KeyPurpose purpose, KeyBlock block, String checkValue, String ceremony, Instant at) {
        return jdbc.sql("""
                INSERT INTO keys.institution_key (name, version, purpose, state, block, check_value, created_at, made_in)
                SELECT :name, coalesce(max(version), 0) + 1, :purpose, 'PENDING', :block, :checkValue, :at, :ceremony
                FROM keys.institution_key WHERE name = :name RETURNING version""")
                .param("name", name).param("purpose", purpose.name()).param("block", block.value()).param("checkValue", checkValue)
                .param("at", CeremonyStore.utc(at)).param("ceremony", ceremony).query(Integer.class).single();
    }

    /// The block goes with a version that is destroyed.
    void change(String name, int version, KeyState state, String ceremony, Instant at) {
        jdbc.sql("""
                UPDATE keys.institution_key SET state = :state, changed_in = :ceremony, changed_at = :at,
                  block = CASE WHEN :state = 'DESTROYED' THEN NULL ELSE block END WHERE name = :name AND version = :version""")
                .param("state", state.name()).param("ceremony", ceremony).param("at", CeremonyStore.utc(at)).param("name", name)
                .param("version", version).update();
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(row.getString("name"), row.getInt("version"), KeyPurpose.valueOf(row.getString("purpose")),
                KeyState.valueOf(row.getString("state")), row.getString("check_value"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("changed_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("made_in")), Optional.ofNullable(row.getString("proposed_by")),
                Optional.ofNullable(row.getString("approved_by")));
    }
}
