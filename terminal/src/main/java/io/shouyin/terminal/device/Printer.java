package io.shouyin.terminal.device;

import io.shouyin.kernel.receipt.Slip;

/// The receipt printer.
public interface Printer {

    boolean hasPaper();

    /// Prints one slip.
    ///
    /// @return false if there was no paper; nothing has been printed then
    boolean print(Slip slip);
}
