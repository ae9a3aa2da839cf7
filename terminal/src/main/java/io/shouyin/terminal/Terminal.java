package io.shouyin.terminal;

import io.shouyin.kernel.Check;
import io.shouyin.terminal.device.ConsoleDevice;
import io.shouyin.terminal.device.DemoCard;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.FileStorage;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.Model;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.SoftPinPad;
import io.shouyin.terminal.device.Storage;
import io.shouyin.terminal.device.SystemClock;
import io.shouyin.terminal.flow.Heartbeats;
import io.shouyin.terminal.flow.Machine;
import io.shouyin.terminal.flow.MainLoop;
import io.shouyin.terminal.flow.Updates;
import io.shouyin.terminal.line.GatewayLine;
import io.shouyin.terminal.line.Line;
import io.shouyin.terminal.state.NoticeStore;
import io.shouyin.terminal.state.OperatorStore;
import io.shouyin.terminal.state.OrderStore;
import io.shouyin.terminal.state.ParameterStore;
import io.shouyin.terminal.state.SeenCheckpoints;
import io.shouyin.terminal.state.SignatureStore;
import io.shouyin.terminal.state.StateStore;
import io.shouyin.terminal.state.TerminalLog;
import io.shouyin.terminal.state.TerminalState;
import io.shouyin.terminal.update.UpdateAgent;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// A running POS terminal: one device, one state folder, one thread of flows.
///
/// [#press], [#type] and [#card] wait until the terminal asks for something, so a script cannot outrun it.
public final class Terminal implements AutoCloseable {

    private static final Duration READY_WAIT = Duration.ofSeconds(90);

    private final ConsoleDevice device;
    private final Storage storage;
    private final Machine machine;
    private final AutoCloseable ticks;
    private final Optional<Heartbeats> heartbeats;
    private final Optional<UpdateAgent> updates;
    private final Runnable idle;
    private final Thread flows;

    private Terminal(ConsoleDevice device, Storage storage, Machine machine, Optional<Heartbeats> heartbeats, Optional<UpdateAgent> updates, Runnable idle) {
        this.heartbeats = heartbeats;
        this.updates = updates;
        this.idle = idle;
        this.device = device;
        this.storage = storage;
        this.machine = machine;
        device.listen(machine.dialogue()::accept);
        machine.dialogue().onWaiting(idle);
        this.ticks = device.clock().everyTick(() -> {
            machine.dialogue().accept(new Input.Tick());
            heartbeats.ifPresent(Heartbeats::tick);
            updates.ifPresent(UpdateAgent::tick);
            if (heartbeats.isPresent()) {
                machine.log().tick();
            }
        });
        this.flows = Thread.ofVirtual().name("terminal-" + machine.store().state().serialNumber()).start(this::run);
    }

    /// Starts a terminal with its own device: the demo cards of the settings, the machine's clock.
    public static Terminal start(TerminalSettings settings) {
        List<DemoCard> cards = settings.cardsFile().map(DemoCard::read).orElse(List.of());
        return start(settings, new ConsoleDevice(new SystemClock(), cards, Model.named(settings.model())));
    }

    /// @throws io.shouyin.kernel.Fault if the state folder is in use, unusable, or its content unreadable
    public static Terminal start(TerminalSettings settings, ConsoleDevice device) {
        return start(settings, device, FileStorage.open(settings.stateFolder()), GatewayLine::connect, true, () -> {});
    }

    /// As above, on a storage of one's own, where nothing is written but by the flows: without heartbeats and updates. Closing the terminal closes it.
    public static Terminal start(TerminalSettings settings, ConsoleDevice device, Storage storage) {
        return start(settings, device, storage, GatewayLine::connect, () -> {});
    }

    /// As above, with lines of one's own.
    ///
    /// @param idle runs on the terminal's thread each time that it has nothing more to do until the next input, and at its end
    public static Terminal start(TerminalSettings settings, ConsoleDevice device, Storage storage, Line.Dialler dialler, Runnable idle) {
        return start(settings, device, storage, dialler, false, idle);
    }

