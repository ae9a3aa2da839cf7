package io.shouyin.host.credentials;

/// What a transaction was guarded by, beside the card.
public enum Factor {
    TXN_PASSWORD(0xDF02),
    PIN(0);

    private final int tag;

    Factor(int tag) {
        this.tag = tag;
    }

    /// The tag of field 57 that answers it, 0 if it travels elsewhere.
    public int tag() {
        return tag;
    }
}
