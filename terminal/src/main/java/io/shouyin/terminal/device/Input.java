package io.shouyin.terminal.device;

import io.shouyin.kernel.receipt.Signature;
import java.time.Instant;
import java.util.Optional;

/// What reaches the terminal from outside.
public sealed interface Input {

    /// A key of the keypad.
    ///
    /// @param at when the finger pressed it; the terminal may get to it later
    record Pressed(Key key, Instant at) implements Input {}

    /// A character of a computer's keyboard: it enters as it is, without cycling through a key's letters.
    record Typed(char character) implements Input {
        /// It may belong to a password.
        @Override
        public String toString() {
            return "Typed[.]";
        }
    }

    /// The pause after which the next press of the same key begins a new character.
    record Settled() implements Input {}

    record CardPresented(CardRead card) implements Input {}

    /// A card was inserted, or held to the reader, and its chip does not answer.
    record ChipSilent(EntryMode mode) implements Input {}

    /// A finger on the reader.
    ///
    /// @param credential what an authenticator made or signed, as WebAuthn's JSON; empty if it did not come to that
    record FingerShown(Optional<String> credential) implements Input {}

    /// Something was drawn on the signature pad.
    ///
    /// @param signature empty if it was too little or too much for one
    record SignatureWritten(Optional<Signature> signature) implements Input {}

    /// Paper was put in, a language was chosen: look at the device again.
    record DeviceChanged() implements Input {}

    /// Time has moved.
    record Tick() implements Input {}

    /// The terminal is switched off.
    record Ended() implements Input {}
}
