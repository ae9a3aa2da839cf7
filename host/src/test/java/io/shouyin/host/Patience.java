package io.shouyin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what comes by itself, and no longer than it may take.
public final class Patience {

    private static final Duration ENOUGH = Duration.ofSeconds(30);

    private Patience() {}

    public static void until(String what, BooleanSupplier condition) {
        until(ENOUGH, what, condition);
    }

    public static void until(Duration patience, String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for: " + what).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
