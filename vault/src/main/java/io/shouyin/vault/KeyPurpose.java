package io.shouyin.vault;

/// What a key is for. One key, one purpose: the purpose fixes usage, algorithm, mode and exportability of the block.
public enum KeyPurpose {
    /// Terminal master key: encrypts the working keys of a sign-in.
    TERMINAL_MASTER,
    /// Terminal credential key: seals what is typed on the terminal (AES-256).
    TERMINAL_CREDENTIAL,
    /// PIK: encrypts PIN blocks between terminal and host.
    TERMINAL_PIN,
    /// MAK: authenticates messages between terminal and host.
    TERMINAL_MAC,
    /// TDK: encrypts track data between terminal and host.
    TERMINAL_DATA,
    /// ZMK: wraps the keys exchanged with a network (AES-256, X9.143 version D).
    ZONE_MASTER,
    /// ZPK: encrypts PIN blocks towards a network.
    ZONE_PIN,
    /// ZAK: authenticates messages towards a network.
    ZONE_MAC,
    /// Keys the verifiers of transaction passwords and operator passwords (HMAC-SHA-256).
    CREDENTIAL_VERIFIER,
    /// Peppers the hashes of console passwords (HMAC-SHA-256).
    LOGIN_PEPPER,
    /// Encrypts data at rest: card numbers, activation codes (AES-256-GCM).
    DATA,
    /// Keyed index over data that must be found but not read (HMAC-SHA-256).
    INDEX
}
