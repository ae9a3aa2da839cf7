package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.WaitingPayments.Waiting;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.host.platform.Threads;
import io.shouyin.iso8583.terminal.TransactionKind;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Asks the wallet what has become of payments that wait, until it says; what a dead host left open waits, too. A payment that nobody has paid in time is
/// cancelled ([Reverser]); a void or refund is asked for again, under its own number, until it is answered.
///
/// Several hosts may run it on one database: each question is claimed by moving its due time beyond its answer, so that one is asked at a time.
@Component
class WalletAsker {

    /// For the writes around a question.
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Journal journal;
    private final WaitingPayments waiting;
    private final WalletTransaction transaction;
    private final WalletChannel wallets;
    private final AcquiringSettings settings;
    private final InstantSource clock;
    private final Threads threads;
    private final Set<Thread> asking = ConcurrentHashMap.newKeySet();
    private Instant lookedForAbandoned = Instant.MIN;

    WalletAsker(Journal journal, WaitingPayments waiting, WalletTransaction transaction, WalletChannel wallets, AcquiringSettings settings, InstantSource clock, Threads threads) {
        this.journal = journal;
        this.waiting = waiting;
        this.transaction = transaction;
        this.wallets = wallets;
        this.settings = settings;
        this.clock = clock;
        this.threads = threads;
    }

    @PreDestroy
    void stop() {
        asking.forEach(Thread::interrupt);
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void run() {
        if (!wallets.isOn()) {
            return;
        }
        Instant now = clock.instant();
        if (now.isBefore(lookedForAbandoned) || !now.isBefore(lookedForAbandoned.plus(settings.pendingMax().dividedBy(Reverser.LOOKS_WHILE_PENDING)))) {   // as the Reverser
            waiting.takeOver(now, now.minus(settings.pendingMax()));
            lookedForAbandoned = now;
        }
        List<Waiting> due = waiting.due(now);
        due.forEach(payment -> threads.start("wallet-asker", () -> {
            asking.add(Thread.currentThread());
            try {
                ask(payment);
            } finally {
                asking.remove(Thread.currentThread());
            }
        }));
    }

    private void ask(Waiting payment) {
        Instant claimedUntil = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(settings.walletQueryPause()).plus(wallets.answerMax()).plus(SLACK);
        if (!waiting.claim(payment, claimedUntil)) {
            return;
        }
        boolean isSale = payment.request().kind() == TransactionKind.SALE;
        Optional<HostAnswer> answer = isSale ? Optional.of(wallets.query(payment.open().reference().rrn(), payment.request().amount()))
                : transaction.ask(payment.request(), payment.open());
        boolean isDecided = answer.isPresent() && !(answer.get() instanceof HostAnswer.InDoubt);
        if (isDecided) {
            journal.close(payment.request(), payment.open(), answer);
        } else if (payment.until().filter(until -> clock.instant().isAfter(until)).isPresent()) {
            waiting.cancel(payment.request().key());
        } else {
            waiting.askAgain(payment, claimedUntil, clock.instant().plus(settings.walletQueryPause()));
        }
    }
}
