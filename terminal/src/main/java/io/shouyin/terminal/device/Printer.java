package io.shouyin.terminal.device;

/// The receipt printer: paper of 58 mm, 32 columns.
public interface Printer {

    int COLUMNS = 32;

    boolean hasPaper();

    /// Prints one slip.
    ///
    /// @return false if there was no paper; nothing has been printed then
    boolean print(Slip slip);
}
