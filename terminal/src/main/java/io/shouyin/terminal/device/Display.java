package io.shouyin.terminal.device;

/// The display and the beeper.
public interface Display {

    void show(Screen screen);

    /// What stands on it.
    Screen shown();

    void status(Status status);

    void beep(Beep beep);

    enum Beep { KEY_REFUSED, CARD_READ, DONE, REFUSED }
}
