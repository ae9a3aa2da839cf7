package io.shouyin.terminal.device;

import io.shouyin.kernel.Pan;
import io.shouyin.kernel.PasswordRules;
import io.shouyin.paycrypto.HostWord;
import io.shouyin.paycrypto.TerminalProfile;
import io.shouyin.strength.Strength;
import java.util.List;
import java.util.Optional;

/// The secure part of the terminal: it holds the keys, and it alone sees a PIN or a password in clear.
public interface PinPad {

    /// Whether the TMK is loaded.
    boolean hasMasterKeys();

    /// The profile that the TMK was loaded with; it holds until the next activation.
    TerminalProfile profile();

    /// Starts typing a secret of `lengthMax` characters at most.
    SecretEntry begin(MultiTap.Mode firstMode, int lengthMax);

    /// Two halves as one secret, the second behind the first; the halves stay.
    SecretEntry joined(SecretEntry first, SecretEntry second);

    boolean sameSecret(SecretEntry one, SecretEntry other);

    /// The rules that the secret breaks, in order of precedence.
    List<PasswordRules.Rule> brokenRules(SecretEntry secret, PasswordRules.Policy policy, PasswordRules.Context context);

    /// How easily the secret is guessed.
    ///
    /// @param names of the shop and whoever types
    Strength strength(SecretEntry secret, List<String> names);

    /// The first half of activation: our public key, a nonce, and the proof that we know the code. The pair of keys is the
    /// terminal's own and stays.
    ActivationRequest beginActivation(String serialNumber, String code);

    /// The second half: checks and unwraps TMK and TCK, and keeps them.
    ///
    /// @return the settings that came with the keys, JSON in UTF-8
    /// @throws io.shouyin.kernel.Fault `ACTIVATION_ANSWER_WRONG` if the answer was not made by somebody who knows the code
    byte[] completeActivation(ActivationRequest request, byte[] hostPublicKey, byte[] hostNonce, byte[] wrapped);

    /// The public half of the terminal's own pair of keys, X.509 SubjectPublicKeyInfo; empty if it was never activated over the network.
    Optional<byte[]> devicePublicKey();

    /// Signs with the terminal's own key: ECDSA with SHA-256, DER.
    byte[] sign(byte[] message);

    /// Whether the host has said this to this terminal; false as well if the terminal has no TCK.
    boolean isHostWord(HostWord.Kind kind, byte[] content, byte[] mac);

    /// Forgets every key, its own ones too: what was sealed under them is lost.
    void wipe();

    /// Takes the working keys of a sign-in, field 62 of the 0810, under TMK: 24, 40 or 60 bytes, or three key blocks in the profiles
    /// `aes` and `sm4`.
    ///
    /// @throws io.shouyin.kernel.Fault `KEY_CHECK_WRONG` if a key check value differs, `PIN_KEY_SINGLE_DES` if the PIN key has 8 bytes or two
    ///         equal halves; the keys before then still hold
    void loadWorkingKeys(byte[] field62);

    void forgetWorkingKeys();

    boolean hasWorkingKeys();

    /// Whether the working keys have one for tracks.
    boolean hasTrackKey();

    /// Field 64: eight bytes over the message from its type to before field 64.
    byte[] mac(byte[] mab);

    /// The PIN block of the profile under PIK: 8 bytes for field 52, 16 for field 57.
    byte[] pinBlock(SecretEntry pin, Pan pan);

    /// For the profile `tdes`, field 35: track 2 with its last digits encrypted under TDK, `D` for the separator.
    String encryptTrack2(String track2);

    /// For the profiles `aes` and `sm4`, field 57: track 2 encrypted as a whole under TDK, 48 bytes.
    byte[] trackBlock(String track2);

    /// A sealed factor for field 57, bound to one message and one tag.
    ///
    /// @param tag such as `0xDF02`
    byte[] seal(SecretEntry secret, SealedFor message, int tag);

    /// What this terminal, and nobody else, knows a password by: made slowly, under a key that never leaves the PIN pad.
    ///
    /// @param salt random, of this password alone
    /// @return 32 bytes
    byte[] mark(SecretEntry password, byte[] salt);

    /// A card number for the journal, sealed under a key that never leaves the PIN pad: a batch upload needs it again.
    ///
    /// @param transaction the one that it is kept for, in which alone it opens
    byte[] sealCard(Pan card, SealedFor transaction);

    /// The inverse of [#sealCard].
    Pan openCard(byte[] sealed, SealedFor transaction);

    /// A signature for as long as the terminal keeps it, sealed under the same key.
    byte[] sealSignature(byte[] encoded, SealedFor transaction);

    /// The inverse of [#sealSignature].
    ///
    /// @throws io.shouyin.paycrypto.CryptoRefusedException if it was changed, or is another transaction's
    byte[] openSignature(byte[] sealed, SealedFor transaction);

    /// The message that a sealed factor is bound to.
    ///
    /// @param mti four digits
    /// @param batch six digits
    /// @param trace six digits
    record SealedFor(String mti, String merchantId, String terminalId, String batch, String trace) {}

    /// What the terminal sends to be activated; the rest of it stays in the PIN pad.
    interface ActivationRequest {
        String serialNumber();

        byte[] devicePublicKey();

        byte[] nonce();

        byte[] proof();
    }
}
