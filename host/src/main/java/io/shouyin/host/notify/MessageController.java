package io.shouyin.host.notify;

import io.shouyin.host.web.Allowed;
import io.shouyin.host.web.LikePattern;
import io.shouyin.host.web.Page;
import io.shouyin.host.web.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Text messages for the console: to whom (masked), what for, how far; never what they say.
@RestController
@RequestMapping("/api/v1/messages")
class MessageController {

    private static final String STATES = "|QUEUED|SENT|DELIVERED|FAILED|EXPIRED";
    private static final Duration COUNTED = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final SmsProviders providers;
    private final NotifySettings settings;
    private final InstantSource clock;

    MessageController(JdbcClient jdbc, SmsProviders providers, NotifySettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.providers = providers;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param reason why it was not taken yet, was not taken, or did not arrive
    /// @param providerCode the provider's own word for it
    record MessageItem(String id, Instant at, SmsPurpose purpose, String phoneMasked, String state, int attempts, String provider, String reason,
                       String providerCode, Instant expiresAt, Instant sentAt, Instant endedAt) {}

    /// @param query part of the masked number, or a purpose
    record Search(@Size(max = 100) String query, @Pattern(regexp = STATES) String state) {}

    @Operation(summary = "Text messages, newest first, without their texts")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping
    Page<MessageItem> list(@Valid @ParameterObject Search search, @Valid @ParameterObject PageQuery page) {
        String pattern = LikePattern.containing(search.query());
        String state = search.state() == null ? "" : search.state();
        List<MessageItem> items = jdbc.sql("""
                SELECT message_id, created_at, purpose, phone_masked, state, attempts, provider, reason, provider_code, expires_at, sent_at, ended_at
                FROM notify.message WHERE (phone_masked ILIKE ? OR purpose ILIKE ?) AND (? = '' OR state = ?)
                ORDER BY created_at DESC, message_id OFFSET ? LIMIT ?""")
                .params(pattern, pattern, state, state, page.offset(), page.size()).query(MessageController::item).list();
        long total = jdbc.sql("SELECT count(*) FROM notify.message WHERE (phone_masked ILIKE ? OR purpose ILIKE ?) AND (? = '' OR state = ?)")
                .params(pattern, pattern, state, state).query(Long.class).single();
        return Page.of(items, total, page);
    }

    private static MessageItem item(ResultSet row, int number) throws SQLException {
        return new MessageItem(row.getString("message_id"), instant(row, "created_at"), SmsPurpose.valueOf(row.getString("purpose")),
                row.getString("phone_masked"), row.getString("state"), row.getInt("attempts"), row.getString("provider"), row.getString("reason"),
                row.getString("provider_code"), instant(row, "expires_at"), instant(row, "sent_at"), instant(row, "ended_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /// @param up as far as this host knows
    record ProviderState(String name, boolean up) {}

    /// @param providers in the order in which they are asked; none: messages wait and expire
    /// @param phonePage where a simulated phone shows the texts; null if there is none
    record Summary(long queued, long sent, long delivered, long failed, long expired, List<ProviderState> providers, String phonePage) {}

    @Operation(summary = "Text messages of the last 24 hours in numbers, and the providers")
    @PreAuthorize(Allowed.STAFF)
    @GetMapping("/summary")
    Summary summary() {
        List<ProviderState> states = providers.inOrder().stream().map(provider -> new ProviderState(provider.name(), provider.isUp())).toList();
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE state = 'QUEUED') queued, count(*) FILTER (WHERE state = 'SENT') sent,
                       count(*) FILTER (WHERE state = 'DELIVERED') delivered, count(*) FILTER (WHERE state = 'FAILED') failed,
                       count(*) FILTER (WHERE state = 'EXPIRED') expired
                FROM notify.message WHERE created_at > ?""")
                .param(clock.instant().minus(COUNTED).atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Summary(row.getLong("queued"), row.getLong("sent"), row.getLong("delivered"), row.getLong("failed"),
                        row.getLong("expired"), states, settings.phonePage().orElse(null))).single();
    }
}
