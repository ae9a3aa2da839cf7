package io.shouyin.vault;

/// What is kept of a password: HMAC-SHA-256 under a vault key over subject, salt and password.
///
/// @param salt 16 random bytes
/// @param mac 32 bytes
public record Verifier(byte[] salt, byte[] mac) {
    public Verifier {
        Given.all(salt, mac);
    }
}
