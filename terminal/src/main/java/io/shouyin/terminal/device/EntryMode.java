package io.shouyin.terminal.device;

/// How a card number came: field 22, digits 1 and 2, and the letter on the receipt.
public enum EntryMode {
    /// The number was typed: there is no track.
    MANUAL("01", 'M'),
    SWIPE("02", 'S'),
    INSERT("05", 'I'),
    TAP("07", 'C');

    private final String field22;
    private final char receiptLetter;

    EntryMode(String field22, char receiptLetter) {
        this.field22 = field22;
        this.receiptLetter = receiptLetter;
    }

    /// Field 22 with its third digit: 1 a PIN was entered, 2 none.
    public String field22(boolean withPin) {
        return field22 + (withPin ? '1' : '2');
    }

    public char receiptLetter() {
        return receiptLetter;
    }
}
