package io.shouyin.host.notify;

import io.shouyin.host.notify.NotTaken.Reason;
import io.shouyin.host.notify.SmsProvider.Handover;
import io.shouyin.host.notify.SmsQueue.Taken;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Secret;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Sends what is queued:
///
/// 1. A message is taken for a while (SKIP LOCKED), so that one host has it at a time.
/// 2. The providers are asked in their order until one takes it. Its answer is stored; from then on nobody sends it again.
/// 3. If each of them refuses it for good, it has failed. Otherwise it is tried again after a pause that doubles, until it expires.
///
/// A host that dies between 2 and its commit, or an answer that does not come, leaves it unknown whether the message went out. It is sent again
/// then: a person may get the same text twice, which does no harm, while a code that never comes does.
@Component
class SmsWorker {

    private static final Logger LOG = LoggerFactory.getLogger(SmsWorker.class);
    private static final int PAUSE_DOUBLINGS_MAX = 16;

    private final SmsQueue queue;
    private final SmsReceipts receipts;
    private final SmsProviders providers;
    private final NotifySettings settings;
    private final Semaphore places;
    private final ExecutorService each = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sms-", 0).factory());

    SmsWorker(SmsQueue queue, SmsReceipts receipts, SmsProviders providers, NotifySettings settings) {
        this.queue = queue;
        this.receipts = receipts;
        this.providers = providers;
        this.settings = settings;
        this.places = new Semaphore(settings.inHandMax());
    }

    /// Does not wait for providers: a silent one holds up its own messages only.
    @Scheduled(fixedDelayString = "PT0.3S")
    void run() {
        receipts.apply();
        queue.expire();
        int free = providers.inOrder().isEmpty() ? 0 : places.drainPermits();
        if (free > 0) {
            int taken = 0;
            try {
                for (Taken message : queue.take(free, settings.takenMax())) {
                    taken++;
                    each.execute(() -> deliverAndMakeRoom(message));
                }
            } finally {
                places.release(free - taken);
            }
        }
    }

    @Scheduled(fixedDelayString = "PT1H")
    void forget() {
        queue.forget(settings.keepMax());
    }

    private void deliverAndMakeRoom(Taken taken) {
        try {
            deliver(taken);
        } catch (RuntimeException unfinished) {
            LOG.error("message {} is left for later: {}", taken.id(), unfinished.getClass().getName());
        } finally {
            places.release();
        }
    }

    private void deliver(Taken taken) {
        SmsMessage message;
        try {
            message = queue.open(taken);
        } catch (Fault broken) {
            LOG.error("message {} does not open: {}", taken.id(), broken.code());
            queue.fail(taken.id(), new NotTaken(null, Reason.UNREADABLE, broken.code()));
            return;
        }
        try (Secret _ = message.text()) {
            hand(taken, message);
        }
    }

    private void hand(Taken taken, SmsMessage message) {
        NotTaken last = null;
        boolean forGood = true;
        for (SmsProvider provider : providers.inOrder()) {
            switch (provider.hand(message)) {
                case Handover.Accepted(String messageId) -> {
                    queue.sent(taken.id(), provider.name(), messageId);
                    return;
                }
                case Handover.Declined(NotTaken why) -> {
                    last = why;
                    forGood &= why.reason() == Reason.REFUSED;
                    LOG.warn("message {} was not taken by {}: {} {}", taken.id(), provider.name(), why.reason(), why.code());
                }
            }
        }
        if (forGood) {
            queue.fail(taken.id(), last);
        } else {
            queue.tryAgain(taken.id(), last, pause(taken.attempts()));
        }
    }

    private Duration pause(int attempts) {
        Duration pause = settings.retryMin().multipliedBy(1L << Math.min(attempts - 1, PAUSE_DOUBLINGS_MAX));
        return pause.compareTo(settings.retryMax()) > 0 ? settings.retryMax() : pause;
    }

    @PreDestroy
    void close() {
        each.close();
    }
}
