package io.shouyin.terminal.flow;

/// The ways in which a flow is left from the middle. They carry no stack trace and are caught by the menu they lead back to.
public abstract sealed class Unwind extends RuntimeException {

    private Unwind() {
        super(null, null, false, false);
    }

    /// The red key: back to where the flow was started from.
    public static final class Cancelled extends Unwind {}

    /// Back to the logon prompt.
    public static final class LoggedOff extends Unwind {
        private final boolean idle;

        LoggedOff(boolean idle) {
            this.idle = idle;
        }

        /// Nobody touched the terminal for too long.
        public boolean isIdle() {
            return idle;
        }
    }

    /// The terminal's program begins anew; what it has kept stays.
    public static final class Restarted extends Unwind {}

    /// New software is to run, and nobody needs the terminal.
    public static final class SoftwareChanged extends Unwind {}

    /// The terminal is switched off.
    public static final class SwitchedOff extends Unwind {}
}
