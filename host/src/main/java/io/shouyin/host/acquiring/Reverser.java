package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.Story.Step;
import io.shouyin.host.channels.CardNetworks;
import io.shouyin.host.channels.NetworkReference;
import io.shouyin.host.channels.OriginalRequest;
import io.shouyin.host.channels.ReversalRequest;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.platform.Threads;
import io.shouyin.iso8583.terminal.TransactionKind;
import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.MerchantId;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.Rrn;
import io.shouyin.kernel.TerminalId;
import io.shouyin.kernel.TraceNumber;
import jakarta.annotation.PreDestroy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Store and forward: tells the network of every reversal until it answers, and takes over what a dead host left open. An offline sale is never
/// reversed: it stays in doubt until its terminal uploads it again. What a wallet was asked is cancelled there; before that it is asked ([WalletAsker]).
///
/// Several hosts may run it on one database: each advice is claimed by moving its due time, so that one host sends it
/// at a time; that two send it after a pause does no harm, since the network takes an advice any number of times. An advice goes to the channel of
/// its transaction, and to no other.
@Component
class Reverser {

    private static final int BATCH_ROWS = 50;
    static final int LOOKS_WHILE_PENDING = 12;

    private final JdbcClient jdbc;
    private final CardNetworks networks;
    private final WalletChannel wallets;
    private final CardAtRest cardsAtRest;
    private final AcquiringSettings settings;
    private final ApplicationEventPublisher events;
    private final Threads threads;
    private final InstantSource clock;
    private final Set<Thread> forwarding = ConcurrentHashMap.newKeySet();
    /// Advices that wait for their answer, each with its channel.
    private final Map<TransactionKey, String> underway = new ConcurrentHashMap<>();
    private Instant lookedForAbandoned = Instant.MIN;

