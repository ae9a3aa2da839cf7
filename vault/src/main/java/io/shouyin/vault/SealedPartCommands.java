package io.shouyin.vault;

import io.shouyin.paycrypto.TerminalProfile;
import java.util.List;

/// The parts of a key while they wait for the other officers of a ceremony: sealed under a key of that ceremony alone, so that
/// whoever keeps the rows reads none of them. A sealed part is good in its ceremony, for its purpose and under its number only.
/// Between its officer and the vault a part is in an envelope, so that who carries it reads none either.
///
/// The key of a ceremony is a [KeyPurpose#DATA] of its own; without it, and it goes with the ceremony, nothing sealed can be opened.
public interface SealedPartCommands {

    /// A fresh key in parts, each sealed until its officer sees it. The key itself is not to be exported.
    ///
    /// @param ceremony its number
    /// @param profile of a terminal's own key; `tdes` for all others
    /// @throws io.shouyin.kernel.Fault `KEY_USE_REFUSED` for a purpose whose keys never leave, `KEY_COMPONENTS_REFUSED` for a division
    ///         that there is not
    IssuedSealed issueSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, TerminalProfile profile, Division division);

    /// A part for its officer's eyes, in an envelope that his own key opens: [OfficerPart] is his side. That nobody sees two is the
    /// caller's to keep.
    ///
    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the part was changed, or is one of another ceremony, purpose or number;
    ///         `OFFICER_KEY_REFUSED` if the officer's key is no point of P-256
    byte[] showPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, SealedPart part, Officer officer);

    /// A fresh key pair for what officers enter in one ceremony.
    EntryKey issueEntryKey(KeyBlock ceremonyKey, String ceremony);

    /// Takes a part that an officer typed, alone, and sealed on his own machine.
    ///
    /// @param entryKey of this ceremony
    /// @param checkValue of the part, as its paper says
    /// @throws io.shouyin.kernel.Fault `KEY_PART_UNREADABLE` if it was sealed for another ceremony, purpose, number or officer,
    ///         `KEY_COMPONENTS_REFUSED` for a wrong length or form, `KEY_PARITY_WRONG` for a component of a TDES
    ///         key without odd parity, `KEY_COMPONENT_ZERO`, `KEY_CHECK_VALUE_WRONG` if the part has another check value
    SealedPart sealPart(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, EntryKey entryKey, EnteredPart part, String checkValue);

    /// Puts a key together from the sealed parts of all officers. Refusals as [CeremonyCommands#assemble].
    ///
    /// @param checkValue of the whole, as the papers say
    /// @throws io.shouyin.kernel.Fault `KEY_CHECK_VALUE_WRONG` if another key comes out
    KeyBlock assembleSealed(KeyBlock ceremonyKey, String ceremony, KeyPurpose purpose, Form form, List<SealedPart> parts, String checkValue);

    /// How a key is divided.
    enum Form {
        /// Two or three, of which all are needed (XOR).
        COMPONENTS,
        /// Shamir's method: of 2 to 16, some are enough.
        SHARES
    }

    /// @param threshold how many of `count` give the key back; 2 or more, and all of them for components
    record Division(Form form, int threshold, int count) {
        public Division {
            Given.all(form);
        }
    }

    /// @param number of the component or share
    /// @param checkValue of the part, as if it were a key
    record SealedPart(int number, byte[] sealed, String checkValue) {
        public SealedPart {
            Given.all(sealed, checkValue);
        }
    }

    /// @param checkValue of the whole
    record IssuedSealed(KeyBlock key, String checkValue, List<SealedPart> parts) {}

    /// @param publicKey of this moment alone: P-256, X.509 SubjectPublicKeyInfo
    record Officer(String name, byte[] publicKey) {
        public Officer {
            Given.all(name, publicKey);
        }
    }

    /// @param publicKey P-256, X.509 SubjectPublicKeyInfo
    /// @param sealedPrivateKey under the ceremony's key
    record EntryKey(byte[] publicKey, byte[] sealedPrivateKey) {
        public EntryKey {
            Given.all(publicKey, sealedPrivateKey);
        }
    }

    /// @param number of the component or share, as its paper says
    /// @param envelope made by [OfficerPart#entered]
    record EnteredPart(int number, String officer, byte[] envelope) {
        public EnteredPart {
            Given.all(officer, envelope);
        }
    }
}
