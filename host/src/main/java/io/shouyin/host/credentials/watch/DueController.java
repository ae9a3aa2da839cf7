package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/// What is due: passwords that expire soon, and those that have.
@RestController
class DueController {

    private static final int DAYS_USUAL = 30;
    private static final String DUE = """
             FROM credentials.secret
            WHERE ended IS NULL AND kind <> 'ONE_TIME' AND expires_at < :until AND (:owner = '' OR owner = :owner)
              AND (merchant_id ILIKE :like OR terminal_id ILIKE :like)""";
    private static final String ORDER = " ORDER BY expires_at, subject";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    DueController(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// @param owner whose: of a transaction, an operator or a card user
    /// @param opensUntil the policy's grace included
    /// @param daysLeft by the calendar of China: 0 is today, below 0 overdue
    record DueItem(UUID secretId, String owner, String kind, String merchantId, String terminalId, String operator, Instant setAt, Instant expiresAt,
                   Instant opensUntil, int daysLeft, boolean overdue, boolean locked) {}

    /// @param query part of a merchant's or terminal's number
    /// @param days how far ahead; 0 is what is overdue or ends today
    record Search(@Size(max = 100) String query, @Pattern(regexp = "|TRANSACTION|OPERATOR|CARD") String owner, @Min(0) @Max(366) Integer days) {}

    private JdbcClient.StatementSpec asked(String select, Search search, String rest) {
        Instant now = clock.instant();
        int days = Objects.requireNonNullElse(search.days(), DAYS_USUAL);
        OffsetDateTime until = LocalDate.ofInstant(now, UseLog.CHINA).plusDays(days + 1L).atStartOfDay().atOffset(UseLog.CHINA);
        return jdbc.sql(select + DUE + rest).params(Map.of("until", until, "owner", Objects.requireNonNullElse(search.owner(), ""),
                "like", LikePattern.containing(search.query())));
    }

    private List<DueItem> items(Search search, String rest) {
        Instant now = clock.instant();
        return asked("SELECT secret_id, owner, kind, merchant_id, terminal_id, operator_number, set_at, expires_at, grace_days, locked_at", search, ORDER + rest)
                .query((row, _) -> {
                    Instant expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
                    return new DueItem(row.getObject("secret_id", UUID.class), row.getString("owner"), row.getString("kind"), row.getString("merchant_id"),
                            row.getString("terminal_id"), row.getString("operator_number"), row.getObject("set_at", OffsetDateTime.class).toInstant(),
                            expiresAt, expiresAt.plus(Duration.ofDays(row.getInt("grace_days"))), Reminders.daysLeft(now, expiresAt), !now.isBefore(expiresAt), row.getObject("locked_at") != null);
                }).list();
    }

    @Operation(summary = "Passwords that expire soon or have expired, soonest first")
    @GetMapping("/api/v1/credentials-due")
    @PreAuthorize(Allowed.STAFF)
    Page<DueItem> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        return Page.of(items(search, " OFFSET " + page.offset() + " LIMIT " + page.size()),
                asked("SELECT count(*)", search, "").query(Long.class).single(), page);
    }

    /// Each counts what is not in the one before.
    record Counts(int overdue, int within1, int within7, int within14, int within30) {}

    record MerchantCount(String merchantId, int overdue, int due) {}

    record Summary(Counts counts, List<MerchantCount> merchants) {}

    @Operation(summary = "How many passwords expire when, and the merchants with the most of them")
    @GetMapping("/api/v1/credentials-due/summary")
    @PreAuthorize(Allowed.STAFF)
    Summary summary() {
        Instant now = clock.instant();
        Map<String, ?> ends = Map.of("now", utc(now), "in1", utc(now.plus(Duration.ofDays(1))), "in7", utc(now.plus(Duration.ofDays(7))),
                "in14", utc(now.plus(Duration.ofDays(14))), "in30", utc(now.plus(Duration.ofDays(30))));
        String standing = " FROM credentials.secret WHERE ended IS NULL AND kind <> 'ONE_TIME' AND expires_at <= :in30";
        Counts counts = jdbc.sql("""
                SELECT count(*) FILTER (WHERE expires_at <= :now) overdue, count(*) FILTER (WHERE expires_at > :now AND expires_at <= :in1) in1,
                       count(*) FILTER (WHERE expires_at > :in1 AND expires_at <= :in7) in7, count(*) FILTER (WHERE expires_at > :in7 AND expires_at <= :in14) in14,
                       count(*) FILTER (WHERE expires_at > :in14) in30""" + standing).params(ends)
                .query((row, _) -> new Counts(row.getInt("overdue"), row.getInt("in1"), row.getInt("in7"), row.getInt("in14"), row.getInt("in30"))).single();
        List<MerchantCount> merchants = jdbc.sql("SELECT merchant_id, count(*) FILTER (WHERE expires_at <= :now) overdue, count(*) due" + standing
                        + " GROUP BY merchant_id ORDER BY overdue DESC, due DESC, merchant_id LIMIT 10").params(ends)
                .query((row, _) -> new MerchantCount(row.getString("merchant_id"), row.getInt("overdue"), row.getInt("due"))).list();
        return new Summary(counts, merchants);
    }

    @Operation(summary = "The list of what is due as CSV")
    @GetMapping("/api/v1/credentials-due.csv")
    @PreAuthorize(Allowed.STAFF)
    ResponseEntity<StreamingResponseBody> export(@Valid @ParameterObject Search search) {
        List<DueItem> items = items(search, "");
        StreamingResponseBody body = out -> {
            try (Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
                csv.write("\ufeffmerchant_id,terminal_id,owner,operator,kind,set_at,expires_at,opens_until,days_left\r\n");
                for (DueItem item : items) {                        // numbers and names of our own making: none can begin a formula
                    csv.write(String.join(",", item.merchantId(), text(item.terminalId()), item.owner(), text(item.operator()), item.kind(),
                            item.setAt().toString(), item.expiresAt().toString(), item.opensUntil().toString(), item.overdue() ? "overdue" : Integer.toString(item.daysLeft())));
                    csv.write("\r\n");
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        };
        return ResponseEntity.ok().contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("passwords-due.csv").build().toString())
                .body(body);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
