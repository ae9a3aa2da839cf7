package io.shouyin.network;

import java.util.Optional;
import java.util.OptionalLong;

/// What the issuer says: already on the disk when it is returned, but for the balance, which is nowhere kept.
///
/// @param code       field 39
/// @param authCode   field 38, empty unless money is moved
/// @param approvedFen what was approved, if it is less than was asked for
/// @param balanceFen what the card can spend, of a balance inquiry
/// @param chip       field 55, for a chip whose cryptogram was right
/// @param origin     new, or found
record IssuerAnswer(String code, String authCode, OptionalLong approvedFen, OptionalLong balanceFen, Optional<byte[]> chip,
                    Origin origin) {

    IssuerAnswer(String code, String authCode, Origin origin) {
        this(code, authCode, OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), origin);
    }

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
