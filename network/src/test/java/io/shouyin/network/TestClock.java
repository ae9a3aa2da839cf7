package io.shouyin.network;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that the test moves.
final class TestClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-03-02T04:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void set(String instant) {
        now = Instant.parse(instant);
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }
}
