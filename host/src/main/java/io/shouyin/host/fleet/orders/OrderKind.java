package io.shouyin.host.fleet.orders;

/// What a terminal can be told to do.
enum OrderKind {
    /// Take no new transactions. The host refuses them from the same moment on.
    LOCK,
    UNLOCK,
    /// Sign out, and log off whoever is at the terminal.
    FORCE_SIGN_OFF,
    /// Start the terminal's program again.
    REBOOT,
    /// Send what it has written of what it did, scrubbed of card data.
    UPLOAD_LOGS,
    /// Fetch its parameters now.
    REFRESH_PARAMETERS,
    /// Forget all keys: the terminal is as before its activation.
    WIPE_KEYS,
    /// Show a text until somebody has confirmed it.
    SHOW_MESSAGE,
    /// Send what stands on the screen, whatever it is in the middle of.
    SCREENSHOT;

    /// Whether nobody orders it alone, nor for many terminals at once.
    boolean takesTwo() {
        return this == WIPE_KEYS;
    }

    /// Whether the terminal shows a text with it.
    boolean takesText() {
        return this == SHOW_MESSAGE || this == LOCK;
    }
}
