package io.shouyin.host.credentials.watch;

import static io.shouyin.host.credentials.watch.UseLog.utc;

import io.shouyin.host.access.StaffPasswordsDue;
import io.shouyin.host.credentials.PasswordsDue;
import io.shouyin.host.credentials.RegisteredCards;
import io.shouyin.host.credentials.RegisteredCards.Holder;
import io.shouyin.host.credentials.ReminderSteps;
import io.shouyin.host.credentials.Subject;
import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
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
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import tools.jackson.databind.json.JsonMapper;

/// What is due: passwords that expire soon, and those that have; of terminals, of cards and of the console's staff.
@RestController
class DueController {

    private static final int DAYS_USUAL = 30;
    /// Standing passwords and those of the staff, who are few and come with the question.
    private static final String STANDING = """
             FROM (SELECT subject, owner, kind, merchant_id, terminal_id, operator_number, set_at, %1$s AS expires_at,
                          least(expires_at + make_interval(days => grace_days), valid_to) AS opens_until, locked_at IS NOT NULL AS locked
                   FROM credentials.secret WHERE ended IS NULL AND kind <> 'ONE_TIME' AND %1$s IS NOT NULL
                   UNION ALL
                   SELECT 'staff:' || username, 'STAFF', 'RECURRING', NULL, NULL, username, "setAt", "expiresAt", "opensUntil", false
                   FROM jsonb_to_recordset(:staff::jsonb) AS staff(username text, "setAt" timestamptz, "expiresAt" timestamptz, "opensUntil" timestamptz)) due
            """.formatted(PasswordsDue.ENDS_AT);
    private static final String DUE = STANDING + """
            WHERE expires_at < :until AND (:owner = '' OR owner = :owner)
              AND (merchant_id ILIKE :like OR terminal_id ILIKE :like OR owner = 'STAFF' AND operator_number ILIKE :like)""";
    private static final String ORDER = " ORDER BY expires_at, subject";

    private final JdbcClient jdbc;
    private final StaffPasswordsDue staff;
    private final ObjectProvider<RegisteredCards> cards;
    private final InstantSource clock;

    DueController(JdbcClient jdbc, StaffPasswordsDue staff, ObjectProvider<RegisteredCards> cards, InstantSource clock) {
        this.jdbc = jdbc;
        this.staff = staff;
        this.cards = cards;
        this.clock = clock;
    }

    /// @param subject whose it is, once in the list
    /// @param owner of a transaction, an operator, a card user or somebody of the console's staff
    /// @param merchantId null of the staff
    /// @param operator an operator's number, or the user name of staff
    /// @param cardMasked of a card user's password, else null
    /// @param expiresAt by rotation, or the end of the validity that it was limited to, whichever is earlier
    /// @param opensUntil the policy's grace included
    /// @param daysLeft by the calendar of China: 0 is today, below 0 overdue
    record DueItem(String subject, String owner, String kind, String merchantId, String terminalId, String operator, String cardMasked, Instant setAt, Instant expiresAt,
                   Instant opensUntil, int daysLeft, boolean overdue, boolean locked) {

        DueItem of(String card) {
            return new DueItem(subject, owner, kind, merchantId, terminalId, operator, card, setAt, expiresAt, opensUntil, daysLeft, overdue, locked);
        }
    }

    /// @param query part of a merchant's or terminal's number
    /// @param days how far ahead; 0 is what is overdue or ends today
    record Search(@Size(max = 100) String query, @Pattern(regexp = "|TRANSACTION|OPERATOR|CARD|STAFF") String owner, @Min(0) @Max(366) Integer days) {}

    private JdbcClient.StatementSpec asked(String select, Search search, HttpServletRequest caller, String rest) {
        Instant now = clock.instant();
        int days = Objects.requireNonNullElse(search.days(), DAYS_USUAL);
        OffsetDateTime until = LocalDate.ofInstant(now, UseLog.CHINA).plusDays(days + 1L).atStartOfDay().atOffset(UseLog.CHINA);
        return jdbc.sql(select + DUE + rest).params(Map.of("staff", staffJson(caller), "until", until, "owner", Objects.requireNonNullElse(search.owner(), ""),
                "like", LikePattern.containing(search.query())));
    }

    /// For those who see the accounts anyway.
    private String staffJson(HttpServletRequest caller) {
        boolean seesAccounts = caller.isUserInRole("ADMINISTRATOR") || caller.isUserInRole("AUDITOR");
        return JsonMapper.shared().writeValueAsString(seesAccounts ? staff.all() : List.of());
    }

