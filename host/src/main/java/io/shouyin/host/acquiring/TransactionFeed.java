package io.shouyin.host.acquiring;

import io.shouyin.host.web.LiveEvents;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Shows committed transactions to the consoles that watch, a few times a second, apart from the corridor.
@Component
class TransactionFeed {

    private static final int WAITING_MAX = 200;

    private final TransactionController controller;
    private final LiveEvents live;
    private final Set<TransactionKey> changed = new LinkedHashSet<>();

    TransactionFeed(TransactionController controller, LiveEvents live) {
        this.controller = controller;
        this.live = live;
    }

    @EventListener
    void note(TransactionChanged event) {
        if (live.isWatched()) {
            synchronized (changed) {
                if (changed.size() < WAITING_MAX) {                 // more at once is more than eyes follow
                    changed.add(event.key());
                }
            }
        }
    }

    @Scheduled(fixedDelayString = "PT0.3S")
    void show() {
        Set<TransactionKey> batch;
        synchronized (changed) {
            batch = new LinkedHashSet<>(changed);
            changed.clear();
        }
        batch.forEach(key -> controller.find(key).ifPresent(item -> live.publish("transaction", item)));
    }
}
