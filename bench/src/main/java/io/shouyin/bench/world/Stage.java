package io.shouyin.bench.world;

import io.shouyin.kernel.Check;
import io.shouyin.terminal.device.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;

/// Time and turns. Many threads stand here and one of them acts: the one that runs the events, or the one that an event has given the turn to, until it
/// waits or ends. Time stands still while somebody acts, and goes on to the next event when nobody does.
final class Stage implements Clock {

    /// Something that is to happen.
    ///
    /// @param sleeper whose pause it ends, which stays when another run begins; empty of all else
    private record Event(Instant at, long number, Runnable action, String sleeper) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /// What a thread waits for.
    static final class Wake<T> {
        private final Semaphore turn = new Semaphore(0);
        private final Runnable afterwards;
        private T value;
        private boolean over;

        Wake() {
            this(() -> {});
        }

        /// @param afterwards runs when the woken thread has given the turn back
        Wake(Runnable afterwards) {
            this.afterwards = afterwards;
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Semaphore back = new Semaphore(0);
    private volatile Instant now;
    private long number;

    Stage(Instant begin) {
        now = begin;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /// Nothing here waits for a tick.
    @Override
    public AutoCloseable everyTick(Runnable tick) {
        return () -> {};
    }

    /// Another run: nothing is to come but the end of each pause, now, by name.
    void setTo(Instant begin) {
        now = begin;
        number = 0;
        var paused = events.stream().filter(event -> !event.sleeper().isEmpty()).sorted(Comparator.comparing(Event::sleeper).thenComparing(Comparator.naturalOrder())).toList();
        events.clear();
        paused.forEach(pause -> after(Duration.ZERO, pause.action(), pause.sleeper()));
    }

    void after(Duration delay, Runnable action) {
        after(delay, action, "");
    }

    private void after(Duration delay, Runnable action, String sleeper) {
        events.add(new Event(now.plus(delay), number++, action, sleeper));
    }

    /// The next event, whenever it is.
    void runNext() {
        Event next = events.poll();
        Check.invariant(next != null, "something is to come");
        now = next.at().isAfter(now) ? next.at() : now;
        next.action().run();
    }

    /// Everything that is to happen within a time.
    void run(Duration length) {
        boolean[] over = new boolean[1];
        after(length, () -> over[0] = true);
        while (!over[0]) {
            runNext();
        }
    }

    // threads

    /// A thread that gets its first turn when those before it have had theirs.
    Thread start(String name, Runnable work) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                giveBack();
            }
        });
        after(Duration.ZERO, () -> {
            thread.start();
            awaitBack();
        });
        return thread;
    }

    /// Called by a thread that has the turn: gives it back until it is woken or the time is over.
    <T> Optional<T> await(Wake<T> wake, Duration atMost) {
        return await(wake, atMost, "");
    }

    private <T> Optional<T> await(Wake<T> wake, Duration atMost, String sleeper) {
        after(atMost, () -> resume(wake), sleeper);
        giveBack();
        wake.turn.acquireUninterruptibly();
        return Optional.ofNullable(wake.value);
    }

    /// Called by a thread that has the turn: gives it back for so long.
    void pause(Duration length) {
        await(new Wake<>(), length, Thread.currentThread().getName());
    }

    /// The waiting thread gets the turn soon.
    <T> void wake(Wake<T> wake, T value) {
        after(Duration.ZERO, () -> wakeNow(wake, value));
    }

    /// The waiting thread gets the turn now; called by who runs the events.
    <T> void wakeNow(Wake<T> wake, T value) {
        if (!wake.over) {
            wake.value = value;
            resume(wake);
        }
    }

    private void resume(Wake<?> wake) {
        if (!wake.over) {
            wake.over = true;
            wake.turn.release();
            awaitBack();
            wake.afterwards.run();
        }
    }

    /// Called by a thread that has the turn and does not come back for it by itself.
    void giveBack() {
        back.release();
    }

    /// Waits for who has been given the turn.
    void awaitBack() {
        back.acquireUninterruptibly();
    }
}
