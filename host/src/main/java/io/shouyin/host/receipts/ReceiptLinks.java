package io.shouyin.host.receipts;

import io.shouyin.host.acquiring.TransactionKey;
import io.shouyin.host.notify.SmsMessage;
import io.shouyin.host.notify.SmsPurpose;
import io.shouyin.host.notify.SmsSender;
import io.shouyin.host.notify.SmsTexts;
import io.shouyin.host.support.ConsoleAddress;
import io.shouyin.host.web.RefusedRequest;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.PhoneNumber;
import io.shouyin.kernel.Secret;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Links that open a receipt without a login. The token is 128 random bits behind the `#`, which browsers do not send on; kept is its hash alone.
@Service
class ReceiptLinks {

    private static final int TOKEN_BYTES = 16;
    private static final String PAGE = "/console/receipt";

    private final JdbcClient jdbc;
    private final ConsoleAddress address;
    private final ReceiptSettings settings;
    private final SmsSender sms;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ReceiptLinks(JdbcClient jdbc, ConsoleAddress address, ReceiptSettings settings, SmsSender sms, InstantSource clock) {
        this.jdbc = jdbc;
        this.address = address;
        this.settings = settings;
        this.sms = sms;
        this.clock = clock;
    }

    Duration validFor() {
        return settings.linkAgeMax();
    }

    /// @throws RefusedRequest `RECEIPT_LINKS_SPENT`
    @Transactional
    String issue(TransactionKey key, boolean english) {
        lock(key);
        return url(token(key, false), english);
    }

    /// @throws RefusedRequest `RECEIPT_MESSAGES_OFF`, `RECEIPT_LINKS_SPENT`, `RECEIPT_MESSAGES_SPENT`
    @Transactional
    void send(TransactionKey key, PhoneNumber phone, boolean english) {
        if (!sms.isSetUp()) {
            throw new RefusedRequest(HttpStatus.SERVICE_UNAVAILABLE, ReceiptRefusal.RECEIPT_MESSAGES_OFF);
        }
        lock(key);
        if (sentInAnHour(key) >= settings.messagesPerTerminalMax()) {
            throw new RefusedRequest(HttpStatus.TOO_MANY_REQUESTS, ReceiptRefusal.RECEIPT_MESSAGES_SPENT);
        }
        try (Secret link = Secret.of(url(token(key, true), english));
             Secret text = SmsTexts.receiptLink(link, settings.linkAgeMax(), english ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE)) {
            sms.send(new SmsMessage(UUID.randomUUID(), phone, SmsPurpose.RECEIPT_LINK, text, clock.instant().plus(settings.linkAgeMax())));
        }
    }

    /// The page, in the language of the terminal.
    private String url(String token, boolean english) {
        return address.url() + PAGE + (english ? "?language=en" : "") + "#" + token;
    }

    /// The transaction that a token opens.
    Optional<TransactionKey> find(String token) {
        return jdbc.sql("SELECT merchant_id, terminal_id, batch_number, trace_number FROM receipts.link WHERE token_hash = ? AND expires_at > ?")
                .params(hash(token), now())
                .query((row, _) -> new TransactionKey(new MerchantId(row.getString("merchant_id")), new TerminalId(row.getString("terminal_id")),
                        new BatchNumber(row.getInt("batch_number")), new TraceNumber(row.getInt("trace_number")))).optional();
    }

    /// One link of a terminal after the other, to the end of the transaction: what is counted is what there is.
    private void lock(TransactionKey key) {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('receipts.link ' || ? || ' ' || ?, 0))::text")
                .params(key.merchant().value(), key.terminal().value()).query(String.class).single();
    }

    private String token(TransactionKey key, boolean bySms) {
        jdbc.sql("DELETE FROM receipts.link WHERE expires_at < ?").param(now()).update();
        long there = jdbc.sql("SELECT count(*) FROM receipts.link WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?")
                .params(key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value()).query(Long.class).single();
        if (there >= settings.linksPerTransactionMax()) {
            throw new RefusedRequest(HttpStatus.TOO_MANY_REQUESTS, ReceiptRefusal.RECEIPT_LINKS_SPENT);
        }
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("""
                INSERT INTO receipts.link (token_hash, merchant_id, terminal_id, batch_number, trace_number, by_sms, made_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(hash(token), key.merchant().value(), key.terminal().value(), key.batch().value(), key.trace().value(), bySms, now(),
                        utc(clock.instant().plus(settings.linkAgeMax()))).update();
        return token;
    }

    private long sentInAnHour(TransactionKey key) {
        return jdbc.sql("SELECT count(*) FROM receipts.link WHERE merchant_id = ? AND terminal_id = ? AND by_sms AND made_at > ?")
                .params(key.merchant().value(), key.terminal().value(), utc(clock.instant().minus(Duration.ofHours(1)))).query(Long.class).single();
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(("receipt link\0" + token).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
