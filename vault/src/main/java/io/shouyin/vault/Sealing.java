package io.shouyin.vault;

import io.shouyin.paycrypto.AesGcmKey;
import io.shouyin.paycrypto.CryptoRefusedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Seals data at rest: version 1 byte, then nonce, ciphertext and tag of AES-256-GCM.
///
/// What the vault seals for itself is kept apart from what callers seal: no caller opens the vault's own.
enum Sealing {
    BY_CALLER(0),
    OF_ACTIVATION_CODE(1),
    OF_KEY_PART(2),
    OF_TOTP_SECRET(3),
    OF_ENTRY_KEY(4);

    private static final byte VERSION = 1;

    private final byte domain;

    Sealing(int domain) {
        this.domain = (byte) domain;
    }

    byte[] seal(AesGcmKey key, byte[] clear, byte[] boundTo) {
        byte[] body = key.sealWithNonce(clear, bound(boundTo));
        byte[] sealed = new byte[1 + body.length];
        sealed[0] = VERSION;
        System.arraycopy(body, 0, sealed, 1, body.length);
        return sealed;
    }

    /// @throws io.shouyin.kernel.Fault [VaultRefusal#SEALED_DATA_BROKEN]
    byte[] open(AesGcmKey key, byte[] sealed, byte[] boundTo) {
        if (sealed.length == 0 || sealed[0] != VERSION) {
            throw VaultRefusal.SEALED_DATA_BROKEN.fault();
        }
        try {
            return key.openWithNonce(Arrays.copyOfRange(sealed, 1, sealed.length), bound(boundTo));
        } catch (CryptoRefusedException e) {
            throw VaultRefusal.SEALED_DATA_BROKEN.fault();
        }
    }

    private byte[] bound(byte[] boundTo) {
        return ByteBuffer.allocate(1 + boundTo.length).put(domain).put(boundTo).array();
    }
}
