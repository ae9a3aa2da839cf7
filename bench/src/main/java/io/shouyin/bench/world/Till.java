package io.shouyin.bench.world;

import io.shouyin.bench.till.Cashier;
import io.shouyin.bench.till.Customers;
import io.shouyin.bench.till.Errand;
import io.shouyin.bench.till.Hands;
import io.shouyin.terminal.Terminal;
import io.shouyin.terminal.TerminalSettings;
import io.shouyin.terminal.device.Clock;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.TerminalRefusal;
import io.shouyin.terminal.line.GatewayAddress;
import io.shouyin.terminal.line.Line;
import io.shouyin.terminal.line.LineException;
import io.shouyin.terminal.state.TerminalState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A real terminal in the world, its power, its lines to the host, and the cashier in front of it.
final class Till implements Hands, Clock {

    private static final int LENGTH_BYTES = 2;
    private static final Duration WHILE = Duration.ofSeconds(1);

    private final String name;
    private final TerminalSettings settings;
    private final MemoryStorage storage;
    private final List<DemoCard> cards;
    private final Stage stage;
    private final HostSide host;
    private final Weather weather;
    private final Trace trace;
    private final RandomGenerator random;
    private final Cashier cashier;
    private final Supplier<Optional<Errand>> errands;
    private final Runnable looked;
    private final Set<HostLine> lines = new HashSet<>();
    private ConsoleDevice device;
    private Terminal terminal;
    private Runnable tick = () -> {};
    private Optional<Stage.Wake<Heard>> waiting = Optional.empty();
    private boolean outOfReach;
    private boolean on;
    private boolean retired;
    private boolean resting;
    private boolean stepDue;
    private volatile boolean acting;
    private volatile boolean ready;

    /// @param errands what the cashier does next; empty if there is nothing more
    /// @param looked runs each time that the terminal has done something
    Till(String name, TerminalSettings settings, MemoryStorage storage, List<DemoCard> cards, IntFunction<String> pins, Customers customers, Stage stage, HostSide host, Weather weather,
         Trace trace, RandomGenerator random, Supplier<Optional<Errand>> errands, Runnable looked) {
        this.name = name;
        this.settings = settings;
        this.storage = storage;
        this.cards = cards;
        this.stage = stage;
        this.host = host;
        this.weather = weather;
        this.trace = trace;
        this.random = random;
        this.cashier = new Cashier(this, cards, pins, customers, random);
        this.errands = errands;
        this.looked = looked;
    }

    String name() {
        return name;
    }

    // power

    void powerOn() {
        if (on) {
            return;
        }
        trace.add(name + " on");
        on = true;
        storage.powerOn();
        cashier.forget();
        device = new ConsoleDevice(this, cards);
        let(() -> terminal = Terminal.start(settings, device, storage, this::dial, this::idle));
        look();
    }

    void cutPower() {
        if (!on) {
            return;
        }
        storage.cut();
        waiting.ifPresent(wake -> stage.wakeNow(wake, new Heard.PowerGone()));
        look();
    }

    /// It fails at one of the next writes.
    void cutPowerAtWrite(int write, boolean done) {
        storage.cutAt(write, done);
    }

    private void off() {
        trace.add(name + " off");
        on = false;
        acting = false;
        lines.forEach(line -> line.open = false);
        lines.clear();
        terminal.close();
        if (!retired) {
            stage.after(weather.moment().multipliedBy(100), this::powerOn);
        }
    }

    void outOfReach(boolean next) {
        outOfReach = next;
        if (next) {
            List.copyOf(lines).forEach(HostLine::cut);
        }
    }

    void cutLines() {
        List.copyOf(lines).forEach(HostLine::cut);
    }

    /// Nothing more to do, and nothing under way.
    boolean isResting() {
        return on && resting;
    }

    /// On an error of its own.
    boolean hasStopped() {
        return on && screen().is("stopped");
    }

    /// The run is over.
    void retire() {
        retired = true;
        cutPower();
    }

    /// There may be something to do again.
    void nudge() {
        resting = false;
        if (on) {
            look();
        }
    }

    // the turn

    /// Lets the terminal act until it waits.
    private void let(Runnable trigger) {
        ready = false;
        acting = true;
        trigger.run();
        stage.awaitBack();
    }

    private void idle() {
        if (acting) {
            acting = false;
            ready = true;
            stage.giveBack();
        }
    }

    private <T> Optional<T> await(Stage.Wake<T> wake, Duration atMost) {
        acting = false;
        Optional<T> woken = stage.await(wake, atMost);
        acting = true;
        return woken;
    }

    /// What is to be done now that the terminal has done something.
    private void look() {
        if (storage.isCut()) {
            if (on) {
                off();
            }
            return;
        }
        looked.run();
        if (on && ready && !stepDue && !resting) {
            stepDue = true;
            stage.after(weather.moment().multipliedBy(3), this::step);
        }
    }

    private void step() {
        stepDue = false;
        if (!isReady() || resting) {
            return;
        }
        if (hasStopped()) {
            resting = true;
            return;
        }
        if (cashier.isFree()) {
            Optional<Errand> next = errands.get();
            resting = next.isEmpty();
            if (resting) {
                return;
            }
            trace.add(name + " " + next.get());
            cashier.take(next.get());
        }
        cashier.act();
        trace.add(name + " shows " + screen().id());
        look();
    }

