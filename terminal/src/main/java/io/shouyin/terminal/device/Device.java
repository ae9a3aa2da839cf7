package io.shouyin.terminal.device;

import java.util.Optional;

/// The hardware of one terminal. Storage and PIN pad are opened by the terminal itself, in its state folder.
public interface Device {

    Display display();

    Keypad keypad();

    CardReader cardReader();

    /// Empty if the model has none.
    Optional<Printer> printer();

    Clock clock();

    boolean hasFingerprintReader();

    /// Cardholders sign on the screen.
    boolean hasSignaturePad();

    /// 0 to 100.
    int batteryPercent();

    Hardware hardware();
}
