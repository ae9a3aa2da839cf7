package io.shouyin.host.platform;

import java.time.Duration;

/// Threads of the host that wait for others, and the time that they wait by. A deterministic test world brings its own, in which one runs at a time.
public interface Threads {

    Thread start(String name, Runnable work);

    /// Lets the present thread wait; an interrupt ends the wait early.
    void pause(Duration length);

    /// As [System#nanoTime()]: no clock that somebody sets.
    long nanos();
}
