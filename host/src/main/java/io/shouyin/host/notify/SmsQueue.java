package io.shouyin.host.notify;

import io.shouyin.host.keys.InstitutionKeys;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.vault.SecurityModule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Messages in the database: from the sender's transaction to what became of them.
///
/// Several hosts share the table. Who takes a message moves its due time on, so that nobody else takes it meanwhile; if it dies, the message is due
/// again then. What happened is written only to a message that is still queued: the first answer stands.
@Component
class SmsQueue implements SmsSender {

    private final JdbcClient jdbc;
    private final SecurityModule vault;
    private final InstitutionKeys keys;
    private final SmsProviders providers;
    private final InstantSource clock;

    SmsQueue(JdbcClient jdbc, SecurityModule vault, InstitutionKeys keys, SmsProviders providers, InstantSource clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.keys = keys;
        this.providers = providers;
        this.clock = clock;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(SmsMessage message) {
        OffsetDateTime now = now();
        jdbc.sql("""
                INSERT INTO notify.message (message_id, purpose, phone_masked, content_sealed, state, created_at, expires_at, due_at)
                VALUES (?, ?, ?, ?, 'QUEUED', ?, ?, ?) ON CONFLICT ON CONSTRAINT message_once DO NOTHING""")
                .params(message.id(), message.purpose().name(), message.phone().masked(), seal(message), now, utc(message.expiresAt()), now).update();
    }

    @Override
    public boolean isSetUp() {
        return !providers.inOrder().isEmpty();
    }

    /// A message that this host has in its hands.
    ///
    /// @param attempts this one among them
    record Taken(UUID id, SmsPurpose purpose, byte[] contentSealed, Instant expiresAt, int attempts) {}

    /// Takes messages that are due and not too old.
    ///
    /// @param hold until they are due again
    List<Taken> take(int rowsMax, Duration hold) {
        OffsetDateTime now = now();
        return jdbc.sql("""
                UPDATE notify.message SET due_at = ?, attempts = attempts + 1
                WHERE message_id IN (SELECT message_id FROM notify.message WHERE state = 'QUEUED' AND due_at <= ? AND expires_at > ?
                                     ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING message_id, purpose, content_sealed, expires_at, attempts""")
                .params(utc(clock.instant().plus(hold)), now, now, rowsMax).query(SmsQueue::taken).list();
    }

    private static Taken taken(ResultSet row, int number) throws SQLException {
        return new Taken(row.getObject("message_id", UUID.class), SmsPurpose.valueOf(row.getString("purpose")), row.getBytes("content_sealed"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(), row.getInt("attempts"));
    }

    /// Number and text of a message in hand.
    ///
    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the row was changed
    SmsMessage open(Taken taken) {
        byte[] content = vault.open(keys.data(), taken.contentSealed(), boundTo(taken.id()));
        try {
            int numberBytes = content[0];
            return new SmsMessage(taken.id(), new PhoneNumber(new String(content, 1, numberBytes, StandardCharsets.US_ASCII)), taken.purpose(),
                    Secret.ofUtf8(Arrays.copyOfRange(content, 1 + numberBytes, content.length)), taken.expiresAt());
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// A provider has it: its text is wiped in the same commit that says so.
    void sent(UUID id, String provider, String providerMessageId) {
        jdbc.sql("""
                UPDATE notify.message SET state = 'SENT', content_sealed = NULL, provider = ?, provider_message_id = ?, reason = NULL, provider_code = NULL,
                       sent_at = ?
                WHERE message_id = ? AND state = 'QUEUED'""")
                .params(provider, providerMessageId, now(), id).update();
    }

    void tryAgain(UUID id, NotTaken why, Duration pause) {
        jdbc.sql("UPDATE notify.message SET due_at = ?, provider = ?, reason = ?, provider_code = ? WHERE message_id = ? AND state = 'QUEUED'")
                .params(utc(clock.instant().plus(pause)), why.provider(), why.reason().name(), why.code(), id).update();
    }

    /// Nobody will take it.
    void fail(UUID id, NotTaken why) {
        jdbc.sql("""
                UPDATE notify.message SET state = 'FAILED', content_sealed = NULL, provider = ?, reason = ?, provider_code = ?, ended_at = ?
                WHERE message_id = ? AND state = 'QUEUED'""")
                .params(why.provider(), why.reason().name(), why.code(), now(), id).update();
    }

    /// Ends what is of no use any more.
    void expire() {
        OffsetDateTime now = now();
        jdbc.sql("UPDATE notify.message SET state = 'EXPIRED', content_sealed = NULL, ended_at = ? WHERE state = 'QUEUED' AND expires_at <= ?")
                .params(now, now).update();
    }

    /// Removes what has ended, or was sent, that long ago.
    void forget(Duration keep) {
        jdbc.sql("DELETE FROM notify.message WHERE state <> 'QUEUED' AND created_at < ?").param(utc(clock.instant().minus(keep))).update();
    }

    private byte[] seal(SmsMessage message) {
        byte[] number = message.phone().e164().getBytes(StandardCharsets.US_ASCII);
        byte[] text = message.text().reveal(SecretAccess.granted());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(number.length);
        content.writeBytes(number);
        content.writeBytes(text);
        byte[] clear = content.toByteArray();
        try {
            return vault.seal(keys.data(), clear, boundTo(message.id()));
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static byte[] boundTo(UUID id) {
        return ("sms:" + id).getBytes(StandardCharsets.US_ASCII);
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
