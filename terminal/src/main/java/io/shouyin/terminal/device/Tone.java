package io.shouyin.terminal.device;

/// The mood of a message; the page colours it, and the words say it too.
public enum Tone {
    NEUTRAL,
    /// Amber.
    WAITING,
    /// Jade.
    DONE,
    /// Cinnabar.
    REFUSED,
    /// Indigo: the outcome is not known.
    IN_DOUBT;

    /// Whether it tells what came of something, so that nothing may take it away unread.
    public boolean isOutcome() {
        return switch (this) {
            case NEUTRAL, WAITING -> false;
            case DONE, REFUSED, IN_DOUBT -> true;
        };
    }
}
