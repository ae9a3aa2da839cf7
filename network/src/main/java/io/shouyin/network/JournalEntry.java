package io.shouyin.network;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/// One line of the [Journal]: something that the issuer must remember.
///
/// No card number, track or PIN: a card is its index, and the content of a request is a keyed hash (HMAC-SHA-256).
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = JournalEntry.Approved.class, name = "approved"),
    @JsonSubTypes.Type(value = JournalEntry.Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = JournalEntry.Reversed.class, name = "reversed"),
    @JsonSubTypes.Type(value = JournalEntry.Remembered.class, name = "remembered"),
    @JsonSubTypes.Type(value = JournalEntry.PinUnlocked.class, name = "pin-unlocked")
})
sealed interface JournalEntry {

    /// The first line.
    record Opened(int version, Instant at) implements JournalEntry {
        static final int VERSION = 1;
    }

    /// Something that was posted.
    ///
    /// @param movement   a sale, where a line of before there were others does not say
    /// @param contentTag hex, of what makes two requests the same
    /// @param pinTries   wrong tries that the card has after it
    /// @param rrn        field 37, empty if the request had none
    /// @param original   what it follows, or null
    /// @param askedFen   null unless a part of it was approved
    record Approved(Movement movement, TransactionKey key, String contentTag, int card, long amountFen, String authCode, String rrn, int pinTries,
                    Instant at, @JsonInclude(JsonInclude.Include.NON_NULL) TransactionKey original,
                    @JsonInclude(JsonInclude.Include.NON_NULL) Long askedFen) implements JournalEntry {

        public Approved {
            movement = movement == null ? Movement.SALE : movement;
        }
    }

    /// Something that was not.
    ///
    /// @param card     [#CARD_UNKNOWN] if the number is not one of ours
    /// @param code     field 39
    /// @param pinTries wrong tries that the card has after it
    record Declined(TransactionKey key, String contentTag, int card, String code, int pinTries, Instant at)
            implements JournalEntry {
        static final int CARD_UNKNOWN = -1;
    }

    /// Something approved that was undone.
    ///
    /// @param reason field 39 of the reversal, empty if it had none
    record Reversed(TransactionKey original, String reason, Instant at) implements JournalEntry {}

    /// A reversal whose original has not come: if it still comes, it is not posted.
    record Remembered(TransactionKey original, String reason, Instant at) implements JournalEntry {}

    /// A card's wrong tries were forgotten from the control port.
    record PinUnlocked(int card, Instant at) implements JournalEntry {}
}