    /// @param background whether it sends heartbeats and looks for updates
    static Terminal start(TerminalSettings settings, ConsoleDevice device, Storage storage, Line.Dialler dialler, boolean background, Runnable idle) {
        boolean started = false;
        try {
            StateStore store = StateStore.open(storage, () -> TerminalState.fresh(
                    settings.serialNumber().orElseGet(Terminal::randomSerialNumber), settings.language()));
            Check.argument(settings.serialNumber().isEmpty() || settings.serialNumber().get().equals(store.state().serialNumber()),
                    "the state folder belongs to a terminal with another serial number");
            Machine machine = new Machine(settings, device, SoftPinPad.open(storage), store, SignatureStore.open(storage), OperatorStore.open(storage), NoticeStore.open(storage), OrderStore.open(storage), ParameterStore.open(storage),
                    new SeenCheckpoints(storage), TerminalLog.open(storage, device.clock()), dialler);
            Optional<Heartbeats> heartbeats = background ? Optional.of(Heartbeats.of(machine, storage)) : Optional.empty();
            Optional<UpdateAgent> updates = background ? Optional.of(Updates.of(machine, storage)) : Optional.empty();
            updates.ifPresent(machine::updates);
            var terminal = new Terminal(device, storage, machine, heartbeats, updates, idle);
            started = true;
            return terminal;
        } finally {
            if (!started) {
                storage.close();
            }
        }
    }

    static String randomSerialNumber() {
        var digits = new StringBuilder("SY");
        var random = new SecureRandom();
        for (int i = 0; i < 10; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private void run() {
        try {
            new MainLoop(machine).run();
        } finally {
            idle.run();
        }
    }

    public ConsoleDevice device() {
        return device;
    }

    /// What it remembers, as of now.
    public TerminalState state() {
        return machine.store().state();
    }

    public Language language() {
        return machine.language();
    }

    /// Chooses the language of screens and slips, durably.
    public void language(Language language) {
        machine.store().update(state -> state.withLanguage(language));
        machine.dialogue().accept(new Input.DeviceChanged());
    }

    /// Presses keys, one after the other, each when the terminal is ready for it.
    public void press(Key... keys) {
        for (Key key : keys) {
            send(new Input.Pressed(key, device.clock().instant()));
        }
    }

    /// Presses keys by their labels: `press("9 9 OK")`.
    public void press(String labels) {
        for (String label : labels.strip().split("\\s+")) {
            press(Key.labelled(label).orElseThrow(() -> new IllegalArgumentException("there is no such key")));
        }
    }

    /// Writes a text with the keys of the keypad, as multi-tap where the field takes letters.
    public void type(String text) {
        awaitReady();
        MultiTap.Mode mode = device.screen().field().flatMap(Screen.Field::mode).orElse(MultiTap.Mode.DIGITS);
        for (Input input : MultiTap.presses(text, mode, device.clock().instant())) {
            send(input);
        }
    }

    /// Presents card `index` of the drawer, from 0.
    ///
    /// @return false if no card is wanted
    public boolean card(EntryMode mode, int index) {
        awaitReady();
        return device.present(mode, index);
    }

    public Screen screen() {
        return device.screen();
    }

    /// Waits until the screen is as wanted and the terminal takes keys, unless it is a busy one that is wanted.
    public Screen awaitScreen(Predicate<Screen> wanted, Duration timeout) {
        try {
            return device.awaitScreen(wanted, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void send(Input input) {
        awaitReady();
        device.accept(input);
    }

    /// Waits until the terminal asks for something and has worked off all inputs.
    public void awaitReady() {
        try {
            machine.dialogue().awaitReady(READY_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// Switches it off. A message under way is waited for no longer than its timeout.
    @Override
    public void close() {
        try {
            ticks.close();
            heartbeats.ifPresent(Heartbeats::close);
            updates.ifPresent(UpdateAgent::close);
            machine.dialogue().accept(new Input.Ended());
            flows.join(machine.settings().answerTimeout().plusSeconds(5));
            if (heartbeats.isPresent()) {
                machine.log().write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("the terminal's clock did not stop", e);
        } finally {
            storage.close();
        }
    }
}
