package io.shouyin.terminal.device;

import java.util.Optional;

/// A key of the keypad.
public enum Key {
    D0("0"), D1("1"), D2("2"), D3("3"), D4("4"), D5("5"), D6("6"), D7("7"), D8("8"), D9("9"),
    STAR("*"), HASH("#"),
    /// Green: go on.
    OK("OK"),
    /// Red: leave, nothing happens.
    CANCEL("CANCEL"),
    /// Yellow: takes back the last character.
    CLEAR("CLEAR"),
    /// Soft keys below the screen.
    F1("F1"), F2("F2"), F3("F3"), F4("F4");

    private final String label;

    Key(String label) {
        this.label = label;
    }

    /// What is written on it: `7`, `#`, `OK`.
    public String label() {
        return label;
    }

    public boolean isDigit() {
        return ordinal() <= D9.ordinal();
    }

    /// 0 to 9 of a digit key.
    public int digit() {
        return ordinal();
    }

    public static Key digit(int value) {
        return values()[value];
    }

    /// The key with this label, in either case.
    public static Optional<Key> labelled(String label) {
        for (Key key : values()) {
            if (key.label.equalsIgnoreCase(label)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
