package io.shouyin.vault;

import io.shouyin.kernel.Pan;

/// PIN blocks. No PIN comes out, and no answer tells more of a block than whether it was taken.
public interface PinCommands {

    /// ISO 9564 format 0 under one key to format 0 under another. The card number stays the same.
    ///
    /// @param block 8 bytes
    PinTranslation translatePin(KeyBlock from, KeyBlock to, byte[] block, Pan pan);

    sealed interface PinTranslation {
        record Translated(byte[] block) implements PinTranslation {}

        /// One reason for all: which check failed is nobody's business.
        record Refused() implements PinTranslation {}
    }
}
