package io.shouyin.paycrypto;

import static io.shouyin.paycrypto.CryptoRefusal.given;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes sealed for the owner of a P-256 key, by whoever knows its public half; a fresh key pair is made for each envelope.
///
/// ```
/// key      = HKDF(ECDH, senderPublicKey | recipientPublicKey, "shouyin envelope v1", 32)
/// envelope = senderPublicKey 91 | nonce 12 | AES-256-GCM(key, clear, about) | tag 16
/// ```
///
/// The text `0123456789ABCDEF` is an envelope of 135 bytes, see [#open]. A browser does the same with WebCrypto. It proves nothing of who sealed it: `about` says what it is for, and another one opens nothing.
///
/// It is this project's own (ours), out of ECDH (NIST SP 800-56A rev. 3), HKDF (RFC 5869) and AES-GCM (NIST SP 800-38D).
public final class EcEnvelope {

    /// SubjectPublicKeyInfo of an uncompressed P-256 point.
    private static final int PUBLIC_KEY_BYTES = 91;
    private static final byte[] LABEL = "shouyin envelope v1".getBytes(StandardCharsets.US_ASCII);

    private EcEnvelope() {}

    /// The envelope, `clear.length + 119` bytes; [#open] has a worked example.
    ///
    /// @param recipientPublicKey P-256, SubjectPublicKeyInfo
    /// @param about what it is for, bound to it but not part of it
    /// @throws CryptoRefusedException [CryptoRefusal#PUBLIC_KEY] if the key is no point of P-256
    public static byte[] seal(byte[] recipientPublicKey, String about, byte[] clear) {
        byte[] bound = utf8(about);
        given(clear);
        EcKeys.Pair sender = EcKeys.P256.generate();
        byte[] senderPublicKey = sender.publicKey();
        byte[] privateKey = sender.privateKey();
        try (AesGcmKey key = key(privateKey, recipientPublicKey, senderPublicKey, recipientPublicKey)) {
            return Bytes.concat(senderPublicKey, key.sealWithNonce(clear, bound));
        } finally {
            Bytes.wipe(privateKey);
            sender.close();
        }
    }

    /// The inverse of [#seal].
    ///
    /// With the keys of RFC 5903, 8.1, sent by the responder to the initiator, about `2A3B4C5D/1` and a nonce of zeros, the text
    /// `0123456789ABCDEF` ends the envelope as `DC9AA87D30481EEE522079E8616CDB474DB61B36942F57EA2C6C6C31645E50BB`.
    ///
    /// @param privateKey PKCS#8, `publicKey` its public half
    /// @throws CryptoRefusedException [CryptoRefusal#SEALED_VALUE] if anything was changed, or is for another key or about something
    ///         else; [CryptoRefusal#PUBLIC_KEY] if it does not begin with a point of P-256
    public static byte[] open(byte[] privateKey, byte[] publicKey, String about, byte[] envelope) {
        byte[] bound = utf8(about);
        CryptoRefusal.SEALED_VALUE.unless(given(envelope).length >= PUBLIC_KEY_BYTES + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES,
                "an envelope has at least 119 bytes");
        byte[] senderPublicKey = Arrays.copyOf(envelope, PUBLIC_KEY_BYTES);
        try (AesGcmKey key = key(privateKey, senderPublicKey, senderPublicKey, given(publicKey))) {
            return key.openWithNonce(Arrays.copyOfRange(envelope, PUBLIC_KEY_BYTES, envelope.length), bound);
        }
    }

    private static AesGcmKey key(byte[] privateKey, byte[] publicKey, byte[] senderPublicKey, byte[] recipientPublicKey) {
        byte[] shared = EcKeys.P256.agree(privateKey, publicKey);
        byte[] key = Hkdf.derive(shared, Bytes.concat(senderPublicKey, recipientPublicKey), LABEL, 32);
        try {
            return AesGcmKey.of(key);
        } finally {
            Bytes.wipe(shared, key);
        }
    }

    private static byte[] utf8(String text) {
        return given(text).getBytes(StandardCharsets.UTF_8);
    }
}
