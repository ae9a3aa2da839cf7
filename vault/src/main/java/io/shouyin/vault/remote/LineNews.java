package io.shouyin.vault.remote;

import io.shouyin.kernel.Fault;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is logged of the line to the vault: a trouble when it begins or becomes another, and that it is over; not each call that meets it.
final class LineNews {

    private static final Logger LOG = LoggerFactory.getLogger(LineNews.class);

    private final AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean crowded = new AtomicBoolean();

    /// No connection could be had, or it broke.
    ///
    /// @return the fault to throw
    Fault lost(Fault fault) {
        Optional<String> code = Optional.of(fault.code());
        if (!trouble.getAndSet(code).equals(code)) {
            LOG.error("the vault is not reached: {}", fault.getMessage());
        }
        return fault;
    }

    void answered() {
        if (trouble.get().isPresent() && trouble.getAndSet(Optional.empty()).isPresent()) {
            LOG.info("the vault answers again");
        }
    }

    /// A call waited for a connection in vain; others may be answered all the time.
    ///
    /// @return the fault to throw
    Fault crowded(Fault fault) {
        if (crowded.compareAndSet(false, true)) {
            LOG.error("calls of the vault are given up: {}", fault.getMessage());
        }
        return fault;
    }

    void nobodyWaits() {
        if (crowded.get() && crowded.compareAndSet(true, false)) {
            LOG.info("no call waits for a connection to the vault any more");
        }
    }
}
