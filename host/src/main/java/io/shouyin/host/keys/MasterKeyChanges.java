package io.shouyin.host.keys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What the database knows of changes of the LMK, and of the hosts that must go along.
@Component
class MasterKeyChanges {

    /// A host that was not heard of for so long is gone, and is not waited for. If it comes back without the next LMK, its vault refuses
    /// blocks and its sales are declined; nothing else breaks.
    private static final int HOST_GONE_SECONDS = 15;

    private final JdbcClient jdbc;
    private final UUID self = UUID.randomUUID();

    MasterKeyChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    enum State {
        /// Until every host opens the next LMK.
        ANNOUNCED,
        /// New blocks are under the next LMK, and rows are put under it.
        REWRAPPING,
        /// No block is left under the old LMK.
        REWRAPPED,
        /// The old LMK is closed everywhere.
        RETIRED
    }

    record Change(long id, String from, String to, State state, long rowsTotal, String startedBy, Instant startedAt,
                  Optional<Instant> rewrappedAt, Optional<Instant> retiredAt) {

        boolean isOpen() {
            return state != State.RETIRED;
        }

        /// Whether blocks may be under the new LMK.
        boolean hasBegun() {
            return state != State.ANNOUNCED;
        }
    }

    Optional<Change> latest() {
        return jdbc.sql("SELECT * FROM keys.master_key_change ORDER BY change_id DESC LIMIT 1").query(MasterKeyChanges::change).optional();
    }

    /// @return false if one is open already
    boolean announce(String from, String to, String startedBy, String approvedBy) {
        return jdbc.sql("""
                INSERT INTO keys.master_key_change (from_key, to_key, state, started_by, approved_by) VALUES (?, ?, 'ANNOUNCED', ?, ?)
                ON CONFLICT DO NOTHING""").params(from, to, startedBy, approvedBy).update() == 1;
    }

    /// @return whether it was this call that moved it on
    boolean beginRewrapping(Change change, long rowsTotal) {
        return jdbc.sql("UPDATE keys.master_key_change SET state = 'REWRAPPING', rows_total = ? WHERE change_id = ? AND state = 'ANNOUNCED'")
                .params(rowsTotal, change.id()).update() == 1;
    }

    boolean endRewrapping(Change change) {
        return jdbc.sql("UPDATE keys.master_key_change SET state = 'REWRAPPED', rewrapped_at = now() WHERE change_id = ? AND state = 'REWRAPPING'")
                .param(change.id()).update() == 1;
    }

    boolean retire(Change change, String proposedBy, String approvedBy) {
        return jdbc.sql("""
                UPDATE keys.master_key_change SET state = 'RETIRED', retired_at = now(), retire_proposed_by = ?, retire_approved_by = ?
                WHERE change_id = ? AND state = 'REWRAPPED'""").params(proposedBy, approvedBy, change.id()).update() == 1;
    }

    /// Whether it was re-wrapped at least so long ago, by the database's clock.
    boolean isRewrappedSince(Change change, long seconds) {
        return jdbc.sql("SELECT rewrapped_at <= now() - make_interval(secs => ?) FROM keys.master_key_change WHERE change_id = ?")
                .params(seconds, change.id()).query(Boolean.class).single();
    }

    /// This host is alive, opens these LMKs and wraps under that one.
    void seen(List<String> opens, String wrapsUnder) {
        jdbc.sql("""
                INSERT INTO keys.host (host_id, opens, wraps_under, seen_at) VALUES (?, ?, ?, now())
                ON CONFLICT ON CONSTRAINT host_one_each DO UPDATE
                SET opens = excluded.opens, wraps_under = excluded.wraps_under, seen_at = excluded.seen_at""")
                .params(self, opens.toArray(String[]::new), wrapsUnder).update();
        jdbc.sql("DELETE FROM keys.host WHERE seen_at < now() - interval '1 day'").update();
    }

    /// No host comes or changes until the caller's transaction ends.
    void holdHosts() {
        jdbc.sql("LOCK TABLE keys.host IN SHARE MODE").update();
    }

    void gone() {
        jdbc.sql("DELETE FROM keys.host WHERE host_id = ?").param(self).update();
    }

    /// Living hosts that do not open `checkValue` yet.
    int hostsWithout(String checkValue) {
        return jdbc.sql("SELECT count(*) FROM keys.host WHERE seen_at > now() - make_interval(secs => ?) AND NOT ? = ANY (opens)")
                .params(HOST_GONE_SECONDS, checkValue).query(Integer.class).single();
    }

    /// Living hosts that do not wrap under `checkValue` yet.
    int hostsNotWrappingUnder(String checkValue) {
        return jdbc.sql("SELECT count(*) FROM keys.host WHERE seen_at > now() - make_interval(secs => ?) AND wraps_under <> ?")
                .params(HOST_GONE_SECONDS, checkValue).query(Integer.class).single();
    }

    private static Change change(ResultSet row, int number) throws SQLException {
        return new Change(row.getLong("change_id"), row.getString("from_key"), row.getString("to_key"), State.valueOf(row.getString("state")),
                row.getLong("rows_total"), row.getString("started_by"), instant(row, "started_at").orElseThrow(),
                instant(row, "rewrapped_at"), instant(row, "retired_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
