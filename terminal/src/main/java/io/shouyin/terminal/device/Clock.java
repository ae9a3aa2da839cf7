package io.shouyin.terminal.device;

import java.time.InstantSource;

/// The terminal's time, and a tick now and then so that what waits can look at it.
public interface Clock extends InstantSource {

    /// Calls `tick` a few times a second, or whenever a test moves the clock, until the handle is closed.
    AutoCloseable everyTick(Runnable tick);
}
