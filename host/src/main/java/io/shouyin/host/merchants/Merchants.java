package io.shouyin.host.merchants;

import io.shouyin.host.audit.AuditEntry;
import io.shouyin.host.audit.AuditLog;
import io.shouyin.host.platform.OneRead;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.shouyin.kernel.MerchantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// The register of merchants.
@Component
public class Merchants {

    private final JdbcClient jdbc;
    private final AuditLog audit;
    private final InstantSource time;

    Merchants(JdbcClient jdbc, AuditLog audit, InstantSource time) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.time = time;
    }

    /// What somebody wants to register. Its form is checked where it comes in, and by the table.
    public record Registration(MerchantId merchantId, String name, String nameEn, String mcc, String city, String phone) {}

    public sealed interface Registered {
        record Added(Merchant merchant) implements Registered {}

        /// The same number with the same particulars was there: nothing was done.
        record Repeated(Merchant merchant) implements Registered {}

        /// The number is there with other particulars: nothing was done.
        record NumberTaken() implements Registered {}
    }

    /// Registers a merchant, once: the same request again finds what the first one did.
    @Transactional
    public Registered register(Registration wanted) {
        var now = time.instant().truncatedTo(ChronoUnit.MICROS);
        int added = jdbc.sql("""
                INSERT INTO merchants.merchant (merchant_id, name, name_en, mcc, city, phone, created_at)
                VALUES (:merchantId, :name, :nameEn, :mcc, :city, :phone, :createdAt)
                ON CONFLICT (merchant_id) DO NOTHING""")
                .param("merchantId", wanted.merchantId().value()).param("name", wanted.name()).param("nameEn", wanted.nameEn())
                .param("mcc", wanted.mcc()).param("city", wanted.city()).param("phone", wanted.phone())
                .param("createdAt", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
        var kept = find(wanted.merchantId()).orElseThrow();
        if (added == 0) {
            return sameParticulars(kept, wanted) ? new Registered.Repeated(kept) : new Registered.NumberTaken();
        }
        audit.append(AuditEntry.done("merchant.register", "merchant:" + wanted.merchantId()).after(Map.of(
                "name", kept.name(), "nameEn", kept.nameEn(), "mcc", kept.mcc(), "city", kept.city(), "phone", kept.phone())));
        return new Registered.Added(kept);
    }

    /// In the caller's transaction, who audits it.
    ///
    /// @return false if there is no such merchant
    @Transactional
    public boolean changePhone(MerchantId merchantId, String phone) {
        return jdbc.sql("UPDATE merchants.merchant SET phone = :phone WHERE merchant_id = :merchantId").param("phone", phone)
                .param("merchantId", merchantId.value()).update() == 1;
    }

    private static boolean sameParticulars(Merchant kept, Registration wanted) {
        return new Registration(kept.merchantId(), kept.name(), kept.nameEn(), kept.mcc(), kept.city(), kept.phone()).equals(wanted);
    }

    public Optional<Merchant> find(MerchantId merchantId) {
        return jdbc.sql("SELECT * FROM merchants.merchant WHERE merchant_id = :merchantId").param("merchantId", merchantId.value())
                .query((row, _) -> merchant(row)).optional();
    }

    /// What it is called at, as part of a read.
    public Supplier<List<String>> phone(OneRead read, MerchantId merchantId) {
        return read.ask("SELECT phone FROM merchants.merchant WHERE merchant_id = ?", List.of(merchantId.value()), (row, _) -> row.getString("phone"));
    }

    /// In the order of their numbers.
    ///
    /// @param query found anywhere in number, names, city or phone; empty finds all
    @Transactional(readOnly = true)
    public Page<Merchant> search(String query, PageQuery page) {
        var found = """
                FROM merchants.merchant WHERE merchant_id ILIKE :like OR name ILIKE :like OR name_en ILIKE :like
                OR city ILIKE :like OR phone ILIKE :like""";
        var like = LikePattern.containing(query);
        long total = jdbc.sql("SELECT count(*) " + found).param("like", like).query(Long.class).single();
        var rows = jdbc.sql("SELECT * " + found + " ORDER BY merchant_id LIMIT :size OFFSET :offset")
                .param("like", like).param("size", page.size()).param("offset", page.offset())
                .query((row, _) -> merchant(row)).list();
        return Page.of(rows, total, page);
    }

    private static Merchant merchant(ResultSet row) throws SQLException {
        return new Merchant(new MerchantId(row.getString("merchant_id")), row.getString("name"), row.getString("name_en"),
                row.getString("mcc"), row.getString("city"), row.getString("phone"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
