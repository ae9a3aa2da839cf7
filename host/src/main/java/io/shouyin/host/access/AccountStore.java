package io.shouyin.host.access;

import io.shouyin.host.policies.PolicyInForce;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The rows of accounts and of their earlier passwords.
@Repository
class AccountStore {

    /// Of earlier passwords so many are kept: as many as a policy can ask for.
    static final int HISTORY_MAX = 24;

    private final JdbcClient jdbc;

    AccountStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Account> find(String username) {
        return jdbc.sql("SELECT * FROM access.account WHERE username = :username").param("username", username)
                .query((row, _) -> account(row)).optional();
    }

    /// Holds the row until the end of the transaction.
    Optional<Account> lock(String username) {
        return jdbc.sql("SELECT * FROM access.account WHERE username = :username FOR UPDATE").param("username", username)
                .query((row, _) -> account(row)).optional();
    }

    List<Account> all() {
        return jdbc.sql("SELECT * FROM access.account ORDER BY username").query((row, _) -> account(row)).list();
    }

    int administrators() {
        return jdbc.sql("SELECT count(*) FROM access.account WHERE 'ADMINISTRATOR' = ANY (roles)").query(Integer.class).single();
    }

    /// Holds the rows, so that two administrators cannot disable each other at once.
    int lockActiveAdministrators() {
        return jdbc.sql("SELECT username FROM access.account WHERE state = 'ACTIVE' AND 'ADMINISTRATOR' = ANY (roles) ORDER BY username FOR UPDATE")
                .query(String.class).list().size();
    }

    /// @return false if the user name is taken
    boolean add(String username, String displayName, Set<Role> roles, String passwordHash, Instant initialUntil, Instant now) {
        return jdbc.sql("""
                INSERT INTO access.account (username, display_name, roles, state, password_hash, must_change, initial_until, password_changed_at, created_at)
                VALUES (:username, :displayName, :roles, 'ACTIVE', :passwordHash, true, :initialUntil, :now, :now)
                ON CONFLICT (username) DO NOTHING""")
                .param("username", username).param("displayName", displayName).param("roles", names(roles))
                .param("passwordHash", passwordHash).param("initialUntil", utc(initialUntil)).param("now", utc(now))
                .update() == 1;
    }

    /// Ends every session of the account.
    ///
    /// @param initialUntil present for an initial password
    void setPassword(String username, String passwordHash, Optional<Instant> initialUntil, Instant now) {
        jdbc.sql("""
                UPDATE access.account SET password_hash = :passwordHash, must_change = :mustChange, initial_until = :initialUntil,
                       password_changed_at = :now, session_epoch = session_epoch + 1, change_reason = NULL, policy_profile = NULL,
                       policy_version = NULL, expires_at = NULL WHERE username = :username""")
                .param("passwordHash", passwordHash).param("mustChange", initialUntil.isPresent())
                .param("initialUntil", initialUntil.map(AccountStore::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("now", utc(now)).param("username", username).update();
    }

    /// By which policy the password was judged when it was set.
    void judged(String username, PolicyInForce by, Optional<Instant> expiresAt) {
        jdbc.sql("UPDATE access.account SET policy_profile = :profile, policy_version = :version, expires_at = :expiresAt WHERE username = :username")
                .param("profile", by.profile()).param("version", by.version())
                .param("expiresAt", expiresAt.map(AccountStore::utc).orElse(null), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("username", username).update();
    }

    /// Nothing else is allowed before the password is changed.
    void demandChange(String username, ChangeReason reason) {
        jdbc.sql("UPDATE access.account SET must_change = true, change_reason = :reason WHERE username = :username")
                .param("reason", reason.name()).param("username", username).update();
    }

    /// Ends every session of the account.
    void setState(String username, Account.State state) {
        jdbc.sql("UPDATE access.account SET state = :state, session_epoch = session_epoch + 1 WHERE username = :username")
                .param("state", state.name()).param("username", username).update();
    }

    /// Ends every session of the account.
    void endSessions(String username) {
        jdbc.sql("UPDATE access.account SET session_epoch = session_epoch + 1 WHERE username = :username").param("username", username).update();
    }

    void setRoles(String username, Set<Role> roles) {
        jdbc.sql("UPDATE access.account SET roles = :roles WHERE username = :username")
                .param("roles", names(roles)).param("username", username).update();
    }

    void loggedIn(String username, Instant now) {
        jdbc.sql("UPDATE access.account SET last_login_at = :now WHERE username = :username")
                .param("now", utc(now)).param("username", username).update();
    }

    /// Newest first.
    List<String> earlierPasswords(String username, int countMax) {
        return jdbc.sql("SELECT password_hash FROM access.password_history WHERE username = :username ORDER BY history_id DESC LIMIT :countMax")
                .param("username", username).param("countMax", countMax).query(String.class).list();
    }

    /// Keeps a password that is no longer valid, and of the account's earlier ones the newest.
    void remember(String username, String passwordHash, int countMax, Instant now) {
        jdbc.sql("INSERT INTO access.password_history (username, password_hash, retired_at) VALUES (:username, :passwordHash, :now)")
                .param("username", username).param("passwordHash", passwordHash).param("now", utc(now)).update();
        jdbc.sql("""
                DELETE FROM access.password_history WHERE username = :username AND history_id NOT IN
                (SELECT history_id FROM access.password_history WHERE username = :username ORDER BY history_id DESC LIMIT :countMax)""")
                .param("username", username).param("countMax", countMax).update();
    }

    static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static String[] names(Set<Role> roles) {
        return roles.stream().sorted().map(Role::name).toArray(String[]::new);
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(row.getString("username"), row.getString("display_name"), roles(row),
                Account.State.valueOf(row.getString("state")), row.getString("password_hash"), row.getBoolean("must_change"),
                changeReason(row), instant(row, "initial_until"), instant(row, "password_changed_at").orElseThrow(), Optional.ofNullable(row.getObject("policy_version", Integer.class)),
                instant(row, "expires_at"), row.getInt("session_epoch"), instant(row, "created_at").orElseThrow(),
                instant(row, "last_login_at"));
    }

    static Set<Role> roles(ResultSet row) throws SQLException {
        var roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) row.getArray("roles").getArray()).map(Role::valueOf).forEach(roles::add);
        return roles;
    }

    private static Optional<ChangeReason> changeReason(ResultSet row) throws SQLException {
        return row.getObject("initial_until") != null ? Optional.of(ChangeReason.INITIAL)
                : Optional.ofNullable(row.getString("change_reason")).map(ChangeReason::valueOf);
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
