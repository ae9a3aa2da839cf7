package io.shouyin.host.acquiring;

import io.shouyin.host.web.LiveEvents;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Shows to the consoles that watch what became of a batch.
@Component
class BatchFeed {

    private final BatchController controller;
    private final LiveEvents live;

    BatchFeed(BatchController controller, LiveEvents live) {
        this.controller = controller;
        this.live = live;
    }

    @EventListener
    void show(BatchChanged event) {
        if (live.isWatched()) {
            controller.find(event.key()).ifPresent(item -> live.publish("batch", item));
        }
    }
}
