package io.shouyin.terminal.update;

import java.util.Locale;

/// One of the two places for software: one runs, the other is written.
public enum Slot {
    A,
    B;

    Slot other() {
        return this == A ? B : A;
    }

    /// How its files are called on the storage.
    String file(int index) {
        return "slot-" + name().toLowerCase(Locale.ROOT) + "." + index;
    }
}