    // the cashier's hands

    @Override
    public Screen screen() {
        return device.screen();
    }

    @Override
    public TerminalState state() {
        return terminal.state();
    }

    @Override
    public boolean isReady() {
        return on && ready && !storage.isCut();
    }

    @Override
    public void press(Key key) {
        give(new Input.Pressed(key, stage.instant()));
    }

    @Override
    public void type(String text) {
        MultiTap.Mode mode = screen().field().flatMap(Screen.Field::mode).orElse(MultiTap.Mode.DIGITS);
        MultiTap.presses(text, mode, stage.instant()).forEach(this::give);
    }

    private void give(Input input) {
        if (isReady() && !screen().busy()) {
            let(() -> device.accept(input));
        }
    }

    @Override
    public void present(EntryMode mode, int card) {
        if (isReady() && screen().cardWanted()) {
            let(() -> device.present(mode, card));
        }
    }

    @Override
    public void pause() {
        stepDue = true;
        stage.after(WHILE, () -> {
            stepDue = false;
            if (isReady()) {
                let(tick);
            }
            look();
        });
    }

    // its time

    @Override
    public Instant instant() {
        return stage.instant();
    }

    /// Only who pauses waits for a tick.
    @Override
    public AutoCloseable everyTick(Runnable next) {
        tick = next;
        return () -> tick = () -> {};
    }

    // its lines

    private Line dial(GatewayAddress address) throws LineException {
        if (outOfReach || !host.isUp()) {
            throw new LineException(TerminalRefusal.NETWORK_DOWN, null);
        }
        HostLine line = new HostLine(address.answerTimeout());
        lines.add(line);
        return line;
    }

    /// What comes of waiting on a line.
    private sealed interface Heard {
        record Frame(byte[] bytes) implements Heard {}

        record Cut() implements Heard {}

        record PowerGone() implements Heard {}
    }

    private final class HostLine implements Line {

        private final Duration answerTimeout;
        private final Deque<Heard> heard = new ArrayDeque<>();
        private Optional<Stage.Wake<Heard>> waits = Optional.empty();
        private boolean open = true;

        private HostLine(Duration answerTimeout) {
            this.answerTimeout = answerTimeout;
        }

        @Override
        public void send(byte[] frame) throws LineException {
            Weather.Passage passage = weather.passage();
            trace.add(name + " > host " + type(frame) + passage.what());
            byte[] body = Arrays.copyOfRange(frame, LENGTH_BYTES, frame.length);
            damage(body, passage);
            passage.arrivals().forEach(delay -> stage.after(delay, () -> host.take(Till.this, body, this::answered)));
            if (passage.cut()) {
                open = false;
                throw new LineException(TerminalRefusal.LINE_CUT, null);
            }
        }

        private void answered(Optional<byte[]> frame) {
            if (frame.isEmpty()) {
                stage.after(weather.moment(), this::cut);
                return;
            }
            Weather.Passage passage = weather.passage();
            trace.add("host > " + name + " " + type(frame.get()) + passage.what());
            byte[] body = Arrays.copyOfRange(frame.get(), LENGTH_BYTES, frame.get().length);
            damage(body, passage);
            passage.arrivals().forEach(delay -> stage.after(delay, () -> hear(new Heard.Frame(body))));
            if (passage.cut()) {
                stage.after(passage.arrivals().isEmpty() ? Duration.ZERO : passage.arrivals().getFirst().plusMillis(1), this::cut);
            }
        }

        /// In the MAC, or the last field.
        private void damage(byte[] body, Weather.Passage passage) {
            if (passage.damaged()) {
                body[body.length - 1 - random.nextInt(8)] ^= 1;
            }
        }

        private static String type(byte[] frame) {
            return "%02x%02x".formatted(frame[13], frame[14]);
        }

        private void hear(Heard next) {
            if (!open) {
                return;
            }
            if (waits.isPresent()) {
                stage.wakeNow(waits.get(), next);
            } else {
                heard.add(next);
            }
        }

        private void cut() {
            hear(new Heard.Cut());
            open = false;
        }

        @Override
        public byte[] receive() throws LineException {
            if (heard.isEmpty()) {
                Stage.Wake<Heard> wake = new Stage.Wake<>(Till.this::look);
                waits = Optional.of(wake);
                waiting = waits;
                Optional<Heard> next = await(wake, answerTimeout);
                waits = Optional.empty();
                waiting = Optional.empty();
                heard.add(next.orElseThrow(() -> new LineException(TerminalRefusal.NO_ANSWER, null)));
            }
            return switch (heard.remove()) {
                case Heard.Frame(byte[] bytes) -> bytes;
                case Heard.Cut _ -> throw new LineException(TerminalRefusal.LINE_CUT, null);
                case Heard.PowerGone _ -> throw MemoryStorage.gone();
            };
        }

        @Override
        public void close() {
            open = false;
            lines.remove(this);
        }
    }
}
