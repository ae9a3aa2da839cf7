package io.shouyin.host.policies;

import io.shouyin.kernel.PasswordPolicy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows: never changed, in force is the highest version of a level whose day has come.
@Repository
class PolicyStore {

    private static final String COLUMNS = "realm, level, merchant_id, version, profile, effective_from, policy, set_by, set_at";

    private final JdbcClient jdbc;

    PolicyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param merchantId empty above a merchant
    record Version(Realm realm, Level level, String merchantId, int version, String profile, Instant effectiveFrom, PasswordPolicy policy,
                   String setBy, Instant setAt) {}

    /// One a level at most, from the platform down.
    List<Version> inForce(Realm realm, String merchantId, Instant at) {
        return jdbc.sql("SELECT DISTINCT ON (level) " + COLUMNS + " FROM policies.policy"
                        + " WHERE realm = ? AND merchant_id IN ('', ?) AND effective_from <= ? ORDER BY level, version DESC")
                .params(realm.name(), merchantId, utc(at)).query(PolicyStore::version).list().stream()
                .sorted(Comparator.comparing(Version::level)).toList();
    }

    /// Newest first, what is still to come included.
    List<Version> versions(Realm realm) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM policies.policy WHERE realm = ? ORDER BY version DESC LIMIT 200")
                .params(realm.name()).query(PolicyStore::version).list();
    }

    int newest(Realm realm) {
        return jdbc.sql("SELECT coalesce(max(version), 0) FROM policies.policy WHERE realm = ?").param(realm.name()).query(Integer.class).single();
    }

    /// The last version of a scope, also one that is still to come.
    Optional<Version> newest(Realm realm, Level level, String merchantId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM policies.policy WHERE realm = ? AND level = ? AND merchant_id = ? ORDER BY version DESC LIMIT 1")
                .params(realm.name(), level.name(), merchantId).query(PolicyStore::version).optional();
    }

    /// @return false if somebody else has added this version meanwhile
    boolean add(Version row) {
        return jdbc.sql("INSERT INTO policies.policy (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)"
                        + " ON CONFLICT ON CONSTRAINT policy_version_once DO NOTHING")
                .params(row.realm().name(), row.level().name(), row.merchantId(), row.version(), row.profile(), utc(row.effectiveFrom()),
                        PolicyJson.text(row.policy()), row.setBy(), utc(row.setAt()))
                .update() == 1;
    }

    private static Version version(ResultSet row, int number) throws SQLException {
        return new Version(Realm.valueOf(row.getString("realm")), Level.valueOf(row.getString("level")), row.getString("merchant_id"),
                row.getInt("version"), row.getString("profile"), instant(row, "effective_from"), PolicyJson.read(row.getString("policy"), PasswordPolicy.class),
                row.getString("set_by"), instant(row, "set_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
