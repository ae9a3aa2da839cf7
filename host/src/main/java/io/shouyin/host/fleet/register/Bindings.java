package io.shouyin.host.fleet.register;

import io.shouyin.host.fleet.register.BindingNumbers.Sealed;
import io.shouyin.host.fleet.register.BindingNumbers.SealedOwner;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.OwnerNumber;
import io.shouyin.kernel.TerminalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/// The rows of bindings, and the drafts of those that wait for a second person.
@Repository
class Bindings {

    /// As long as a proposal may wait, and an hour.
    private static final Duration DRAFT_KEPT = Duration.ofHours(25);
    private static final String NUMBERS = "owner_kind, owner_masked, owner_index, owner_sealed, account_masked, account_index, account_sealed";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    Bindings(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<Binding> open(String serialNumber) {
        return jdbc.sql("SELECT * FROM fleet.binding WHERE serial_number = ? AND ended_at IS NULL").param(serialNumber).query(Bindings::binding).optional();
    }

    /// The newest first.
    List<Binding> all(String serialNumber, int countMax) {
        return jdbc.sql("SELECT * FROM fleet.binding WHERE serial_number = ? ORDER BY since DESC, ended_at DESC NULLS FIRST LIMIT ?").params(serialNumber, countMax)
                .query(Bindings::binding).list();
    }

    void end(UUID binding, String because) {
        jdbc.sql("UPDATE fleet.binding SET ended_at = ?, ended_because = ? WHERE binding_id = ?").params(now(), because, binding).update();
    }

    void add(Binding binding) {
        jdbc.sql("""
                INSERT INTO fleet.binding (binding_id, serial_number, terminal_id, acquirer, merchant_id, address, latitude_micro, longitude_micro, since, made_by, approved_by,\s"""
                        + NUMBERS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(binding.id(), binding.serialNumber(), binding.terminal().map(TerminalId::value).orElse(null), binding.acquirer(),
                        binding.merchant().value(), binding.address().orElse(null), binding.place().map(Binding.Place::latitudeMicro).orElse(null),
                        binding.place().map(Binding.Place::longitudeMicro).orElse(null), binding.since().atOffset(ZoneOffset.UTC), binding.madeBy(),
                        binding.approvedBy().orElse(null), kind(binding.owner()), masked(binding.owner().map(SealedOwner::number)),
                        index(binding.owner().map(SealedOwner::number)), sealed(binding.owner().map(SealedOwner::number)), masked(binding.account()),
                        index(binding.account()), sealed(binding.account()))).update();
    }

    /// What a second person is to approve. The draft has the number of the binding to come, which its seals are bound to.
    record Draft(UUID id, Optional<SealedOwner> owner, Optional<Sealed> account) {}

    void keep(Draft draft) {
        jdbc.sql("INSERT INTO fleet.binding_draft (draft_id, drafted_at, " + NUMBERS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(draft.id(), now(), kind(draft.owner()), masked(draft.owner().map(SealedOwner::number)),
                        index(draft.owner().map(SealedOwner::number)), sealed(draft.owner().map(SealedOwner::number)), masked(draft.account()),
                        index(draft.account()), sealed(draft.account()))).update();
    }

    boolean hasDraft(UUID id) {
        return jdbc.sql("SELECT count(*) FROM fleet.binding_draft WHERE draft_id = ?").param(id).query(Integer.class).single() == 1;
    }

    /// Out of the table: a draft becomes one binding.
    Optional<Draft> take(UUID id) {
        return jdbc.sql("DELETE FROM fleet.binding_draft WHERE draft_id = ? RETURNING *").param(id)
                .query((row, _) -> new Draft(row.getObject("draft_id", UUID.class), owner(row), account(row))).optional();
    }

    /// Those that were rejected or left to lie: nobody needs the numbers any more.
    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void forget() {
        jdbc.sql("DELETE FROM fleet.binding_draft WHERE drafted_at < ?").param(clock.instant().minus(DRAFT_KEPT).atOffset(ZoneOffset.UTC)).update();
    }

    private static Binding binding(ResultSet row, int number) throws SQLException {
        return new Binding(row.getObject("binding_id", UUID.class), row.getString("serial_number"), Optional.ofNullable(row.getString("terminal_id")).map(TerminalId::new),
                row.getString("acquirer"), new MerchantId(row.getString("merchant_id")), owner(row), account(row), Optional.ofNullable(row.getString("address")),
                row.getObject("latitude_micro") == null ? Optional.empty() : Optional.of(new Binding.Place(row.getInt("latitude_micro"), row.getInt("longitude_micro"))),
                instant(row, "since").orElseThrow(), row.getString("made_by"), Optional.ofNullable(row.getString("approved_by")), instant(row, "ended_at"),
                Optional.ofNullable(row.getString("ended_because")));
    }

    private static Optional<SealedOwner> owner(ResultSet row) throws SQLException {
        String kind = row.getString("owner_kind");
        return kind == null ? Optional.empty() : Optional.of(new SealedOwner(OwnerNumber.Kind.valueOf(kind),
                new Sealed(row.getString("owner_masked"), row.getBytes("owner_index"), row.getBytes("owner_sealed"))));
    }

    private static Optional<Sealed> account(ResultSet row) throws SQLException {
        String masked = row.getString("account_masked");
        return masked == null ? Optional.empty() : Optional.of(new Sealed(masked, row.getBytes("account_index"), row.getBytes("account_sealed")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static String kind(Optional<SealedOwner> owner) {
        return owner.map(known -> known.kind().name()).orElse(null);
    }

    private static String masked(Optional<Sealed> number) {
        return number.map(Sealed::masked).orElse(null);
    }

    private static byte[] index(Optional<Sealed> number) {
        return number.map(Sealed::index).orElse(null);
    }

    private static byte[] sealed(Optional<Sealed> number) {
        return number.map(Sealed::sealed).orElse(null);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
