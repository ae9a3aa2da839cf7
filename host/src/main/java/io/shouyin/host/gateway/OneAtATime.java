package io.shouyin.host.gateway;

import io.shouyin.kernel.TerminalId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One request of a terminal after the other, over however many connections they come.
///
/// So a repeat waits for the first answer, and a thousand guesses at once are counted one by one. Whoever has waited too long is sent away with
/// nothing done: who asked has given up by then, and would not learn what came of it.
final class OneAtATime {

    private final Duration waitMax;
    private final ConcurrentHashMap<TerminalId, Turn> turns = new ConcurrentHashMap<>();

    OneAtATime(Duration waitMax) {
        this.waitMax = waitMax;
    }

    /// A lock and how many hold or want it.
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    interface Work<T> {
        T run();
    }

    /// @return empty if its turn did not come in time
    <T> Optional<T> run(TerminalId terminal, Work<T> work) {
        Turn turn = turns.compute(terminal, (_, present) -> {
            Turn taken = present == null ? new Turn() : present;
            taken.users++;
            return taken;
        });
        try {
            if (!turn.lock.tryLock(waitMax.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.run());
            } finally {
                turn.lock.unlock();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            turns.compute(terminal, (_, present) -> --turn.users == 0 ? null : present);
        }
    }
}
