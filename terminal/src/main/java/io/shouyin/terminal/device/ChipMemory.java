package io.shouyin.terminal.device;

import java.util.function.UnaryOperator;

/// What a simulated chip remembers when it is taken out.
@FunctionalInterface
public interface ChipMemory {

    /// Changes it, durably and as one step.
    ///
    /// @return what it is now
    /// @throws io.shouyin.kernel.Fault `CHIP_UNREADABLE`
    Kept update(UnaryOperator<Kept> change);

    /// @param counter of the last transaction, 0 to 65535
    /// @param scriptsDone script commands of the last transaction that were carried out, 0 to 15
    /// @param scriptFailed one of them was not
    record Kept(int counter, int scriptsDone, boolean scriptFailed) {

        public static final int COUNTER_MAX = 0xFFFF;
        private static final int SCRIPTS_MAX = 15;
        public static final Kept NOTHING = new Kept(0, 0, false);

        Kept counted() {
            return new Kept(Math.min(counter + 1, COUNTER_MAX), scriptsDone, scriptFailed);
        }

        Kept forgettingScripts() {
            return new Kept(counter, 0, false);
        }

        Kept script(boolean done) {
            return new Kept(counter, done ? Math.min(scriptsDone + 1, SCRIPTS_MAX) : scriptsDone, scriptFailed || !done);
        }
    }
}
