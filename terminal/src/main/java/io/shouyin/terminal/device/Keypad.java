package io.shouyin.terminal.device;

import java.util.function.Consumer;

/// The keypad. It hands each press to the listener, in order.
public interface Keypad {

    void listen(Consumer<Input> listener);
}
