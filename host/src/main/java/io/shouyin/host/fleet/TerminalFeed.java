package io.shouyin.host.fleet;

import io.shouyin.host.credentials.PasswordStateChanged;
import io.shouyin.host.web.LiveEvents;
import io.shouyin.kernel.TerminalId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Shows terminals that changed to the consoles that watch, after the commit and apart from the work itself.
@Component
class TerminalFeed {

    private static final int WAITING_MAX = 200;

    private final TerminalController controller;
    private final LiveEvents live;
    private final Set<TerminalId> changed = new LinkedHashSet<>();

    TerminalFeed(TerminalController controller, LiveEvents live) {
        this.controller = controller;
        this.live = live;
    }

    @EventListener
    void note(TerminalChanged event) {
        afterCommit(event.terminal());
    }

    @EventListener
    void note(PasswordStateChanged event) {
        afterCommit(event.terminal());
    }

    private void afterCommit(TerminalId terminal) {
        if (!live.isWatched()) {
            return;
        }
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    add(terminal);
                }
            });
        } else {
            add(terminal);
        }
    }

    private void add(TerminalId terminal) {
        synchronized (changed) {
            if (changed.size() < WAITING_MAX) {
                changed.add(terminal);
            }
        }
    }

    @Scheduled(fixedDelayString = "PT0.5S")
    void show() {
        Set<TerminalId> batch;
        synchronized (changed) {
            batch = new LinkedHashSet<>(changed);
            changed.clear();
        }
        batch.forEach(terminal -> controller.find(terminal).ifPresent(item -> live.publish("terminal", item)));
    }
}
