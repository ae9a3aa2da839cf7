package io.shouyin.terminal.device;

import io.shouyin.kernel.receipt.Receipt;

/// How a card number came: field 22, digits 1 and 2, and the letter on the receipt.
public enum EntryMode {
    /// The number was typed: there is no track.
    MANUAL("01"),
    SWIPE("02"),
    INSERT("05"),
    TAP("07");

    private final String field22;

    EntryMode(String field22) {
        this.field22 = field22;
    }

    /// Field 22 with its third digit: 1 a PIN was entered, 2 none.
    public String field22(boolean withPin) {
        return field22 + (withPin ? '1' : '2');
    }

    public char receiptLetter() {
        return Receipt.entryLetter(field22);
    }
}
