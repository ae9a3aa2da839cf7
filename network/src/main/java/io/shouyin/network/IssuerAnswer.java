package io.shouyin.network;

/// What the issuer says: already on the disk when it is returned.
///
/// @param code     field 39
/// @param authCode field 38, empty unless money is moved
/// @param origin   new, or found
record IssuerAnswer(String code, String authCode, Origin origin) {

    enum Origin {
        /// Decided just now.
        DECIDED,
        /// The answer that was given before.
        REPEATED,
        /// A reversal that undid something just now.
        REVERSED,
        /// A reversal without its original, remembered just now.
        REMEMBERED
    }
}
