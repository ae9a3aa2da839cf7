package io.shouyin.network;

import java.time.Instant;

/// A movement on a card's account, as the issuer booked it.
///
/// @param cardMasked    first six and last four digits
/// @param transmittedAt field 7 of the sale, MMDDhhmmss in UTC
/// @param trace         field 11 of the sale
/// @param terminalId    field 41 of the sale
/// @param rrn           field 37 of the sale, empty if it had none
public record Posting(Kind kind, int card, String cardMasked, long amountFen, String transmittedAt, String trace,
                      String terminalId, String rrn, String authCode, Instant at) {

    public enum Kind {
        /// Money taken from the card.
        SALE,
        /// The whole amount of one earlier [#SALE] given back.
        REVERSAL
    }
}
