package io.shouyin.terminal.device;

import java.time.Duration;
import java.time.Instant;

/// The clock of the machine, four ticks a second.
public final class SystemClock implements Clock {

    private static final Duration TICK = Duration.ofMillis(250);

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public AutoCloseable everyTick(Runnable tick) {
        Thread ticking = Thread.ofVirtual().name("terminal-tick").start(() -> {
            try {
                while (true) {
                    Thread.sleep(TICK);
                    tick.run();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        return ticking::interrupt;
    }
}
