package io.shouyin.terminal.state;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import java.time.Instant;

/// One transaction of the batch. The card number is masked before it gets here.
///
/// Fields that the host fills are empty until it has answered.
///
/// @param entryLetter how the card was read: S, I or C
public record JournalEntry(Instant at, int trace, int batch, String operator, long amountFen, String cardMasked,
                           char entryLetter, String expiryYymm, Outcome outcome, String responseCode, String rrn,
                           String authCode, String hostDateMmdd, String hostTimeHhmmss, String issuerId, String acquirerId) {

    public JournalEntry {
        Check.argument(!cardMasked.matches("[0-9]{12,19}"), "a journal entry holds a masked card number");
    }

    public enum Outcome {
        /// Sent or about to be; a reversal waits beside it.
        PENDING,
        APPROVED,
        DECLINED,
        /// It never left the terminal.
        NOT_SENT,
        /// No trustworthy answer; the reversal is to be sent.
        IN_DOUBT,
        /// In doubt before, and undone since.
        REVERSED,
        /// In doubt because the issuer is silent: the host has taken the reversal and repeats it until the issuer answers.
        REVERSING,
        /// In doubt; the reversal could not be delivered and is the service desk's.
        UNRESOLVED;

        /// Whether the card may have been charged for something that is being given back.
        public boolean isUnknown() {
            return switch (this) {
                case APPROVED, DECLINED, NOT_SENT, REVERSED -> false;
                case PENDING, IN_DOUBT, REVERSING, UNRESOLVED -> true;
            };
        }
    }

    /// The host said that no answer came from the issuer in time: it does not know the outcome either.
    public boolean isIssuerSilent() {
        return responseCode.equals(ResponseCode.ISSUER_TIMED_OUT.code()) || responseCode.equals(ResponseCode.TIMED_OUT.code());
    }

    public MinorAmount amount() {
        return new MinorAmount(amountFen);
    }

    public JournalEntry withOutcome(Outcome next) {
        return new JournalEntry(at, trace, batch, operator, amountFen, cardMasked, entryLetter, expiryYymm, next, responseCode,
                rrn, authCode, hostDateMmdd, hostTimeHhmmss, issuerId, acquirerId);
    }

    /// The same, with what the host answered.
    public JournalEntry answered(Outcome next, String code, String rrn, String authCode, String mmdd, String hhmmss,
                                 String issuerId, String acquirerId) {
        return new JournalEntry(at, trace, batch, operator, amountFen, cardMasked, entryLetter, expiryYymm, next, code,
                rrn, authCode, mmdd, hhmmss, issuerId, acquirerId);
    }
}
