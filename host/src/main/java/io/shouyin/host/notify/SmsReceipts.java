package io.shouyin.host.notify;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What providers tell of messages that they took. A receipt may come before the answer that it belongs to is committed, and to another host: so it
/// is kept first, and applied when the message is there.
@Component
class SmsReceipts {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    SmsReceipts(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    enum Outcome { DELIVERED, FAILED, EXPIRED }

    /// @param code the provider's own word for it
    void received(String provider, String providerMessageId, Outcome outcome, String code) {
        jdbc.sql("INSERT INTO notify.receipt (provider, provider_message_id, state, provider_code, received_at) VALUES (?, ?, ?, ?, ?)")
                .params(provider, providerMessageId, outcome.name(), code, now()).update();
    }

    /// Writes what is known into the messages, and forgets receipts that have waited for a day: they belong to nobody here.
    void apply() {
        jdbc.sql("""
                WITH told AS (
                  DELETE FROM notify.receipt r USING notify.message m
                  WHERE m.provider = r.provider AND m.provider_message_id = r.provider_message_id AND m.sent_at IS NOT NULL
                  RETURNING m.message_id, r.state, r.provider_code, r.received_at)
                UPDATE notify.message m SET state = told.state, provider_code = told.provider_code, ended_at = told.received_at,
                       reason = CASE WHEN told.state = 'DELIVERED' THEN NULL ELSE 'UNDELIVERED' END
                FROM told WHERE m.message_id = told.message_id AND m.state = 'SENT'""").update();
        jdbc.sql("DELETE FROM notify.receipt WHERE received_at < ?").param(now().minusDays(1)).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
