package io.shouyin.terminal.device;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.Fault;
import io.shouyin.kernel.Fault.Recovery;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.kernel.receipt.Slip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A terminal's hardware without hardware: screens, slips and beeps are told to whoever watches, and keys and cards come from
/// a call. The page, the headless terminal and the tests all use it, so they see the same.
public final class ConsoleDevice implements Device, Display, Keypad, CardReader, Printer {

    /// Slips that may hang out of the printer at once; older ones fall off.
    private static final int SLIPS_MAX = 20;

    /// Of the virtual machine's own roll: 15 metres.
    private static final int ROLL_LINES = 4_000;
    /// About eight receipts.
    private static final int LOW_LINES = 200;
    private static final long NO_END = Long.MAX_VALUE;

    private final Clock clock;
    private final List<DemoCard> cards;
    private final Model model;
    private final List<Consumer<DeviceEvent>> watchers = new CopyOnWriteArrayList<>();
    private final List<DeviceEvent.Printed> hanging = new ArrayList<>();
    private Consumer<Input> listener = input -> {};
    private Screen screen = Screen.of("off", Text.plain("")).busy().build();
    private Optional<Status> status = Optional.empty();
    private boolean paper = true;
    private long rollLines = NO_END;
    private long paperLines = NO_END;
    private Hardware hardware = Hardware.USUAL;
    private boolean fingerprintReader;
    private int batteryPercent = 100;
    private int printed;

    /// Of the classic model.
    public ConsoleDevice(Clock clock, List<DemoCard> cards) {
        this(clock, cards, Model.CLASSIC);
    }

    public ConsoleDevice(Clock clock, List<DemoCard> cards, Model model) {
        this.clock = clock;
        this.cards = List.copyOf(cards);
        this.model = model;
    }

    // the hardware, as the terminal sees it

    @Override
    public Display display() {
        return this;
    }

    @Override
    public Keypad keypad() {
        return this;
    }

    @Override
    public CardReader cardReader() {
        return this;
    }

