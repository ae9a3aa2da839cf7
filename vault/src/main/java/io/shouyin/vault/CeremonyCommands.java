package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import java.util.List;

/// Key ceremonies: keys that leave or enter in parts, each with another officer, or under a key-exchange key.
///
/// A part alone tells nothing of its key. Who may see which part, and that nobody sees two, is the caller's to keep.
public interface CeremonyCommands {

    /// A fresh key as two or three components (XOR), to be shown once to different officers. It serves for a terminal that is
    /// loaded by hand, too: a [KeyPurpose#TERMINAL_MASTER] and a [KeyPurpose#TERMINAL_CREDENTIAL], each in parts, the blocks for
    /// the host.
    ///
    /// @param count 2 or 3
    /// @throws io.shouyin.kernel.Fault `KEY_USE_REFUSED` for a purpose whose keys never leave, `KEY_NOT_EXPORTABLE` for one whose
    ///         keys are not exported, `KEY_COMPONENTS_REFUSED` for another count
    IssuedParts issueComponents(KeyPurpose purpose, Exportability exportability, int count);

    /// A fresh key as shares by Shamir's method, of which any `threshold` give it back, to be shown once to different officers.
    ///
    /// @param threshold 2 to `count`
    /// @param count 2 to 16
    /// @throws io.shouyin.kernel.Fault as [#issueComponents]
    IssuedParts issueShares(KeyPurpose purpose, Exportability exportability, int threshold, int count);

    /// Puts a key together from the parts that officers hold.
    ///
    /// @throws io.shouyin.kernel.Fault `KEY_COMPONENTS_REFUSED` for a wrong number, length or form, `KEY_PARITY_WRONG` for a
    ///         component of a TDES key without odd parity, `KEY_COMPONENT_ZERO`, `KEY_COMPONENTS_EQUAL`, `KEY_WEAK` for what comes
    ///         out, `KEY_CHECK_VALUE_WRONG` if the shares give another key, `KEY_USE_REFUSED` and `KEY_NOT_EXPORTABLE` as
    ///         [#issueComponents]
    KeyBlock assemble(KeyPurpose purpose, Exportability exportability, KeyParts parts);

    /// As [#assemble], of components, not to be exported.
    default KeyBlock combine(KeyPurpose purpose, List<Secret> componentsHex) {
        return assemble(purpose, Exportability.NONE, new KeyParts.Components(componentsHex));
    }

    /// A key for a peer, as X9.143 block of version D under `kek`; [KeyCommands#receive] is the other way.
    ///
    /// @param kek a [KeyPurpose#ZONE_MASTER]
    /// @param key made exportable
    /// @throws io.shouyin.kernel.Fault `KEY_NOT_EXPORTABLE` by the key's header, `KEY_EXCHANGE_KEY_WEAK` if the key is stronger
    ///         than `kek`
    String export(KeyBlock kek, KeyBlock key);

    /// @param key for the host
    /// @param checkValue of the whole
    record IssuedParts(KeyBlock key, String checkValue, List<KeyPart> parts) {}

    /// @param number 1 to 3 of a component, 1 to 16 of a share
    /// @param hex as long as the key; to be printed once, then closed
    /// @param checkValue of the part, as if it were a key
    record KeyPart(int number, Secret hex, String checkValue) {}

    sealed interface KeyParts {
        /// @param hex two or three; spaces allowed; odd parity for a TDES key
        record Components(List<Secret> hex) implements KeyParts {}

        /// @param shares as many as are needed, or more
        /// @param checkValue of the whole: too few shares, or one wrong, give another key
        record Shares(List<Share> shares, String checkValue) implements KeyParts {}
    }

    /// @param number 1 to 255, as it was issued
    /// @param hex spaces allowed
    record Share(int number, Secret hex) {}
}
