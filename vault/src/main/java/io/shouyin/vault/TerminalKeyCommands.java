package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.paycrypto.TerminalProfile;

/// The keys of a terminal: loaded once by activation, then working keys by sign-in.
public interface TerminalKeyCommands {

    /// Makes a one-time activation code (12 characters of `23456789ABCDEFGHJKLMNPQRSTUVWXYZ`) for one device.
    ///
    /// @param dataKey seals the code for [#loadTerminal]; a [KeyPurpose#DATA]
    IssuedActivation issueActivation(KeyBlock dataKey, String serialNumber);

    /// Checks a device's proof of the code and loads a fresh TMK and TCK over ECDH.
    ///
    /// @param profile which cryptography the TMK is for
    /// @param settings what else the device learns under the same protection: JSON, UTF-8
    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the code was sealed for another device
    KeyLoad loadTerminal(KeyBlock dataKey, byte[] sealedActivationCode, DeviceProof proof, TerminalProfile profile, byte[] settings);

    /// Fresh working keys, as the terminal's field 62 wants them and as blocks under the LMK.
    ///
    /// @param set of the profile that the TMK is for
    /// @throws io.shouyin.kernel.Fault `PIN_KEY_SINGLE_LENGTH` for [WorkingKeySet#SINGLE], unless the vault is set up for such keys
    WorkingKeys issueWorkingKeys(KeyBlock terminalMasterKey, WorkingKeySet set);

    /// The MAC by which a terminal knows that the host says something to it, and to nobody else: see `HostWord` in paycrypto.
    ///
    /// @param covered with what it is, as `HostWord.Kind` puts it before the content
    /// @return 32 bytes
    byte[] hostWord(KeyBlock terminalCredentialKey, byte[] covered);

    /// @param clear to be printed once, then closed
    /// @param sealed what the host keeps until the code is used
    record IssuedActivation(Secret clear, byte[] sealed) {}

    /// What a device sends to be activated.
    ///
    /// @param devicePublicKey P-256, X.509 SubjectPublicKeyInfo
    /// @param nonce 32 bytes
    /// @param proof 32 bytes, see `ActivationExchange` in paycrypto
    record DeviceProof(String serialNumber, byte[] devicePublicKey, byte[] nonce, byte[] proof) {
        public DeviceProof {
            Given.all(serialNumber, devicePublicKey, nonce, proof);
        }
    }

    sealed interface KeyLoad {
        /// @param hostPublicKey ephemeral, P-256, X.509 SubjectPublicKeyInfo
        /// @param hostNonce 32 bytes
        /// @param wrapped TMK, TCK and settings for the device: nonce 12, ciphertext, tag 16
        /// @param masterKeyCheckValue of the TMK, 8 hex digits for TDES, 6 for AES and SM4
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
        SINGLE(TerminalProfile.TDES),
        /// 003: PIK of 16 and MAK of 8 bytes; 40 bytes.
        DOUBLE(TerminalProfile.TDES),
        /// 004: as 003, and TDK of 16; 60 bytes.
        DOUBLE_WITH_TRACK(TerminalProfile.TDES),
        /// 005: PIK, MAK and TDK of 16 bytes as key blocks; 384 bytes.
        AES(TerminalProfile.AES),
        /// 006: the same for SM4.
        SM4(TerminalProfile.SM4);

        private final TerminalProfile profile;

        WorkingKeySet(TerminalProfile profile) {
            this.profile = profile;
        }

        public TerminalProfile profile() {
            return profile;
        }
    }

    /// @param dataKey null for [WorkingKeySet#SINGLE] and [WorkingKeySet#DOUBLE]
    record WorkingKeys(byte[] field62, KeyBlock pinKey, KeyBlock macKey, KeyBlock dataKey) {}
}
