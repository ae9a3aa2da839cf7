package io.shouyin.vault;

/// Whether a key may leave under another one (X9.143, 7.5), fixed when it is made and bound to it by its block.
public enum Exportability {
    /// `N`: the host's own keys, and all that nobody asked to export.
    NONE('N'),
    /// `E`: under a key-exchange key, as X9.143 block.
    UNDER_EXCHANGE_KEY('E');

    private final char code;

    Exportability(char code) {
        this.code = code;
    }

    char code() {
        return code;
    }
}
