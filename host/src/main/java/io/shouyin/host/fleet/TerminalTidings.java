package io.shouyin.host.fleet;

import io.shouyin.kernel.TerminalId;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// Tells the live lists that something about a terminal is new, once the transaction is through.
@Component
public class TerminalTidings {

    private final ApplicationEventPublisher events;

    TerminalTidings(ApplicationEventPublisher events) {
        this.events = events;
    }

    public void changed(TerminalId terminal) {
        events.publishEvent(new TerminalChanged(terminal));
    }
}
