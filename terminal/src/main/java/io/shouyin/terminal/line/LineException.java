package io.shouyin.terminal.line;

import io.shouyin.terminal.device.TerminalRefusal;

/// The line failed, and how.
public final class LineException extends Exception {

    private final TerminalRefusal refusal;

    public LineException(TerminalRefusal refusal, Throwable cause) {
        super(refusal.en(), cause);
        this.refusal = refusal;
    }

    public TerminalRefusal refusal() {
        return refusal;
    }
}