    Reverser(JdbcClient jdbc, CardNetworks networks, WalletChannel wallets, CardAtRest cardsAtRest, AcquiringSettings settings,
             ApplicationEventPublisher events, Threads threads, InstantSource clock) {
        this.jdbc = jdbc;
        this.networks = networks;
        this.wallets = wallets;
        this.cardsAtRest = cardsAtRest;
        this.settings = settings;
        this.events = events;
        this.threads = threads;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void run() {
        Instant now = clock.instant();
        if (now.isBefore(lookedForAbandoned) || !now.isBefore(lookedForAbandoned.plus(settings.pendingMax().dividedBy(LOOKS_WHILE_PENDING)))) {
            takeOverAbandoned(now);                                                        // at once if the clock was set back
            lookedForAbandoned = now;
        }
        Stream.concat(networks.up().stream(), wallets.isOn() ? Stream.of(WalletChannel.NAME) : Stream.empty()).forEach(channel -> {
            long free = BATCH_ROWS - underway.values().stream().filter(channel::equals).count();
            due(channel).stream().filter(due -> !underway.containsKey(due.key())).limit(free).forEach(this::start);
        });
    }

    /// A thread each: one silence delays neither the others of its channel nor other channels.
    private void start(Due due) {
        underway.put(due.key(), due.channel());
        threads.start("reverser", () -> {
            forwarding.add(Thread.currentThread());
            try {
                forward(due);
            } finally {
                forwarding.remove(Thread.currentThread());
                underway.remove(due.key());
            }
        });
    }

    @PreDestroy
    void stop() {
        forwarding.forEach(Thread::interrupt);
    }

    /// A row that is open for longer than any answer takes belongs to a host that died: it is in doubt, or was a question only. Asked seldom, since
    /// the index still holds the rows that were closed a moment ago, and walking over them costs more than all else here.
    private void takeOverAbandoned(Instant now) {
        jdbc.sql("""
                UPDATE acquiring.transaction
                SET state = CASE kind WHEN 'BALANCE' THEN 'DECLINED' ELSE 'IN_DOUBT' END, response_code = '98', closed_at = ?,
                    reversal_reason = CASE WHEN kind <> 'BALANCE' THEN '06' END, reversal_due_at = CASE WHEN kind <> 'BALANCE' THEN ?::timestamptz END,
                    story = CASE WHEN kind <> 'BALANCE' THEN story || ?::jsonb ELSE story END
                WHERE state = 'PENDING' AND received_at < ? AND channel IS DISTINCT FROM 'wallet'""")
                .params(Journal.utc(now), Journal.utc(now), new Story().add(Step.REVERSAL_QUEUED, now, "reason", "06").json(),
                        Journal.utc(now.minus(settings.pendingMax())))
                .update();
    }

    private record Due(TransactionKey key, String channel, MinorAmount amount, byte[] cardSealed, OriginalRequest request, String reason, int attempts) {}

    private List<Due> due(String channel) {
        return jdbc.sql("""
                SELECT merchant_id, terminal_id, batch_number, trace_number, kind, amount_minor, card_sealed, rrn, network_trace,
                       transmission_time, channel, reversal_reason, reversal_attempts
                FROM acquiring.transaction
                WHERE state IN ('IN_DOUBT', 'REVERSING') AND reversal_due_at <= ? AND channel = ? AND kind <> 'OFFLINE_SALE'
                ORDER BY reversal_due_at, received_at LIMIT ?""")
                .params(Journal.utc(clock.instant()), channel, BATCH_ROWS).query(Reverser::dueOf).list();
    }

    private static Due dueOf(ResultSet row, int number) throws SQLException {
        return new Due(new TransactionKey(new MerchantId(row.getString("merchant_id")), new TerminalId(row.getString("terminal_id")),
                new BatchNumber(row.getInt("batch_number")), new TraceNumber(row.getInt("trace_number"))), row.getString("channel"),
                new MinorAmount(row.getLong("amount_minor")), row.getBytes("card_sealed"),
                new OriginalRequest(TransactionKind.valueOf(row.getString("kind")), new NetworkReference(new Rrn(row.getString("rrn")),
                        new TraceNumber(row.getInt("network_trace")), row.getString("transmission_time"))),
                row.getString("reversal_reason"), row.getInt("reversal_attempts"));
    }

    private void forward(Due due) {
        if (!claim(due)) {
            return;
        }
        if (due.channel().equals(WalletChannel.NAME) ? wallets.cancel(due.request().reference().rrn()) : networks.reverse(due.channel(), advice(due))) {
            finish(due.key());
            events.publishEvent(new TransactionChanged(due.key()));
        }
    }

    private ReversalRequest advice(Due due) {
        return new ReversalRequest(due.request(), cardsAtRest.pan(due.key(), due.cardSealed()), due.amount(), due.key().merchant(), due.key().terminal(), due.reason());
    }

    private boolean claim(Due due) {
        TransactionKey key = due.key();
        return jdbc.sql("""
                UPDATE acquiring.transaction SET reversal_attempts = reversal_attempts + 1, reversal_due_at = ?
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?
                  AND state IN ('IN_DOUBT', 'REVERSING') AND reversal_attempts = ?""")
                .params(Journal.utc(clock.instant().plus(pause(due.attempts()))), key.merchant().value(), key.terminal().value(),
                        key.batch().value(), key.trace().value(), due.attempts())
                .update() == 1;
    }

    private Duration pause(int attempts) {
        Duration pause = settings.reversalRetryMin().multipliedBy(1L << Math.min(attempts, 16));
        return pause.compareTo(settings.reversalRetryMax()) > 0 ? settings.reversalRetryMax() : pause;
    }

    private void finish(TransactionKey key) {
        jdbc.sql("""
                UPDATE acquiring.transaction SET state = 'REVERSED', reversal_due_at = NULL, story = story || ?::jsonb
                WHERE merchant_id = ? AND terminal_id = ? AND batch_number = ? AND trace_number = ?
                  AND state IN ('IN_DOUBT', 'REVERSING')""")
                .params(new Story().add(Step.REVERSED, clock.instant()).json(), key.merchant().value(), key.terminal().value(),
                        key.batch().value(), key.trace().value())
                .update();
    }
}
