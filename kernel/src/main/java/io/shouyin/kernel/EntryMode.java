package io.shouyin.kernel;

import java.util.Arrays;
import java.util.Optional;

/// How a card's number came, by the first two digits of field 22; the third says whether a PIN was entered. Nobody else reads these digits.
public enum EntryMode {
    /// Typed.
    MANUAL("01", 'M'),
    /// By magnetic stripe.
    SWIPE("02", 'S'),
    /// By contact chip.
    CHIP("05", 'I'),
    /// By a chip that was held to the reader.
    CONTACTLESS("07", 'C'),
    /// By a code on a screen: no card at all.
    QR("92", 'Q');

    private static final EntryMode[] ALL = values();

    private final String digits;
    private final char receiptLetter;

    EntryMode(String digits, char receiptLetter) {
        this.digits = digits;
        this.receiptLetter = receiptLetter;
    }

    /// Nothing for digits that the protocol does not know.
    public static Optional<EntryMode> ofField22(String field22) {
        return Arrays.stream(ALL).filter(mode -> field22.startsWith(mode.digits)).findFirst();
    }

    /// Two of them.
    public String digits() {
        return digits;
    }

    /// Behind the card number on a receipt.
    public char receiptLetter() {
        return receiptLetter;
    }

    /// Whether a chip has signed, or could have.
    public boolean isChip() {
        return this == CHIP || this == CONTACTLESS;
    }
}
