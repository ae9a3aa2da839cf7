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
    /// As [#ZONE_PIN] with AES, for PIN block format 4.
    ZONE_PIN_AES,
    /// ZPK of the other direction: decrypts PIN blocks that a network sends, on the issuer's side.
    ZONE_PIN_INCOMING,
    /// As [#ZONE_PIN_INCOMING] with AES.
    ZONE_PIN_INCOMING_AES,
    /// ZAK: authenticates messages towards a network.
    ZONE_MAC,
    /// BDK: derives the keys of terminals that use TDES DUKPT.
    DUKPT_BASE,
    /// BDK: derives the keys of terminals that use AES DUKPT.
    DUKPT_BASE_AES,
    /// PVK pair: verifies PINs by Visa PVV.
    PIN_PVV,
    /// PVK: verifies PINs by IBM 3624 offset.
    PIN_OFFSET,
    /// CVK pair: checks CVV, CVV2 and iCVV.
    CARD_VALUE_CHECK,
    /// CVK pair of an issuer: makes them, too.
    CARD_VALUE_ISSUE,
    /// Issuer's master key for application cryptograms: checks ARQCs and makes ARPCs.
    CHIP_CRYPTOGRAM,
    /// Keys the verifiers of transaction passwords and operator passwords (HMAC-SHA-256).
    CREDENTIAL_VERIFIER,
    /// Peppers the hashes of console passwords (HMAC-SHA-256).
    LOGIN_PEPPER,
    /// Encrypts data at rest: card numbers, activation codes (AES-256-GCM).
    DATA,
    /// Keyed index over data that must be found but not read (HMAC-SHA-256).
    INDEX
}
