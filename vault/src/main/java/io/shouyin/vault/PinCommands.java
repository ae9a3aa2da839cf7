package io.shouyin.vault;

import io.shouyin.kernel.Pan;
import io.shouyin.paycrypto.AesDukpt;
import io.shouyin.paycrypto.PinFormat;

/// PIN blocks. No PIN comes out, and no answer tells more of a block than whether it was taken.
///
/// Blocks are counted by card and by where they come from, terminal or network, within a window, wrong PINs by card: over the limit a
/// command does nothing but say so, see [PinLimits].
public interface PinCommands {

    /// A PIN block of a terminal to ISO 9564 format 0 under a network's key. The card number stays the same.
    ///
    /// What comes in is in the format of the key's profile: format 0 under TDES (8 bytes), format 4 under AES (16), the Chinese
    /// block under SM4 (16). PCI PIN requirement 3-3 allows format 0 and 4 to 0 for the same card number. It does not name the Chinese block,
    /// which is no ISO format: what it forbids is to turn an ISO block into another, and that is never done here. Into an ISO block
    /// it is taken as what it is, format 0 in a wider frame: it is bound to the same twelve digits of the card.
    default PinTranslation translatePin(KeyBlock from, KeyBlock to, byte[] block, Pan pan) {
        return translatePin(new PinSource.OfTerminal(from), new PinTarget(to, PinFormat.ISO_0), block, pan);
    }

    /// A PIN block under one key into one under another, under the table of PCI PIN requirement 3-3. The card number stays the
    /// same.
    ///
    /// @param block 8 or 16 bytes, as the format says
    /// @throws io.shouyin.kernel.Fault `PIN_TRANSLATION_FORBIDDEN` by the table, `KEY_USE_REFUSED` also for a key whose cipher does
    ///         not fit the format, `PIN_KEY_SINGLE_LENGTH` for a terminal's key of 8 bytes, unless the vault is set up for such keys,
    ///         `VAULT_INPUT_INVALID` for a key serial number that is not valid
    PinTranslation translatePin(PinSource from, PinTarget to, byte[] block, Pan pan);

    /// Compares the PIN in a block with what the issuer keeps of it.
    ///
    /// @throws io.shouyin.kernel.Fault as [#translatePin(PinSource, PinTarget, byte[], Pan)], `PIN_VERIFICATION_FORBIDDEN` for
    ///         formats 1 and 2, which are bound to no card (PCI PIN 3-2: format 2 is for an IC card offline),
    ///         `DECIMALISATION_TABLE_UNKNOWN`, and `VAULT_INPUT_INVALID` for a reference of a wrong form, whatever the block is
    PinVerdict verifyPin(PinSource source, byte[] block, Pan pan, PinReference reference);

    /// Under which key a block comes. Whether a key serial number was used before is for the caller to know.
    sealed interface PinSource {

        /// In the format of the terminal's profile.
        ///
        /// @param key a [KeyPurpose#TERMINAL_PIN]
        record OfTerminal(KeyBlock key) implements PinSource {
            public OfTerminal {
                Given.all(key);
            }
        }

        /// @param key a [KeyPurpose#TERMINAL_PIN], [KeyPurpose#ZONE_PIN_INCOMING] or [KeyPurpose#ZONE_PIN_INCOMING_AES]
        record Fixed(KeyBlock key, PinFormat format) implements PinSource {
            public Fixed {
                Given.all(key, format);
            }
        }

        /// @param baseKey a [KeyPurpose#DUKPT_BASE]
        /// @param ksn 10 bytes
        record TdesDukptKey(KeyBlock baseKey, byte[] ksn, PinFormat format) implements PinSource {
            public TdesDukptKey {
                Given.all(baseKey, ksn, format);
            }
        }

        /// @param baseKey a [KeyPurpose#DUKPT_BASE_AES]
        /// @param ksn 12 bytes
        /// @param type of the working key: TDES for formats 0, 1 and 3, AES for format 4
        record AesDukptKey(KeyBlock baseKey, byte[] ksn, AesDukpt.KeyType type, PinFormat format) implements PinSource {
            public AesDukptKey {
                Given.all(baseKey, ksn, type, format);
            }
        }
    }

    /// @param key a [KeyPurpose#ZONE_PIN] or [KeyPurpose#ZONE_PIN_AES]
    record PinTarget(KeyBlock key, PinFormat format) {
        public PinTarget {
            Given.all(key, format);
        }
    }

    sealed interface PinTranslation {
        record Translated(byte[] block) implements PinTranslation {}

        /// One reason for all: which check failed is nobody's business.
        record Refused() implements PinTranslation {}

        /// Card, terminal or network had its share of this window; nothing was looked at.
        record LimitReached() implements PinTranslation {}
    }

    /// What the issuer keeps of a PIN.
    sealed interface PinReference {
        /// @param key a [KeyPurpose#PIN_PVV]
        /// @param keyIndex 0 to 9
        /// @param pvv 4 digits
        record Pvv(KeyBlock key, int keyIndex, String pvv) implements PinReference {
            public Pvv {
                Given.all(key, pvv);
            }
        }

        /// IBM 3624.
        ///
        /// @param key a [KeyPurpose#PIN_OFFSET]
        /// @param table the name of a decimalisation table that the vault was set up with
        /// @param offset 4 to 12 digits
        record Offset(KeyBlock key, String table, ValidationData validationData, String offset) implements PinReference {
            public Offset {
                Given.all(key, table, validationData, offset);
            }
        }
    }

    /// How the validation data of IBM 3624 comes out of the card number: the vault makes it, so that nobody chooses it.
    enum ValidationData {
        /// The 12 rightmost digits without the check digit (11 of a number that has 12), zeros in front of them to 16.
        ACCOUNT_NUMBER,
        /// The 16 leftmost digits, zeros behind a shorter number.
        CARD_NUMBER
    }

    enum PinVerdict {
        RIGHT,
        /// Another PIN, or no PIN at all: one answer for all.
        WRONG,
        /// Card, terminal or network had its share of this window, or the card its wrong PINs; nothing was looked at.
        LIMIT_REACHED
    }
}
