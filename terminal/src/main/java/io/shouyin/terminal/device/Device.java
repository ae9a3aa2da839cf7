package io.shouyin.terminal.device;

/// The hardware of one terminal. Storage and PIN pad are opened by the terminal itself, in its state folder.
public interface Device {

    Display display();

    Keypad keypad();

    CardReader cardReader();

    Printer printer();

    Clock clock();

    boolean hasFingerprintReader();

    /// 0 to 100.
    int batteryPercent();
}
