package io.shouyin.vault;

import io.shouyin.kernel.Check;

/// The handle of a key: an X9.143 key block under the LMK, printable ASCII, worth nothing outside the vault.
///
/// Usage, algorithm, mode of use and exportability are in its header and are bound to the key by the block's MAC;
/// the vault enforces them on each command. Blocks rest in the database as they are.
public record KeyBlock(String value) {

    private static final int HEADER_CHARACTERS = 16;

    public KeyBlock {
        Check.argument(value.length() >= HEADER_CHARACTERS && value.length() <= 9992 && isHeaderPrintable(value),
                "a key block has 16 to 9992 characters and begins in printable ASCII");
    }

    /// What may be printed of it. The rest is judged when the block is opened, not each time that it is handed on.
    private static boolean isHeaderPrintable(String value) {
        for (int i = 0; i < HEADER_CHARACTERS; i++) {
            if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7E) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "KeyBlock[" + value.substring(0, HEADER_CHARACTERS) + "...]";
    }
}
