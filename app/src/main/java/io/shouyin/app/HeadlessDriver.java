package io.shouyin.app;

import io.shouyin.kernel.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Hands and eyes on a headless terminal that is a process of its own: keys in, screens and slips out.
final class HeadlessDriver {

    private final ChildProcess process;
    private final List<JsonNode> slips = new ArrayList<>();
    private Optional<JsonNode> screen = Optional.empty();
    private Optional<Fault> ended = Optional.empty();

    HeadlessDriver(ChildProcess process) {
        this.process = process;
        Thread.ofVirtual().name("headless-driver").start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                hear(process.nextLine());
            }
        } catch (Fault gone) {
            synchronized (this) {
                ended = Optional.of(gone);
                notifyAll();
            }
        }
    }

    private synchronized void hear(JsonNode event) {
        switch (event.path("event").asString()) {
            case "screen" -> screen = Optional.of(event);
            case "print" -> slips.add(event);
            default -> { }                                  // status, beeps: nothing that a script waits for
        }
        notifyAll();
    }

    void press(String labels) {
        process.say("key " + labels);
    }

    void type(String text) {
        process.say("type " + text);
        process.say("key OK");
    }

    /// Any command of the headless terminal.
    void say(String command) {
        process.say(command);
    }

    void swipe(int card) {
        process.say("card swipe " + card);
    }

    /// Waits for a screen.
    ///
    /// @throws Tour.StepFailed if another one stays
    JsonNode await(String screenId, Duration timeout) {
        return await(screenId, shown -> true, timeout);
    }

    /// Waits for a screen in a certain state.
    synchronized JsonNode await(String screenId, Predicate<JsonNode> state, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (screen.filter(shown -> shown.path("id").asString().equals(screenId) && state.test(shown)).isEmpty()) {
            long left = deadline - System.nanoTime();
            if (ended.isPresent()) {
                throw ended.get();
            }
            if (left <= 0) {
                throw new Tour.StepFailed("the screen " + screenId + " did not come; the terminal shows "
                        + screen.map(HeadlessDriver::described).orElse("nothing"));
            }
            try {
                wait(Math.max(1, left / 1_000_000));
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new Tour.StepFailed("interrupted");
            }
        }
        return screen.orElseThrow();
    }

    private static String described(JsonNode screen) {
        return screen.path("id").asString() + " (" + screen.at("/message/headline").asString("") + ")";
    }

    synchronized List<JsonNode> slips() {
        return List.copyOf(slips);
    }

    /// Forgets the present screen, so that the next wait is for one that is yet to come.
    synchronized void forget() {
        screen = Optional.empty();
    }
}
