package io.shouyin.host.gateway;

import io.shouyin.kernel.TerminalId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One request of a terminal after the other, over however many connections they come.
///
/// So a repeat waits for the first answer, and a thousand guesses at once are counted one by one.
final class OneAtATime {

    private final ConcurrentHashMap<TerminalId, Turn> turns = new ConcurrentHashMap<>();

    /// A lock and how many hold or want it.
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    interface Work<T> {
        T run();
    }

    <T> T run(TerminalId terminal, Work<T> work) {
        Turn turn = turns.compute(terminal, (_, present) -> {
            Turn taken = present == null ? new Turn() : present;
            taken.users++;
            return taken;
        });
        turn.lock.lock();
        try {
            return work.run();
        } finally {
            turn.lock.unlock();
            turns.compute(terminal, (_, present) -> --turn.users == 0 ? null : present);
        }
    }
}
