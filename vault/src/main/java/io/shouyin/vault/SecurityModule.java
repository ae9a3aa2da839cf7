package io.shouyin.vault;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.kernel.Secret;
import java.util.List;

/// The security module: every command that needs a clear key, PIN or password.
///
/// Keys come and go as [KeyBlock]s, passwords as [SealedFactor]s and [Verifier]s. No command returns a clear key,
/// PIN or password; the only clear secrets that leave are the ones made here to be printed once ([IssuedSecret]).
/// A block whose usage, algorithm, mode or label does not fit the command is refused with a `Fault` `KEY_USE_REFUSED`, a
/// block that was changed or belongs to another LMK with `KEY_BLOCK_REFUSED`, see [VaultRefusal]. Arguments are data only, so that the same commands can be
/// served by this process, another process or a device.
public interface SecurityModule {

    // Keys

    /// A fresh random key for `purpose`, under the LMK: 8 bytes for a terminal MAC key, 16 for other TDES keys, 32 for AES
    /// and HMAC.
    KeyBlock generate(KeyPurpose purpose);

    /// A key put together from two or three components (XOR) that different people hold.
    ///
    /// @param componentsHex each the full length of the key, in hex, spaces allowed; two or three
    /// @throws io.shouyin.kernel.Fault `KEY_COMPONENTS_REFUSED` for other numbers or lengths, or a weak sum
    KeyBlock combine(KeyPurpose purpose, List<Secret> componentsHex);

    /// Takes a key that a peer sent as X9.143 block under `kek`, and puts it under the LMK.
    ///
    /// @param kek a [KeyPurpose#ZONE_MASTER]
    /// @param foreignBlock version D; usage P0 for a [KeyPurpose#ZONE_PIN] (mode E, B or N), M3 for a [KeyPurpose#ZONE_MAC]
    ///        (mode C or N), both TDES
    /// @throws io.shouyin.kernel.Fault `KEY_IMPORT_REFUSED` for any other block, a changed one, or a weak key
    KeyBlock receive(KeyBlock kek, String foreignBlock, KeyPurpose purpose);

    /// The check value, hex: 8 digits of the zero-block form for TDES, 6 digits of the CMAC form for AES, 6 digits of the HMAC
    /// of nothing for HMAC keys.
    String checkValue(KeyBlock key);

    // A terminal's keys

    /// Makes a one-time activation code (12 characters of `23456789ABCDEFGHJKLMNPQRSTUVWXYZ`) for one device.
    ///
    /// @param dataKey seals the code for [#loadTerminal]; a [KeyPurpose#DATA]
    IssuedActivation issueActivation(KeyBlock dataKey, String serialNumber);

    /// Checks a device's proof of the code and loads a fresh TMK and TCK over ECDH.
    ///
    /// @param settings what else the device learns under the same protection: JSON, UTF-8
    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the code was sealed for another device
    KeyLoad loadTerminal(KeyBlock dataKey, byte[] sealedActivationCode, DeviceProof proof, byte[] settings);

    /// Fresh working keys, as the terminal's field 62 wants them and as blocks under the LMK.
    WorkingKeys issueWorkingKeys(KeyBlock terminalMasterKey, WorkingKeySet set);

    // Messages

    /// The MAC of a message, 8 bytes: UnionPay-style "ECB" for a terminal MAC key, X9.19 for a zone MAC key.
    byte[] mac(KeyBlock macKey, byte[] macBytes);

    /// Compares in constant time.
    boolean verifyMac(KeyBlock macKey, byte[] macBytes, byte[] mac);

    /// Opens a track 2 whose middle is encrypted under the terminal's TDK (field 53, third digit 1).
    ///
    /// @param trackDigits digits, `=` or `D`, and the 16 hex digits of the encrypted part
    /// @return digits, `=` as separator
    /// @throws io.shouyin.kernel.Fault `TRACK_UNREADABLE` if no track comes out
    String openTrack(KeyBlock terminalDataKey, String trackDigits);

    // PINs

    /// ISO 9564 format 0 under one key to format 0 under another. The card number stays the same.
    ///
    /// @param block 8 bytes
    PinTranslation translatePin(KeyBlock from, KeyBlock to, byte[] block, Pan pan);

    // Passwords

    /// Compares a typed password with what is kept of it.
    ///
    /// @param subject whose password: bound into the verifier, such as `txn:104110053110001:00000001`
    FactorVerdict verify(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                         Verifier kept);

