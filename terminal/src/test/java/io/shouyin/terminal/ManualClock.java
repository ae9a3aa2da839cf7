package io.shouyin.terminal;

import io.shouyin.terminal.device.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A clock that stands until a test moves it.
final class ManualClock implements Clock {

    private final List<Runnable> ticks = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-07-01T01:31:05Z");

    @Override
    public Instant instant() {
        return now;
    }

    void move(Duration by) {
        moveBetweenTicks(by);
        ticks.forEach(Runnable::run);
    }

    void moveBetweenTicks(Duration by) {
        now = now.plus(by);
    }

    @Override
    public AutoCloseable everyTick(Runnable tick) {
        ticks.add(tick);
        return () -> ticks.remove(tick);
    }
}
