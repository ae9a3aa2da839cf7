package io.shouyin.terminal.device;

import java.util.function.Consumer;

/// The card reader: magnetic stripe, chip slot, contactless field. A card that nobody asked for is ignored by the terminal.
public interface CardReader {

    void listen(Consumer<Input> listener);
}
