package io.shouyin.terminal.device;

/// What the cashier does with a card, and how its number comes by that.
public enum EntryMode {
    /// The number was typed: there is no track.
    MANUAL(io.shouyin.kernel.EntryMode.MANUAL),
    SWIPE(io.shouyin.kernel.EntryMode.SWIPE),
    INSERT(io.shouyin.kernel.EntryMode.CHIP),
    TAP(io.shouyin.kernel.EntryMode.CONTACTLESS),
    /// A code, shown by the customer or to them.
    QR(io.shouyin.kernel.EntryMode.QR);

    private final io.shouyin.kernel.EntryMode told;

    EntryMode(io.shouyin.kernel.EntryMode told) {
        this.told = told;
    }

    /// Field 22 with its third digit: 1 a PIN was entered, 2 none.
    public String field22(boolean withPin) {
        return told.digits() + (withPin ? '1' : '2');
    }

    public char receiptLetter() {
        return told.receiptLetter();
    }
}
