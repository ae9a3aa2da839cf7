package io.shouyin.terminal.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Letters on a digit keypad: pressing a key again within [#SETTLES_AFTER] changes the last character to the next of the
/// key's cycle; a pause, another key or [#settle] ends the character.
///
/// In mode [Mode#MIXED] the cycle of `2` is `2 A B C a b c`. The `#` key goes from mode to mode.
///
/// It knows which key is cycling, not what has been typed: the text belongs to whoever asks.
public final class MultiTap {

    /// The pause that ends a character.
    public static final Duration SETTLES_AFTER = Duration.ofMillis(1000);

    private Key cycling;
    private int position;
    private Instant lastPress = Instant.MIN;

    /// What the keys write.
    public enum Mode {
        MIXED("Aa1", "1.,-@", "2ABCabc", "3DEFdef", "4GHIghi", "5JKLjkl", "6MNOmno", "7PQRSpqrs", "8TUVtuv", "9WXYZwxyz", "0+_", "*!#$%&?="),
        LOWER("abc", ".,-@1", "abc2", "def3", "ghi4", "jkl5", "mno6", "pqrs7", "tuv8", "wxyz9", "+_0", "!#$%&?=*"),
        UPPER("ABC", ".,-@1", "ABC2", "DEF3", "GHI4", "JKL5", "MNO6", "PQRS7", "TUV8", "WXYZ9", "+_0", "!#$%&?=*"),
        DIGITS("123", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*"),
        /// The letters and digits of an activation code.
        CODE("A1", "1", "2ABC", "3DEF", "4GHI", "5JKL", "6MNO", "7PQRS", "8TUV", "9WXYZ", "0", ""),
        /// Letters, digits and blanks of a name, as on a card.
        NAME("ABC", " 1.-", "ABC2", "DEF3", "GHI4", "JKL5", "MNO6", "PQRS7", "TUV8", "WXYZ9", " 0", "");

        private final String label;
        /// By key: 1 to 9, 0, star.
        private final String[] cycles;

        Mode(String label, String... cycles) {
            this.label = label;
            this.cycles = cycles;
        }

        public String label() {
            return label;
        }

        /// The characters of a key, empty if it writes none.
        public String cycle(Key key) {
            if (key.isDigit()) {
                return cycles[key.digit() == 0 ? 9 : key.digit() - 1];
            }
            return key == Key.STAR ? cycles[10] : "";
        }

        Mode next() {
            return switch (this) {
                case MIXED -> LOWER;
                case LOWER -> UPPER;
                case UPPER -> DIGITS;
                case DIGITS -> MIXED;
                case CODE -> CODE;
                case NAME -> NAME;
            };
        }
    }

    /// What a press does to the text.
    public sealed interface Effect {
        record Append(char character) implements Effect {}

        record ReplaceLast(char character) implements Effect {}

        record None() implements Effect {}
    }

    public Effect press(Key key, Mode mode, Instant now) {
        String cycle = mode.cycle(key);
        if (cycle.isEmpty()) {
            settle();
            return new Effect.None();
        }
        boolean again = key == cycling && isSettling(now);
        position = again ? (position + 1) % cycle.length() : 0;
        cycling = cycle.length() > 1 ? key : null;
        lastPress = now;
        return again ? new Effect.ReplaceLast(cycle.charAt(position)) : new Effect.Append(cycle.charAt(position));
    }

    /// Whether the next press of the same key would change the last character.
    public boolean isSettling(Instant now) {
        return cycling != null && now.isBefore(lastPress.plus(SETTLES_AFTER));
    }

    public void settle() {
        cycling = null;
    }

    /// The presses at one instant that write `text`, starting in `mode`: `#` where the mode must change, and a pause before each character.
    ///
    /// `type("Ab", DIGITS)` is `#`, pause, `2` `2`, pause, `2` `2` `2` `2` `2` `2`: A is the second, b the sixth of key 2.
    ///
    /// @throws IllegalArgumentException if no key writes a character of it
    public static List<Input> presses(String text, Mode mode, Instant at) {
        var inputs = new ArrayList<Input>();
        Mode now = mode;
        for (char character : text.toCharArray()) {
            Optional<Key> key = keyFor(character, now);
            for (int tries = 0; key.isEmpty() && tries < 4; tries++) {
                now = now.next();
                inputs.add(new Input.Pressed(Key.HASH, at));
                key = keyFor(character, now);
            }
            Key found = key.orElseThrow(() -> new IllegalArgumentException("no key writes this character"));
            inputs.add(new Input.Settled());
            for (int i = 0; i <= now.cycle(found).indexOf(character); i++) {
                inputs.add(new Input.Pressed(found, at));
            }
        }
        inputs.add(new Input.Settled());
        return inputs;
    }

    private static Optional<Key> keyFor(char character, Mode mode) {
        for (Key key : Key.values()) {
            if (mode.cycle(key).indexOf(character) >= 0) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
