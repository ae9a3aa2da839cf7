package io.shouyin.host.pricing;

import io.shouyin.host.pricing.Tariff.Category;
import io.shouyin.host.pricing.Tariff.Fee;
import io.shouyin.host.pricing.Tariff.SchemeRate;
import io.shouyin.host.pricing.Tariff.Share;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tables of rates and plans.
@Repository
class TariffStore {

    private final JdbcClient jdbc;
    private final Plan house;

    TariffStore(JdbcClient jdbc, PricingSettings settings) {
        this.jdbc = jdbc;
        this.house = settings.plan();
    }

    long revision() {
        return jdbc.sql("SELECT revision FROM pricing.revision").query(Long.class).single();
    }

    /// What changes while it reads is read again: the revision was taken before.
    Tariff read() {
        long revision = revision();
        return new Tariff(revision,
                jdbc.sql("SELECT fee, card, rate_e7, cap_minor, effective_from FROM pricing.scheme_rate ORDER BY effective_from DESC")
                        .query((row, _) -> new SchemeRate(Fee.valueOf(row.getString("fee")), CardType.valueOf(row.getString("card")),
                                new Rate(row.getInt("rate_e7"), amount(row, "cap_minor")), day(row, "effective_from"))).list(),
                jdbc.sql("SELECT class, card, percent, effective_from, effective_to FROM pricing.class_share")
                        .query((row, _) -> new Share(CategoryClass.valueOf(row.getString("class")), CardType.valueOf(row.getString("card")),
                                row.getInt("percent"), day(row, "effective_from"), day(row, "effective_to"))).list(),
                jdbc.sql("SELECT mcc, class, effective_from, effective_to FROM pricing.category")
                        .query((row, _) -> new Category(row.getString("mcc"), CategoryClass.valueOf(row.getString("class")),
                                day(row, "effective_from"), day(row, "effective_to"))).list(),
                plans(), house);
    }

    private Map<MerchantId, List<Plan>> plans() {
        return jdbc.sql("SELECT * FROM pricing.plan ORDER BY merchant_id, version DESC")
                .query((row, _) -> Map.entry(new MerchantId(row.getString("merchant_id")), plan(row))).list().stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toUnmodifiableList())));
    }

    /// A plan as somebody set it.
    record Dated(Plan plan, String setBy, Instant setAt) {}

    /// Newest first, what is still to come included.
    List<Dated> versions(MerchantId merchant) {
        return jdbc.sql("SELECT * FROM pricing.plan WHERE merchant_id = ? ORDER BY version DESC").param(merchant.value())
                .query((row, _) -> new Dated(plan(row), row.getString("set_by"), row.getObject("set_at", OffsetDateTime.class).toInstant())).list();
    }

    /// @return false if somebody else has added this version meanwhile
    boolean add(MerchantId merchant, Dated set) {
        Plan plan = set.plan();
        return jdbc.sql("""
                INSERT INTO pricing.plan (merchant_id, version, effective_from, debit_rate_e7, debit_cap_minor, credit_rate_e7, wallet_rate_e7, subsidy_account, set_by, set_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ON CONSTRAINT plan_version_once DO NOTHING""")
                .params(Arrays.asList(merchant.value(), plan.version(), plan.effectiveFrom(), plan.debit().e7(), plan.debit().cap().map(MinorAmount::fen).orElse(null),
                        plan.credit().e7(), plan.wallet().e7(), plan.subsidyAccount().orElse(null), set.setBy(), set.setAt().atOffset(ZoneOffset.UTC)))
                .update() == 1;
    }

    private static Plan plan(ResultSet row) throws SQLException {
        return new Plan(row.getInt("version"), day(row, "effective_from"), new Rate(row.getInt("debit_rate_e7"), amount(row, "debit_cap_minor")),
                new Rate(row.getInt("credit_rate_e7"), Optional.empty()), new Rate(row.getInt("wallet_rate_e7"), Optional.empty()), Optional.ofNullable(row.getString("subsidy_account")));
    }

    private static Optional<MinorAmount> amount(ResultSet row, String column) throws SQLException {
        long fen = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(new MinorAmount(fen));
    }

    private static LocalDate day(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }
}
