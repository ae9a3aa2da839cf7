package io.shouyin.vault;

/// Data at rest: sealed, found again by a keyed index, and the pepper of console passwords.
public interface DataCommands {

    /// Peppers a password hash: HMAC-SHA-256, 32 bytes.
    byte[] pepper(KeyBlock pepperKey, byte[] passwordHash);

    /// AES-256-GCM: version 1 byte, nonce 12, ciphertext, tag 16.
    byte[] seal(KeyBlock dataKey, byte[] clear, byte[] boundTo);

    /// @throws io.shouyin.kernel.Fault `SEALED_DATA_BROKEN` if the value was changed or bound to something else
    byte[] open(KeyBlock dataKey, byte[] sealed, byte[] boundTo);

    /// HMAC-SHA-256, 32 bytes: finds equal data without reading it.
    byte[] index(KeyBlock indexKey, byte[] data);
}
