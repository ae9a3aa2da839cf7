package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import java.util.List;

/// Key ceremonies: keys that enter in parts, each from another officer, or leave under a key-exchange key. Keys that leave in parts are
/// those of [SealedPartCommands].
public interface CeremonyCommands {

    /// Puts a key together from the parts that officers hold.
    ///
    /// The parts come through the caller, all in one call, and the vault knows no officers: that each part is another person's is held by
    /// the host's database. So whoever has the host in hand can bring in a key of his own making; none that is in the vault comes out this way.
    ///
    /// @param purpose of keys that people may hold in parts
    /// @throws io.shouyin.kernel.Fault `KEY_COMPONENTS_REFUSED` for a wrong number, length or form, `KEY_PARITY_WRONG` for a
    ///         component of a TDES key without odd parity, `KEY_COMPONENT_ZERO`, `KEY_COMPONENTS_EQUAL`, `KEY_WEAK` for what comes
    ///         out, `KEY_CHECK_VALUE_WRONG` if the shares give another key, `KEY_USE_REFUSED` for a purpose whose keys never leave,
    ///         `KEY_NOT_EXPORTABLE` for one whose keys are not exported
    KeyBlock assemble(KeyPurpose purpose, Exportability exportability, KeyParts parts);

    /// As [#assemble], of components, not to be exported. The same holds for who brings them.
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

    sealed interface KeyParts {
        /// @param hex two or three; spaces allowed; odd parity for a TDES key
        record Components(List<Secret> hex) implements KeyParts {
            public Components {
                Given.each(hex);
            }
        }

        /// @param shares as many as are needed, or more
        /// @param checkValue of the whole: too few shares, or one wrong, give another key
        record Shares(List<Share> shares, String checkValue) implements KeyParts {
            public Shares {
                Given.all(checkValue);
                Given.each(shares);
            }
        }
    }

    /// @param number 1 to 255, as it was issued
    /// @param hex spaces allowed
    record Share(int number, Secret hex) {
        public Share {
            Given.all(hex);
        }
    }
}
