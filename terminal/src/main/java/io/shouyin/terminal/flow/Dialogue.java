package io.shouyin.terminal.flow;

import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.receipt.Signature;
import io.shouyin.terminal.device.CardRead;
import io.shouyin.terminal.device.Device;
import io.shouyin.terminal.device.Display.Beep;
import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Input;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Language;
import io.shouyin.terminal.device.MultiTap;
import io.shouyin.terminal.device.PinPad;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.device.Screen.Field;
import io.shouyin.terminal.device.Screen.FieldKind;
import io.shouyin.terminal.device.Screen.RuleLine;
import io.shouyin.terminal.device.Screen.RuleState;
import io.shouyin.terminal.device.SecretEntry;
import io.shouyin.terminal.device.Text;
import io.shouyin.terminal.device.Tone;
import io.shouyin.terminal.state.TerminalLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The conversation with whoever stands in front of the terminal: shows a screen, takes keys and cards, gives back what was
/// entered. The red key throws [Unwind.Cancelled].
///
/// Flows run on one thread and block in here; inputs arrive from any thread. Keys that are pressed while the terminal works
/// are dropped, so that an impatient second press confirms nothing.
public final class Dialogue {

    /// Besides the menus.
    private static final Set<String> AT_REST = Set.of("logon.operator", "standby", "lock", "signIn.offer", "order.locked", "order.message");

    private final Device device;
    private final PinPad pinPad;
    private final Runnable showStatus;
    private final ArrayDeque<Input> queue = new ArrayDeque<>();
    private Runnable onWaiting = () -> {};
    private final TerminalLog log;
    private Runnable onRest = () -> {};
    private boolean waiting;
    private boolean ended;
    private boolean working;
    private Screen shown = Screen.of("off", Text.plain("")).build();
    private Instant lastTouch;
    private Optional<IdleRule> idleRule = Optional.empty();
    private int interruptions;

    /// What happens when nobody touches the terminal: `then` either returns, and the screen before comes back, or unwinds.
    public record IdleRule(Duration after, Runnable then) {}

    public Dialogue(Device device, PinPad pinPad, Runnable showStatus, TerminalLog log) {
        this.log = log;
        this.device = device;
        this.pinPad = pinPad;
        this.showStatus = showStatus;
        this.lastTouch = device.clock().instant();
    }

    /// Runs on the thread of the flows each time that it begins to wait for an input, all earlier ones being worked off.
    public synchronized void onWaiting(Runnable told) {
        onWaiting = told;
    }

    /// Runs on the thread of the flows now and then while the screen is one at which nobody is in the middle of anything. It may show screens of its own, or unwind.
    void onRest(Runnable attend) {
        onRest = attend;
    }

    // inputs

    /// Takes an input, on any thread.
    public synchronized void accept(Input input) {
        if (input instanceof Input.Ended) {
            ended = true;
        }
        if (input instanceof Input.Tick && queue.peekLast() instanceof Input.Tick) {
            return;
        }
        queue.add(input);
        notifyAll();
    }

