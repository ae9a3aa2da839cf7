package io.shouyin.terminal.device;

import io.shouyin.kernel.receipt.Slip;

/// The receipt printer.
public interface Printer {

    boolean hasPaper();

    /// The roll's end is in sight.
    boolean isPaperLow();

    /// Prints one slip.
    ///
    /// @return false if there was not paper enough: what has come out of it is torn, and the slip is to be printed again from its beginning
    boolean print(Slip slip);
}
