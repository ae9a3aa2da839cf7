package io.shouyin.terminal.device;

import java.time.Instant;

/// A secret that is being typed, or was: held inside the PIN pad. Outside it has a length and nothing else.
public interface SecretEntry extends AutoCloseable {

    /// Characters so far.
    int length();

    MultiTap.Mode mode();

    /// Whether the last character still changes with the next press of its key.
    boolean isSettling(Instant now);

    /// A digit, `*`, or `#` which changes the mode. Characters beyond the maximum are dropped.
    void press(Key key, Instant now);

    void type(char character);

    void settle();

    void deleteLast();

    /// Takes back everything that was typed.
    default void clear() {
        while (length() > 0) {
            deleteLast();
        }
    }

    /// Wipes it. A closed entry has length 0.
    @Override
    void close();
}
