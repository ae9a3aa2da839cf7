package io.shouyin.vault;

import java.util.Collection;

/// What is handed to the vault is there: null is refused by name, as other bad input is.
final class Given {

    private Given() {}

    /// @throws io.shouyin.kernel.Fault [VaultRefusal#VAULT_INPUT_INVALID]
    static void all(Object... parts) {
        for (Object part : parts) {
            require(part);
        }
    }

    /// A list or set, and each thing in it.
    ///
    /// @throws io.shouyin.kernel.Fault [VaultRefusal#VAULT_INPUT_INVALID]
    static void each(Collection<?> parts) {
        require(parts);
        parts.forEach(Given::require);
    }

    private static void require(Object part) {
        if (part == null) {
            throw VaultRefusal.VAULT_INPUT_INVALID.fault();
        }
    }
}
