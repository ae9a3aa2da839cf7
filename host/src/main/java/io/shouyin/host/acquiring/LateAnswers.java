package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.TerminalId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Answers of issuers that came after their time: noted in the story of the transaction and never more than that, since its
/// reversal is on its way. Noted in memory first, so that the thread that reads the link waits for no database.
@Component
class LateAnswers {

    private static final int WAITING_MAX = 1_000;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Late> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    LateAnswers(JdbcClient jdbc, CardNetworks networks, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        networks.onLateAnswer(this::note);
    }

    private record Late(String channel, MerchantId merchant, TerminalId terminal, String rrn, ResponseCode code, Instant at) {}

    private void note(String channel, MerchantId merchant, TerminalId terminal, String rrn, ResponseCode code) {
        if (waiting.incrementAndGet() > WAITING_MAX) {                      // more is a flood, not lateness
            waiting.decrementAndGet();
            return;
        }
        arrived.add(new Late(channel, merchant, terminal, rrn, code, clock.instant()));
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void write() {
        for (Late late = arrived.poll(); late != null; late = arrived.poll()) {
            waiting.decrementAndGet();
            jdbc.sql("""
                    UPDATE acquiring.transaction SET story = story || ?::jsonb
                    WHERE merchant_id = ? AND terminal_id = ? AND rrn = ? AND channel = ?""")
                    .params(new Story().add(Step.LATE_ANSWER, late.at(), "code", late.code().code()).json(), late.merchant().value(),
                            late.terminal().value(), late.rrn(), late.channel())
                    .update();
        }
    }
}
