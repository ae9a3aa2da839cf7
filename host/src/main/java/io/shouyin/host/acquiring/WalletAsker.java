package io.shouyin.host.acquiring;

import io.shouyin.host.acquiring.WaitingPayments.Waiting;
import io.shouyin.host.channels.HostAnswer;
import io.shouyin.host.channels.WalletChannel;
import io.shouyin.iso8583.terminal.TransactionKind;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Asks the wallet what has become of payments that wait, until it says; what a dead host left open waits, too. A payment that nobody has paid in time is
/// cancelled ([Reverser]); a void or refund is asked for again, under its own number, until it is answered.
///
/// Several hosts may run it on one database: each question is claimed by moving its due time.
@Component
class WalletAsker {

    private final Journal journal;
    private final WaitingPayments waiting;
    private final WalletTransaction transaction;
    private final WalletChannel wallets;
    private final AcquiringSettings settings;
    private final InstantSource clock;
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    private Instant takeOverDue = Instant.MIN;

    WalletAsker(Journal journal, WaitingPayments waiting, WalletTransaction transaction, WalletChannel wallets, AcquiringSettings settings, InstantSource clock) {
        this.journal = journal;
        this.waiting = waiting;
        this.transaction = transaction;
        this.wallets = wallets;
        this.settings = settings;
        this.clock = clock;
    }

    @PreDestroy
    void stop() {
        asking.shutdownNow();
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void run() {
        if (!wallets.isOn()) {
            return;
        }
        Instant now = clock.instant();
        if (!now.isBefore(takeOverDue)) {                                                  // seldom, as the Reverser does
            waiting.takeOver(now, now.minus(settings.pendingMax()));
            takeOverDue = now.plus(settings.pendingMax().dividedBy(Reverser.LOOKS_WHILE_PENDING));
        }
        List<Waiting> due = waiting.due(now);
        due.forEach(payment -> asking.execute(() -> ask(payment)));
    }

    private void ask(Waiting payment) {
        if (!waiting.claim(payment, clock.instant().plus(settings.walletQueryPause()))) {
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
        }
    }
}
