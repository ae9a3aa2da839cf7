package io.shouyin.network;

/// Compares an encrypted PIN with what the issuer keeps of it.
interface PinCheck {

    /// @param pinBlock 8 bytes under the ZPK, ISO 9564 format 0
    Verdict check(byte[] pinBlock, Account.Terms terms);

    enum Verdict {
        RIGHT,
        WRONG,
        /// Not a PIN block of this card under this key.
        UNREADABLE
    }
}