    /// Judges a new password by policy and, if it passes, returns its verifier.
    Enrolment enrol(KeyBlock terminalCredentialKey, KeyBlock verifierKey, SealedFactor typed, String subject,
                    EnrolmentRules rules);

    /// Makes a random initial password that the policy of operator passwords would accept, to be printed once and changed
    /// at first use.
    IssuedSecret issueInitial(KeyBlock verifierKey, String subject, int digits);

    // Data at rest

    /// Peppers a password hash: HMAC-SHA-256, 32 bytes.
    byte[] pepper(KeyBlock pepperKey, byte[] passwordHash);

    /// AES-256-GCM: version 1 byte, nonce 12, ciphertext, tag 16.
    byte[] seal(KeyBlock dataKey, byte[] clear, byte[] boundTo);

    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the value was changed or bound to something else
    byte[] open(KeyBlock dataKey, byte[] sealed, byte[] boundTo);

    /// HMAC-SHA-256, 32 bytes: finds equal data without reading it.
    byte[] index(KeyBlock indexKey, byte[] data);

    // Shapes

    /// @param clear to be printed once, then closed
    /// @param sealed what the host keeps until the code is used
    record IssuedActivation(Secret clear, byte[] sealed) {}

    /// @param clear to be printed once, then closed
    record IssuedSecret(Secret clear, Verifier verifier) {}

    /// What a device sends to be activated.
    ///
    /// @param devicePublicKey P-256, X.509 SubjectPublicKeyInfo
    /// @param nonce 32 bytes
    /// @param proof 32 bytes, see `ActivationExchange` in paycrypto
    record DeviceProof(String serialNumber, byte[] devicePublicKey, byte[] nonce, byte[] proof) {}

    sealed interface KeyLoad {
        /// @param hostPublicKey ephemeral, P-256, X.509 SubjectPublicKeyInfo
        /// @param hostNonce 32 bytes
        /// @param wrapped TMK, TCK and settings for the device: nonce 12, ciphertext, tag 16
        /// @param masterKeyCheckValue of the TMK, 8 hex digits
        record Loaded(KeyBlock terminalMasterKey, KeyBlock terminalCredentialKey, byte[] hostPublicKey,
                      byte[] hostNonce, byte[] wrapped, String masterKeyCheckValue) implements KeyLoad {}

        /// The proof does not fit the code.
        record ProofWrong() implements KeyLoad {}

        /// The public key is no point of P-256.
        record PublicKeyInvalid() implements KeyLoad {}
    }

    /// Which working keys a sign-in asks for (field 60.3).
    enum WorkingKeySet {
        /// 001: PIK and MAK of 8 bytes; 24 bytes in field 62.
        SINGLE,
        /// 003: PIK of 16 and MAK of 8 bytes; 40 bytes.
        DOUBLE,
        /// 004: as 003, and TDK of 16; 60 bytes.
        DOUBLE_WITH_TRACK
    }

    /// @param dataKey null unless [WorkingKeySet#DOUBLE_WITH_TRACK]
    record WorkingKeys(byte[] field62, KeyBlock pinKey, KeyBlock macKey, KeyBlock dataKey) {}

    sealed interface PinTranslation {
        record Translated(byte[] block) implements PinTranslation {}

        /// One reason for all: which check failed is nobody's business.
        record Refused() implements PinTranslation {}
    }

    enum FactorVerdict {
        RIGHT,
        WRONG,
        /// The sealed value does not open: changed, of another message, or under another key.
        UNREADABLE
    }

    /// @param policy length, classes, sequences
    /// @param context what the password must not contain: merchant number, phone, names
    /// @param earlier the last ones of the same subject, newest first; equal ones are refused
    /// @param others login passwords that it must differ from (subject and verifier)
    record EnrolmentRules(PasswordRules.Policy policy, PasswordRules.Context context, List<Verifier> earlier,
                          List<OwnedVerifier> others) {}

    record OwnedVerifier(String subject, Verifier verifier) {}

    sealed interface Enrolment {
        record Accepted(Verifier verifier) implements Enrolment {}

        /// @param broken every rule that the password breaks, in the order of the enum; never empty
        record Refused(List<PasswordRules.Rule> broken) implements Enrolment {}

        /// The sealed value does not open.
        record Unreadable() implements Enrolment {}
    }
}