    private List<DueItem> items(Search search, HttpServletRequest caller, String rest) {
        Instant now = clock.instant();
        return asked("SELECT *", search, caller, ORDER + rest)
                .query((row, _) -> {
                    Instant expiresAt = row.getObject("expires_at", OffsetDateTime.class).toInstant();
                    return new DueItem(row.getString("subject"), row.getString("owner"), row.getString("kind"), row.getString("merchant_id"),
                            row.getString("terminal_id"), row.getString("operator_number"), null, row.getObject("set_at", OffsetDateTime.class).toInstant(),
                            expiresAt, row.getObject("opens_until", OffsetDateTime.class).toInstant(), ReminderSteps.daysLeft(now, expiresAt), !now.isBefore(expiresAt),
                            row.getBoolean("locked"));
                }).list().stream().map(this::withCard).toList();
    }

    private DueItem withCard(DueItem item) {
        return !item.owner().equals("CARD") ? item : cards.stream().findFirst().flatMap(register -> register.holder(Subject.Card.cardIdOf(item.subject())))
                .map(Holder::cardMasked).map(item::of).orElse(item);
    }

    @Operation(summary = "Passwords that expire soon or have expired, soonest first")
    @GetMapping("/api/v1/credentials-due")
    @PreAuthorize(Allowed.STAFF)
    Page<DueItem> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page, HttpServletRequest caller) {
        return Page.of(items(search, caller, " OFFSET " + page.offset() + " LIMIT " + page.size()),
                asked("SELECT count(*)", search, caller, "").query(Long.class).single(), page);
    }

    /// Each counts what is not in the one before.
    record Counts(int overdue, int within1, int within7, int within14, int within30) {}

    record MerchantCount(String merchantId, int overdue, int due) {}

    record Summary(Counts counts, List<MerchantCount> merchants) {}

    @Operation(summary = "How many passwords expire when, and the merchants with the most of them")
    @GetMapping("/api/v1/credentials-due/summary")
    @PreAuthorize(Allowed.STAFF)
    Summary summary(HttpServletRequest caller) {
        Instant now = clock.instant();
        Map<String, ?> ends = Map.of("staff", staffJson(caller), "now", utc(now), "in1", utc(now.plus(Duration.ofDays(1))), "in7", utc(now.plus(Duration.ofDays(7))),
                "in14", utc(now.plus(Duration.ofDays(14))), "in30", utc(now.plus(Duration.ofDays(30))));
        String standing = STANDING + "WHERE expires_at <= :in30";
        Counts counts = jdbc.sql("""
                SELECT count(*) FILTER (WHERE expires_at <= :now) overdue, count(*) FILTER (WHERE expires_at > :now AND expires_at <= :in1) in1,
                       count(*) FILTER (WHERE expires_at > :in1 AND expires_at <= :in7) in7, count(*) FILTER (WHERE expires_at > :in7 AND expires_at <= :in14) in14,
                       count(*) FILTER (WHERE expires_at > :in14) in30""" + standing).params(ends)
                .query((row, _) -> new Counts(row.getInt("overdue"), row.getInt("in1"), row.getInt("in7"), row.getInt("in14"), row.getInt("in30"))).single();
        List<MerchantCount> merchants = jdbc.sql("SELECT merchant_id, count(*) FILTER (WHERE expires_at <= :now) overdue, count(*) due" + standing
                        + " AND merchant_id IS NOT NULL GROUP BY merchant_id ORDER BY overdue DESC, due DESC, merchant_id LIMIT 10").params(ends)
                .query((row, _) -> new MerchantCount(row.getString("merchant_id"), row.getInt("overdue"), row.getInt("due"))).list();
        return new Summary(counts, merchants);
    }

    @Operation(summary = "The list of what is due as CSV")
    @GetMapping("/api/v1/credentials-due.csv")
    @PreAuthorize(Allowed.STAFF)
    ResponseEntity<StreamingResponseBody> export(@Valid @ParameterObject Search search, HttpServletRequest caller) {
        List<DueItem> items = items(search, caller, "");
        StreamingResponseBody body = out -> {
            try (Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
                csv.write("\ufeffmerchant_id,terminal_id,owner,operator,card,kind,set_at,expires_at,opens_until,days_left\r\n");
                for (DueItem item : items) {                        // numbers and names of our own making: none can begin a formula
                    csv.write(String.join(",", text(item.merchantId()), text(item.terminalId()), item.owner(), text(item.operator()), text(item.cardMasked()), item.kind(),
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
