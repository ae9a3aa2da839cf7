package io.shouyin.vault;

import io.shouyin.kernel.Check;

/// The handle of a key: an X9.143 key block under the LMK, printable ASCII, worth nothing outside the vault.
///
/// Usage, algorithm, mode of use and exportability are in its header and are bound to the key by the block's MAC;
/// the vault enforces them on each command. Blocks rest in the database as they are.
public record KeyBlock(String value) {

    public KeyBlock {
        Check.argument(value.length() >= 16 && value.length() <= 9992 && isPrintable(value),
                "a key block has 16 to 9992 printable ASCII characters");
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < 0x20 || value.charAt(i) > 0x7E) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "KeyBlock[" + value.substring(0, 16) + "...]";
    }
}
