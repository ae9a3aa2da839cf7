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
    @JsonSubTypes.Type(value = JournalEntry.PinUnlocked.class, name = "pin-unlocked"),
    @JsonSubTypes.Type(value = JournalEntry.ScriptTold.class, name = "script-told")
})
sealed interface JournalEntry {

    /// The same decision, about what a chip has signed.
    default JournalEntry signedBy(Chip chip) {
        return switch (this) {
            case Approved a -> new Approved(a.movement, a.key, a.contentTag, a.card, a.amountFen, a.authCode, a.rrn, a.pinTries, a.at, a.original, a.askedFen, chip);
            case Declined d -> new Declined(d.key, d.contentTag, d.card, d.code, d.pinTries, d.at, chip);
            case Opened _, Reversed _, Remembered _, PinUnlocked _, ScriptTold _ -> throw new IllegalStateException("a chip signs requests");
        };
    }

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
    /// @param chip       null unless a chip has signed it
    record Approved(Movement movement, TransactionKey key, String contentTag, int card, long amountFen, String authCode, String rrn, int pinTries,
                    Instant at, @JsonInclude(JsonInclude.Include.NON_NULL) TransactionKey original,
                    @JsonInclude(JsonInclude.Include.NON_NULL) Long askedFen, @JsonInclude(JsonInclude.Include.NON_NULL) Chip chip) implements JournalEntry {

        public Approved {
            movement = movement == null ? Movement.SALE : movement;
        }
    }

    /// Something that was not.
    ///
    /// @param card     [#CARD_UNKNOWN] if the number is not one of ours
    /// @param code     field 39
    /// @param pinTries wrong tries that the card has after it
    /// @param chip     null unless a chip has signed it
    record Declined(TransactionKey key, String contentTag, int card, String code, int pinTries, Instant at,
                    @JsonInclude(JsonInclude.Include.NON_NULL) Chip chip) implements JournalEntry {
        static final int CARD_UNKNOWN = -1;
    }

    /// What is remembered of a chip whose cryptogram was right.
    ///
    /// @param scriptDone it has carried out a script
    record Chip(int counter, boolean scriptDone) {}

    /// Something approved that was undone.
    ///
    /// @param reason field 39 of the reversal, empty if it had none
    record Reversed(TransactionKey original, String reason, Instant at) implements JournalEntry {}

    /// A reversal whose original has not come: if it still comes, it is not posted.
    record Remembered(TransactionKey original, String reason, Instant at) implements JournalEntry {}

    /// A card's wrong tries were forgotten from the control port.
    record PinUnlocked(int card, Instant at) implements JournalEntry {}

    /// What a terminal has said of the scripts in an answer. Whether the chip has carried them out the chip itself says, the next time.
    ///
    /// @param results hex of tag DF31
    record ScriptTold(TransactionKey original, String results, Instant at) implements JournalEntry {}
}
