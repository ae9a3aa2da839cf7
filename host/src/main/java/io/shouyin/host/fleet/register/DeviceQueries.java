package io.shouyin.host.fleet.register;

import io.shouyin.host.merchants.Merchant;
import io.shouyin.host.merchants.Merchants;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MerchantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Devices as lists show them.
@Component
class DeviceQueries {

    private static final String FOUND = """
             FROM fleet.device d LEFT JOIN fleet.binding b ON b.serial_number = d.serial_number AND b.ended_at IS NULL
            WHERE (:state = '' OR d.state = :state) AND (:model = '' OR d.model = :model)
              AND (d.serial_number ILIKE :like OR d.place ILIKE :like OR b.terminal_id ILIKE :like OR b.merchant_id ILIKE :like)""";
    private static final String SELECT = """
            SELECT d.serial_number, d.model, d.state, d.place, d.received_at, d.changed_at, b.terminal_id, b.merchant_id, b.address,
                   b.binding_id IS NOT NULL AND num_nulls(b.owner_masked, b.account_masked, b.address) = 0 AS whole""";

    private final JdbcClient jdbc;
    private final Merchants merchants;

    DeviceQueries(JdbcClient jdbc, Merchants merchants) {
        this.jdbc = jdbc;
        this.merchants = merchants;
    }

    /// @param terminalId null while it is registered nowhere
    /// @param merchantId null while it is bound to nobody
    /// @param bindingWhole all of acquirer, merchant, owner, account and address are known
    record DeviceItem(String serialNumber, String model, DeviceState state, String place, String terminalId, String merchantId, String merchantName, String merchantNameEn,
                      String address, boolean bindingWhole, Instant receivedAt, Instant changedAt) {}

    /// @param text found in serial number, place, terminal or merchant number; empty finds all
    record Query(String text, DeviceState state, String model) {}

    Page<DeviceItem> search(Query query, PageQuery page) {
        long total = bound(jdbc.sql("SELECT count(*)" + FOUND), query).query(Long.class).single();
        return Page.of(bound(jdbc.sql(SELECT + FOUND + " ORDER BY d.serial_number LIMIT :size OFFSET :offset"), query)
                .param("size", page.size()).param("offset", page.offset()).query(this::item).list(), total, page);
    }

    Optional<DeviceItem> find(String serialNumber) {
        return jdbc.sql(SELECT + " FROM fleet.device d LEFT JOIN fleet.binding b ON b.serial_number = d.serial_number AND b.ended_at IS NULL WHERE d.serial_number = ?")
                .param(serialNumber).query(this::item).optional();
    }

    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, Query query) {
        return statement.param("state", query.state() == null ? "" : query.state().name()).param("model", query.model() == null ? "" : query.model())
                .param("like", LikePattern.containing(query.text()));
    }

    private DeviceItem item(ResultSet row, int number) throws SQLException {
        Optional<Merchant> merchant = Optional.ofNullable(row.getString("merchant_id")).flatMap(id -> merchants.find(new MerchantId(id)));
        return new DeviceItem(row.getString("serial_number"), row.getString("model"), DeviceState.valueOf(row.getString("state")), row.getString("place"),
                row.getString("terminal_id"), row.getString("merchant_id"), merchant.map(Merchant::name).orElse(""), merchant.map(Merchant::nameEn).orElse(""),
                row.getString("address"), row.getBoolean("whole"), row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    /// How many devices there are in each state.
    record Count(DeviceState state, long devices) {}

    List<Count> counts() {
        return jdbc.sql("SELECT state, count(*) AS devices FROM fleet.device GROUP BY state ORDER BY state")
                .query((row, _) -> new Count(DeviceState.valueOf(row.getString("state")), row.getLong("devices"))).list();
    }
}