    /// Waits until the terminal asks for something and has worked off all inputs.
    public synchronized void awaitReady(Duration timeout) throws InterruptedException, TimeoutException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!(waiting && queue.isEmpty())) {
            long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new TimeoutException("the terminal is still busy");
            }
            wait(leftMillis);
        }
    }

    /// The next input; ticks are given too, so that a prompt can look at the time.
    Input next() {
        Input input = take();
        switch (input) {
            case Input.Ended end -> throw new Unwind.SwitchedOff();
            case Input.Tick tick -> {
                showStatus.run();
                leaveIfIdle();
                attendAtRest();
            }
            case Input.DeviceChanged changed -> {
                showStatus.run();
                attendAtRest();
            }
            case Input.Pressed pressed -> touch();
            case Input.Typed typed -> touch();
            case Input.Settled settled -> touch();
            case Input.CardPresented card -> touch();
            case Input.ChipSilent silent -> touch();
            case Input.FingerShown finger -> touch();
            case Input.SignatureWritten signature -> touch();
        }
        return input;
    }

    private synchronized Input take() {
        try {
            while (queue.isEmpty()) {
                if (ended) {
                    return new Input.Ended();
                }
                waiting = true;
                notifyAll();
                onWaiting.run();
                wait();
            }
            waiting = false;
            return queue.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Input.Ended();
        }
    }

    private void touch() {
        lastTouch = device.clock().instant();
    }

    /// What came of something stays on the screen until it was read, however long that takes; a screen that asks for something does not,
    /// whatever it says besides.
    private void leaveIfIdle() {
        if (idleRule.isEmpty() || tellsOutcome(shown) || device.clock().instant().isBefore(lastTouch.plus(idleRule.get().after))) {
            return;
        }
        leaveNow();
    }

    private void attendAtRest() {
        if (isAtRest(shown.id())) {
            onRest.run();
        }
    }

    private static boolean isAtRest(String screenId) {
        return screenId.startsWith("menu.") || AT_REST.contains(screenId);
    }

    private static boolean tellsOutcome(Screen screen) {
        return !screen.asks() && screen.message().isPresent() && screen.message().get().tone().isOutcome();
    }

    /// As if nobody had touched the terminal for long enough.
    void leaveNow() {
        IdleRule rule = idleRule.orElseThrow();
        idleRule = Optional.empty();
        interruptions++;
        touch();
        rule.then.run();
        idleRule = Optional.of(rule);
        touch();
    }

    void onIdle(Optional<IdleRule> rule) {
        idleRule = rule;
        touch();
    }

    // screens

    /// While the terminal worked nobody could touch it: the idle clock begins anew.
    void show(Screen screen) {
        if (working && !screen.busy()) {
            touch();
        }
        working = screen.busy();
        shown = screen;
        device.display().show(screen);
    }

    void beep(Beep beep) {
        device.display().beep(beep);
    }

    /// Shows that the terminal works, and forgets keys that were pressed too early.
    void busy(Screen.Builder screen) {
        show(screen.busy().build());
        showStatus.run();
        synchronized (this) {
            queue.removeIf(input -> !(input instanceof Input.Ended));
        }
    }

    /// Waits for one of the keys. The red key cancels unless it is among them.
    Key await(Screen screen, Set<Key> keys) {
        while (true) {
            show(screen);
            if (key(next()) instanceof Key key) {
                if (keys.contains(key)) {
                    return key;
                }
                cancelOn(key);
                beep(Beep.KEY_REFUSED);
            }
        }
    }

    /// Waits for one of the keys, or for a moment to come, at which the terminal goes on by itself: it is not left alone then.
    ///
    /// @return empty when the moment came
    Optional<Key> await(Screen screen, Set<Key> keys, Instant until) {
        while (device.clock().instant().isBefore(until)) {
            show(screen);
            if (key(next()) instanceof Key key && keys.contains(key)) {
                return Optional.of(key);
            }
        }
        touch();
        return Optional.empty();
    }

    /// Stays at a screen, whoever presses what and however long it takes, until it is over.
    void rest(Supplier<Screen> screen, BooleanSupplier over) {
        Optional<IdleRule> rule = idleRule;
        idleRule = Optional.empty();
        try {
            while (!over.getAsBoolean()) {
                show(screen.get());
                if (key(next()) != null) {
                    beep(Beep.KEY_REFUSED);
                }
            }
        } finally {
            onIdle(rule);
        }
    }

    /// Tells something that must be read: waits for the green or the red key.
    Key tell(Screen.Builder screen) {
        return await(screen.softkey(Key.OK, Text.of("key.ok")).build(), Set.of(Key.OK, Key.CANCEL));
    }

    Key tell(String id, Text title, Tone tone, Text headline) {
        beep(tone == Tone.DONE ? Beep.DONE : Beep.REFUSED);
        note(id, tone, headline);
        return tell(Screen.of(id, title).message(tone, headline));
    }

    Key tell(String id, Text title, Tone tone, Text headline, Text detail) {
        beep(tone == Tone.DONE ? Beep.DONE : Beep.REFUSED);
        note(id, tone, headline);
        return tell(Screen.of(id, title).message(tone, headline, detail));
    }

    private void note(String id, Tone tone, Text headline) {
        if (tone == Tone.DONE) {
            log.info("screen", id + ": " + headline.in(Language.ZH));
        } else if (tone.isOutcome()) {
            log.warn("screen", id + ": " + headline.in(Language.ZH));
        }
    }

    // entries

    /// Digits in clear, such as an operator number.
    ///
    /// @param lengthMin digits, as is `lengthMax`
    String digits(Supplier<Screen.Builder> screen, Text label, int lengthMin, int lengthMax, Text okText) {
        var typed = new StringBuilder();
        while (true) {
            show(screen.get().field(new Field(FieldKind.DIGITS, label, typed.toString(), Optional.empty(), false))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, okText).build());
            Key key = key(next());
            if (key == null) {
                continue;
            }
            if (key.isDigit() && typed.length() < lengthMax) {
                typed.append(key.digit());
            } else if (key == Key.CLEAR) {
                typed.setLength(Math.max(0, typed.length() - 1));
            } else if (key == Key.OK && typed.length() >= lengthMin) {
                return typed.toString();
            } else {
                cancelOn(key);
                beep(Beep.KEY_REFUSED);
            }
        }
    }

    /// An amount; digits move in from the right, as on a till: `1 0 0 0` is 10.00.
    MinorAmount amount(Supplier<Screen.Builder> screen, Text label, MinorAmount max) {
        long fen = 0;
        while (true) {
            show(screen.get().field(new Field(FieldKind.AMOUNT, label, new MinorAmount(fen).grouped(), Optional.empty(), false))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.next")).build());
            Key key = key(next());
            if (key == null) {
                continue;
            }
            if (key.isDigit() && fen * 10 + key.digit() <= max.fen()) {
                fen = fen * 10 + key.digit();
            } else if (key == Key.CLEAR) {
                fen /= 10;
            } else if (key == Key.OK && fen > 0) {
                return new MinorAmount(fen);
            } else {
                cancelOn(key);
                beep(Beep.KEY_REFUSED);
            }
        }
    }

    /// A short text in clear, typed by multi-tap.
    ///
    /// @param lengthMin characters, as is `lengthMax`
    /// @param shown how to show what was typed, for instance in groups
    String text(Supplier<Screen.Builder> screen, Text label, MultiTap.Mode mode, int lengthMin, int lengthMax, Function<String, String> shown) {
        var typed = new StringBuilder();
        var tap = new MultiTap();
        while (true) {
            Instant now = device.clock().instant();
            show(screen.get().field(new Field(FieldKind.TEXT, label, shown.apply(typed.toString()), Optional.of(mode), tap.isSettling(now)))
                    .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, Text.of("key.ok")).build());
            switch (next()) {
                case Input.Typed(char character) -> {
                    tap.settle();
                    char upper = Character.toUpperCase(character);
                    boolean known = false;
                    for (Key key : Key.values()) {
                        known |= mode.cycle(key).indexOf(upper) >= 0;
                    }
                    if (known && typed.length() < lengthMax) {
                        typed.append(upper);
                    }
                }
                case Input.Settled settled -> tap.settle();
                case Input.Pressed(Key key, Instant at) -> {
                    if (key.isDigit()) {
                        switch (tap.press(key, mode, at)) {
                            case MultiTap.Effect.Append(char character) -> {
                                if (typed.length() < lengthMax) {
                                    typed.append(character);
                                } else {
                                    tap.settle();
                                    beep(Beep.KEY_REFUSED);
                                }
                            }
                            case MultiTap.Effect.ReplaceLast(char character) -> typed.setCharAt(typed.length() - 1, character);
                            case MultiTap.Effect.None none -> beep(Beep.KEY_REFUSED);
                        }
                    } else if (key == Key.CLEAR) {
                        tap.settle();
                        typed.setLength(Math.max(0, typed.length() - 1));
                    } else if (key == Key.OK && typed.length() >= lengthMin) {
                        return typed.toString();
                    } else {
                        cancelOn(key);
                        beep(Beep.KEY_REFUSED);
                    }
                }
                case Input.CardPresented card -> beep(Beep.KEY_REFUSED);
                case Input.ChipSilent silent -> beep(Beep.KEY_REFUSED);
                case Input.FingerShown finger -> beep(Beep.KEY_REFUSED);
                case Input.SignatureWritten signature -> beep(Beep.KEY_REFUSED);
                case Input.DeviceChanged changed -> { }
                case Input.Tick tick -> { }
                case Input.Ended end -> throw new Unwind.SwitchedOff();
            }
        }
    }

    /// What to ask a secret with.
    ///
    /// @param said about the try before; it goes when the next one begins
    /// @param firstMode [MultiTap.Mode#DIGITS] where digits are usual
    /// @param lengthMin characters; 0 lets it be left out
    /// @param rules judged after each key; a broken one keeps the green key from going on
    /// @param more what another key does; true if it did something: what was typed is gone then
    record SecretPrompt(Supplier<Screen.Builder> screen, Said said, Text label, MultiTap.Mode firstMode, boolean modeFixed, int lengthMin,
                        int lengthMax, Function<SecretEntry, List<RuleLine>> rules, Text okText, Predicate<Key> more) {

        SecretPrompt(Supplier<Screen.Builder> screen, Said said, Text label, MultiTap.Mode firstMode, boolean modeFixed, int lengthMin,
                     int lengthMax, Function<SecretEntry, List<RuleLine>> rules, Text okText) {
            this(screen, said, label, firstMode, modeFixed, lengthMin, lengthMax, rules, okText, key -> false);
        }

        static SecretPrompt password(Supplier<Screen.Builder> screen, Optional<Screen.Message> said, Text label) {
            return new SecretPrompt(screen, new Said(said, List.of()), label, MultiTap.Mode.DIGITS, false, 1,
                    PasswordRules.KEYPAD_LENGTH_MAX, entry -> List.of(), Text.of("key.ok"));
        }
    }

    /// What was said about a try.
    ///
    /// @param broken the rules that the host found broken; they stand in place of those that are judged here
    record Said(Optional<Screen.Message> message, List<RuleLine> broken) {
        static final Said NOTHING = new Said(Optional.empty(), List.of());

        static Said of(Screen.Message message) {
            return new Said(Optional.of(message), List.of());
        }
    }

    /// A secret, typed into the PIN pad. The caller closes it.
    SecretEntry secret(SecretPrompt prompt) {
        SecretEntry entry = pinPad.begin(prompt.firstMode, prompt.lengthMax);
        boolean keep = false;
        try {
            int seen = interruptions;
            Said said = prompt.said;
            while (true) {
                if (seen != interruptions) {
                    seen = interruptions;
                    entry.clear();
                }
                if (entry.length() > 0) {
                    said = Said.NOTHING;
                }
                Instant now = device.clock().instant();
                List<RuleLine> rules = prompt.rules.apply(entry);
                Optional<MultiTap.Mode> mode = prompt.modeFixed ? Optional.empty() : Optional.of(entry.mode());
                Screen.Builder screen = prompt.screen.get().rules(said.broken.isEmpty() ? rules : said.broken);
                said.message.ifPresent(screen::message);
                show(screen
                        .field(new Field(FieldKind.SECRET, prompt.label, "●".repeat(entry.length()), mode, entry.isSettling(now)))
                        .softkey(Key.CANCEL, Text.of("key.cancel")).softkey(Key.OK, prompt.okText).build());
                switch (next()) {
                    case Input.Typed(char character) -> {
                        if (!prompt.modeFixed || character >= '0' && character <= '9') {
                            entry.type(character);
                        }
                    }
                    case Input.Settled settled -> entry.settle();
                    case Input.Pressed(Key key, Instant at) -> {
                        if (key.isDigit() || !prompt.modeFixed && (key == Key.STAR || key == Key.HASH)) {
                            entry.press(key, at);
                        } else if (key == Key.CLEAR) {
                            entry.deleteLast();
                        } else if (key == Key.OK && entry.length() >= prompt.lengthMin
                                && rules.stream().noneMatch(r -> r.state() == RuleState.BROKEN)) {
                            entry.settle();
                            keep = true;
                            return entry;
                        } else if (prompt.more.test(key)) {
                            entry.clear();
                        } else {
                            cancelOn(key);
                            beep(Beep.KEY_REFUSED);
                        }
                    }
                    case Input.CardPresented card -> beep(Beep.KEY_REFUSED);
                    case Input.ChipSilent silent -> beep(Beep.KEY_REFUSED);
                    case Input.FingerShown finger -> beep(Beep.KEY_REFUSED);
                    case Input.SignatureWritten signature -> beep(Beep.KEY_REFUSED);
                    case Input.DeviceChanged changed -> { }
                    case Input.Tick tick -> { }
                    case Input.Ended end -> throw new Unwind.SwitchedOff();
                }
            }
        } finally {
            if (!keep) {
                entry.close();
            }
        }
    }

    /// What came of asking for a card.
    sealed interface Shown {

        record Read(CardRead card) implements Shown {}

        /// A chip that does not answer.
        record Silent(EntryMode mode) implements Shown {}

        record Otherwise() implements Shown {}
    }

    /// Waits for a card.
    ///
    /// @param otherwise the key to go another way
    /// @throws Unwind.Cancelled by the red key
    Shown card(Screen screen, Key otherwise) {
        while (true) {
            show(screen);
            Input input = next();
            if (input instanceof Input.CardPresented(CardRead card)) {
                beep(Beep.CARD_READ);
                return new Shown.Read(card);
            }
            if (input instanceof Input.ChipSilent(EntryMode mode)) {
                beep(Beep.REFUSED);
                return new Shown.Silent(mode);
            }
            if (key(input) instanceof Key key) {
                cancelOn(key);
                if (key == otherwise) {
                    return new Shown.Otherwise();
                }
                beep(Beep.KEY_REFUSED);
            }
        }
    }

    /// Waits for a finger on the reader.
    ///
    /// @return what the reader says of it, JSON; empty if it did not know the finger or was left alone
    Optional<String> finger(Screen screen) {
        while (true) {
            show(screen);
            Input input = next();
            if (input instanceof Input.FingerShown(Optional<String> credential)) {
                beep(credential.isPresent() ? Beep.CARD_READ : Beep.KEY_REFUSED);
                return credential;
            }
            if (key(input) instanceof Key key) {
                cancelOn(key);
                beep(Beep.KEY_REFUSED);
            }
        }
    }

    /// Waits for a signature. What was drawn and is none is refused with a beep.
    ///
    /// @return empty if the red key is pressed: the cardholder does not sign
    Optional<Signature> signature(Screen screen) {
        while (true) {
            show(screen);
            Input input = next();
            if (input instanceof Input.SignatureWritten(Optional<Signature> signature) && signature.isPresent()) {
                beep(Beep.CARD_READ);
                return signature;
            }
            if (key(input) == Key.CANCEL) {
                return Optional.empty();
            }
            if (key(input) != null || input instanceof Input.SignatureWritten) {
                beep(Beep.KEY_REFUSED);
            }
        }
    }

    /// How often somebody was away and came back: a secret that was typed before is not theirs any more.
    int interruptions() {
        return interruptions;
    }

    private static void cancelOn(Key key) {
        if (key == Key.CANCEL) {
            throw new Unwind.Cancelled();
        }
    }

    /// The key of an input, a typed digit counting as its key; null for anything else.
    private static Key key(Input input) {
        return switch (input) {
            case Input.Pressed(Key key, Instant _) -> key;
            case Input.Typed(char character) -> Key.labelled(String.valueOf(character)).orElse(null);
            case Input.Settled settled -> null;
            case Input.CardPresented card -> null;
            case Input.ChipSilent silent -> null;
            case Input.FingerShown finger -> null;
            case Input.SignatureWritten signature -> null;
            case Input.DeviceChanged changed -> null;
            case Input.Tick tick -> null;
            case Input.Ended end -> null;
        };
    }
}
