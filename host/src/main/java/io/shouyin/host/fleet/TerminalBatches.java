package io.shouyin.host.fleet;

import io.shouyin.kernel.BatchNumber;
import io.shouyin.kernel.TerminalId;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/// The batch that a terminal is in. Whoever settles it says so here, in his own transaction.
@Service
public class TerminalBatches {

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    TerminalBatches(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /// Its totals are told: it takes no more transactions.
    public void close(TerminalId terminal, BatchNumber batch) {
        jdbc.sql("UPDATE fleet.terminal SET batch_closing = true WHERE terminal_id = ? AND batch_number = ?")
                .params(terminal.value(), batch.value()).update();
    }

    /// It is settled: the next one begins.
    public void begin(TerminalId terminal, BatchNumber settled) {
        jdbc.sql("UPDATE fleet.terminal SET batch_number = ?, batch_closing = false WHERE terminal_id = ? AND batch_number = ?")
                .params(settled.next().value(), terminal.value(), settled.value()).update();
        events.publishEvent(new TerminalChanged(terminal));
    }
}
