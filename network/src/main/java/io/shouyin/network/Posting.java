package io.shouyin.network;

import java.time.Instant;

/// A movement on a card's account, as the issuer booked it, or its reversal.
///
/// @param reversal      the movement was undone
/// @param takenFen      what it took from what the card can spend; negative: gave back
/// @param cardMasked    first six and last four digits
/// @param transmittedAt field 7 of the request, MMDDhhmmss in UTC
/// @param trace         field 11 of the request
/// @param terminalId    field 41 of the request
/// @param rrn           field 37 of the request, empty if it had none
public record Posting(Movement movement, boolean reversal, int card, String cardMasked, long amountFen, long takenFen, String transmittedAt,
                      String trace, String terminalId, String rrn, String authCode, Instant at) {

    /// The same, undone.
    Posting reversedAt(Instant undoneAt) {
        return new Posting(movement, true, card, cardMasked, amountFen, -takenFen, transmittedAt, trace, terminalId, rrn, authCode, undoneAt);
    }
}
