package io.shouyin.terminal.state;

import io.shouyin.kernel.Check;
import io.shouyin.kernel.EntryMode;
import io.shouyin.kernel.MinorAmount;
import io.shouyin.kernel.ResponseCode;
import io.shouyin.kernel.receipt.ChipBlock;
import io.shouyin.terminal.device.Text;
import java.time.Instant;
import java.util.List;

/// One transaction of the batch. The card number is masked before it gets here.
///
/// Fields that the host fills are empty until it has answered.
///
/// @param trade a sale if an older version wrote the entry
/// @param original what it is about; [Original#NONE] of a sale or pre-authorization
/// @param cardSealed the card number as the PIN pad keeps it for a batch upload; empty if an older version wrote the entry
/// @param entryLetter how the card was read: S, I, C or, by a code, Q
/// @param texts what issuer, scheme and acquirer have to say on the receipt
/// @param chip what the receipt says of the chip, or null
/// @param signatureFromFen the amount from which cardholders signed then; null if an older version wrote the entry
/// @param proof of a sale made offline that the host does not have yet, else null
public record JournalEntry(Instant at, int trace, int batch, Trade trade, Original original, String operator, long amountFen, String cardMasked,
                           String cardSealed, char entryLetter, String expiryYymm, Outcome outcome, String responseCode, String rrn,
                           String authCode, String hostDateMmdd, String hostTimeHhmmss, String issuerId, String acquirerId, List<String> texts, ChipBlock chip,
                           Long signatureFromFen, OfflineProof proof) {

    public JournalEntry {
        trade = trade == null ? Trade.SALE : trade;
        original = original == null ? Original.NONE : original;
        cardSealed = cardSealed == null ? "" : cardSealed;
        texts = texts == null ? List.of() : List.copyOf(texts);
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
        UNRESOLVED,
        /// No trustworthy answer to what has no reversal.
        UNANSWERED;

        /// Whether nobody here knows if it was done.
        public boolean isUnknown() {
            return switch (this) {
                case APPROVED, DECLINED, NOT_SENT, REVERSED -> false;
                case PENDING, IN_DOUBT, REVERSING, UNRESOLVED, UNANSWERED -> true;
            };
        }
    }

    /// The host said that no answer came from the issuer in time: it does not know the outcome either.
    public boolean isIssuerSilent() {
        return responseCode.equals(ResponseCode.ISSUER_TIMED_OUT.code()) || responseCode.equals(ResponseCode.TIMED_OUT.code());
    }

    /// Whether a wallet has paid it.
    public boolean isOfWallet() {
        return entryLetter == EntryMode.QR.receiptLetter();
    }

    /// What its masked number is of.
    public Text cardLabel() {
        return Text.of(isOfWallet() ? "label.payCode" : "label.card");
    }

    /// Whether it names `other` as its original.
    public boolean isAbout(JournalEntry other) {
        return switch (trade) {
            case BALANCE, SALE, OFFLINE_SALE, PRE_AUTH -> false;
            case VOID -> other.trade == Trade.SALE && original.batch() == other.batch && original.trace() == other.trace;
            case COMPLETION_VOID -> other.trade == Trade.COMPLETION && original.batch() == other.batch && original.trace() == other.trace;
            case REFUND -> other.trade.effect() == Trade.Effect.CHARGES && original.rrn().equals(other.rrn);
            case PRE_AUTH_TOP_UP, PRE_AUTH_VOID, COMPLETION, COMPLETION_NOTICE -> other.trade == Trade.PRE_AUTH && original.authCode().equals(other.authCode)
                    && original.dateMmdd().equals(other.hostDateMmdd);
        };
    }

    public MinorAmount amount() {
        return new MinorAmount(amountFen);
    }

    public JournalEntry withOutcome(Outcome next) {
        return new JournalEntry(at, trace, batch, trade, original, operator, amountFen, cardMasked, cardSealed, entryLetter, expiryYymm, next, responseCode,
                rrn, authCode, hostDateMmdd, hostTimeHhmmss, issuerId, acquirerId, texts, chip, signatureFromFen, proof);
    }

    /// The same, of which a part was approved.
    public JournalEntry approvedPart(MinorAmount part) {
        return new JournalEntry(at, trace, batch, trade, original, operator, part.fen(), cardMasked, cardSealed, entryLetter, expiryYymm, outcome, responseCode,
                rrn, authCode, hostDateMmdd, hostTimeHhmmss, issuerId, acquirerId, texts, chip, signatureFromFen, proof);
    }

    /// The same, with what the chip said last.
    public JournalEntry withChip(ChipBlock said) {
        return new JournalEntry(at, trace, batch, trade, original, operator, amountFen, cardMasked, cardSealed, entryLetter, expiryYymm, outcome, responseCode,
                rrn, authCode, hostDateMmdd, hostTimeHhmmss, issuerId, acquirerId, texts, said, signatureFromFen, proof);
    }

    /// The same, which nobody will tell the host any more.
    JournalEntry leftToTheServiceDesk() {
        return new JournalEntry(at, trace, batch, trade, original, operator, amountFen, cardMasked, cardSealed, entryLetter, expiryYymm, Outcome.UNRESOLVED, responseCode,
                rrn, authCode, hostDateMmdd, hostTimeHhmmss, issuerId, acquirerId, texts, chip, signatureFromFen, null);
    }

    /// The same, with what the host answered: it has it now.
    public JournalEntry answered(Outcome next, String code, String rrn, String authCode, String mmdd, String hhmmss,
                                 String issuerId, String acquirerId, List<String> texts) {
        return new JournalEntry(at, trace, batch, trade, original, operator, amountFen, cardMasked, cardSealed, entryLetter, expiryYymm, next, code,
                rrn, authCode, mmdd, hhmmss, issuerId, acquirerId, texts, chip, signatureFromFen, null);
    }
}