    @Override
    public Optional<Printer> printer() {
        return model.roll().map(paperOfIt -> this);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public synchronized boolean hasFingerprintReader() {
        return fingerprintReader;
    }

    @Override
    public boolean hasSignaturePad() {
        return model.signaturePad();
    }

    @Override
    public synchronized int batteryPercent() {
        return batteryPercent;
    }

    @Override
    public synchronized Hardware hardware() {
        return hardware;
    }

    @Override
    public synchronized boolean isPaperLow() {
        return paper && paperLines <= LOW_LINES;
    }

    @Override
    public synchronized void listen(Consumer<Input> terminal) {
        listener = terminal;
    }

    @Override
    public synchronized void show(Screen next) {
        if (next.equals(screen)) {
            return;
        }
        screen = next;
        notifyAll();
        tell(new DeviceEvent.ScreenShown(next));
    }

    @Override
    public Screen shown() {
        return screen();
    }

    @Override
    public synchronized void status(Status next) {
        if (status.isPresent() && status.get().equals(next)) {
            return;
        }
        status = Optional.of(next);
        notifyAll();
        tell(new DeviceEvent.StatusShown(next));
    }

    @Override
    public synchronized void beep(Beep beep) {
        tell(new DeviceEvent.Beeped(beep));
    }

    @Override
    public synchronized boolean hasPaper() {
        return paper;
    }

    @Override
    public synchronized boolean print(Slip slip) {
        if (!paper) {
            return false;
        }
        boolean isWhole = slip.lines().size() <= paperLines;
        var event = new DeviceEvent.Printed(++printed, isWhole ? slip : slip.torn((int) paperLines));
        hanging.add(event);
        if (hanging.size() > SLIPS_MAX) {
            hanging.removeFirst();
        }
        notifyAll();
        tell(event);
        if (isWhole) {
            paperLines -= slip.lines().size();
        } else {
            paper = false;
            paperLines = 0;
            tell(new DeviceEvent.PaperChanged(false));
        }
        tellHardware();
        return isWhole;
    }

    // the hands in front of it

    /// Presses a key. While the terminal is busy the key is refused with a beep, as on the real thing.
    ///
    /// @return whether the key was taken
    public boolean press(Key key) {
        return accept(new Input.Pressed(key, clock.instant()));
    }

    /// Types a character on a computer's keyboard.
    public boolean type(char character) {
        return accept(new Input.Typed(character));
    }

    /// Swipes, inserts or taps card `index` of the drawer, from 0.
    ///
    /// @throws Fault `CARD_UNKNOWN`
    public boolean present(EntryMode mode, int index) {
        if (index < 0 || index >= cards.size()) {
            throw new Fault(TerminalRefusal.CARD_UNKNOWN, Recovery.FIX_THE_INPUT);
        }
        Consumer<Input> to;
        synchronized (this) {
            if (!screen.cardWanted()) {
                beep(Beep.KEY_REFUSED);
                return false;
            }
            to = listener;
        }
        to.accept(cards.get(index).present(mode));
        return true;
    }

    /// There is a fingerprint reader: whoever says so answers screens that want a finger.
    public synchronized void withFingerprintReader() {
        fingerprintReader = true;
    }

    /// Puts a finger on the reader, if the screen wants one.
    ///
    /// @param credential what the authenticator made of it, WebAuthn's JSON; empty if nothing
    public boolean finger(Optional<String> credential) {
        return screen().fingerWanted().isPresent() && accept(new Input.FingerShown(credential));
    }

    /// Signs on the pad, if the screen wants a signature.
    ///
    /// @param signature empty if what was drawn is none
    public boolean sign(Optional<Signature> signature) {
        return screen().signatureWanted() && accept(new Input.SignatureWritten(signature));
    }

    /// Any input as it is.
    public boolean accept(Input input) {
        Consumer<Input> to;
        synchronized (this) {
            if (screen.busy()) {
                beep(Beep.KEY_REFUSED);
                return false;
            }
            to = listener;
        }
        to.accept(input);
        return true;
    }

    /// The roll is about to end: so many lines are left.
    public synchronized void paperLines(int left) {
        Check.argument(left >= 0, "a roll has 0 lines or more");
        paperLines = left;
        tellHardware();
    }

    /// Its roll has an end from now on, as a real one: a test or a bench prints without.
    public synchronized void withRoll() {
        rollLines = ROLL_LINES;
        paperLines = ROLL_LINES;
        tellHardware();
    }

    /// Somebody moves it, opens its case, takes it from the mains: what it senses from now on.
    public void hardware(UnaryOperator<Hardware> change) {
        Consumer<Input> to;
        synchronized (this) {
            hardware = change.apply(hardware);
            tellHardware();
            to = listener;
        }
        to.accept(new Input.DeviceChanged());
    }

    private void tellHardware() {
        tell(hardwareEvent());
    }

    private DeviceEvent.HardwareChanged hardwareEvent() {
        return new DeviceEvent.HardwareChanged(hardware, !paper ? 0 : rollLines == NO_END ? 100 : (int) (Math.min(paperLines, rollLines) * 100 / rollLines));
    }

    /// Takes the paper out, or puts a new roll in.
    public void paper(boolean present) {
        Consumer<Input> to;
        synchronized (this) {
            if (paper == present) {
                return;
            }
            paper = present;
            paperLines = rollLines;
            tell(new DeviceEvent.PaperChanged(present));
            tellHardware();
            to = listener;
        }
        to.accept(new Input.DeviceChanged());
    }

    /// The battery has run down, or was charged.
    public void battery(int percent) {
        Check.argument(percent >= 0 && percent <= 100, "a battery is 0 to 100 percent full");
        Consumer<Input> to;
        synchronized (this) {
            batteryPercent = percent;
            to = listener;
        }
        to.accept(new Input.DeviceChanged());
    }

    /// Takes the printed slips.
    public synchronized void tearOff() {
        hanging.clear();
        tell(new DeviceEvent.TornOff());
    }

    // who watches

    public List<DemoCard> cards() {
        return cards;
    }

    public Model model() {
        return model;
    }

    public synchronized Screen screen() {
        return screen;
    }

    public synchronized Optional<Status> status() {
        return status;
    }

    /// Slips that hang out of the printer, oldest first.
    public synchronized List<DeviceEvent.Printed> slips() {
        return List.copyOf(hanging);
    }

    /// Tells `watcher` of everything from now on, after the current screen, status and slips. Events come in order; the
    /// watcher must be quick.
    public synchronized AutoCloseable watch(Consumer<DeviceEvent> watcher) {
        status.ifPresent(s -> watcher.accept(new DeviceEvent.StatusShown(s)));
        watcher.accept(new DeviceEvent.PaperChanged(paper));
        watcher.accept(hardwareEvent());
        watcher.accept(new DeviceEvent.ScreenShown(screen));
        hanging.forEach(watcher);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /// Waits until the screen is as wanted.
    ///
    /// @throws TimeoutException naming the screen that stood there instead
    public synchronized Screen awaitScreen(Predicate<Screen> wanted, Duration timeout) throws InterruptedException, TimeoutException {
        await(() -> wanted.test(screen), timeout);
        return screen;
    }

    /// Waits until `count` slips were printed since the start.
    public synchronized void awaitSlips(int count, Duration timeout) throws InterruptedException, TimeoutException {
        await(() -> printed >= count, timeout);
    }

    private void await(BooleanSupplier condition, Duration timeout) throws InterruptedException, TimeoutException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new TimeoutException("the screen is " + screen.id() + ": " + String.join(" | ", screen.lines(Language.EN)));
            }
            wait(leftMillis);
        }
    }

    private void tell(DeviceEvent event) {
        for (Consumer<DeviceEvent> watcher : watchers) {
            watcher.accept(event);
        }
    }
}
