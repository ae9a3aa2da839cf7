package io.shouyin.vault;

import io.shouyin.kernel.Secret;
import io.shouyin.kernel.SecretAccess;
import io.shouyin.paycrypto.CryptoRefusal;
import io.shouyin.paycrypto.CryptoRefusedException;
import io.shouyin.paycrypto.EcEnvelope;
import io.shouyin.paycrypto.EcKeys;
import java.util.Base64;

/// Which part of a ceremony's key, and whose. Between its officer and the vault a part travels in an [EcEnvelope] that is about just
/// this, so that who carries it reads nothing and can put no other in its place.
///
/// The public methods are the officer's side, for programs on his own machine: as in the console's API, keys and envelopes are in base64.
public record OfficerPart(String ceremony, KeyPurpose purpose, int number, String officer) {

    /// Opens what the vault shows.
    ///
    /// @param own whose public half the vault was given
    /// @return hex, to be closed
    /// @throws io.shouyin.kernel.Fault `KEY_PART_UNREADABLE` if it is another part, or another's
    public Secret shown(EcKeys.Pair own, String envelope) {
        byte[] privateKey = own.privateKey();
        byte[] hex = opened(privateKey, own.publicKey(), aboutShown(), Base64.getDecoder().decode(envelope));
        try {
            return Secret.ofUtf8(hex);
        } finally {
            Clear.wipe(privateKey);
            Clear.wipe(hex);
        }
    }

    /// Seals what he types.
    ///
    /// @param entryKey of the ceremony
    /// @param hex spaces allowed
    public String entered(String entryKey, Secret hex) {
        byte[] clear = hex.reveal(SecretAccess.granted());
        try {
            return Base64.getEncoder().encodeToString(EcEnvelope.seal(Base64.getDecoder().decode(entryKey), aboutEntered(), clear));
        } finally {
            Clear.wipe(clear);
        }
    }

    /// The vault's side of [#shown].
    byte[] toBeShown(byte[] officerPublicKey, byte[] clear) {
        try {
            return EcEnvelope.seal(officerPublicKey, aboutShown(), clear);
        } catch (CryptoRefusedException e) {
            throw e.reason() == CryptoRefusal.PUBLIC_KEY ? VaultRefusal.OFFICER_KEY_REFUSED.fault() : e;
        }
    }

    /// The vault's side of [#entered].
    byte[] asEntered(byte[] privateKey, byte[] publicKey, byte[] envelope) {
        return opened(privateKey, publicKey, aboutEntered(), envelope);
    }

    private static byte[] opened(byte[] privateKey, byte[] publicKey, String about, byte[] envelope) {
        try {
            return EcEnvelope.open(privateKey, publicKey, about, envelope);
        } catch (CryptoRefusedException e) {
            throw VaultRefusal.KEY_PART_UNREADABLE.fault();
        }
    }

    private String aboutShown() {
        return about("shown");
    }

    private String aboutEntered() {
        return about("entered");
    }

    private String about(String way) {
        return String.join("/", way, ceremony, purpose.name(), Integer.toString(number), officer);
    }
}
