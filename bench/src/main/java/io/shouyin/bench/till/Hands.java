package io.shouyin.bench.till;

import io.shouyin.terminal.device.EntryMode;
import io.shouyin.terminal.device.Key;
import io.shouyin.terminal.device.Screen;
import io.shouyin.terminal.state.TerminalState;

/// What a cashier can do at a terminal. Each returns when the terminal has worked it off, or waits for somebody else.
public interface Hands {

    Screen screen();

    TerminalState state();

    /// Whether it takes inputs now.
    boolean isReady();

    void press(Key key);

    void type(String text);

    void present(EntryMode mode, int card);

    /// Lets a while pass.
    void pause();
}
