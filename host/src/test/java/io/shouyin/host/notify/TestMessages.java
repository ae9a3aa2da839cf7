package io.shouyin.host.notify;

import io.shouyin.kernel.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The phones of a test: what waits to be sent, opened. No provider takes it.
public final class TestMessages {

    private final JdbcClient jdbc;
    private final SmsQueue queue;

    TestMessages(JdbcClient jdbc, SmsQueue queue) {
        this.jdbc = jdbc;
        this.queue = queue;
    }

    /// The texts for a phone, oldest first; of the same moment, since the clock of a test stands still, by the transaction that queued them.
    public List<String> to(String phoneMasked) {
        return jdbc.sql("SELECT message_id, purpose, content_sealed FROM notify.message WHERE phone_masked = ? AND state = 'QUEUED' ORDER BY created_at, due_at, xmin::text::bigint")
                .param(phoneMasked).query((row, _) -> new SmsQueue.Taken(row.getObject("message_id", UUID.class),
                        SmsPurpose.valueOf(row.getString("purpose")), row.getBytes("content_sealed"), Instant.MAX, 1)).list().stream()
                .map(taken -> new String(queue.open(taken).text().reveal(SecretAccess.granted()), StandardCharsets.UTF_8)).toList();
    }
}
